"""Colour is for a person at a terminal, and for whoever asks for it; NO_COLOR has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm


def test_a_pipe_is_coloured_only_if_asked_and_never_against_no_color(firm: Firm) -> None:
    assert "\x1b" not in firm.audit().out
    assert "\x1b[31m" in firm.audit(FORCE_COLOR="1").out
    assert "\x1b" not in firm.audit(FORCE_COLOR="1", NO_COLOR="1").out
