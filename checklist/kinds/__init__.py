"""One file a rule kind: parameters, SQL and the deviation's sentence."""

from checklist.kinds.base import Doubt, Kind, Needs, Parameters
from checklist.kinds.catalogue import kinds
from checklist.kinds.context import Context

__all__ = ["Context", "Doubt", "Kind", "Needs", "Parameters", "kinds"]
