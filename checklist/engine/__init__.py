"""The embedded database and its SQL: the only package that imports duckdb."""

from checklist.engine.session import DatabaseError, Session
from checklist.engine.sql import SQL, identifier, literal, render, render_file

__all__ = ["SQL", "DatabaseError", "Session", "identifier", "literal", "render", "render_file"]
