"""On every page of a random firm the points lost, rule by rule, add up to 100 less the score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.reporters import Options, load
from checklist.reporters.slugs import rep_page_name
from checklist.wording import Wording
from tests.property.rules import KINDS, packs
from tests.property.running import Rule, audit_world
from tests.property.worlds import worlds

if TYPE_CHECKING:
    from tests.oracle.world import World


def tenths(text: str) -> int:
    whole, part = text.split(".")
    return int(whole) * 10 + int(part)


@pytest.mark.slow
@given(
    world=worlds(attested=True),
    rules=st.sampled_from(sorted(KINDS)).flatmap(packs),
    language=st.sampled_from(["zh", "en"]),
)
def test_points_lost_add_up_on_every_page(world: World, rules: list[Rule], language: str) -> None:
    found = audit_world(world, rules)
    pages = dict(load("html").render(found, Wording(language), Options()))
    for card in found.scorecards:
        page = pages[rep_page_name(card.rep_id)].decode()
        points = re.search('id="points">(.*?)</section>', page, re.DOTALL)
        if card.score is None:
            assert points is None
            continue
        assert points is not None
        shown = [tenths(each) for each in re.findall(r"−([0-9]+\.[0-9])", points.group(1))]
        lost, total = (shown[:-1], shown[-1]) if shown else ([], 0)
        assert sum(lost) == total == 1000 - card.score
        assert f">{card.score // 10}.{card.score % 10}</text>" in page
