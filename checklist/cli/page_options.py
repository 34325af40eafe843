"""Options for the form of pages, sheets and documents: languages, the company's own face, own templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checklist.cli.speech import say
from checklist.wording import LANGUAGES

if TYPE_CHECKING:
    from checklist.reporters import Options

F = TypeVar("F", bound=Callable[..., Any])


class _Languages(click.ParamType[tuple[str, ...]]):
    """One language, or several apart by commas: reports of several files then come in each of them."""

    name = "languages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip() for name in value.split(","))) if isinstance(value, str) else value
        for name in names:
            if name not in LANGUAGES:
                self.fail(say("cli.lang_unknown", name=name, known=LANGUAGES), param, ctx)
        return tuple(names)


def page_options(function: F) -> F:
    """Take the form of pages. Stands above the options of the inputs, whose `--lang` it widens to several."""
    for parameter in function.__click_params__:  # type: ignore[attr-defined]  # click keeps them there
        if parameter.name == "lang":
            parameter.type, parameter.expose_value = _Languages(), True
    for option in (
        click.option("--templates", metavar="DIR", help=say("cli.option.templates")),
        click.option("--assets", type=click.Choice(["inline", "external"]), default="inline", show_default=True,
                     help=say("cli.option.assets")),
        click.option("--brand", metavar="FILE", help=say("cli.option.brand")),
    ):  # fmt: skip
        function = option(function)
    return function


def dressed(style: Options, given: dict[str, Any]) -> Options:
    """Return how reports are shown, in the form that the options ask for; they are taken out of `given`."""
    brand = given.pop("brand", None)
    if brand is not None:
        from checklist.reporters.branding import load_branding  # YAML and pydantic, only for a brand

        brand = load_branding(brand)
    return replace(
        style,
        branding=brand,
        languages=given.pop("lang", None) or (),
        assets=given.pop("assets", "inline"),
        templates=given.pop("templates", None),
    )
