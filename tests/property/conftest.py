"""How hypothesis runs: the same examples every time, and as many as `CHECKLIST_EXAMPLES` says."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, configuration, settings

# What hypothesis keeps between runs does not belong among the project's files.
configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")

settings.register_profile(
    "checklist",
    deadline=None,
    derandomize="CHECKLIST_RANDOM" not in os.environ,
    database=None,
    max_examples=int(os.environ.get("CHECKLIST_EXAMPLES", "12")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("checklist")
