"""Dated, reasoned, approved exceptions: read, checked, laid over what was judged, and written."""

from checklist.waivers.approvers import People, check_approvers
from checklist.waivers.covering import Cover, cover, lay_out_waivers
from checklist.waivers.file import check_waiver, load_waivers, parse_waivers
from checklist.waivers.notices import rule_errors, waiver_notices
from checklist.waivers.writing import appended, entry_lines, fresh_id

__all__ = [
    "Cover",
    "People",
    "appended",
    "check_approvers",
    "check_waiver",
    "cover",
    "entry_lines",
    "fresh_id",
    "lay_out_waivers",
    "load_waivers",
    "parse_waivers",
    "rule_errors",
    "waiver_notices",
]
