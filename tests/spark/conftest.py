"""One master with its workers, and one Connect server, for all tests that judge on Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spark.clusters import connect_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.spark.clusters import ConnectServer


@pytest.fixture(scope="session")
def server() -> Iterator[ConnectServer]:
    """A Spark Connect server."""
    with connect_server() as found:
        yield found
