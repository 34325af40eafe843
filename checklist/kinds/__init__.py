"""One file a rule kind: parameters, SQL and the deviation's sentence."""

from checklist.kinds.base import CANONICAL, Context, Doubt, Kind, Needs, Parameters, TypesNeeded
from checklist.kinds.catalogue import kinds

__all__ = ["CANONICAL", "Context", "Doubt", "Kind", "Needs", "Parameters", "TypesNeeded", "kinds"]
