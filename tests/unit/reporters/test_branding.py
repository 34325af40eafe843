"""A company's own face: what is taken, and that nothing unreadable or dangerous is."""

import struct
import zlib
from pathlib import Path

import pytest

from checklist.model import Bilingual, ChecklistError, UsageError
from checklist.reporters.branding import DARK_GROUNDS, LIGHT_GROUNDS, Branding, load_branding
from checklist.reporters.contrast import contrast, lightened
from checklist.reporters.logo import MOST_BYTES
from checklist.wording import Wording


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x20\x60\xa0" * 3 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"\xff\xc0ok"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF" + comment + frame + b"\xff\xd9"


def written(folder: Path, text: str, logo: bytes | None = None) -> str:
    if logo is not None:
        (folder / "logo.png").write_bytes(logo)
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refused(folder: Path, text: str, logo: bytes | None = None) -> ChecklistError:
    with pytest.raises(ChecklistError) as caught:
        load_branding(written(folder, text, logo))
    assert Wording("zh").error(caught.value) != Wording("en").error(caught.value)
    return caught.value


def test_a_brand_is_read_whole(tmp_path: Path) -> None:
    brand = load_branding(
        written(
            tmp_path,
            'company: {zh: 远航, en: Yuanhang}\nlogo: logo.png\ncolour: "#0B5394"\nconfidentiality: 007\n',
            png(),
        )
    )
    assert brand.company == Bilingual("远航", "Yuanhang")
    assert brand.confidentiality == Bilingual("007", "007")
    assert brand.colour == "#0b5394"
    assert brand.logo is not None
    assert (brand.logo.media_type, brand.logo.width, brand.logo.height, brand.logo.suffix) == (
        "image/png",
        3,
        2,
        ".png",
    )
    assert brand.logo.data_uri.startswith("data:image/png;base64,iVBOR")


def test_an_empty_brand_is_the_programs_own(tmp_path: Path) -> None:
    assert load_branding(written(tmp_path, "")) == Branding()


def test_a_jpeg_is_told_by_its_content_and_measured_past_what_stands_before_its_frame(tmp_path: Path) -> None:
    brand = load_branding(written(tmp_path, "logo: logo.png", jpeg(40, 30)))
    assert brand.logo is not None
    assert (brand.logo.media_type, brand.logo.width, brand.logo.height, brand.logo.suffix) == (
        "image/jpeg",
        40,
        30,
        ".jpg",
    )


@pytest.mark.parametrize(
    ("logo", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo_type"),
        (b"GIF89a", "logo_type"),
        (b"", "logo_type"),
        (png()[:20], "logo_broken"),
        (png(0, 5), "logo_broken"),
        (jpeg(4, 4)[:8], "logo_broken"),
        (png(2001, 5), "logo_too_many_pixels"),
        (png() + bytes(MOST_BYTES), "logo_too_large"),
        (None, "logo_unreadable"),
    ],
)
def test_a_logo_that_is_no_small_picture_is_refused_with_its_place(
    tmp_path: Path, logo: bytes | None, code: str
) -> None:
    error = refused(tmp_path, "company: x\nlogo: logo.png", logo)
    assert error.code == code
    assert (error.place and error.place.line) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('colour: "#88bbee"', "brand_contrast"),
        ('dark_colour: "#102040"', "brand_contrast"),
        ('colour: "red; } body { display: none"', "yaml_bad_value"),
        ('colour: "#12345\\n"', "yaml_bad_value"),
        ("color: x", "yaml_unknown_field"),
        ("- x", "yaml_bad_value"),
    ],
)
def test_a_brand_that_cannot_be_read_or_used_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert refused(tmp_path, text).code == code


def test_a_refused_colour_says_how_far_it_misses(tmp_path: Path) -> None:
    error = refused(tmp_path, 'colour: "#777777"')  # 4.48 on white
    assert isinstance(error, UsageError)
    assert (error.values["found"], error.values["least"]) == (4.1, 4.5)
    assert "#f4f6f9" in Wording("en").error(error)


@pytest.mark.parametrize("colour", ["#000000", "#0b5394", "#7a0019", "#4b0082"])
def test_a_colour_for_dark_screens_can_be_read_there(colour: str) -> None:
    assert all(contrast(colour, ground) >= 4.5 for ground in LIGHT_GROUNDS)
    assert all(contrast(lightened(colour, DARK_GROUNDS), ground) >= 4.5 for ground in DARK_GROUNDS)


def test_black_on_white_is_the_most_and_a_colour_on_itself_the_least() -> None:
    assert round(contrast("#000000", "#ffffff"), 3) == 21
    assert contrast("#123456", "#123456") == 1
