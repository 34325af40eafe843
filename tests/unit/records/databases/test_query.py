"""Only one SELECT that changes nothing is sent to a database."""

from __future__ import annotations

import pytest

from checklist.model import InputError, Place
from checklist.records.databases.query import checked

PLACE = Place("postgresql://db/crm")


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("SELECT 1", "SELECT 1"),
        ("select a from b ; -- all of it", "select a from b "),
        ("WITH x AS (SELECT 1 AS a) SELECT a FROM x", "WITH x AS (SELECT 1 AS a) SELECT a FROM x"),
        ("(SELECT 1) UNION ALL SELECT 2", "(SELECT 1) UNION ALL SELECT 2"),
        ("SELECT ';' AS a, '-- no' AS b", "SELECT ';' AS a, '-- no' AS b"),
        ("SELECT 客户编号 AS customer_id FROM 跟进记录", "SELECT 客户编号 AS customer_id FROM 跟进记录"),
    ],
)
def test_a_select_is_sent_as_it_is_written(query: str, sent: str) -> None:
    assert checked(query, "postgres", PLACE) == sent


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT 1; SELECT 2", "query_several"),
        ("SELECT 1; DROP TABLE records", "query_several"),
        ("DELETE FROM records", "query_not_select"),
        ("WITH gone AS (DELETE FROM records RETURNING *) SELECT * FROM gone", "query_not_select"),
        ("SELECT * INTO copy FROM records", "query_not_select"),
        ("SELECT * FROM records FOR UPDATE", "query_not_select"),
        ("CALL tidy()", "query_not_select"),
        ("EXPLAIN SELECT 1", "query_not_select"),
        ("COPY records TO '/tmp/x'", "query_not_select"),
        ("VALUES (1)", "query_not_select"),
        ("-- nothing", "query_not_select"),
        ("SELEC 1", "query_unreadable"),
        ("SELECT 'open", "query_unreadable"),
    ],
)
def test_anything_else_is_refused(query: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        checked(query, "postgres", PLACE)
    assert caught.value.code == code


def test_a_comment_that_mysql_would_run_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        checked("SELECT 1 /*! INTO OUTFILE '/tmp/x' */", "mysql", PLACE)
    assert caught.value.code == "query_not_select"
