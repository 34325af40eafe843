"""Import the modules that an audit imports, listed in a JSON file, and do nothing else."""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    for name in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        if not name.startswith("__"):
            with suppress(ImportError):  # parts that only exist once something else has been set up
                importlib.import_module(name)
