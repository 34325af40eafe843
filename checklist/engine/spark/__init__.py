"""Apache Spark as an engine: the same SQL, translated, over tables that live on a cluster.

A `Cluster` is a `Session`. Every statement is written as DuckDB reads it; `translating` says the same in Spark's words.
What touches small tables alone (the calendar, the roster) is computed by the embedded database beside it and sent.
"""

from checklist.engine.spark.connecting import connected
from checklist.engine.spark.session import Cluster

__all__ = ["Cluster", "connected"]
