"""Who may sign in to the portal, and how is that changed? The first account must come from somewhere: from here."""

from typing import Annotated

import typer

from schemas.geography import counties
from schemas.portal import AccountLine, AccountLines, AccountRole, AddAccount, EndAccount, ListAccounts
from services.cli import typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.mailboxes import MailboxArgument
from services.cli.showing import add, console, local, print_json, table
from services.cli.typed import AsJson
from services.cli.where import DataFolder, find

ROLES = {
    "samordnare": AccountRole.COORDINATOR,
    "kommunpolis": AccountRole.MUNICIPAL_POLICE,
    "styrgrupp": AccountRole.STEERING_GROUP,
    "länsstyrelse": AccountRole.COUNTY_BOARD,
    "administratör": AccountRole.ADMINISTRATOR,
    "drift": AccountRole.OPERATOR,
}
LONGEST_LABEL = 300
IN_WORDS = {role: word for word, role in ROLES.items()}


def role(text: str) -> AccountRole:
    found = (ROLES | {one.value: one for one in AccountRole}).get(text.casefold())
    return found or typed.not_understood(f"{text} är ingen roll. Skriv {', '.join(ROLES)}.")


def place(text: str) -> str:
    return text if text in counties() else typed.municipality(text)


def label(text: str) -> str:
    if not 1 <= len(text.strip()) <= LONGEST_LABEL:
        typed.not_understood(f"Namnet på rollen har mellan 1 och {LONGEST_LABEL} tecken.")
    return text.strip()


RoleArgument = Annotated[AccountRole, typer.Argument(parser=role, metavar="ROLL", help=", ".join(ROLES))]
Label = Annotated[
    str, typer.Option("--label", parser=label, metavar="TEXT", help="Visas i stället för ett namn: Samordnare, Luleå.")
]
OfOrganisation = Annotated[
    str | None,
    typer.Option(
        "--organisation", parser=typed.organisation, metavar="polis|KOMMUNKOD", help="Parten som kontot hör till."
    ),
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--place", parser=place, metavar="KOD", help="En kommun vars överenskommelser är kontots, eller ett län."
    ),
]
app = typer.Typer(help="Bestäm vem som får logga in i portalen, och som vad.")


@app.callback(invoke_without_command=True)
@asking
def accounts(context: typer.Context, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vilka konton som finns."""
    if context.invoked_subcommand:
        context.obj = data
        return None
    return show(data, as_json=as_json)


@app.command("list")
@asking
def list_all(context: typer.Context, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vilka konton som finns."""
    show(data or context.obj, as_json=as_json)


@app.command("add")
def add_one(  # noqa: PLR0913  one per option
    context: typer.Context,
    mailbox: MailboxArgument,
    of_role: RoleArgument,
    *,
    label: Label,
    organisation: OfOrganisation = None,
    place: Places = None,
    data: DataFolder = None,
) -> None:
    """Låt en brevlåda logga in. Vad den får göra följer av rollen och av vilka kommuner den gäller."""
    wish = AddAccount(mailbox=mailbox, role=of_role, label=label, organisation=organisation, places=tuple(place or ()))
    carry_out(find(data or context.obj), wish)
    console().print(f"{mailbox} kan logga in i portalen som {IN_WORDS[of_role]}.")


@app.command()
def end(context: typer.Context, mailbox: MailboxArgument, *, data: DataFolder = None) -> None:
    """Låt en brevlåda inte logga in längre, och logga ut den som har gjort det."""
    carry_out(find(data or context.obj), EndAccount(mailbox=mailbox))
    console().print(f"{mailbox} kan inte logga in längre.")


def show(data: DataFolder, *, as_json: bool) -> None:
    found = ask(find(data), ListAccounts(), AccountLines).accounts
    if as_json:
        return print_json(found)
    shown = table("Namn", "Roll", "Brevlåda", "Part", "Gäller", "Sedan")
    for one in found:
        party = words.organisation(one.organisation) if one.organisation else None
        add(shown, one.label, IN_WORDS[one.role], one.mailbox, party, _places(one), local(one.added_at))
    return console().print(shown if found else "Ingen kan logga in. Lägg till den första med `lofteskoll account add`.")


def _places(account: AccountLine) -> str:
    return ", ".join(words.county(code) if code in counties() else words.municipality(code) for code in account.places)
