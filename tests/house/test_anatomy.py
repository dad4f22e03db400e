"""Has every service the same shape, and does every file keep to its own question?"""

import ast
import re

import pytest

from tests.house.sources import PROGRAM, TOP, Source, sources

SERVICES = ("agreements", "followup", "notifier", "portal")
EVERYWHERE = {"__init__", "model", "store", "handlers", "settings", "app", "migrations"}
BESIDES = {
    "notifier": {"channels", "templates"},
    "portal": {"pages", "api", "templates", "static", "locale"},
}
OF_SERVICES = [source for name in SERVICES for source in sources(f"services/{name}")]


def of_part(*parts: str) -> list[Source]:
    """The files of a part of every service, whether it is one file or a package."""
    return [source for source in OF_SERVICES if source.name.split("/")[2].removesuffix(".py") in parts]


def nodes(source: Source, *kinds: type[ast.AST]) -> list[ast.AST]:
    return [node for node in ast.walk(source.tree) if isinstance(node, kinds)]


def calls(source: Source) -> list[ast.Call]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_parts_that_all_have_and_no_others(service: str):
    found = {path.stem for path in (TOP / "services" / service).iterdir() if path.name != "__pycache__"}

    assert found <= EVERYWHERE | BESIDES.get(service, set())
    assert {"__init__", "settings", "app"} <= found


@pytest.mark.parametrize("source", [s for s in OF_SERVICES if s.path.name == "__init__.py"], ids=lambda s: s.name)
def test_a_package_says_what_it_is_and_holds_no_code(source: Source):
    assert ast.get_docstring(source.tree)
    assert all(isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign) for node in source.tree.body)


@pytest.mark.parametrize("service", SERVICES)
def test_a_migration_is_numbered_without_gaps(service: str):
    names = sorted(path.name for path in (TOP / "services" / service / "migrations").glob("*.py"))

    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


@pytest.mark.parametrize("source", [s for s in sources(*PROGRAM) if s.lines], ids=lambda source: source.name)
def test_a_module_begins_with_what_it_is_for(source: Source):
    assert ast.get_docstring(source.tree), f"{source.name}: which question does it answer?"


@pytest.mark.parametrize(
    "source",
    [
        source
        for source in sources("services", "deploy")
        if source.path.name != "__init__.py" and "migrations" not in source.path.parts
    ],
    ids=lambda source: source.name,
)
def test_the_first_words_of_a_module_are_a_question(source: Source):
    assert "?" in (ast.get_docstring(source.tree) or ""), f"{source.name}: which question does it answer?"


@pytest.mark.parametrize("source", of_part("model"), ids=lambda source: source.name)
def test_rules_wait_for_nothing(source: Source):
    assert nodes(source, ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith) == []


@pytest.mark.parametrize("source", of_part("handlers", "store"), ids=lambda source: source.name)
def test_nobody_commits_publishes_or_acknowledges_outside_the_runtime(source: Source):
    called = {node.func.attr for node in calls(source) if isinstance(node.func, ast.Attribute)}

    assert called & {"commit", "rollback", "publish", "ack", "nak", "term"} == set()


@pytest.mark.parametrize("source", of_part("handlers"), ids=lambda source: source.name)
def test_a_handler_leaves_sql_to_the_store(source: Source):
    imported = {
        name.name if isinstance(node, ast.Import) else f"{node.module}.{name.name}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }

    assert [name for name in imported if name.startswith(("sqlalchemy", "asyncpg"))] == []


@pytest.mark.parametrize("source", of_part("app"), ids=lambda source: source.name)
def test_an_app_is_a_table_of_contents(source: Source):
    """No ifs, no loops, no rules; only the last line asks whether it is run as a program."""
    build = next(function for function in source.functions if function.name == "build")

    assert not [
        node for node in ast.walk(build) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While | ast.Try)
    ]
    assert len(source.functions) == 1


@pytest.mark.parametrize("source", of_part("settings"), ids=lambda source: source.name)
def test_settings_hold_no_logic(source: Source):
    """A check of a value, or a value read from another, is no logic; a branch to another behaviour is."""
    assert nodes(source, ast.For, ast.While, ast.Try, ast.Await) == []
