"""A database's address: what of it is shown, and the password, which never is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from checklist.model import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

# Every way to write a server's name in an address, and the name it goes by.
_SCHEMES = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "mssql": "mssql",
    "sqlserver": "mssql",
    "sqlite": "sqlite",
}
_SECRET = ("password", "passwd", "pwd", "pass", "sslpassword", "token")
_OWN_VARIABLES = {"mysql": "MYSQL_PWD", "postgresql": "PGPASSWORD"}
VARIABLE = "CHECKLIST_DB_PASSWORD"
_MASK = "***"
# A file that holds a password holds nothing else.
_LONGEST_PASSWORD = 4096


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. `shown` names it without its password and its settings; `file` is an SQLite file."""

    server: str
    shown: str
    user: str = ""
    host: str = ""
    port: int | None = None
    database: str = ""
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    password: str | None = field(default=None, repr=False)
    in_address: bool = False

    def url(self, scheme: str, **more: str) -> str:
        """Return the address as a driver takes it, with `more` settings and the password. It is never shown."""
        login = quote(self.user, safe="")
        if self.password is not None:
            login += ":" + quote(self.password, safe="")
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        settings = urlencode({**dict(self.settings), **more}, quote_via=quote)
        return f"{scheme}://{login}{'@' if login else ''}{host}{port}/{quote(self.database, safe='')}" + (
            f"?{settings}" if settings else ""
        )

    def mask(self, text: str) -> str:
        """Return a driver's own words without the password, however it is written in them."""
        if self.password:
            for secret in (self.password, quote(self.password, safe=""), quote(self.password)):
                text = text.replace(secret, _MASK)
        return text


def is_address(text: str) -> bool:
    """Tell whether an input names a database and no file."""
    return text.partition("://")[0].lower() in _SCHEMES and "://" in text


def shown_address(text: str) -> str:
    """Return an input as it may be shown: an address without its password, anything else as it is."""
    return parse_address(text, None, {}).shown if is_address(text) else text


def parse_address(text: str, password_file: str | None, environment: Mapping[str, str] = os.environ) -> Address:
    """Read an address. The password comes from it, else from `password_file`, else from the environment."""
    scheme, _, rest = text.partition("://")
    server = _SCHEMES[scheme.lower()]
    if server == "sqlite":
        path = rest.partition("?")[0].removeprefix("/")
        return Address(server, f"sqlite:///{path}", database=unquote(path))
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        # A slash or a bracket within a password parts an address elsewhere: nothing of it may be shown.
        raise InputError("database_address_bad", Place(f"{scheme.lower()}://{_MASK}")) from None
    settings = parse_qsl(parts.query, keep_blank_values=True)
    given = next((value for name, value in settings if name.lower() in _SECRET), None)
    password = unquote(parts.password) if parts.password is not None else given
    user = unquote(parts.username or "")
    database = unquote(parts.path.removeprefix("/"))
    if not host or "@" in host or "@" in database or parts.fragment:
        raise InputError("database_address_bad", Place(f"{scheme.lower()}://{_MASK}"))
    at = f"{quote(user, safe='')}@" if user else ""
    bracketed = f"[{host}]" if ":" in host else host
    shown = f"{scheme.lower()}://{at}{bracketed}{f':{port}' if port else ''}/{quote(database, safe='')}"
    return Address(
        server=server,
        shown=shown,
        user=user,
        host=host,
        port=port,
        database=database,
        settings=tuple((name, value) for name, value in settings if name.lower() not in _SECRET),
        password=password if password is not None else _kept_password(server, password_file, environment),
        in_address=password is not None,
    )


def _kept_password(server: str, file: str | None, environment: Mapping[str, str]) -> str | None:
    if file is not None:
        return _read_password(file)
    variables = (VARIABLE, _OWN_VARIABLES.get(server, VARIABLE))
    return next((environment[name] for name in variables if environment.get(name)), None)


def _read_password(file: str) -> str:
    """Return a file's one line."""
    try:
        with Path(file).open("rb") as opened:
            text = opened.read(_LONGEST_PASSWORD).decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputError("password_file_bad", Place(file)) from None
    except (OSError, ValueError) as error:
        raise InputError("file_unreadable", Place(file), detail=getattr(error, "strerror", None) or error) from None
    if not text or "\n" in text or "\0" in text:
        raise InputError("password_file_bad", Place(file))
    return text
