"""Pages of the web report as PDF: tagged, with the fonts they need embedded, and nothing fetched for them."""

from __future__ import annotations

import logging
import re
import warnings
from contextlib import contextmanager
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from checklist.assets import folder
from checklist.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIANT = "pdf/ua-1"
"""Tagged, so that a screen reader can read it (ISO 14289-1)."""

_CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
_NAMED = 10
_LINKS = re.compile(r'(<(?:a|area|use)\b[^>]*?\s)href="([^"]*)"')
_ANCHORS = re.compile(r'\s(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
_PAGE = """
@page {{
  margin: 14mm 14mm 18mm;
  @bottom-left {{ content: "{line}"; font: 8pt sans-serif; color: #4a5563; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #4a5563; }}
}}
"""


class Printer:
    """Turns pages into PDF. `line` stands at the foot of each sheet."""

    def __init__(self, line: str = "") -> None:
        try:
            with warnings.catch_warnings():
                # It remarks on what this machine lacks; what matters of that is said below.
                warnings.simplefilter("ignore")
                import weasyprint  # only needed, and only installed, where PDF is written
                from weasyprint.text.ffi import fontconfig
                from weasyprint.text.fonts import FontConfiguration
                from weasyprint.urls import URLFetcher
        except ImportError:
            raise UsageError("needs_library", library="WeasyPrint", extra="pdf") from None
        except OSError as error:
            raise UsageError("pdf_library_missing", detail=str(error).splitlines()[0]) from None
        # On a machine without any font at all the libraries below end the whole program.
        found = fontconfig.FcConfigGetFonts(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcSetSystem)
        if not found or not found.nfont:
            raise UsageError("pdf_no_font_at_all")
        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        # What a page needs it holds: nothing else is opened, neither of the network nor of this machine.
        self._fetcher = URLFetcher(allowed_protocols={"data"})
        quoted = line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("<", "\\3c ")
        own = (folder("reports") / "html" / "pdf.css").read_text(encoding="utf-8")
        self._style = weasyprint.CSS(string=_PAGE.format(line=quoted) + own, font_config=self._fonts)
        self._shown: set[str] = set()

    def demand_fonts(self, page: str) -> None:
        """Refuse to print Chinese that no font on this machine can show: its place would hold empty boxes."""
        wanted = set(_CHINESE.findall(unescape(page))) - self._shown
        if not wanted:
            return
        missing: list[str] = []
        with _listening(missing):
            text = escape("".join(sorted(wanted)))
            self._read(f'<html lang="zh-Hans"><title>-</title><p>{text}</p></html>').write_pdf()
        # A rare character may be beyond every font; a common one that is missing means that there is none.
        common = sorted({character for character in missing if character in wanted and _is_common(character)})
        if common:
            raise UsageError("pdf_no_font", characters="".join(common[:_NAMED]), count=len(common))
        self._shown |= wanted

    def document(self, page: str) -> bytes:
        """Return one page of the report as a PDF; links to other pages lead nowhere in it and are left out."""
        self.demand_fonts(page)
        with _listening([]):
            made: bytes = self._read(_linked(page, {})).write_pdf(**self._options())
        return made

    def whole(self, pages: Iterable[tuple[str, str]]) -> bytes:
        """Return pages, each with its name, as one PDF, in which they link to each other."""
        named = list(pages)
        places = {name: f"page-{number}" for number, (name, _) in enumerate(named)}
        with _listening([]):
            documents = []
            for name, page in named:
                self.demand_fonts(page)
                documents.append(self._read(_linked(page, places, places[name])).render(**self._options()))
            sheets = [sheet for document in documents for sheet in document.pages]
            made: bytes = documents[0].copy(sheets).write_pdf(**self._options())
        return made

    def _read(self, page: str) -> Any:
        return self._weasyprint.HTML(string=page, url_fetcher=self._fetcher)

    def _options(self) -> dict[str, Any]:
        return {"stylesheets": [self._style], "font_config": self._fonts, "pdf_variant": VARIANT}


def _linked(page: str, places: dict[str, str], own: str = "") -> str:
    """Return a page whose links stay within the document, its anchors its own among several pages."""

    def link(found: re.Match[str]) -> str:
        before, target = found.groups()
        name, _, anchor = target.partition("#")
        if not name:
            return f'{before}href="#{own and own + "-"}{anchor}"'
        return f'{before}href="#{places[name]}"' if name in places else before

    page = _LINKS.sub(link, page)
    if not own:
        return page
    page = _ANCHORS.sub(lambda found: f' {found[1]}="{" ".join(f"{own}-{each}" for each in found[2].split())}"', page)
    return page.replace("<body", f'<body id="{own}"', 1)


def _is_common(character: str) -> bool:
    """Tell whether a character is one of the common ones, which every Chinese font has (GB 2312)."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def _listening(missing: list[str]) -> Iterator[None]:
    """Keep the library's remarks off the screen, and note the characters it says no font has."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.args and ".notdef" in str(record.msg):
                missing.append(str(record.args[0]) if isinstance(record.args, tuple) else "")

    logger = logging.getLogger("weasyprint")
    ear = Ear(level=logging.WARNING)
    before = (logger.handlers[:], logger.propagate, logger.level)
    logger.handlers[:], logger.propagate = [ear], False
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.handlers[:], logger.propagate = before[0], before[1]
        logger.setLevel(before[2])
