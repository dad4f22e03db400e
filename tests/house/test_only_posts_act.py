"""Does nothing happen when a page is only looked at? Scanners of mail follow every link in it."""

import ast

from starlette.routing import Route

from services.portal.pages.routes import ROUTES
from tests.house.sources import sources

SAFE = {"GET", "HEAD"}
THE_BUS = "services/portal/pages/own_bus.py"
"""By which pages wish: it passes on what they say, as who is signed in."""


def telling() -> set[str]:
    """The functions of the portal in which something is wished for, as `module.name`."""
    return {
        f"{source.path.stem}.{function.name}"
        for source in sources("services/portal")
        if source.name != THE_BUS
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tell"
    }


def reached_by(methods: set[str]) -> set[str]:
    return {
        f"{route.endpoint.__module__.rpartition('.')[2]}.{route.endpoint.__name__}"
        for route in ROUTES
        if isinstance(route, Route) and methods & (route.methods or set())
    }


def test_only_a_form_that_is_sent_wishes_for_anything():
    assert telling()
    assert telling() <= reached_by({"POST"}) - reached_by(SAFE)
