"""How do the mails that would leave look in a spreadsheet? A row per reminder; never an address."""

from collections.abc import Iterable, Iterator

from services.front.ladders import rung
from services.front.naming import name
from services.front.simulating import Mail
from services.front.spreadsheet import Cell, Rows
from services.front.words import PARTIES

HEAD = ("Dag", "Mejl", "Till", "Part", "Ersättare", "Överenskommelse", "Tillfälle", "Senast", "Påminnelse", "Skickas")


def rows(mails: Iterable[Mail]) -> Rows:
    return Rows(HEAD, tuple(_rows(mails)))


def leaves(mail: Mail) -> str:
    return f"nej: {mail.why_not}" if mail.why_not else "samlat" if mail.digest else "ja"


def _rows(mails: Iterable[Mail]) -> Iterator[tuple[Cell, ...]]:
    """Those with the same number leave together."""
    for number, mail in enumerate(mails, start=1):
        for one in mail.notices:
            yield (
                mail.on,
                "" if mail.why_not else number,
                one.to.role.replace("_", " "),
                PARTIES[one.to.party],
                one.to.reached.role.replace("_", " ") if one.to.reached else "",
                one.line.agreement_slug or "",
                name(one.line),
                one.line.due or "",
                rung(one.rung),
                leaves(mail),
            )
