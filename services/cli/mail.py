"""What mail has left an embedded system? It is kept in a folder and goes no further."""

import re
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.embedded.inbox import read_inbox
from services.cli import typed
from services.cli.showing import console, local, plain, print_json
from services.cli.typed import AsJson
from services.cli.where import DataFolder, find
from services.runtime.errors import Refused

LINK = re.compile(r"https?://[^\s<>\"]+")
Number = Annotated[int, typer.Argument(parser=typed.times, metavar="NUMMER", help="Mejlets nummer i listan.")]
app = typer.Typer(help="Läs de mejl som har skickats.")


@app.callback(invoke_without_command=True)
def inbox(context: typer.Context, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa de mejl som har skickats, de äldsta först."""
    if context.invoked_subcommand:
        context.obj = data
        return None
    mails = [_told(number, mail) for number, mail in enumerate(read_inbox(_folder(data)), start=1)]
    if as_json:
        return print_json(mails)
    screen = console()
    for mail in mails:
        screen.print(f"{mail['number']:>3}  {_sent(mail['date'])}  {', '.join(mail['to'])}")
        screen.print(f"     {plain(mail['subject'])}", style="bold")
        for link in mail["links"]:
            screen.print(f"     {link}", soft_wrap=True)  # a broken link cannot be opened
    return None if mails else screen.print("Inga mejl har skickats än.")


@app.command()
def show(context: typer.Context, number: Number, data: DataFolder = None) -> None:
    """Visa ett mejl så som mottagaren läser det."""
    mails = read_inbox(_folder(data or context.obj))
    if not 1 <= number <= len(mails):
        raise Refused(f"Det finns inget mejl nummer {number}; de är {len(mails)}.")
    mail = mails[number - 1]
    for header in ("Date", "From", "To", "Subject"):
        print(f"{header}: {plain(mail[header])}")
    print(f"\n{plain(_text(mail))}")


def _folder(data: Path | None) -> Path:
    folder = find(data).mail
    if folder is None:
        raise Refused("Inkorgen finns bara i ett inbyggt system; här går mejlen till mottagarna.")
    return folder


def _told(number: int, mail: EmailMessage) -> dict[str, Any]:
    text = _text(mail)
    return {
        "number": number,
        "date": parsedate_to_datetime(mail["Date"]) if mail["Date"] else None,
        "to": [address.addr_spec for address in mail["To"].addresses] if mail["To"] else [],
        "subject": str(mail["Subject"] or ""),
        "message_id": str(mail["Message-ID"] or ""),
        "links": list(dict.fromkeys(LINK.findall(text))),
        "text": text,
    }


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _sent(moment: Any) -> str:  # noqa: ANN401  as the mail says it
    return local(moment) if moment else "–"
