"""A machine whose fonts show no Chinese makes no PDF full of empty boxes: it says what to install."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

pytestmark = pytest.mark.office

SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def test_without_a_font_for_chinese_the_error_names_one(firm: Firm) -> None:
    for name, fonts in (("none", firm.folder / "fonts"), ("latin", "/usr/share/fonts/truetype/dejavu")):
        firm.write(f"{name}.conf", SETTINGS.format(fonts=fonts, cache=firm.folder / "cache"))
        ran = firm.audit("-q", "--output", "pdf=all.pdf", FONTCONFIG_FILE=str(firm.folder / f"{name}.conf"))
        assert ran.code == 2, ran.err
        assert "fonts-noto-cjk" in ran.err
        assert len(ran.err.splitlines()) == 1
        assert not (firm.folder / "all.pdf").exists()
