"""Which crash points are there, and where is one missing? Read from the code.

Two rules. A function that speaks to NATS or to a mail server has a point above the first and below the last time it
does; a transaction has one inside it and one below it. So a kill can come on both sides of everything that counts.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from tests.house.sources import TOP, Function, Source

RUNTIME = ("answering", "clockwork", "hearing", "listening", "publishing", "pull", "relay")
FILES = (*(f"services/runtime/{name}.py" for name in RUNTIME), "services/notifier/channels/smtp.py")
POINTS = {"crash_point", "crash_soon"}
OUTSIDE = {"publish", "request", "mail", "rcpt", "execute_command", "write", "say", "read_response"}
SETTLES = "settle_events"
"""The relay's own commit: a statement outside any transaction."""
TRANSACTIONS = {"work", "begin", "transaction"}
N = TypeVar("N", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Place:
    """A crash point in the code."""

    name: str
    file: str
    line: int


def places() -> list[Place]:
    return [place for name in FILES for place in in_source(Source(TOP / name))]


def in_source(source: Source) -> list[Place]:
    return [
        Place(argument.value, source.name, call.lineno)
        for call in _calls(source.tree)
        if isinstance(call.func, ast.Name) and call.func.id in POINTS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def missing(source: Source) -> Iterator[str]:
    """Where a rule is broken, in sentences."""
    for function in source.functions:
        points = [call.lineno for call in _own(function, ast.Call) if _name(call) in POINTS]
        where = f"{source.name}: {function.name}"
        if outside := [call.lineno for call in _own(function, ast.Call) if _is_outside(call)]:
            if not any(line < min(outside) for line in points):
                yield f"{where} speaks to the outside with no point before"
            if not any(line > max(outside) for line in points):
                yield f"{where} speaks to the outside with no point after"
        for block in _own(function, ast.AsyncWith):
            if not any(_is_transaction(item.context_expr) for item in block.items):
                continue
            if not any(block.lineno < line <= _end(block) for line in points):
                yield f"{where} commits at line {_end(block)} with no point before"
            if not any(line > _end(block) for line in points):
                yield f"{where} commits at line {_end(block)} with no point after"


def speaks_outside(source: Source) -> bool:
    """To NATS or a mail server. Words that others use too are left out."""
    told = OUTSIDE - {"write", "say", "mail"}
    return any(isinstance(call.func, ast.Attribute) and call.func.attr in told for call in _calls(source.tree))


def _is_outside(call: ast.Call) -> bool:
    told = any(isinstance(each, ast.Constant) and SETTLES in str(each.value) for each in call.args)
    return told or (isinstance(call.func, ast.Attribute) and call.func.attr in OUTSIDE)


def _is_transaction(opened: ast.expr) -> bool:
    return isinstance(opened, ast.Call) and isinstance(opened.func, ast.Attribute) and opened.func.attr in TRANSACTIONS


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _own(function: Function, kind: type[N]) -> list[N]:
    """What stands in a function itself, not in one inside it."""
    found: list[N] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function):
            continue
        if isinstance(node, kind):
            found.append(node)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _end(block: ast.AsyncWith) -> int:
    return block.end_lineno or block.lineno
