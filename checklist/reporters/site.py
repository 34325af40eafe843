"""Turn templates and contexts into pages: what every template knows, styles and their hashes, own templates."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from checklist.assets import folder
from checklist.model import Place, UsageError
from checklist.reporters import figures
from checklist.reporters.branding import COLOUR, DARK_COLOUR, Branding
from checklist.reporters.localised import LocalWording
from checklist.reporters.stylesheet import compact
from checklist.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from jinja2 import Environment, Template

    from checklist.reporters.options import Options
    from checklist.reporters.reading import Reading

LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
"""Each language in its own words: whoever looks for it reads it."""

KINDS = ("team", "rep")
"""The kinds of page: each has a template of its name, and a style beside the common one."""

_PALETTE = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\s*[;}]")
_REMEMBERED = 20_000


class Site:
    """The pages of one audit in one language.

    `more_style` is style that a kind of page needs for this audit alone; `kinds` are the kinds of page there are.
    Where `printed`, drawings carry their colours in themselves, for programs that do not apply a page's style to them.
    """

    def __init__(
        self,
        reading: Reading,
        options: Options,
        languages: tuple[str, ...],
        more_style: dict[str, str],
        kinds: tuple[str, ...] = KINDS,
        *,
        printed: bool = False,
    ) -> None:
        self.wording = reading.wording if isinstance(reading.wording, LocalWording) else LocalWording(reading.wording)
        self._own = None if options.templates is None else _own_templates(options.templates)
        self._external = options.assets == "external"
        self._languages = languages
        self._branding = options.branding or Branding()
        self._styles = {kind: self._styled(kind) + more_style.get(kind, "") for kind in kinds}
        self._shown_styles = {kind: self._style(kind) for kind in kinds}
        environment = self._surroundings(reading)
        environment.globals["printed"] = printed
        # Looked up once: thousands of pages are made of two templates.
        self._templates: dict[str, Template] = {}
        for kind in kinds:
            try:
                self._templates[kind] = environment.get_template(f"{kind}.html")
            except Exception as error:  # whatever a template of somebody else's may raise
                raise self._broken(error) from error

    def page(self, kind: str, name: str, **context: Any) -> bytes:
        """Return the page of that file name. What goes wrong in somebody's own template is said with its place."""
        links = [
            {"language": LANGUAGE_TAGS[each], "name": LANGUAGE_NAMES[each], "href": self._link(each, name)}
            for each in self._languages
            if each != self.wording.language
        ]
        try:
            text = self._templates[kind].render(style=self._shown_styles[kind], links=links, **context)
        except Exception as error:  # whatever a template of somebody else's may raise
            raise self._broken(error) from error
        return text.encode("utf-8", "backslashreplace")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield what lies beside the pages where they may not hold it."""
        if self._external:
            for kind, style in self._styles.items():
                yield f"{kind}.css", style.encode()
            if self._branding.logo is not None:
                yield f"logo{self._branding.logo.suffix}", self._branding.logo.content

    def _link(self, language: str, name: str) -> str:
        """Return the way from this language's page to the same page in another."""
        up = "" if self.wording.language == self._languages[0] else "../"
        down = "" if language == self._languages[0] else f"{language}/"
        return f"{up}{down}{name}"

    def _styled(self, kind: str) -> str:
        """Return the style of a kind of page, in the company's colours."""
        style = "".join(self._read(f"{name}.css") for name in ("style", kind))
        style = style.replace(f"--link: {COLOUR};", f"--link: {self._branding.colour};")
        style = style.replace(f"--link: {DARK_COLOUR};", f"--link: {self._branding.dark_colour};")
        return compact(style)

    def _read(self, name: str) -> str:
        own = None if self._own is None else self._own / name
        path = own if own is not None and own.is_file() else folder("reports") / "html" / name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError("template_broken", Place(str(path)), detail=str(error)) from None

    def _style(self, kind: str) -> dict[str, Any]:
        """Return what a page says of its style: the text and its hash, or the file that holds it."""
        from markupsafe import Markup  # comes with Jinja2, which only these pages need

        style = self._styles[kind]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return {
            "text": Markup(style),  # noqa: S704  # our own file, or one that the user chose
            "file": f"{kind}.css" if self._external else None,
            "allowed": Markup("'self'" if self._external else f"'sha256-{digest}'"),  # noqa: S704  # a hash
            "images": Markup("'self' data:" if self._external else "data:"),  # noqa: S704  # words of our own
        }

    def _palette(self) -> dict[str, str]:
        """Return the light colours by name, for drawings that a style does not reach."""
        from markupsafe import Markup  # comes with Jinja2, which only these pages need

        builtin = (folder("reports") / "html" / "style.css").read_text(encoding="utf-8")
        # In each style the light ones stand first: they win over the dark; and another's style over our own.
        found = [*reversed(_PALETTE.findall(builtin)), *reversed(_PALETTE.findall(next(iter(self._styles.values()))))]
        return {name: Markup(colour) for name, colour in found}  # noqa: S704  # six digits

    def _surroundings(self, reading: Reading) -> Environment:
        """Return the templates' surroundings: everything escaped, nothing hidden, an unknown name a fault."""
        import jinja2  # only these pages need it, and start-up is part of speed
        import jinja2.sandbox
        import markupsafe  # comes with it

        def shown(value: Any) -> Any:  # whatever a template puts out
            if isinstance(value, str):
                return value if isinstance(value, markupsafe.Markup) or value.isprintable() else visible(value)
            return "" if value is None else str(value)

        builtin = jinja2.FileSystemLoader(folder("reports") / "html")
        own = [] if self._own is None else [jinja2.FileSystemLoader(self._own)]
        maker = jinja2.sandbox.ImmutableSandboxedEnvironment if own else jinja2.Environment
        environment = maker(
            loader=jinja2.ChoiceLoader([*own, builtin]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=shown,
        )
        audit, wording, branding = reading.audit, self.wording, self._branding
        logo = branding.logo
        environment.globals.update(
            t=wording.text,
            language=LANGUAGE_TAGS[wording.language],
            palette=self._palette(),
            brand={
                "company": wording.value(branding.company),
                "confidentiality": wording.value(branding.confidentiality),
                "logo": logo and (f"logo{logo.suffix}" if self._external else logo.data_uri),
                "logo_width": logo and logo.width,
                "logo_height": logo and logo.height,
            },
            audit={
                "policy": wording.value(audit.policy.title) or audit.policy.id,
                "version": audit.policy.version,
                "sha256": audit.policy.sha256,
                "period": audit.period,
                "program": audit.version,
                "warning": reading.warning,
            },
        )
        memory = _Memory()
        environment.globals.update(remembered=memory.one, each_remembered=memory.each)
        environment.filters.update(tenths=figures.tenths, n=wording.number, day=wording.value)
        if self._own is not None:
            # What is not escaped would let a log write into the page.
            del environment.filters["safe"]
            self._refuse_unescaped(environment, self._own)
        return environment

    def _refuse_unescaped(self, environment: Environment, own: Path) -> None:
        """Refuse templates that switch the escaping off: there is no good reason to, and a log may hold scripts."""
        from jinja2 import nodes  # only for somebody's own templates

        for path in sorted(own.glob("*.html")):
            try:
                tree = environment.parse(path.read_text(encoding="utf-8"), filename=str(path))
            except Exception as error:  # whatever may be wrong with a file of somebody else's
                raise self._broken(error) from error
            found = tree.find(nodes.EvalContextModifier)
            if found is not None:
                raise UsageError("template_unescaped", Place(str(path), found.lineno), detail="{% autoescape %}")

    def _broken(self, error: Exception) -> Exception:
        """Return the error to raise: one with its place where a template of the user's own is at fault."""
        if self._own is None:
            return error
        place = Place(str(self._own))
        for frame in extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(self._own):
                place = Place(frame.filename, frame.lineno)
        named = getattr(error, "filename", None)
        if named is not None:
            place = Place(str(named), getattr(error, "lineno", None))
        return UsageError("template_broken", place, detail=str(error) or type(error).__name__)


class _Memory:
    """Call a macro once for each key, and give what it made again: much of a page is alike on many.

    A key stands for all that the macro makes of its values. It holds no more than so many pieces, so that
    thousands of pages take no more memory than hundreds.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, Hashable], Any] = {}

    def one(self, macro: Any, key: Hashable, *values: Any) -> Any:
        """Return what the macro makes of the values."""
        made = self._made.get((macro.name, key))
        if made is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            made = self._made[macro.name, key] = macro(*values)
        return made

    def each(self, macro: Any, items: Iterable[dict[str, Any]]) -> Any:
        """Return what the macro makes of each item, one after the other; an item has its `key`."""
        from markupsafe import Markup  # comes with Jinja2, which only these pages need

        return Markup("".join([self.one(macro, item["key"], item) for item in items]))  # noqa: S704  # made by macros


def _own_templates(path: str) -> Path:
    if not Path(path).is_dir():
        raise UsageError("templates_missing", Place(path))
    return Path(path)
