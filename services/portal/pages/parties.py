"""Who are the parties to an agreement: who signs for them, and which functions answer for what they have promised?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, Document, FunctionLine, ListFunctions, Signatory
from services.portal.model.rights import may_wish
from services.portal.pages.agreement_tabs import Around, around_of, show_tab
from services.portal.pages.functions import orphans_of
from services.portal.pages.site import Site, guest_of, site_of
from services.portal.pages.wishes.subject import functions_near
from services.portal.pages.words import Status

SIGNED, NOT_YET = Status("✓", "Har undertecknat", "green"), Status("○", "Inte än", "grey")
SOME = Status("●", "Några har undertecknat", "yellow")


@dataclass(frozen=True, slots=True)
class Signing:
    """A role that signs, and the days on which those who have it did."""

    signatory: Signatory
    days: tuple[date, ...]
    status: Status


async def show(request: Request) -> Response:
    """`?per=`. Mailboxes are told to nobody here who does not see them among the functions."""
    around = await around_of(request)
    told = may_wish(guest_of(request).visitor, ListFunctions)
    lines = await _functions(site_of(request).as_of(around.per), around) if told else ()
    orphans, silence = await orphans_of(site_of(request).as_of(around.per), lines)
    return show_tab(
        request,
        "agreement_parties.html",
        "parter",
        around,
        notice=silence or around.notice,
        signings=list(signings(around.card, around.document)),
        functions=lines,
        orphans=orphans,
    )


async def _functions(site: Site, around: Around) -> tuple[FunctionLine, ...]:
    """Those that answer for something in it, the police's first."""
    document = around.document
    own = {one.id for one in document.functions}
    near = await functions_near(site, document.municipalities)
    return tuple(sorted((one for one in near.values() if one.id in own), key=lambda one: (one.party, one.role)))


def signings(card: AgreementCard, document: Document) -> Iterator[Signing]:
    """Of each role that signs; where single signatures are not known, all signed on the agreement's day."""
    known = {(one.party, one.role): one for one in document.signatories}
    roles = known | {
        (one.party, one.role): Signatory(party=one.party, role=one.role)
        for one in card.signatures
        if (one.party, one.role) not in known
    }
    for key, signatory in roles.items():
        days = tuple(one.on for one in card.signatures if (one.party, one.role) == key)
        if card.signed_on:
            yield Signing(signatory, days or (card.signed_on,), SIGNED)
        elif days:
            yield Signing(signatory, days, SIGNED if len(days) >= signatory.count else SOME)
        else:
            yield Signing(signatory, days, NOT_YET)
