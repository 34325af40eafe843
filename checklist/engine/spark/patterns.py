"""Regular expressions: DuckDB reads RE2's, Spark reads Java's, and the same text may find something else there."""

from __future__ import annotations

import re

from checklist.engine.spark.failing import StatementError

_SPACE, _NO_SPACE = r"[\t\n\f\r ]", r"[^\t\n\f\r ]"
_EDGE = r"(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))"
_NO_EDGE = r"(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))"
_OUTSIDE = {"s": _SPACE, "S": _NO_SPACE, "b": _EDGE, "B": _NO_EDGE, "v": r"\x0B", "z": r"\z", "A": r"\A"}
_INSIDE = {"s": r"\t\n\f\r ", "v": r"\x0B"}
_PLAIN = frozenset("dDwWtnfra")
_NAMES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7F", "blank": r"\t ", "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\x0B\f\r ", "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_PROPERTY = re.compile(r"([pP])(?:\{(\^?)(\w+)\}|([A-Z]))")
_CODE = re.compile(r"x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")
_GROUP = re.compile(r"\(\?(?:P?<([A-Za-z_]\w*)>|([imsU]*)(?:-([imsU]*))?([:)]))")
_CATEGORY = re.compile(r"[A-Z][a-z]?")


def java_pattern(pattern: str) -> str:
    """Return the Java pattern that finds what RE2 finds. Raises `StatementError` for what has no such."""
    parts, at = [], 0
    while at < len(pattern):
        written, at = _next(pattern, at)
        parts.append(written)
    # A dot is anything but a line's end, which is one character; a case is any script's.
    return "(?du)" + "".join(parts)


def _next(pattern: str, at: int) -> tuple[str, int]:
    letter = pattern[at]
    if letter == "\\":
        return _escaped(pattern, at + 1, _OUTSIDE)
    if letter == "[":
        return _class(pattern, at)
    if pattern.startswith("(?", at):
        return _group(pattern, at)
    if letter == "$":
        # RE2's `$` is the text's end, unless lines were asked for.
        return (r"\z" if not re.search(r"\(\?[isU]*m", pattern) else "$"), at + 1
    if letter == "{" and not re.match(r"\{\d+(,\d*)?\}", pattern[at:]):
        return r"\{", at + 1
    return (rf"\{letter}" if letter in "}]" and not _counts(pattern, at) else letter), at + 1


def _counts(pattern: str, at: int) -> bool:
    """Tell whether a closing brace ends a count of repetitions."""
    return pattern[at] == "}" and re.search(r"\{\d+(,\d*)?$", pattern[:at]) is not None


def _group(pattern: str, at: int) -> tuple[str, int]:
    match = _GROUP.match(pattern, at)
    if match is None:
        raise StatementError(f"the pattern {pattern!r} is not translated")
    name, on, off, end = match.groups()
    if name is not None:
        return "(", match.end()  # nobody asks what a named group found
    if "U" in (on or "") + (off or ""):
        raise StatementError(f"the pattern {pattern!r} is not translated: (?U)")
    return "(?" + (on or "") + (f"-{off}" if off else "") + str(end), match.end()


def _escaped(pattern: str, at: int, meant: dict[str, str]) -> tuple[str, int]:
    """Say what follows a backslash."""
    if at >= len(pattern):
        raise StatementError(f"the pattern {pattern!r} ends in a backslash")
    letter = pattern[at]
    if letter in meant:
        return meant[letter], at + 1
    if letter in _PLAIN:
        return {"a": r"\x07"}.get(letter, "\\" + letter), at + 1
    if found := _CODE.match(pattern, at):
        return rf"\x{{{found[1] or found[2]}}}", found.end()
    if found := _PROPERTY.match(pattern, at):
        name = found[3] or found[4]
        sign = found[1] if not found[2] else ("P" if found[1] == "p" else "p")
        return rf"\{sign}{{{name if _CATEGORY.fullmatch(name) else f'Is{name}'}}}", found.end()
    if letter == "Q":
        end = pattern.find(r"\E", at)
        text = pattern[at + 1 :] if end < 0 else pattern[at + 1 : end]
        return re.sub(r"([^0-9A-Za-z_\s])", r"\\\1", text), len(pattern) if end < 0 else end + 2
    if letter.isalnum():
        raise StatementError(f"the pattern {pattern!r} is not translated: \\{letter}")
    return "\\" + letter, at + 1


def _class(pattern: str, at: int) -> tuple[str, int]:
    """Say what stands in brackets: Java reads brackets, ampersands and blanks in them in its own way."""
    parts, at = ["["], at + 1
    if pattern.startswith("^", at):
        parts.append("^")
        at += 1
    first = True
    while at < len(pattern) and (first or pattern[at] != "]"):
        named = re.match(r"\[:(\^?)(\w+):\]", pattern[at:])
        if named is not None and named[2] in _NAMES:
            parts.append(f"[^{_NAMES[named[2]]}]" if named[1] else _NAMES[named[2]])
            at += named.end()
        elif pattern[at] == "\\":
            if pattern.startswith("S", at + 1):
                written, at = _NO_SPACE, at + 2
            elif pattern.startswith(("b", "B", "A", "z", "Q"), at + 1):
                raise StatementError(f"the pattern {pattern!r} is not translated")
            else:
                written, at = _escaped(pattern, at + 1, _INSIDE)
            parts.append(written)
        else:
            letter = pattern[at]
            parts.append("\\" + letter if letter in "[]&^~" else letter)
            at += 1
        first = False
    if at >= len(pattern):
        raise StatementError(f"the pattern {pattern!r} has an open bracket")
    return "".join([*parts, "]"]), at + 1
