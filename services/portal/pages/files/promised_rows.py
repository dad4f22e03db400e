"""What does an agreement promise, as it stands on paper: what, when and who? Also before anything is followed up."""

from schemas.agreements import AgreementCard, AgreementState, CommitmentCard, Document
from schemas.rule_words import rule_in_words
from services.front.spreadsheet import Rows
from services.portal.pages import words
from services.portal.pages.files.summary_rows import NO, YES, who

HEAD = ("Fokusområde", "Löfte eller åtagande", "När", "Vem", "Till invånarna")
DRAFTS = {
    AgreementState.DRAFT: "Utkast, inte undertecknat",
    AgreementState.SHARED: "Utkast som är delat med den andra parten, inte undertecknat",
    AgreementState.WITHDRAWN: "Återtaget utkast",
}


def of_promised(card: AgreementCard, document: Document) -> Rows:
    """All of it, area by area."""
    return Rows(HEAD, tuple(row for area in document.focus_areas for row in of_area(card, area.id, area.name).rows))


def of_area(card: AgreementCard, area: str, name: str) -> Rows:
    """`area` by its id in the document, whose `name` is said. What was struck from a draft is not in it any more."""
    there = [one for one in card.commitments if one.focus_area == area and not (one.cancelled and card.state in DRAFTS)]
    return Rows(HEAD, tuple(_promised(name, one) for one in there))


def _promised(area: str, one: CommitmentCard) -> tuple[str, ...]:
    when = "Utgår" if one.cancelled else words.capital(rule_in_words(one.recurrence))
    return (area, one.text, when, who(one.responsible), YES if one.public else NO)
