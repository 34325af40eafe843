"""What lint warns of, and where it points."""

from pathlib import Path

import pytest

from checklist.policy import lint_policy, load_policy, pack_names
from checklist.wording import Wording

ENGLISH = Wording("en")
TEXTS = "title: {zh: 题, en: t}, advice: {zh: 办, en: a}, basis: document"
HEAD = "pack: trial\ntitle: {zh: 试, en: trial}\n"


def warnings(folder: Path, rules: str, head: str = "", clause: str = "") -> list[str]:
    """Return the warnings for a pack of one clause, as `line:column text`. Its rules begin on line 4."""
    (folder / "pack.yaml").write_text(HEAD + head, encoding="utf-8")
    text = f'- clause: "1.1"\n  title: {{zh: 条, en: c}}\n  rules:\n{rules}\n{clause}'
    (folder / "1.1.yaml").write_text(text, encoding="utf-8")
    found = lint_policy(load_policy(str(folder)))
    return [f"{place.line}:{place.column} {ENGLISH.say(sentence)}" for place, sentence in found]


def rule(body: str, texts: str = TEXTS, name: str = "r") -> str:
    return f"    - {{rule: {name}, {texts}, {body}}}"


CONTENT = "kind: content, of: visit, require: [{field: topic}]"


def test_a_rule_without_fault_gets_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, rule(CONTENT)) == []


@pytest.mark.parametrize("name", pack_names(()))
def test_the_shipped_packs_have_no_warning(name: str) -> None:
    assert [ENGLISH.say(sentence) for _, sentence in lint_policy(load_policy(name))] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("kind: quota, of: visit, at_least: 0, window: month", "never fall due: at least 0 asks for nothing"),
        ("kind: quota, of: visit, at_most: -1, window: month", "never be met: no count is below 0"),
        (
            "kind: quota, of: visit, at_least: 1, window: month, effective: {from: 2026-10-05, to: 2026-10-20}",
            "never fall due: no month ends while it is in force",
        ),
        (
            "kind: quota, of: visit, at_least: 1, window: month, each: {type: [call, visit]}",
            "never be met: call is not among the types",
        ),
        (
            "kind: cadence, of: visit, within: 7 days, effective: {from: 2026-10-05, to: 2026-10-10}",
            "never fall due: it is in force from 2026-10-05 to 2026-10-10",
        ),
        ("kind: cadence, of: visit, within: 9999 days", "never fall due: an audit looks back twenty years"),
        (
            "kind: cadence, of: visit, within: 7 days, customers: {grade: {is: A, not: A}}",
            "never fall due: the tests on grade in customers exclude each other",
        ),
        ("kind: attested, items: [image], at_least: 0", "never fail: every rating reaches 0"),
        (
            "kind: response, to: {type: question}, with: answer, within: 1 workday, same: rep, by: someone_else",
            "never be met: same: rep asks for the same rep",
        ),
        (
            "kind: response, to: {type: question, rating: {above: 4, below: 4}}, with: answer, within: 1 workday",
            "never fall due: the tests on rating in to exclude each other",
        ),
        (
            "kind: response, to: question, with: {type: answer, topic: {blank: true, contains: x}}, within: 1 hour",
            "the tests on topic in with exclude each other",
        ),
        (
            "kind: content, of: visit, require: [{field: rating, at_least: 5, below: 3}]",
            "never be met: the lower bound of rating",
        ),
        (
            CONTENT + ", applies_to: {tenure: {at_least: 6 months, at_most: 90 days}}",
            "never fall due: nobody has been here for 6 months and still less than 90 d",
        ),
        (
            CONTENT + ", applies_to: {team: {is: north, not: [north, south]}}",
            "never fall due: the tests on team in applies_to exclude each other",
        ),
    ],
)
def test_a_rule_that_cannot_do_its_work(tmp_path: Path, body: str, said: str) -> None:
    head = "items: {image: {zh: 形象, en: image}}\n" if "image" in body else ""
    found = warnings(tmp_path, rule(body), head)
    assert len(found) == 1, found
    assert said in found[0]
    assert found[0].startswith("4:")


@pytest.mark.parametrize(
    "body",
    [
        "kind: quota, of: visit, at_most: 0, window: month",
        "kind: quota, of: visit, at_least: 0, window: month, count: {sum: amount}",
        "kind: quota, of: visit, at_least: 1, window: month, effective: {from: 2026-10-05, to: 2026-10-31}",
        "kind: cadence, of: visit, within: 7 days, effective: {from: 2026-10-05, to: 2026-10-11}",
        "kind: response, to: {type: question, rating: {at_least: 4, at_most: 4}}, with: answer, within: 1 workday",
        CONTENT + ", applies_to: {tenure: {at_least: 1 month, below: 31 days}}",
    ],
)
def test_what_lies_just_within_the_possible_gets_no_warning(tmp_path: Path, body: str) -> None:
    assert warnings(tmp_path, rule(body)) == []


def versions(*spans: str) -> str:
    listed = ", ".join(f"{{effective: {{{span}}}, require: [{{field: topic}}]}}" for span in spans)
    return rule(f"kind: content, of: visit, versions: [{listed}]")


def test_versions_that_leave_a_gap(tmp_path: Path) -> None:
    found = warnings(tmp_path, versions("to: 2026-10-14", "from: 2026-10-16"))
    assert len(found) == 1
    assert "none holds from 2026-10-15 to 2026-10-15" in found[0]


def test_versions_that_meet_leave_no_gap(tmp_path: Path) -> None:
    assert warnings(tmp_path, versions("to: 2026-10-15", "from: 2026-10-16")) == []


def test_what_pack_yaml_holds_and_nothing_uses(tmp_path: Path) -> None:
    head = (
        "groups:\n  contact: [call]\nparams:\n  days:\n    {value: 1, basis: document}\n"
        "items:\n  image: {zh: 形象, en: image}\n"
    )
    assert warnings(tmp_path, rule(CONTENT), head) == [
        "4:3 no rule uses the group contact",
        "6:3 no rule uses the parameter days",
        "9:3 no rule uses the item image",
    ]


def test_what_is_used_gets_no_warning(tmp_path: Path) -> None:
    head = (
        "groups: {contact: [call]}\nparams: {length: {value: 4, basis: document}}\n"
        "items: {note: {zh: 记, en: note}, call: {zh: 电话, en: call}}\n"
    )
    rules = [
        rule('kind: content, of: {group: contact}, require: [{field: text, item: note, min_length: "${length}"}]'),
        rule("kind: sequence, steps: [call, order]", name="s"),
    ]
    assert warnings(tmp_path, "\n".join(rules), head) == []


def test_an_attested_item_without_a_title(tmp_path: Path) -> None:
    found = warnings(tmp_path, rule("kind: attested, items: [image]"))
    assert found == ["4:97 the item image, which rule r wants attested, has no title under items in pack.yaml"]


def test_weights_of_nothing(tmp_path: Path) -> None:
    assert "rule r weighs 0" in warnings(tmp_path, rule(CONTENT + ", weight: 0"))[0]
    assert warnings(tmp_path, rule(CONTENT + ", weight: 0, informational: true")) == []
    assert "clause 1.1 weighs 0" in warnings(tmp_path, rule(CONTENT), clause="  weight: 0\n")[0]
    chapters = 'chapters:\n  - {chapter: "1.1", weight: 0}\n'
    assert warnings(tmp_path, rule(CONTENT), chapters)[0].startswith("4:22 chapter 1.1 weighs 0")


def test_figures_without_a_basis(tmp_path: Path) -> None:
    head = "params:\n  a: {value: 4}\n  b: {value: 4, basis: default}\n"
    bare = "title: {zh: 题, en: t}, advice: {zh: 办, en: a}"
    rules = [
        rule('kind: content, of: visit, require: [{field: text, min_length: "${a}"}]', bare),
        rule('kind: content, of: visit, require: [{field: text, min_length: "${b}"}]', bare + ", basis: default", "s"),
    ]
    assert warnings(tmp_path, "\n".join(rules), head) == [
        "4:3 parameter a names no basis (document or default)",
        "5:17 the figure of parameter b is not the document's; say why under why",
        "4:8 rule r names no basis (document or default)",
        "5:64 the figure of rule s is not the document's; say why under why",
    ]


def test_missing_translations(tmp_path: Path) -> None:
    head = "items:\n  topic: {zh: 议题}\nabout: {en: about}\n"
    texts = "title: {zh: 题}, advice: {zh: 办, en: a}, basis: document"
    assert warnings(tmp_path, rule(CONTENT, texts), head) == [
        "4:3 topic of topic has no English text",
        "5:1 about of trial has no Chinese text",
        "4:17 title of r has no English text",
    ]
    plain = "title: 题, advice: 办, basis: document"
    assert warnings(tmp_path, rule(CONTENT, plain)) == []


def test_a_rule_without_advice_and_a_clause_without_a_rule(tmp_path: Path) -> None:
    texts = "title: {zh: 题, en: t}, basis: document"
    found = warnings(tmp_path, rule(CONTENT, texts), clause='- {clause: "1.2", title: {zh: 条, en: c}}\n')
    assert [text.partition(" ")[2] for text in found] == [
        "rule r has no advice (what the rep does to come right)",
        "clause 1.2 has no rule",
    ]


@pytest.mark.parametrize(
    "selector", ["of: custmer_visit", "of: [order, custmer_visit]", "of: {type: {is: [custmer_visit]}}"]
)
def test_a_type_that_looks_like_a_slip(tmp_path: Path, selector: str) -> None:
    rules = rule(f"kind: quota, {selector}, at_least: 1, window: month")
    found = warnings(tmp_path, rules, "groups: {contact: [customer_visit]}\n")
    assert found[0].endswith("no rule uses the group contact")
    assert found[1].endswith("the type custmer_visit is in no group; is customer_visit meant?")


def test_the_type_named_more_often_is_taken_to_be_right(tmp_path: Path) -> None:
    rules = [
        rule("kind: content, of: problem_report, require: [{field: topic}]"),
        rule("kind: content, of: problem_report, require: [{field: text}]", name="s"),
        rule("kind: content, of: problem_reports, require: [{field: text}]", name="t"),
    ]
    found = warnings(tmp_path, "\n".join(rules))
    assert len(found) == 1
    assert "the type problem_reports is in no group; is problem_report meant?" in found[0]


def test_types_that_differ_enough_get_no_warning(tmp_path: Path) -> None:
    rules = rule("kind: response, to: problem_report, with: problem_handling, within: 1 workday")
    assert warnings(tmp_path, rules) == []


def test_a_tailoring_is_linted_by_what_it_says_itself(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    warnings(tmp_path / "base", rule(CONTENT), "groups: {contact: [call]}\n")
    tailoring = tmp_path / "own.yaml"
    tailoring.write_text("extends: base\nparams:\n  days: {value: 3, basis: document}\n", encoding="utf-8")
    found = lint_policy(load_policy(str(tailoring)))
    assert [str(place) for place, _ in found] == [f"{tailoring}:3:3"]
