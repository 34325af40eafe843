"""Reading exports: map, normalise, reject, deduplicate."""

from checklist.records.api import ColumnRule, HeaderMapping, Loaded, Source
from checklist.records.loading import load
from checklist.records.mapping import MappingFile, load_mapping, mapping_schema

__all__ = ["ColumnRule", "HeaderMapping", "Loaded", "MappingFile", "Source", "load", "load_mapping", "mapping_schema"]
