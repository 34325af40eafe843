"""Find a policy: a pack that ships with the program, a folder, or a single file."""

from __future__ import annotations

import difflib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.assets import folder
from checklist.model import Place, PolicyError
from checklist.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

PACK_FILE = "pack.yaml"
CASES_SUFFIX = ".cases.yaml"


def shipped_packs() -> list[str]:
    """Return the names of the packs under `rules/`."""
    return sorted(path.parent.name for path in folder("rules").glob(f"*/{PACK_FILE}"))


def find_pack(name: str) -> Path:
    """Return the file that heads a policy: a pack's pack.yaml, or the single file named.

    A path that exists wins over the name of a shipped pack. Raises `PolicyError` for neither.
    """
    path = Path(name)
    if path.is_dir() and not (path / PACK_FILE).is_file():
        raise PolicyError("pack_file_missing", Place(str(path)), file=PACK_FILE)
    head = _at(path) or _shipped(name)
    if head is not None:
        return head
    names = shipped_packs()
    close = difflib.get_close_matches(name, names, n=1)
    raise PolicyError("pack_unknown", name=name, packs=close or names)


def find_extended(name: str, head: Path) -> Path | None:
    """Return the file that heads what the tailoring `head` extends: by a path from it, else a shipped pack.

    Where the command was started does not matter, so that one file always means one policy.
    """
    return _at(head.parent / name) or _shipped(name)


def pack_names(names: Sequence[str]) -> list[str]:
    """Return the policies that are meant: each name as it is, but a folder of packs as all that lie in it.

    In such a folder lie folders with a pack.yaml, and single files that are a pack or a tailoring. Without
    any name, the packs that ship with the program are meant.
    """
    return [each for name in names for each in _inside(Path(name)) or [name]] if names else shipped_packs()


def _at(path: Path) -> Path | None:
    if path.is_dir():
        path = path / PACK_FILE
    return path if path.is_file() else None


def _shipped(name: str) -> Path | None:
    return _at(folder("rules") / name) if Path(name).name == name else None


def _inside(path: Path) -> list[str]:
    if not path.is_dir() or (path / PACK_FILE).is_file():
        return []
    heads = [each for each in sorted(path.iterdir()) if (each / PACK_FILE).is_file() or _heads_a_policy(each)]
    return [str(each) for each in heads]


def _heads_a_policy(path: Path) -> bool:
    """Tell whether a file beside packs is one itself; cases, mappings and waivers may lie there too."""
    if path.suffix != ".yaml" or path.name.startswith(".") or path.name.endswith(CASES_SUFFIX) or not path.is_file():
        return False
    data = read_yaml(path, PolicyError).data
    return isinstance(data, dict) and ("pack" in data or "extends" in data)


def clause_files(head: Path) -> list[Path]:
    """Return the clause files beside a pack.yaml, in the order of their names; none beside a single file."""
    if head.name != PACK_FILE:
        return []
    return sorted(
        path
        for path in head.parent.glob("*.yaml")
        if path.name != PACK_FILE and not path.name.endswith(CASES_SUFFIX) and not path.name.startswith(".")
    )


def digest(files: list[Path]) -> str:
    """Return one SHA-256 over the names and contents of a policy's files."""
    whole = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        whole.update(f"{path.name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()
