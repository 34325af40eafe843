"""Read logs where they lie, by the workers of a cluster, with the meaning that reading has on one machine."""

from checklist.records.cluster.reading import load_on_cluster

__all__ = ["load_on_cluster"]
