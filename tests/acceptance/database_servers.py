"""Real database servers on the loopback, each in a folder of its own, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSWORD = "s3cret/wörd"  # noqa: S105  # of servers that live as long as the tests
USER = "judge"


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A running server: the address of its database, without a password, and how its owner talks to it."""

    address: str
    owner: tuple[str, ...]

    def run(self, sql: str) -> str:
        """Run statements as the server's owner; return what they print."""
        done = subprocess.run(self.owner, input=sql, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows into a table."""
        values = ", ".join("(" + ", ".join(_literal(cell) for cell in row) + ")" for row in rows)
        self.run(f"INSERT INTO {table} VALUES {values};")


def _literal(cell: object) -> str:
    return "NULL" if cell in (None, "") else "'" + str(cell).replace("'", "''") + "'"


@contextmanager
def postgresql() -> Iterator[DatabaseServer]:
    """Start PostgreSQL."""
    with _folder("postgres") as (folder, as_owner):
        yield from _postgresql(folder, as_owner)


def _postgresql(folder: Path, as_owner: list[str]) -> Iterator[DatabaseServer]:
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    data, port = folder / "data", _free_port()
    make = [
        programs / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "owner",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    _call([*as_owner, *make, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder)
    # Whoever comes over the network must know the password; the owner comes through the socket.
    with (data / "pg_hba.conf").open("w", encoding="utf-8") as file:
        file.write("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    control = [*as_owner, programs / "pg_ctl", "-D", data]
    _call([*control, "-w", "-l", folder / "log", "-o", settings, "start"], folder)
    try:
        owner = ("psql", "-h", str(folder), "-p", str(port), "-U", "owner", "-qtA", "-v", "ON_ERROR_STOP=1")
        made = DatabaseServer(f"postgresql://{USER}@127.0.0.1:{port}/crm", (*owner, "crm"))
        DatabaseServer("", (*owner, "postgres")).run("CREATE DATABASE crm;")
        # It may write: what keeps the program from it is its own doing.
        made.run(f"CREATE ROLE {USER} LOGIN SUPERUSER PASSWORD '{PASSWORD}';")
        yield made
    finally:
        _call([*control, "-m", "immediate", "stop"], folder)


@contextmanager
def mariadb() -> Iterator[DatabaseServer]:
    """Start MariaDB."""
    with _folder("mysql") as (folder, as_owner):
        yield from _mariadb(folder, as_owner)


def _mariadb(folder: Path, as_owner: list[str]) -> Iterator[DatabaseServer]:
    data, socket_file, port = folder / "data", folder / "socket", _free_port()
    user = pwd.getpwuid(folder.stat().st_uid).pw_name
    make = ["--no-defaults", f"--user={user}", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    _call(["mariadb-install-db", *make, "--skip-test-db"], folder)
    settings = [f"--datadir={data}", f"--socket={socket_file}", f"--port={port}", "--bind-address=127.0.0.1",
                "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--sql-mode="]  # fmt: skip
    owner = ["mariadb", "--no-defaults", f"--socket={socket_file}", "-u", "root", "--default-character-set=utf8mb4"]
    with (folder / "log").open("wb") as log:
        words = [*as_owner, "mariadbd", "--no-defaults", *settings]
        server = subprocess.Popen(words, stdout=log, stderr=log, cwd=folder)
        try:
            ready = ["mariadb-admin", "--no-defaults", f"--socket={socket_file}", "-u", "root", "--wait=30", "ping"]
            _call([*ready, "--connect-timeout=30"], folder)
            made = DatabaseServer(f"mysql://{USER}@127.0.0.1:{port}/crm", (*owner, "-BN", "crm"))
            DatabaseServer("", tuple(owner)).run(
                f"CREATE DATABASE crm CHARACTER SET utf8mb4; CREATE USER {USER} IDENTIFIED BY '{PASSWORD}'; "
                f"GRANT ALL ON crm.* TO {USER};"
            )
            yield made
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def _folder(owner: str) -> Iterator[tuple[Path, list[str]]]:
    """Make a folder for a server; yield it, and the words that run a command as the user whose it is.

    A server refuses to run as root, so that root lends it the folder; anyone else runs it as themselves.
    """
    with TemporaryDirectory(prefix=f"checklist-{owner}-") as name:
        as_owner: list[str] = []
        if os.getuid() == 0:
            shutil.chown(name, owner)
            as_owner = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--init-groups"]
        yield Path(name), as_owner


def _call(words: Sequence[object], folder: Path) -> None:
    with (folder / "calls").open("ab") as said:
        done = subprocess.run([str(each) for each in words], stdout=said, stderr=said, cwd=folder, check=False)
    assert done.returncode == 0, (folder / "calls").read_text(encoding="utf-8", errors="replace")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
