"""Is every text of the portal told in English too, with the same things filled in?"""

import ast
import re

from babel.messages.pofile import read_po

from services.portal.pages.language import ENGLISH_TEXTS
from tests.house.sources import Source, sources

FILLED_IN = re.compile(r"%\(\w+\)s")


def texts() -> list[tuple[str, str]]:
    """Swedish and English; what counts twice, for one and for many."""
    with ENGLISH_TEXTS.open("rb") as file:
        told = [(one.id, one.string) for one in read_po(file, locale="en") if one.id]
    return [
        pair
        for of, by in told
        for pair in ([(of, by)] if isinstance(of, str) else zip(of, by or ("", ""), strict=True))
    ]


def test_everything_has_its_english() -> None:
    """What `make language` has added waits for it in services/portal/locale/en.po."""
    assert [swedish for swedish, english in texts() if not english.strip()] == []


def test_the_same_is_filled_in_in_both() -> None:
    other = [pair for pair in texts() if set(FILLED_IN.findall(pair[0])) != set(FILLED_IN.findall(pair[1]))]

    assert other == []


def test_where_texts_are_told_nothing_else_is_called_as_what_tells_them() -> None:
    """A variable `_` would hide it."""
    tellers = [source for source in sources("services/front", "services/portal") if tells(source)]

    assert tellers
    assert [source.name for source in tellers if hides(source)] == []


def tells(source: Source) -> bool:
    imports = [node for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)]
    return any(name.name == "_" for one in imports for name in one.names)


def hides(source: Source) -> bool:
    nodes = list(ast.walk(source.tree))
    kept = [one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    return "_" in kept + [one.arg for one in nodes if isinstance(one, ast.arg)]
