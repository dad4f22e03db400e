"""To which mailboxes is nothing sent, and how is that changed?"""

from typing import Annotated

import typer

from schemas.notifier import AllowMail, ListStoppedMailboxes, StopMail, StoppedMailboxes
from services.cli import typed
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import add, console, local, print_json, table
from services.cli.typed import AsJson, Reason
from services.cli.where import DataFolder, find
from services.front.asked import as_who

MailboxArgument = Annotated[str, typer.Argument(parser=typed.mailbox, metavar="BREVLÅDA", help="En e-postadress.")]
OneMailbox = Annotated[
    str | None, typer.Option("--mailbox", parser=typed.mailbox, metavar="BREVLÅDA", help="Fråga om en enda.")
]
app = typer.Typer(help="Stoppa mejl till en brevlåda, vilka funktioner den än hör till.")


@app.callback(invoke_without_command=True)
@asking
def stopped(
    context: typer.Context, *, mailbox: OneMailbox = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Visa till hur många brevlådor mejl är stoppade, sedan när och varför. Adresserna sparas inte."""
    if context.invoked_subcommand:
        context.obj = data
        return None
    found = ask(find(data), ListStoppedMailboxes(mailbox=mailbox), StoppedMailboxes).mailboxes
    if as_json:
        return print_json(found)
    shown = table("Sedan", "Varför", "Av", "Nummer")
    for one in found:
        add(shown, local(one.at), one.reason, as_who(one.asked_by), str(one.stop_id))
    return console().print(shown if found else "Mejl är inte stoppat.")


@app.command()
def stop(context: typer.Context, mailbox: MailboxArgument, *, reason: Reason, data: DataFolder = None) -> None:
    """Skicka inget mer till en brevlåda. Det som inte skickas står i mejlens liggare med skälet."""
    carry_out(find(data or context.obj), StopMail(mailbox=mailbox, reason=reason))
    console().print(f"Inget mer skickas till {mailbox}.")


@app.command()
def allow(context: typer.Context, mailbox: MailboxArgument, *, data: DataFolder = None) -> None:
    """Skicka till en brevlåda igen."""
    carry_out(find(data or context.obj), AllowMail(mailbox=mailbox))
    console().print(f"Nästa mejl till {mailbox} skickas som vanligt.")
