"""The audit as a workbook: a part a module, put together by `as_xlsx`."""
