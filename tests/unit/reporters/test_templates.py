"""Templates and reporters say only what the language files know, and these hold nothing that nobody says."""

import re
import tomllib

import pytest

from checklist.assets import folder

TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in sorted((folder("reports") / "html").glob("*.html")))
ROOT = folder("reports").parent
SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "checklist" / "reporters").glob("*.py")))
ENGLISH = tomllib.loads((folder("reports") / "en.toml").read_text(encoding="utf-8"))


def test_every_sentence_of_a_template_is_there() -> None:
    for section, name in re.findall(r'\bt\("([a-z]+)\.([a-z_]+)"[,)]', TEMPLATES):
        assert name in ENGLISH[section], f"{section}.{name}"


@pytest.mark.parametrize("section", ["html", "terminal"])
def test_no_sentence_is_left_over(section: str) -> None:
    said = set(re.findall(rf"[\"']{section}\.([a-z_]+)[\"']", TEMPLATES + SOURCES))
    said |= {
        start + outcome
        for start in re.findall(rf'"{section}\.([a-z_]+_)" ~ (?:rule\.)?outcome', TEMPLATES)
        for outcome in ENGLISH["outcome"]
        if outcome not in {"pass", "fail"}
    }
    assert set(ENGLISH[section]) == {name for name in said if not name.endswith("_")}


def test_every_class_of_a_template_has_a_style() -> None:
    style = "".join(path.read_text(encoding="utf-8") for path in (folder("reports") / "html").glob("*.css"))
    used = {
        name
        for names in re.findall(r'class="([^"]*)"', TEMPLATES)
        for name in re.sub(r"\{[{%].*?[%}]\}", "", names).split()
    }
    styled = set(re.findall(r"\.([a-z][a-z-]*)", style))
    assert used <= styled
