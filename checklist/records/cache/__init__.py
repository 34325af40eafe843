"""What large inputs came to, kept for the next run: the same files, mapping and choices are not read twice.

Nothing here ever stops a reading or changes what it gives: what cannot be kept is not, what is broken is read anew.
"""

from checklist.records.cache.entry import Cached, cached

__all__ = ["Cached", "cached"]
