"""The style's colours are told apart by any eye: text on its ground has a contrast of 4.5 or more."""

import re

import pytest

from checklist.assets import folder

STYLE = (folder("reports") / "html" / "style.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)
PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("page", "paper")),
    *((tone, ground) for tone in ("good", "bad", "doubt") for ground in ("paper", f"{tone}-tint")),
    *(("ink", f"{tone}-tint") for tone in ("good", "bad", "doubt")),
    *(("muted", "none-tint"), ("bad", "page")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(palette: dict[str, str], ink: str, ground: str) -> None:
    colours = LIGHT | palette
    lights = sorted((luminance(colours[ink]), luminance(colours[ground])))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_dark_is_for_screens_only_and_prints_light() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert set(DARK) <= set(LIGHT)


def test_every_colour_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([a-z-]+)\)", STYLE)) <= set(LIGHT)


def test_the_style_asks_for_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "</" not in STYLE
    assert "\r" not in STYLE
