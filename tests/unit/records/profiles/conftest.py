"""Read small files through the records' own reading."""

from tests.unit.records.conftest import reading, session

__all__ = ["reading", "session"]
