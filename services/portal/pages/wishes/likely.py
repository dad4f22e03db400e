"""What can a field be filled with, and what does a form begin with? What its agreement and its meeting know."""

from collections.abc import Collection, Iterable, Mapping

from schemas.agreements import AddCommitment, AgreementCard, AgreementType, SupersedeAgreement
from schemas.followup import AgendaLine, OccurrenceLine, OccurrenceState
from services.portal.pages import words
from services.portal.pages.wishes.controls import TICKED
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.wish import Wish

Choices = Mapping[str, list[tuple[str, str]]]
"""Value and words, by a field's last name."""
ALL_KNOWN = {"focus_area", "parent", "commitment", "occurrence", "item", "new_municipality"}
"""Nothing else than what is suggested can stand here; so it is chosen, and no name has to be written."""
OVER = {OccurrenceState.COMPLETED, OccurrenceState.CANCELLED}

MOST_FATES = 50
"""A form of more is too long."""


def choices_of(card: AgreementCard, lines: Iterable[OccurrenceLine], agenda: Iterable[AgendaLine]) -> Choices:
    if card.document is None:
        return {}
    return {
        "role": [(one.role, "") for one in card.document.signatories],
        "focus_area": [(one.id, one.name) for one in card.document.focus_areas],
        "commitment": [(one.slug, one.text) for one in card.commitments if not one.cancelled],
        "occurrence": [(one.slug, said(one)) for one in lines if one.state not in OVER],
        "item": [(one.key, one.text) for one in agenda],
    }


def said(line: OccurrenceLine) -> str:
    return f"{line.commitment}, {words.window(line)}"


def begins_with(wish: Wish, card: AgreementCard) -> dict[str, str]:
    """A commitment is named after its agreement, with the next number; whoever wants another name writes it.

    Who replaces an agreement tells of each of its open commitments.
    """
    if wish.command is SupersedeAgreement:
        fates = [{"commitment": one.slug} for one in card.commitments if not one.cancelled]
        return texts_of(SupersedeAgreement, {"fates": fates[:MOST_FATES]})
    if wish.command is not AddCommitment or card.document is None:
        return {}
    texts = {"commitment.slug": next_slug(card.document.slug, {one.slug for one in card.commitments})}
    if len(card.document.focus_areas) == 1:
        texts["commitment.focus_area"] = card.document.focus_areas[0].id
    if card.document.type is AgreementType.CITIZEN_PROMISE:
        texts["commitment.public"] = TICKED
    return texts


def next_slug(agreement: str, taken: Collection[str]) -> str:
    """`taken`: of the commitments that there are."""
    names = (f"{agreement[:58]}-{number}" for number in range(len(taken) + 1, 2 * len(taken) + 2))
    return next(name for name in names if name not in taken)
