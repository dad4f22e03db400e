"""Which files are ours, and what do they define? Read once for all rules of the house."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TOP = Path(__file__).parents[2]
PROGRAM = ("schemas", "services", "deploy")
OURS = (*PROGRAM, "tests", "docs", ".ci")
MADE = {"__pycache__", "node_modules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A Python file. `name` is its path from the top."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(TOP).as_posix()

    @cached_property
    def lines(self) -> int:
        return self.path.read_text(encoding="utf-8").count("\n")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def sources(*folders: str) -> list[Source]:
    return [
        Source(path)
        for folder in folders
        for path in sorted((TOP / folder).rglob("*.py"))
        if not MADE & set(path.parts)
    ]


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that is kept, by its path from the top."""
    paths = [path for path in TOP.iterdir() if path.is_file()]
    for folder in OURS:
        paths += [path for path in (TOP / folder).rglob("*") if path.is_file() and not MADE & set(path.parts)]
    for path in sorted(paths):
        try:
            yield path.relative_to(TOP).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


def words_of(name: str) -> list[str]:
    """`ReminderLadder`, `reminder_ladder` → reminder, ladder."""
    return [word.lower() for word in re.findall(r"[A-ZÅÄÖ]?[a-zåäö0-9]+|[A-ZÅÄÖ]+", name)]


def length(function: Function) -> int:
    """Lines from `def` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def names_defined(source: Source) -> Iterator[str]:
    """Names that we chose: of files, classes, functions, parameters, variables and fields."""
    yield source.path.stem
    for node in ast.walk(source.tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
