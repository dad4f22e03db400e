"""Which commands are there? A table of contents; each file answers for its own."""

import sys

import typer

from services.cli import starting, status
from services.runtime.errors import Refused, Unavailable

app = typer.Typer(
    name="lofteskoll",
    help="Håller reda på vad polis och kommuner har lovat varandra och invånarna.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(starting.up)
app.command("down")(starting.down)
app.command("status")(status.status)
app.command("provision")(starting.provision)


def main() -> None:
    """Exit codes: 0 done, 1 refused or out of reach, 2 not understood."""
    try:
        app()
    except (Refused, Unavailable) as sentence:
        print(sentence, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
