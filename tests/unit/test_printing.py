"""What is printed loses the passwords of the addresses that it quotes."""

from __future__ import annotations

import pytest

from checklist.cli.printing import print_lines


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("mysql://judge:s3cret@db/crm: no such file", "mysql://judge@db/crm: no such file"),
        ('logs = ["mysql://a:p@ss/w@db/x", "mysql://b:q@db/y"]', 'logs = ["mysql://a@db/x", "mysql://b@db/y"]'),
        ("postgresql://db/crm?user=a&password=s3cret&x=1", "postgresql://db/crm?user=a&password=***&x=1"),
        ("see https://example.com:8080/a", "see https://example.com:8080/a"),
        ("mail to a@b.c", "mail to a@b.c"),
    ],
)
def test_addresses_lose_their_passwords(capsys: pytest.CaptureFixture[str], line: str, shown: str) -> None:
    print_lines([line])
    assert capsys.readouterr().out == shown + "\n"
