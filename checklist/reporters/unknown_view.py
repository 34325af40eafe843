"""What cannot be told, as pages show it; a rep's page says it without what is about another rep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checklist.model import Sentence
from checklist.model.causes import CauseKind

if TYPE_CHECKING:
    from checklist.model import Scorecard
    from checklist.reporters.reading import Reading, Unknown


def unknown_view(reading: Reading, unknown: Unknown, touches: str) -> dict[str, Any]:
    """Return something that cannot be told, with what settles it; whose verdicts it decides, a team's page adds."""
    line, write = reading.settles(unknown)
    text = reading.wording.say(unknown.sentence)
    return {"text": text, "touches": touches, "line": line, "write": write, "decides": [], "more": 0}


class ForRep:
    """Says what cannot be told of one rep, whose page names the files in `named` and no other."""

    def __init__(self, reading: Reading, card: Scorecard, named: frozenset[str]) -> None:
        self._reading = reading
        self._text = reading.wording.text
        self._card = card
        self._named = named
        # A word that another rep alone uses, and a key that may be another's, tell something about others.
        self._hidden = frozenset(
            each.word
            for each in reading.audit.causes
            if each.kind is CauseKind.KEY or each.lone_rep not in {None, card.rep_id}
        )

    def unknowns(self) -> list[dict[str, Any]]:
        """Return what leaves some of this rep's expectations open; how to settle a hidden word is for others."""
        return [
            unknown_view(self._reading, self._told(each), self._touches(each))
            | ({"line": "", "write": ()} if each.causes[0].word in self._hidden else {})
            for each in self._reading.unknowns(self._card.findings)
        ]

    def say(self, sentence: Sentence | None) -> str:
        """Say a sentence that may name a cause."""
        if sentence is None:
            return ""
        told = self._discreet(sentence)
        return self._reading.say(sentence) if told is sentence else self._reading.wording.say(told)

    def _told(self, unknown: Unknown) -> Unknown:
        causes = tuple(replace(each, line=self._discreet(each.line)) for each in unknown.causes)
        return replace(unknown, sentence=self._discreet(unknown.sentence), causes=causes)

    def _discreet(self, sentence: Sentence) -> Sentence:
        """Return a sentence without what is about another rep: itself where it holds nothing such."""
        values = sentence.values
        if values.get("word") in self._hidden:
            return Sentence("html.unknown_hidden")
        told = {blank: self._value(blank, value) for blank, value in values.items()}
        return sentence if all(told[blank] is values[blank] for blank in values) else Sentence(sentence.key, told)

    def _value(self, blank: str, value: Any) -> Any:  # whatever fills a sentence
        if isinstance(value, Sentence):
            return self._discreet(value)
        return self._text("html.some_file") if blank == "path" and value and value not in self._named else value

    def _touches(self, unknown: Unknown) -> str:
        """Say how much of this rep's hangs on something that cannot be told."""
        key = "html.unknown_units" if unknown.units else "html.unknown_rules"
        said = [self._text(key, rules=unknown.rules, units=unknown.units)]
        if self._card.rep_id in unknown.decides:
            said.append(self._text("html.unknown_verdict"))
        if any(each.lone_rep == self._card.rep_id for each in unknown.causes):
            said.append(self._text("html.unknown_own"))
        return self._text("markdown.separator").join(said)
