"""To which organisations do mails carry only role and link, and how is that changed?"""

from typing import Annotated

import typer

from schemas.agreements import ListQuietOrganisations, QuietOrganisation, QuietOrganisations, SwitchQuiet
from schemas.base import Party
from services.cli import typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import console, print_json
from services.cli.typed import AsJson, Reason
from services.cli.where import DataFolder, find
from services.front.asked import as_who

Place = Annotated[
    str, typer.Argument(parser=typed.municipality, metavar="KOMMUNKOD", help="Vilken kommuns funktioner det gäller.")
]
Whose = Annotated[
    Party,
    typer.Option("--party", parser=typed.party, metavar="kommun|polis", help="Kommunens egna, eller polisens där."),
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
    return console().print("\n".join(map(_told, found)) or "Alla mejl säger vad de gäller.")


@app.command()
def on(
    context: typer.Context,
    municipality: Place,
    *,
    reason: Reason,
    party: Whose = Party.MUNICIPALITY,
    data: DataFolder = None,
) -> None:
    """Låt mejlen bära bara roll och länk, även när de gäller flera saker."""
    wish = SwitchQuiet(party=party, municipality=municipality, quiet=True, reason=reason)
    carry_out(find(data or context.obj), wish)
    console().print(f"Mejl till {_name(party, municipality)} bär bara roll och länk.")


@app.command()
def off(
    context: typer.Context, municipality: Place, *, party: Whose = Party.MUNICIPALITY, data: DataFolder = None
) -> None:
    """Låt mejlen säga vad de gäller."""
    carry_out(find(data or context.obj), SwitchQuiet(party=party, municipality=municipality, quiet=False))
    console().print(f"Mejl till {_name(party, municipality)} säger vad de gäller.")


def _told(one: QuietOrganisation) -> str:
    since = f" sedan {one.since}, {as_who(one.asked_by)}: {one.reason}" if one.since else ""
    return _name(one.party, one.municipality) + since


def _name(party: Party, municipality: str) -> str:
    place = f"{words.organisation(municipality)} ({municipality})"
    return f"{words.PARTIES[party]} i {place}" if party is Party.POLICE else place
