"""How far has a draft come, and what does it lack that the law or Brå's steps ask for? Hints, never walls."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import escape

from schemas.agreements import AgreementCard, AgreementState, AgreementType, CommitmentCard, Document
from schemas.base import Party
from services.portal.pages import words
from services.portal.pages.drafts.forms import FOLLOW_UP, PARTIES, PICTURE
from services.portal.pages.language import Words, _, around, word

COMMITMENTS = "ataganden"
"""Where a draft's commitments are listed."""
LAW = word("lag 2023:196 9 §")
BRA = word("Brås steg")
IN_WORDS = Words({Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"})
OPEN = {AgreementState.DRAFT, AgreementState.SHARED}
DONE, LACKS = words.Status("✓", "Ifyllt", "green"), words.Status("○", "Återstår", "grey")


class Stage(NamedTuple):
    """A numbered step. `place`: the last part of its address; empty for the draft's own page."""

    number: int
    title: str
    place: str
    status: words.Status


class Hint(NamedTuple):
    """`place`: the step in which it is mended."""

    sentence: str
    place: str
    source: str = ""


def is_open(card: AgreementCard) -> bool:
    """What somebody has signed is not changed under that signature."""
    return card.state in OPEN and not card.signatures


def living(card: AgreementCard) -> list[CommitmentCard]:
    return [one for one in card.commitments if not one.cancelled]


def stages(card: AgreementCard) -> list[Stage]:
    document = _document(card)
    filled = {
        PARTIES.address: True,
        PICTURE.address: bool(document.focus_areas),
        COMMITMENTS: bool(living(card)),
        FOLLOW_UP.address: not _not_signing(document),
        "": card.state is not AgreementState.DRAFT,
    }
    return _numbered(document.type, filled)


def first_stages() -> list[Stage]:
    """Of a draft that is not there yet: all lies ahead."""
    places = (PARTIES.address, PICTURE.address, COMMITMENTS, FOLLOW_UP.address, "")
    return _numbered(AgreementType.COLLABORATION_AGREEMENT, dict.fromkeys(places, False))


def _numbered(type_: AgreementType, filled: Mapping[str, bool]) -> list[Stage]:
    titles = (PARTIES.title, PICTURE.title, words.PROMISED[type_], FOLLOW_UP.title, _("Läs igenom och dela"))
    named = zip(titles, filled.items(), strict=True)
    return [
        Stage(number, title, place, DONE if full else LACKS) for number, (title, (place, full)) in enumerate(named, 1)
    ]


def hints(card: AgreementCard) -> list[Hint]:
    """In the order of the steps."""
    document = _document(card)
    return [*_of_parties(document), *_of_picture(document), *_of_commitments(card, document), *_of_follow_up(document)]


def _of_parties(document: Document) -> Iterator[Hint]:
    if not document.police_areas:
        yield Hint(_("Vilket lokalpolisområde som är part är inte angivet."), PARTIES.address)
    if document.validity.until is None and document.revision_interval_months is None:
        yield Hint(_("Den gäller tills vidare, men det står inte hur ofta den ses över."), PARTIES.address, BRA)


def _of_picture(document: Document) -> Iterator[Hint]:
    bound = document.type is AgreementType.COLLABORATION_AGREEMENT
    if bound and not document.purposes:
        yield Hint(_("Syftet är inte angivet."), PICTURE.address, LAW)
    if not document.focus_areas:
        yield Hint(_("Inget fokusområde är angivet."), PICTURE.address, LAW if bound else BRA)
    for area in document.focus_areas:
        said = (
            (_("problemet"), area.problem),
            (_("trolig orsak"), area.cause),
            (_("ett mål som går att följa upp"), area.goal),
        )
        if lacking := [word for word, text in said if not text]:
            yield Hint(
                around("”%(area)s” saknar %(what)s.", area=area.name, what=escape(_listed(lacking))),
                PICTURE.address,
                BRA,
            )


def _of_commitments(card: AgreementCard, document: Document) -> Iterator[Hint]:
    promised = living(card)
    if not promised:
        yield Hint(_("Inget är lovat än."), COMMITMENTS, BRA)
        return
    for area in document.focus_areas:
        if all(one.focus_area != area.id for one in promised):
            yield Hint(around("Inget är lovat i ”%(area)s”.", area=area.name), COMMITMENTS)
    if document.type is AgreementType.CITIZEN_PROMISE and not any(one.public for one in promised):
        yield Hint(_("Inget av löftena visas för invånarna."), COMMITMENTS)
    answering = {one.party for each in promised for one in each.responsible}
    for party in Party:
        if party not in answering:
            yield Hint(_("Ingen funktion hos %(party)s svarar för något.", party=IN_WORDS[party]), COMMITMENTS)


def _of_follow_up(document: Document) -> Iterator[Hint]:
    if not document.review.forum:
        yield Hint(_("Det står inte var ni följer upp."), FOLLOW_UP.address, BRA)
    for party in _not_signing(document):
        sentence = _("Ingen undertecknare för %(party)s. Båda parter behöver en.", party=IN_WORDS[party])
        yield Hint(sentence, FOLLOW_UP.address)


def _not_signing(document: Document) -> list[Party]:
    signing = {one.party for one in document.signatories}
    return [party for party in Party if party not in signing]


def _listed(names: list[str]) -> str:
    *first, last = names
    return _("%(first)s och %(last)s", first=", ".join(first), last=last) if first else last


def _document(card: AgreementCard) -> Document:
    assert card.document is not None  # noqa: S101  an answer that was not refused
    return card.document
