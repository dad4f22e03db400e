"""To which organisations do mails carry only role and link, and how is that changed?"""

from typing import Annotated

import typer

from schemas.agreements import ListQuietOrganisations, QuietOrganisations, SwitchQuiet
from schemas.base import Party
from services.cli import typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import console, print_json
from services.cli.typed import AsJson
from services.cli.where import DataFolder, find

Organisation = Annotated[
    str, typer.Argument(parser=typed.organisation, metavar="polis|KOMMUNKOD", help="Vems funktioner det gäller.")
]
app = typer.Typer(help="Låt mejl till en organisation bara bära roll och länk.")


@app.callback(invoke_without_command=True)
@asking
def quiet(context: typer.Context, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vilka organisationer som får mejl med bara roll och länk."""
    if context.invoked_subcommand:
        context.obj = data
        return None
    found = ask(find(data), ListQuietOrganisations(), QuietOrganisations).organisations
    if as_json:
        return print_json(found)
    return console().print("\n".join(map(_name, found)) or "Alla mejl säger vad de gäller.")


@app.command()
def on(context: typer.Context, organisation: Organisation, data: DataFolder = None) -> None:
    """Låt mejlen bära bara roll och länk, även när de gäller flera saker."""
    carry_out(find(data or context.obj), SwitchQuiet(organisation=organisation, quiet=True))
    console().print(f"Mejl till {_name(organisation)} bär bara roll och länk.")


@app.command()
def off(context: typer.Context, organisation: Organisation, data: DataFolder = None) -> None:
    """Låt mejlen säga vad de gäller."""
    carry_out(find(data or context.obj), SwitchQuiet(organisation=organisation, quiet=False))
    console().print(f"Mejl till {_name(organisation)} säger vad de gäller.")


def _name(organisation: str) -> str:
    name = words.organisation(organisation)
    return name if organisation == Party.POLICE else f"{name} ({organisation})"
