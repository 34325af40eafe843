"""What goes before what: the mapping, the product, names in common use; and a file of our own is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model.tables import RECORDS
from checklist.records.profiles.catalogue import profiles
from tests.unit.records.profiles.exports import SAMPLES, Sample

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading

CANONICAL = [column.name for column in RECORDS.columns]
# Exports that say how their cells are written, or what all other words mean.
OWN_WAYS = [
    sample
    for sample in SAMPLES
    if any(
        f"{profile.name}/{export.export}" == sample.export and (export.otherwise or export.formats)
        for profile in profiles()
        for export in profile.keys.exports
    )
]
PIPEDRIVE = next(sample.text for sample in SAMPLES if sample.export == "pipedrive/activities")


def test_a_log_with_our_own_headers_keeps_its_columns_and_types(reading: Reading) -> None:
    text = "rep_id,type,occurred_at,status,客户编号,Done\nR1,Call,2026-10-09,Planned,C1,To do\n"
    read = reading(files={"log.csv": text})
    assert (read.column("type"), read.column("status")) == (["Call"], ["planned"])
    assert read.loaded.attributes["records"] == ("Done", "客户编号")
    assert read.notices == []


def test_a_mapping_that_names_what_is_required_lies_over_the_product(reading: Reading) -> None:
    mapping = "columns: {rep_id: Assigned to user, type: Type, occurred_at: Due date}"
    read = reading(files={"log.csv": PIPEDRIVE}, mapping=mapping)
    # What is not done stays not done, and the product's words are read as they are without a mapping.
    assert set(read.column("status")) == {"done", "planned"}
    assert set(read.column("type")) == {"call", "meeting"}
    assert "profile_used" in read.notices


@pytest.mark.parametrize("sample", OWN_WAYS, ids=[each.export for each in OWN_WAYS])
def test_a_products_ways_hold_where_the_mapping_names_its_own_headers(reading: Reading, sample: Sample) -> None:
    plain = reading(files={"log.csv": sample.text})
    names = {each.header: each.column for each in plain.loaded.headers if each.column in CANONICAL}
    rows = [{name: row.get(name) for name in CANONICAL} for row in plain.rows()]
    columns = "".join(f'  {column}: "{header}"\n' for header, column in names.items())
    over = reading(files={"log.csv": sample.text}, mapping=f"columns:\n{columns}")
    assert [{name: row.get(name) for name in CANONICAL} for row in over.rows()] == rows


def test_the_mapping_goes_before_the_profile(reading: Reading) -> None:
    mapping = "columns: {customer_id: Contact person}\ntypes: {Lunch: entertainment}\ntimezone: Asia/Shanghai\n"
    read = reading(files={"log.csv": PIPEDRIVE}, mapping=mapping)
    rows = sorted(read.rows(), key=lambda row: int(row["line"]))
    assert [row["customer_id"] for row in rows] == ["Ann"] * 3
    assert [row["type"] for row in rows] == ["call", "meeting", "entertainment"]
    assert [row["status"] for row in rows] == ["done", "planned", "done"]
    assert rows[0]["occurred_at"].hour == 18


def test_a_profile_named_in_the_mapping_adds_its_words(reading: Reading) -> None:
    mapping = "profile: pipedrive\ncolumns: {rep_id: Assigned to user, type: Type, occurred_at: Due date}"
    read = reading(files={"log.csv": PIPEDRIVE}, mapping=mapping)
    assert set(read.column("status")) == {"done", "planned"}
    assert "profile_used" in read.notices


def test_profiles_can_be_switched_off(reading: Reading) -> None:
    mapping = "profile: none\ncolumns: {rep_id: Assigned to user, type: Type, occurred_at: Due date}"
    read = reading(files={"log.csv": PIPEDRIVE}, mapping=mapping)
    assert set(read.column("type")) == {"Call", "Meeting", "Lunch"}


def test_doubt_between_two_products_is_told_and_settled_by_neither(reading: Reading) -> None:
    headers = "所属客户,跟进内容,创建人,跟进时间,跟进方式,客户昵称,添加人"
    read = reading(files={"log.csv": f"{headers}\n甲公司,谈,张三,2026-10-09,打电话,小王,李四\n"})
    (doubt,) = [each for each in read.loaded.notices if each.code == "profile_doubtful"]
    assert doubt.sentence.values["profiles"] == ["wecom/follow-ups", "wukong-php/follow-ups"]
    assert read.column("type") == ["call"]


def test_words_that_nothing_knows_stay_and_are_told(reading: Reading) -> None:
    text = "跟进人,跟进时间,跟进方式,状态\n张三,2026-10-09,喝茶,神秘\n李四,2026-10-09,电话,已完成\n"
    read = reading(files={"log.csv": text})
    assert sorted(read.column("type")) == ["call", "喝茶"]
    assert {"type_unknown", "status_unknown", "aliases_used"} == set(read.notices)


def test_one_time_is_not_read_as_two(reading: Reading) -> None:
    read = reading(files={"log.csv": "创建人,创建时间,跟进方式\n张三,2026-10-09 10:00,电话\n"})
    assert "logged_at" not in read.loaded.columns["records"]


def test_other_tables_by_common_names(reading: Reading) -> None:
    files = {
        "log.csv": "rep_id,type,occurred_at\n007,call,2026-10-09\n",
        "reps:roster.csv": "工号,姓名,部门,直属上级,入职日期\n007,张三,东区,李四,2026-01-01\n",
        "customers:customers.csv": "客户编号,客户名称,负责人工号,客户级别,分配日期\nC1,甲公司,007,A,2026-01-01\n",
        "absences:absences.csv": "工号,开始日期,结束日期,请假类型\n007,2026-10-01,2026-10-02,年假\n",
        "attestations:judged.csv": "Employee ID,Item,Assessed By,Assessment Date,Met\n007,training,M1,2026-01-01,yes\n",
    }
    read = reading(files=files)
    assert read.rows("loaded_reps")[0]["manager"] == "李四"
    assert read.rows("loaded_customers")[0]["grade"] == "A"
    assert read.rows("loaded_absences")[0]["reason"] == "年假"
    assert read.rows("loaded_attestations")[0]["answer"] == "yes"
    assert read.notices == ["aliases_used"] * 4
