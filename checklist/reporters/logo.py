"""A company's logo: a small PNG or JPEG picture, told by its content and not by its name."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.model import Place

MOST_BYTES = 65_536
MOST_PIXELS = 2_000
"""A logo stands on every page: a larger one would outweigh all else on it."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it stands in its file, with its type and its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The ending of a file that holds it."""
        return ".png" if self.media_type == "image/png" else ".jpg"

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it, so that a page asks for nothing."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


def read_logo(path: Path, place: Place) -> Logo:
    """Read a logo. What is no PNG or JPEG is refused (a drawing may hold scripts), and so is a large one.

    `place` is where the logo is named, for errors.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise UsageError("logo_unreadable", place, path=path, detail=detail) from None
    if len(content) > MOST_BYTES:
        raise UsageError("logo_too_large", place, path=path, limit=MOST_BYTES // 1024)
    if content.startswith(_PNG):
        media_type, size = "image/png", _png_size(content)
    elif content.startswith(_JPEG):
        media_type, size = "image/jpeg", _jpeg_size(content)
    else:
        raise UsageError("logo_type", place, path=path)
    if size is None or not all(size):
        raise UsageError("logo_broken", place, path=path)
    if max(size) > MOST_PIXELS:
        raise UsageError("logo_too_many_pixels", place, path=path, width=size[0], height=size[1], limit=MOST_PIXELS)
    return Logo(content, media_type, *size)


def _png_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height from the header chunk (PNG, third edition, 11.2.1)."""
    if content[12:16] != b"IHDR" or len(content) < 33:  # noqa: PLR2004  # signature, header and its check sum
        return None
    return struct.unpack(">II", content[16:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height from the frame header, passing over the segments before it (ITU T.81, B.2.2)."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004  # every marker begins so
        marker = content[place + 1]
        if marker in _ALONE or marker == 0xFF:  # noqa: PLR2004  # without content, or padding
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        if marker in _SIZES:
            if place + 9 > len(content):
                return None
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
