"""Of which day is asked? The option of every command that only asks: all that it asks, it asks of that day."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from services.cli import typed

ASKED_OF: ContextVar[date | None] = ContextVar("asked_of", default=None)
"""The day of which this command asks; None: of now."""
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=typed.day, metavar="DATUM", help="Svara som det såg ut när den dagen var slut."),
]


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """The command with that option. Of one that has others below it, it is no option of theirs."""

    @wraps(command)
    def asked(*, as_of: date | None = None, **options: Any) -> None:  # noqa: ANN401  whatever the command takes
        below = getattr(options.get("context"), "invoked_subcommand", None)
        if as_of and below:
            typed.not_understood(f"Skriv --as-of efter {below}.")
        token = ASKED_OF.set(as_of)
        try:
            command(**options)
        finally:
            ASKED_OF.reset(token)

    known = signature(command)
    option = Parameter("as_of", Parameter.KEYWORD_ONLY, default=None, annotation=AsOf)
    asked.__signature__ = known.replace(parameters=[*known.parameters.values(), option])  # type: ignore[attr-defined]
    asked.__annotations__ = {**command.__annotations__, "as_of": AsOf}
    return asked
