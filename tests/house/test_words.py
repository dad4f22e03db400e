"""Are things named in the words of the domain, and is no test switched off?"""

import ast

import pytest

from tests.house.sources import PROGRAM, Source, names_defined, sources, words_of

SAYS_NOTHING = {
    "manager", "helper", "helpers", "util", "utils", "dto", "impl", "data", "info",
}  # fmt: skip
"""Words that fit anything, and so tell nothing."""
FIRST_OF_A_CLASS = {"Base", "Abstract"}
OTHER_WORDS_FOR_OURS = {
    "contract": "agreement",
    "undertaking": "commitment",
    "pledge": "commitment",
    "assignee": "responsible",
    "kommun": "municipality",
    "polis": "police",
    "lan": "county",
}
"""One English word for each thing (DOMAIN, glossary). Swedish words stand where a file or a page has them."""
ALLOWED = {
    "services/cli": {"kommun", "polis", "data"},  # what a person types: --party kommun, --data DIR
    "services/agreements/store": {"impl"},  # SQLAlchemy's name for the type below a type of ours
    "services/followup/store": {"impl"},
    "services/runtime/parts": {"impl"},
    "services/notifier/store": {"impl"},
}
OTHERS_NAMES = {"handle_DATA", "data_received"}
"""aiosmtpd and asyncio call them by these names."""


def banned(source: Source, words: set[str]) -> list[str]:
    """Names in a file that hold one of these words."""
    here = words - {word for place, allowed in ALLOWED.items() if source.name.startswith(place) for word in allowed}
    return [name for name in names_defined(source) if name not in OTHERS_NAMES and here & set(words_of(name))]


@pytest.mark.parametrize("source", sources(*PROGRAM), ids=lambda source: source.name)
def test_a_name_says_something(source: Source):
    assert banned(source, SAYS_NOTHING) == []


@pytest.mark.parametrize("source", sources(*PROGRAM), ids=lambda source: source.name)
def test_a_class_is_not_named_for_its_place_in_a_hierarchy(source: Source):
    classes = [node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]

    assert [name for name in classes if name.startswith(tuple(FIRST_OF_A_CLASS))] == []


@pytest.mark.parametrize("source", sources(*PROGRAM), ids=lambda source: source.name)
def test_a_thing_has_one_name(source: Source):
    assert banned(source, set(OTHER_WORDS_FOR_OURS)) == []


@pytest.mark.parametrize("source", sources("tests"), ids=lambda source: source.name)
def test_no_test_is_switched_off(source: Source):
    """`skipif` is left: what only root can do is shown where we are root."""
    marks = [ast.unparse(node) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
    off = {"pytest.skip", "pytest.xfail", "pytest.importorskip", "pytest.mark.skip", "pytest.mark.xfail"}

    assert off & set(marks) == set()


@pytest.mark.parametrize("source", sources("tests"), ids=lambda source: source.name)
def test_only_the_clock_and_the_outside_world_are_faked(source: Source):
    named = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
    imported = {
        name.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }

    assert {"mock", "Mock", "MagicMock", "AsyncMock", "patch", "mocker"} & (named | imported) == set()
