"""A company's own face on its reports: name, logo, a colour that can be read, a line on confidentiality.

company: {zh: 远航贸易, en: Yuanhang Trading}
logo: logo.png                  # PNG or JPEG, beside this file
colour: "#0b5394"               # of links, bars and headings
dark_colour: "#8ab8e6"          # on a dark screen; without it the colour, made lighter
confidentiality: {zh: 内部资料，请勿外传, en: Confidential}
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checklist.model import Bilingual, UsageError
from checklist.reporters.contrast import LEAST, contrast, lightened
from checklist.reporters.logo import Logo, read_logo
from checklist.yamlfile import YamlDocument, read_yaml, validation_errors

COLOUR = "#1a56b8"
DARK_COLOUR = "#8db8ff"
"""The program's own, where a company sets none."""

LIGHT_GROUNDS = ("#ffffff", "#f4f6f9")
DARK_GROUNDS = ("#191f28", "#10141a")
"""What the colour is read on: a card, and the page around it, on a light and on a dark screen."""


_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Branding:
    """What a company shows of itself on every page, sheet and document.

    Colours are `#rrggbb`, small letters; `colour` can be read on white and white can be read on it
    (contrast 4.5 or more), `dark_colour` on a dark ground.
    """

    company: Bilingual = _NOTHING
    logo: Logo | None = None
    colour: str = COLOUR
    dark_colour: str = DARK_COLOUR
    confidentiality: Bilingual = _NOTHING


def _both(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    zh: str = Field("", max_length=200)
    en: str = Field("", max_length=200)


_Text = Annotated[_Texts, BeforeValidator(_both)]
_Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class BrandKeys(BaseModel):
    """The fields of a brand file."""

    model_config = ConfigDict(extra="forbid")

    company: _Text = _Texts()
    logo: str | None = None
    colour: _Colour = COLOUR
    dark_colour: _Colour | None = None
    confidentiality: _Text = _Texts()


def load_branding(path: str) -> Branding:
    """Read a brand file; raises `UsageError` with its line for whatever cannot be used."""
    document = read_yaml(path, UsageError, scalars="text")
    try:
        keys = BrandKeys.model_validate({} if document.data is None else document.data)
    except ValidationError as error:
        raise validation_errors(error, document, UsageError, model=BrandKeys) from None
    colour = keys.colour.lower()
    _demand(document, "colour", colour, LIGHT_GROUNDS)
    if keys.dark_colour is None:
        dark = DARK_COLOUR if colour == COLOUR else lightened(colour, DARK_GROUNDS)
    else:
        dark = keys.dark_colour.lower()
        _demand(document, "dark_colour", dark, DARK_GROUNDS)
    logo = None
    if keys.logo is not None:
        logo = read_logo(Path(path).parent / keys.logo, document.value_place(("logo",)))
    return Branding(_bilingual(keys.company), logo, colour, dark, _bilingual(keys.confidentiality))


def _demand(document: YamlDocument, field: str, colour: str, grounds: tuple[str, ...]) -> None:
    """Refuse a colour that text in it could not be read in."""
    ground = min(grounds, key=lambda each: contrast(colour, each))
    found = contrast(colour, ground)
    if found < LEAST:
        # Rounded down, so that no refused colour reads as if it met the bound.
        values: dict[str, Any] = {"field": field, "colour": colour, "ground": ground, "least": LEAST}
        raise UsageError("brand_contrast", document.value_place((field,)), found=int(found * 10) / 10, **values)


def _bilingual(text: _Texts) -> Bilingual:
    return Bilingual(text.zh, text.en)
