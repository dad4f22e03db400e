"""How is an answer shown? As a table for a person, as JSON for a program; progress on standard error."""

import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime

from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from schemas.base import Reply
from services.runtime.clock import STOCKHOLM

WIDE = 160
"""Columns when nobody's terminal says how many there are."""


def console() -> Console:
    """Text is shown as it is: brackets in a comment are no markup, numbers get no colours of their own."""
    narrow = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if narrow else WIDE, markup=False, emoji=False, highlight=False)


def table(*columns: str, title: str = "") -> Table:
    """A column whose name ends in `#` holds numbers and stands to the right."""
    made = Table(title=title or None, title_justify="left", title_style="bold")
    for column in columns:
        made.add_column(column.removesuffix("#"), justify="right" if column.endswith("#") else "left")
    return made


def add(to: Table, *cells: object) -> None:
    to.add_row(*(cell if isinstance(cell, Text) else plain(cell) for cell in cells))


def plain(value: object) -> str:
    """Nobody's text may steer the reader's terminal; what is absent is a dash."""
    text = "–" if value is None else str(value)
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def print_json(value: object) -> None:
    print(json.dumps(to_jsonable_python(value), ensure_ascii=False, indent=2))


def answer_json(reply: Reply) -> None:
    """A reply without the two fields that only travel on the bus."""
    print_json(reply.model_dump(mode="json", exclude={"refused", "failed"}))


def local(moment: datetime) -> str:
    """`2026-03-02 09:00`, in Stockholm."""
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def progress() -> Progress:
    """Off when nobody watches."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True, markup=False, highlight=False),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def complain(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(plain(sentence), file=sys.stderr)
