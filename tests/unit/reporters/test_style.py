"""The style's colours are told apart by any eye: text on its ground has a contrast of 4.5 or more."""

import re

import pytest

from checklist.assets import folder
from checklist.reporters.branding import COLOUR, DARK_COLOUR, DARK_GROUNDS, LIGHT_GROUNDS
from checklist.reporters.contrast import contrast

FOLDER = folder("reports") / "html"
STYLE = (FOLDER / "style.css").read_text(encoding="utf-8")
STYLES = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css")))
LIGHT, DARK = (
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)
PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("page", "paper")),
    *((tone, ground) for tone in ("good", "bad", "doubt") for ground in ("paper", f"{tone}-tint")),
    *(("ink", f"{tone}-tint") for tone in ("good", "bad", "doubt")),
    ("paper", "link"),
    *(("muted", "none-tint"), ("bad", "page")),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(palette: dict[str, str], ink: str, ground: str) -> None:
    colours = LIGHT | palette
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_levels_of_a_heat_map_are_told_apart_from_nothing_and_grow(palette: dict[str, str]) -> None:
    levels = [contrast(palette[f"level-{level}"], palette["paper"]) for level in range(5)]
    assert levels == sorted(levels)
    assert levels[-1] >= 3


def test_a_brand_is_checked_against_the_grounds_of_the_style() -> None:
    assert (LIGHT["paper"], LIGHT["page"]) == LIGHT_GROUNDS
    assert (DARK["paper"], DARK["page"]) == DARK_GROUNDS
    assert (LIGHT["link"], DARK["link"]) == (COLOUR, DARK_COLOUR)


def test_dark_is_for_screens_only_and_prints_light() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert set(DARK) <= set(LIGHT)


def test_every_colour_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", STYLES)) <= set(LIGHT)


def test_the_style_asks_for_nothing() -> None:
    for unwanted in ("url(", "@import", "</", "\r"):
        assert unwanted not in STYLES
