"""The real command writes pages in the form it is asked for, and refuses what it cannot use before it judges."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm


def png() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")


BRAND = 'company: {zh: 远航贸易, en: Yuanhang}\nlogo: logo.png\ncolour: "#0b5394"\nconfidentiality: 内部资料\n'


def test_pages_come_in_both_languages_with_the_companys_face(firm: Firm) -> None:
    (firm.folder / "logo.png").write_bytes(png())
    firm.write("brand.yaml", BRAND)
    ran = firm.audit("--output", "html=out", "--lang", "zh,en", "--brand", "brand.yaml")
    assert ran.code == 0, ran.err
    assert "张伟" in ran.out
    chinese = (firm.folder / "out" / "index.html").read_text(encoding="utf-8")
    english = (firm.folder / "out" / "en" / "index.html").read_text(encoding="utf-8")
    assert "远航贸易" in chinese
    assert 'href="en/index.html"' in chinese
    assert "Yuanhang" in english
    assert 'href="../index.html"' in english
    for page in (chinese, english):
        assert "data:image/png;base64," in page
        assert "--link:#0b5394" in page
        assert "内部资料" in page
    names = {path.name for path in (firm.folder / "out").iterdir()}
    assert names >= {path.name for path in (firm.folder / "out" / "en").iterdir()}


def test_assets_lie_beside_the_pages_where_they_are_asked_to(firm: Firm) -> None:
    (firm.folder / "logo.png").write_bytes(png())
    firm.write("brand.yaml", BRAND)
    ran = firm.audit("--output", "html=out", "--brand", "brand.yaml", "--assets", "external")
    assert ran.code == 0, ran.err
    assert {"team.css", "rep.css", "logo.png"} <= {path.name for path in (firm.folder / "out").iterdir()}
    assert "<style" not in (firm.folder / "out" / "index.html").read_text(encoding="utf-8")


def test_own_templates_are_used(firm: Firm) -> None:
    (firm.folder / "own").mkdir()
    firm.write("own/rep.html", "<p>{{ rep.name }}: {{ rep.score | tenths }}</p>")
    ran = firm.audit("--output", "html=out", "--templates", "own")
    assert ran.code == 0, ran.err
    pages = [path.read_text(encoding="utf-8") for path in sorted((firm.folder / "out").glob("rep-*.html"))]
    assert any(page.startswith("<p>张伟: ") for page in pages)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--brand", "none.yaml"), "none.yaml"),
        (("--brand", "pale.yaml"), "pale.yaml:1:9"),
        (("--brand", "svg.yaml"), "svg.yaml:1:7"),
        (("--templates", "nowhere"), "nowhere"),
        (("--templates", "broken"), "rep.html:1"),
        (("--lang", "zh,fr"), "fr"),
        (("--assets", "elsewhere"), "--assets"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(firm: Firm, words: tuple[str, ...], said: str) -> None:
    firm.write("pale.yaml", 'colour: "#cccccc"\n')
    firm.write("svg.yaml", "logo: logo.svg\n")
    firm.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (firm.folder / "broken").mkdir()
    firm.write("broken/rep.html", "{{ rep.nmae }}")
    ran = firm.audit("--output", "html=out", *words)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (firm.folder / "out").exists()
