"""The least scores a gate asks of each rep, each team, and the firm."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checklist.model import GateState, Sentence, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.model import Audit, Scorecard

SCOPES = ("rep", "team", "firm")
_TENTHS = 10


def score_stops(audit: Audit, least: Mapping[str, Fraction]) -> Iterator[Stop]:
    """Yield each score that is below what is asked, and each that cannot be told; the lowest first."""
    for scope in SCOPES:
        if scope not in least:
            continue
        if scope == "team" and audit.scorecards and not audit.team_scores:
            yield Stop("no_score", GateState.UNDECIDED, Sentence("gate.no_team", {"least": least[scope]}))
        scores = sorted(_scores(audit, scope).items(), key=lambda item: (item[1] is None, item[1] or 0, item[0]))
        for name, score in scores:
            values: dict[str, object] = {"least": least[scope], **({} if scope == "firm" else {scope: name})}
            cards = [card for card in audit.scorecards if scope == "firm" or name in {card.rep_id, card.team}]
            if score is None:
                yield Stop("no_score", GateState.UNDECIDED, Sentence(f"gate.no_score_{scope}", values))
            elif score < least[scope] * _TENTHS:
                values["score"] = Fraction(score, _TENTHS)
                sentence = Sentence(f"gate.min_score_{scope}", values)
                yield Stop("min_score", GateState.NOT_MET, sentence, tuple(_costly(cards)))


def _scores(audit: Audit, scope: str) -> Mapping[str, int | None]:
    """Return the scores of a scope in tenths of a point, rounded down, by name."""
    if scope == "rep":
        return {card.rep_id: card.score for card in audit.scorecards}
    if scope == "team":
        return audit.team_scores
    return {"": audit.score} if audit.scorecards else {}


def _costly(cards: list[Scorecard]) -> Iterator[tuple[str, str]]:
    """Yield the finding that cost most, of the rep with the lowest score."""
    cards = sorted((card for card in cards if card.score is not None), key=lambda card: (card.score, card.rep_id))
    for card in cards[:1]:
        lost = sorted((each for each in card.findings if each.points_lost), key=lambda each: -(each.points_lost or 0))
        yield from ((card.rep_id, each.rule) for each in lost[:1])
