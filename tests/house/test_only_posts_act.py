"""Does nothing happen when a page is only looked at? Scanners of mail follow every link in it."""

import ast
from collections.abc import Iterator

from starlette.routing import Route

from services.portal.pages.routes import ROUTES
from tests.house.sources import Function, Source, sources

SAFE = {"GET", "HEAD"}
THE_BUS = "services/portal/pages/own_bus.py"
"""By which pages wish: it passes on what they say, as who is signed in."""


def telling() -> set[str]:
    """The functions of the portal in which something is wished for, as `module.name`.

    What a module keeps to itself counts as done by those of it that call it.
    """
    return {f"{source.path.stem}.{name}" for source in sources("services/portal") for name in _telling_in(source)}


def _telling_in(source: Source) -> set[str]:
    if source.name == THE_BUS:
        return set()
    calls = {one.name: set(_called(one)) for one in source.functions}
    found, before = {name for name, called in calls.items() if ".tell" in called}, set[str]()
    while found != before:
        before, helpers = set(found), {name for name in found if name.startswith("_")}
        found |= {name for name, called in calls.items() if called & helpers}
    return {name for name in found if not (name.startswith("_") and any(name in called for called in calls.values()))}


def _called(function: Function) -> Iterator[str]:
    """What is called by name alone, and methods with a dot before."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def reached_by(methods: set[str]) -> set[str]:
    return {
        f"{route.endpoint.__module__.rpartition('.')[2]}.{route.endpoint.__name__}"
        for route in ROUTES
        if isinstance(route, Route) and methods & (route.methods or set())
    }


def test_only_a_form_that_is_sent_wishes_for_anything():
    assert telling()
    assert telling() <= reached_by({"POST"}) - reached_by(SAFE)
