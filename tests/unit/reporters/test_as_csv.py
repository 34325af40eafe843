import csv
import io
from collections.abc import Callable

from checklist.model import Audit
from checklist.reporters import Options, load, stream
from checklist.wording import Wording


def tables(audit: Audit, wording: Wording) -> dict[str, list[dict[str, str]]]:
    rendered = load("csv").render(audit, wording, Options())
    return {name: list(csv.DictReader(io.StringIO("".join(pieces), newline=""))) for name, pieces in rendered}


def test_one_row_a_finding_and_one_row_a_deviation(audit: Audit, wording: Wording) -> None:
    rows = tables(audit, wording)
    assert list(rows) == ["findings", "deviations"]
    assert len(rows["findings"]) == 12
    assert len(rows["deviations"]) == 25


def test_a_finding_in_full(audit: Audit, english: Wording) -> None:
    row = tables(audit, english)["findings"][1]
    assert row["Rule"] == "follow-up"
    assert row["Rule title"] == "Rule follow-up"
    assert row["Chapter"] == "2.4"
    assert row["Outcome"] == "not met"
    assert row["Score (0 to 1)"] == "0.8064"
    assert row["Points lost"] == "5.1"
    assert row["Waivers"] == "W-1"


def test_a_deviation_in_full(audit: Audit, english: Wording) -> None:
    row = tables(audit, english)["deviations"][0]
    assert row["Due on"] == "2026-10-01"
    assert row["Subject"] == "customer_id=R1"
    assert row["Evidence"] == "R1.csv:7 R1 2026-10-01 09:30:00"
    assert row["What the records show"] == "R1: nothing is logged from 2026-10-01"


def test_headers_are_in_the_language_and_all_different(audit: Audit, chinese: Wording) -> None:
    rows = tables(audit, chinese)
    assert "人员编号" in rows["findings"][0]
    for table in rows.values():
        assert None not in table[0]
        assert len(set(table[0])) == len(table[0])


def test_standard_output_gets_the_findings(audit: Audit, english: Wording) -> None:
    written = "".join(str(piece) for piece in stream("csv", audit, english, Options()))
    assert written.startswith("Period from,")
    assert len(written.splitlines()) == 13


def test_no_cell_is_a_formula_and_nothing_is_hidden(hostile: Audit, wording: Wording) -> None:
    for table in tables(hostile, wording).values():
        for row in table:
            for value in row.values():
                assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not set(value) & {"\x1b", "\u202e", "\x00"}


def test_a_formula_in_an_id_is_neutralised(firm: Callable[[str], Audit], english: Wording) -> None:
    rows = tables(firm("=HYPERLINK(1)"), english)
    assert rows["findings"][0]["Rep id"] == "'=HYPERLINK(1)"
    assert rows["deviations"][0]["Name"] == "'=HYPERLINK(1)"
