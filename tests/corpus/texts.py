"""Text files: encodings, delimiters, line ends, quotes, titles, totals and footers."""

from __future__ import annotations

import gzip
import json

from tests.corpus.cases import HEAD, HEADER, ROWS, TEXT, Case, Reads, Refused, case

ALL = (2, 3, 4)
NOTES = ("电话沟通报价", "上门演示产品", "寄出合同草案")
THREE = Reads(3, lines=ALL, texts=NOTES)
GUESSED = Reads(3, lines=ALL, texts=NOTES, notices=frozenset({"read_as"}), encoding="gb18030")
BASE = "R1,call,2026-10-01,x\n"
SALESFORCE = "".join(
    f'"{row}"\n'
    for row in (
        "",
        "Grand Totals (2 records)",
        "",
        "Activities of October",
        "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.",
        "Confidential Information - Do Not Distribute",
    )
)


TITLED_TABLE = (
    "<html><meta charset='utf-8'><table><tr><td colspan=3>跟进记录</td></tr>"
    "<tr><th>跟进人</th><th>跟进方式</th><th>跟进时间</th></tr>\n"
    "<tr><td rowspan=2>张伟</td><td>打电话</td><td>2026-10-01</td></tr>\n"
    "<tr><td>电话&amp;</td><td>2026-10-02</td></tr><tr><td>合计</td><td></td><td>2</td></tr></table></html>"
)
LOOSE_TABLE = (
    "<table><tr><td>rep_id</td><td>type</td><td>occurred_at</td><td>note</td></tr>"
    "<tr><td>R1</td><td>call<td>2026-10-01<td>会议<br>两行</table>"
)
EXCEL_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row>'
    "<Cell><Data>rep_id</Data></Cell><Cell><Data>type</Data></Cell><Cell><Data>occurred_at</Data></Cell></Row>"
    '<Row><Cell><Data>R1</Data></Cell><Cell ss:Index="3"><Data>2026-10-01</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)
MIXED = 'id,note,when\n1,ok,2024-03-05\n2;bad;2024-03-06\n3,"unclosed,2024-03-07\n4,x,2024-03-08\n'
WIDE = HEAD + "".join(f",c{n}" for n in range(200)) + "\nR1,call,2026-10-01,x" + ",v" * 200 + "\n"
RECORD = {"rep_id": "R1", "type": "call", "occurred_at": "2026-10-01", "note": "会\n议"}


def _delimited(mark: str) -> str:
    return TEXT.replace(",", mark)


ENCODINGS: list[Case] = [
    case("utf8.csv", TEXT, THREE),
    case("utf8_mark.csv", b"\xef\xbb\xbf" + TEXT.encode(), THREE),
    case("gbk.csv", TEXT.encode("gbk"), GUESSED),
    case("gb18030_mark.csv", b"\x84\x31\x95\x33" + TEXT.encode("gb18030"), GUESSED),
    case(
        "gb18030_rare.csv",
        TEXT.replace("电话沟通报价", "㐂记商行𠮷田").encode("gb18030"),
        Reads(3, lines=ALL, texts=("㐂记商行𠮷田", *NOTES[1:]), notices=frozenset({"read_as"})),
    ),
    case(
        "ascii_then_gbk.csv",
        (HEAD + "\n" + BASE * 60_000 + "R2,call,2026-10-02,会议\n").encode("gb18030"),
        Reads(60_001, notices=frozenset({"read_as", "equal_rows"})),
    ),
    case("utf16_le.csv", b"\xff\xfe" + TEXT.encode("utf-16-le"), THREE),
    case("utf16_be.csv", b"\xfe\xff" + TEXT.encode("utf-16-be"), THREE),
    case("utf16_le_unmarked.csv", TEXT.encode("utf-16-le"), THREE),
    case("utf16_be_unmarked.csv", TEXT.encode("utf-16-be"), THREE),
    case("utf32.csv", b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), THREE),
    case("utf16_cut.csv", b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], Refused("encoding_broken", 4)),
    case(
        "big5_declared.csv",
        f"{HEAD}\nR1,call,2026-10-01,電話\n".encode("big5"),
        Reads(1, texts=("電話",), column="note", encoding="big5"),
        encoding="big5",
    ),
    case(
        "big5_in_mapping.csv",
        f"{HEAD}\nR1,call,2026-10-01,電話\n".encode("big5"),
        Reads(1, texts=("電話",), column="note"),
        mapping="encoding: big5\n",
    ),
    case(
        "doubtful.csv",
        TEXT.replace("张伟", "张"),
        Reads(3, notices=frozenset({"encoding_doubtful"})),
        encoding="latin-1",
        mapping="columns: {rep_id: x}\nconstants: {rep_id: R1, type: call, occurred_at: 2026-10-01}\n",
    ),
    case("wrongly_declared.csv", TEXT.encode("gb18030"), Refused("encoding_wrong", 1), encoding="ascii"),
    case(
        "declared_utf8.csv",
        f"{HEAD}\n{BASE}".encode() + b"R1,call,2026-10-01,\xbb\xe1\n",
        Refused("not_utf8", 3),
        encoding="utf-8",
    ),
    case("latin1.csv", f"{HEAD}\nR1,call,2026-10-01,caf\xe9\n".encode("latin-1"), Refused("encoding_unknown", 2)),
    case(
        "mixed_utf8_first.csv",
        f"{HEAD}\n{BASE}R1,call,2026-10-01,会议\n".encode() + "R1,call,2026-10-01,拜访\n".encode("gbk"),
        Refused("encoding_mixed", 4),
    ),
    case(
        "mixed_gbk_first.csv",
        f"{HEAD}\n".encode() + "R1,call,2026-10-01,拜访\n".encode("gbk") + "R1,call,2026-10-01,会议室里谈\n".encode(),
        Refused("encoding_mixed", 3),
    ),
    case(
        "cut_character.csv", TEXT.encode() + "R1,call,2026-10-01,会".encode()[:-1] + b"\n", Refused("encoding_mixed", 5)
    ),
    case("nul.csv", f"{HEAD}\nR1,call,2026-10-01,a\0b\n", Refused("nul_bytes", 2)),
    case("mojibake.csv", TEXT.encode().decode("latin-1"), Refused("column_missing", 1)),
]

SHAPES: list[Case] = [
    case(
        "total_under_time.csv",
        "客户名称,跟进内容,创建人,跟进时间\n华北,多行,张伟,2026-10-05\n总计,,,1\n",
        Reads(1, skipped=1),
        mapping="columns: {occurred_at: 跟进时间}\nconstants: {rep_id: R1, type: call}\n",
    ),
    case("primary_key.csv", "PK,rep_id,type,occurred_at\n1,R1,call,2026-10-01\n", Reads(1)),
    case("semicolon.csv", _delimited(";"), THREE),
    case("tab.csv", _delimited("\t"), THREE),
    case("pipe.csv", _delimited("|"), THREE),
    case("full_width_comma.csv", _delimited("，"), THREE),
    case("full_width_semicolon.csv", _delimited("；"), THREE),
    case("sep_line.csv", "sep=;\r\n" + _delimited(";").replace("\n", "\r\n"), Reads(3, lines=(3, 4, 5), texts=NOTES)),
    case("declared_delimiter.csv", _delimited("^"), THREE, mapping='delimiter: "^"\n'),
    case("tsv.xls", _delimited("\t"), THREE),
    case("csv.xlsx", TEXT, THREE),
    case("export.dat", TEXT, THREE),
    case("csv.tsv", TEXT, THREE),
    case("carriage_returns.csv", TEXT.replace("\n", "\r"), THREE),
    case("windows.csv", TEXT.replace("\n", "\r\n"), THREE),
    case("no_line_end.csv", TEXT.rstrip("\n"), THREE),
    case("packed.csv.gz", gzip.compress(TEXT.encode("gbk"), mtime=0), GUESSED),
    case(
        "line_breaks.csv",
        f'{HEAD}\nR1,call,2026-10-01,"a\n\nb"\nR1,call,2026-10-02,c\n',
        Reads(2, lines=(2, 5), texts=("a\n\nb", "c"), column="note"),
    ),
    case(
        "quotes_within.csv",
        f'{HEAD}\nR1,call,2026-10-01,"say ""no"", twice"\n',
        Reads(1, texts=('say "no", twice',), column="note"),
    ),
    case("unclosed.csv", f'{HEAD}\n{BASE}R1,call,2026-10-01,"open\n{BASE}', Refused("csv_quote_unclosed", 3)),
    case("mixed_separators.csv", MIXED, Refused("csv_quote_unclosed", 4)),
    case(
        "ragged.csv",
        f"{HEAD}\nR1,call,2026-10-01\n{BASE}R1,call,2026-10-01,x,y\n",
        Reads(1, rejects=("too_few_fields", "too_many_fields"), lines=(3,)),
    ),
    case("other_delimiter_below.csv", f"{HEAD}\nR1;call;2026-10-01;x\n", Reads(0, rejects=("too_few_fields",))),
    case(
        "title.csv",
        f"跟进记录导出,,,,\n导出时间：2026-10-31 18:00,,,,\n{TEXT}总计,,,,3\n",
        Reads(3, skipped=1, lines=(4, 5, 6), notices=frozenset({"header_below", "totals_skipped"})),
    ),
    case("title_alone.csv", f"跟进记录导出\n\n{TEXT}合计：3\n", Reads(3, skipped=1, lines=(4, 5, 6))),
    case("header_line.csv", "a,b,c,d\n" + f"{HEAD}\n{BASE}", Reads(1, lines=(3,)), mapping="header_line: 2\n"),
    case("header_line_beyond.csv", f"{HEAD}\n{BASE}", Refused("header_line_missing", 9), mapping="header_line: 9\n"),
    case("stars.csv", TEXT.replace("跟进人", "*跟进人").replace("跟进时间", "跟进时间*"), THREE),
    case(
        "totals.csv",
        f"{HEAD}\n{BASE}小计,,,1\n{BASE}Grand Total,,,2\nSubtotal,2\n",
        Reads(2, skipped=3, lines=(2, 4), notices=frozenset({"totals_skipped", "equal_rows"})),
    ),
    case(
        "pages.csv",
        "跟进人,跟进方式,*跟进时间,客户名称,备注（必填）\n张三,电话,2026-10-08,甲,x\n,,,,\n"
        "第 2 页,,,,\n\ufeff跟进人,跟进方式,*跟进时间,客户名称,备注（必填）\n李四,拜访,2026-10-09,乙,注：y\n,,,,注：z\n"
        "注：仅供参考\n",
        Reads(2, skipped=5, lines=(2, 6), notices=frozenset({"totals_skipped"})),
    ),
    case(
        "notes_of_records.csv",
        "note,rep_id,type,occurred_at\n注：y,R1,call,\n说明：z,,call,2026-10-01\nnote,rep_id,type,2026-10-01\n,,,2026-10-01\n",
        Reads(1, rejects=("no_time", "no_rep", "no_rep")),
    ),
    case(
        "sums_of_groups.csv",
        "客户,跟进人,跟进方式,跟进时间,金额\n甲,张三,电话,2026-10-08,1\n小计：张三,,,,1\n乙,李四,电话,2026-10-09,2\n"
        "李四 汇总,,,,2\nR1 Total,,,,2\n平均值,,,,2\n市场汇总,李四,电话,,2\nPetro Total,李四,电话,2026-10-10,2\n",
        Reads(3, rejects=("no_time",), skipped=4, lines=(2, 4, 9)),
    ),
    case(
        "dashes.csv",
        "rep_id,type,occurred_at,record_id,customer_id\nR1,call,2026-10-01,-,--\nR1,call,2026-10-02,-, — \n"
        "-,call,2026-10-01,1,C1\nNA,call,2026-10-03,null,N/A\nR-1,call,2026-10-04,NaN,-1\n",
        Reads(5, texts=(None, None, "C1", None, "-1"), column="customer_id"),
    ),
    case("called_total.csv", "note,rep_id,type,occurred_at\nTotal,R1,call,2026-10-01\n", Reads(1)),
    case(
        "footer.csv",
        f"{HEAD}\n{BASE}{BASE}{SALESFORCE}",
        Reads(2, skipped=6, notices=frozenset({"totals_skipped", "equal_rows"})),
        mapping='footers: ["Copyright .*", "Grand Totals .*"]\n',
    ),
    case("header_twice.csv", f"{HEAD}\n{BASE}{HEAD}\n{BASE}", Reads(2, skipped=1)),
    case(
        "same_header.csv",
        "客户名称,客户名称,跟进时间,跟进人,跟进方式\na,b,2024-03-05,c,d\n",
        Refused("header_duplicate", 1),
    ),
    case(
        "blank_header.csv",
        "rep_id,type,occurred_at,,note\nR1,call,2026-10-01,x,y\n",
        Reads(1, notices=frozenset({"column_unnamed"})),
    ),
    case("header_alone.csv", f"{HEAD}\n", Reads(0)),
    case("no_header.csv", "R1,call,2026-10-01,x\nR2,call,2026-10-02,y\n", Refused("column_missing", 1)),
    case("empty.csv", b"", Refused("file_empty")),
    case("mark_alone.csv", b"\xef\xbb\xbf", Refused("file_empty")),
    case("blank_lines.csv", "\n\n\n", Refused("file_empty")),
    case("commas.csv", ",,,\n,,,\n", Refused("header_missing", 1)),
    case("many_columns.csv", WIDE, Reads(1)),
    case(
        "exponent_ids.csv",
        "record_id,rep_id,type,occurred_at\n1.64714E+18,R1,call,2026-10-01\n",
        Reads(0, rejects=("id_corrupted",)),
    ),
]

OTHERS: list[Case] = [
    case(
        "lines.jsonl",
        '{"rep_id": "R1", "type": "call", "occurred_at": "2026-10-01"}\nno json\n',
        Reads(1, rejects=("json_invalid",)),
    ),
    case("list.json", json.dumps([RECORD] * 2, indent=2), Reads(2, lines=(1, 2), notices=frozenset({"equal_rows"}))),
    case(
        "list_gbk.json",
        json.dumps([RECORD], ensure_ascii=False).encode("gbk"),
        Reads(1, notices=frozenset({"read_as"})),
    ),
    case("object.json", json.dumps({"rows": [1, 2]}, indent=2), Refused("json_no_objects")),
    case("cut.json", '[{"rep_id": "R1", "type": "call"', Refused("json_unreadable")),
    case("nested.jsonl", '{"rep_id": ' + "[" * 20_000 + "]" * 20_000 + "}\n", Refused("column_missing", 1)),
    case("nested.json", "[" * 100_000, Refused("json_unreadable")),
    case(
        "table.xls",
        TITLED_TABLE,
        Reads(2, skipped=1, lines=(2, 3), notices=frozenset({"header_below", "totals_skipped"})),
    ),
    case("table_gbk.xls", LOOSE_TABLE.encode("gbk"), Reads(1, texts=("会议\n两行",), column="note")),
    case("no_table.html", "<html><body><p>Session expired</p></body></html>", Refused("markup_no_table")),
    case("spreadsheet.xml.xls", EXCEL_2003, Reads(0, rejects=("no_type",))),
    case("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Refused("file_binary")),
    case("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refused("file_binary")),
]

TEXTS = [*ENCODINGS, *SHAPES, *OTHERS]
__all__ = ["HEADER", "ROWS", "TEXTS"]
