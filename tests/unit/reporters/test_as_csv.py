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
    assert list(rows) == ["findings", "deviations", "causes", "possible"]
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


def test_headers_are_in_the_language_and_all_different(unsure: Audit, chinese: Wording) -> None:
    rows = tables(unsure, chinese)
    assert "人员编号" in rows["findings"][0]
    for table in rows.values():
        assert None not in table[0]
        assert len(set(table[0])) == len(table[0])


def test_standard_output_gets_the_findings(audit: Audit, english: Wording) -> None:
    written = "".join(str(piece) for piece in stream("csv", audit, english, Options()))
    assert written.startswith("Period from,")
    assert len(written.splitlines()) == 13


def test_what_is_unknown_stands_beside_what_is_met(unsure: Audit, english: Wording) -> None:
    row = tables(unsure, english)["findings"][1]
    assert (row["Fell due"], row["Met"], row["Unknown"]) == ("31", "25", "3")


def test_each_cause_has_a_row_with_the_line_to_write(unsure: Audit, english: Wording) -> None:
    rows = tables(unsure, english)["causes"]
    assert rows[0] == {
        "What cannot be told": "nothing says what R1 later in Li Na.csv means",
        "What settles it": "say it: values: {status: {later: ?}} or values: {status: {later: other}}",
        "To write": "values: {status: {later: ?}}\nvalues: {status: {later: other}}",
        "Records touched": "1204",
        "Findings touched": "2",
        "Findings with no other cause": "1",
        "Expectations unknown": "7",
        "Reps touched": "2",
        "Verdicts it would decide": "Second-Rep",
        "Only rep to write it so": "Second-Rep",
    }
    assert len(rows) == 4


def test_a_possible_shortfall_is_told_as_a_deviation_is_with_why_it_is_not_judged(
    unsure: Audit, english: Wording
) -> None:
    rows = tables(unsure, english)
    assert len(rows["possible"]) == 3
    assert rows["possible"][0]["What the records show"] == "R1: nothing is logged from 2026-10-27"
    assert rows["possible"][0]["What cannot be told"] == rows["causes"][0]["What cannot be told"]
    assert list(rows["possible"][0])[: len(rows["deviations"][0])] == list(rows["deviations"][0])


def test_no_cell_is_a_formula_and_nothing_is_hidden(unsure_and_hostile: Audit, wording: Wording) -> None:
    for table in tables(unsure_and_hostile, wording).values():
        for row in table:
            for value in row.values():
                assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not set(value) & {"\x1b", "\u202e", "\x00"}


def test_a_formula_in_an_id_is_neutralised(firm: Callable[[str], Audit], english: Wording) -> None:
    rows = tables(firm("=HYPERLINK(1)"), english)
    assert rows["findings"][0]["Rep id"] == "'=HYPERLINK(1)"
    assert rows["deviations"][0]["Name"] == "'=HYPERLINK(1)"
