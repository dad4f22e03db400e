"""Which tests show each rule of the domain? Every rule has at least one, and its name says the rule."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import TOP

INDEX = Path(__file__).with_name("domain_index.txt")
"""Sections of the domain (`# …`), in each the rules in our own words, and below each rule its tests, two spaces in."""
SECTIONS = [
    "Two documents, one chain",
    "States",
    "Recurrence",
    "Reminders",
    "The summary",
    "What the county subscriber gets",
    "Law that shapes the code",
    "Glossary",
]


def lines() -> list[str]:
    _, *said = INDEX.read_text(encoding="utf-8").splitlines()  # the first line says what the file is
    return [line for line in said if line]


def indexed() -> dict[str, list[str]]:
    """The tests of each rule."""
    found: dict[str, list[str]] = {}
    for line in lines():
        if line.startswith("  "):
            found[list(found)[-1]].append(line.strip())
        elif not line.startswith("# "):
            assert line not in found, f"told twice: {line}"
            found[line] = []
    return found


@cache
def defined(file: str) -> set[str]:
    """The tests of a file: functions, and the classes that Hypothesis makes of a machine."""
    path = TOP / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    made = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {name for name in functions if name.startswith("test_")} | {name for name in made if name.startswith("Test")}


def test_the_rules_stand_in_the_sections_of_the_domain():
    assert [line.removeprefix("# ") for line in lines() if line.startswith("# ")] == SECTIONS


@pytest.mark.parametrize("rule", indexed())
def test_each_rule_of_the_domain_has_tests_that_exist(rule: str):
    tests = [line.partition("::") for line in indexed()[rule]]

    assert tests
    assert [f"{file}::{name}" for file, _, name in tests if name not in defined(file)] == []
