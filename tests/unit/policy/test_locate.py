"""Finding policies: by name, by folder, and all packs of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.assets import folder
from checklist.model import PolicyError
from checklist.policy import find_pack, load_policy, pack_names, shipped_packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_no_name_means_the_shipped_packs() -> None:
    assert pack_names([]) == shipped_packs() == ["key-accounts", "sales-management"]


def test_the_folder_of_packs_means_each_of_them() -> None:
    names = pack_names([str(folder("rules"))])
    assert [load_policy(name).id for name in names] == ["key-accounts", "sales-management"]


def test_a_folder_of_packs_holds_single_files_too_and_other_things(write: Callable[..., Path], small: Path) -> None:
    write(
        own_yaml="extends: small\n",
        waivers_yaml="waivers: []\n",
        notes__read_yaml="a: b\n",
    )
    (small / "own.cases.yaml").write_text("cases: []\n", encoding="utf-8")
    (small / "readme.txt").write_text("packs", encoding="utf-8")
    assert pack_names([str(small)]) == [str(small / "own.yaml"), str(small / "small")]


def test_a_pack_is_meant_by_itself(small: Path) -> None:
    assert pack_names([str(small / "small"), "sales-management"]) == [str(small / "small"), "sales-management"]


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(PolicyError) as caught:
        find_pack("sales-managment")
    assert (caught.value.code, caught.value.values["packs"]) == ("pack_unknown", ["sales-management"])


def test_a_folder_without_a_pack_is_not_taken_for_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sales-management").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError) as caught:
        find_pack("sales-management")
    assert caught.value.code == "pack_file_missing"
