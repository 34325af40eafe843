"""The engines and their SQL: the only package that imports duckdb or pyspark."""

from checklist.engine.choosing import EMBEDDED, Engine, engine_of, hand_over, judging
from checklist.engine.database import Database, DatabaseError, pattern_fault
from checklist.engine.interrupts import held_back
from checklist.engine.limits import memory_amount
from checklist.engine.session import Session
from checklist.engine.sql import SQL, identifier, literal, render, render_file

__all__ = [
    "EMBEDDED",
    "SQL",
    "Database",
    "DatabaseError",
    "Engine",
    "Session",
    "engine_of",
    "hand_over",
    "held_back",
    "identifier",
    "judging",
    "literal",
    "memory_amount",
    "pattern_fault",
    "render",
    "render_file",
]
