import shutil
import subprocess

import pytest

from checklist.model import Audit
from checklist.reporters.commands import explain, input_words, quoted
from checklist.reporters.text import visible

ODD = [
    "R1",
    "李娜",
    "a b",
    "it's",
    '$HOME `x` "y"',
    "-x",
    "",
    "tab\there",
    "line\nend",
    "\x1b[31m\\'",
    "\u202eabc",
    "\U000e0041é",
]


@pytest.mark.parametrize("word", ODD)
def test_a_shell_takes_a_word_whole(word: str) -> None:
    assert visible(quoted(word)) == quoted(word)
    assert quoted(word).isprintable()
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    done = subprocess.run(
        [bash, "-c", f"printf %s {quoted(word)}"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert done.stdout.decode() == word


def test_a_rep_is_never_taken_for_an_option() -> None:
    assert explain("weekly", "R 1", "log.csv") == "checklist explain weekly log.csv --rep 'R 1'"
    assert explain("weekly", "-x", "log.csv") == "checklist explain weekly log.csv --rep=-x"


def test_inputs_are_named_as_they_were_given_or_as_the_audit_knows_them(audit: Audit) -> None:
    assert input_words(audit, ()) == "R1.csv 'Li Na.csv' --roster roster.csv"
    assert input_words(audit, ("log.csv", "--policy", "our pack")) == "log.csv --policy 'our pack'"
