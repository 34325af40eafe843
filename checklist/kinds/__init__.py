"""One file a rule kind: parameters, SQL and the deviation's sentence."""

from checklist.kinds.base import Context, Doubt, Kind, Needs, Parameters, TypesNeeded
from checklist.kinds.catalogue import kinds

__all__ = ["Context", "Doubt", "Kind", "Needs", "Parameters", "TypesNeeded", "kinds"]
