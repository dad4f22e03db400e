"""What can be done with a thing as it stands? The names of the wishes that its page offers, by its state."""

from typing import NamedTuple

from schemas.agreements import AgreementCard, AgreementState, AgreementType
from schemas.followup import OccurrenceLine, OccurrenceState


class Offered(NamedTuple):
    """`more`: what is seldom needed, or takes something away."""

    first: list[str]
    more: list[str]


FIRST = {
    AgreementState.DRAFT: ["share-agreement", "add-commitment", "amend-agreement"],
    AgreementState.SHARED: ["add-signature", "sign-agreement", "amend-agreement"],
    AgreementState.SIGNED: ["add-commitment", "plan-meetings", "amend-agreement"],
    AgreementState.ACTIVE: ["add-commitment", "plan-meeting", "plan-meetings", "amend-agreement"],
    AgreementState.EXPIRED: ["close-agreement", "extend-agreement", "plan-meeting"],
}
MORE = {
    AgreementState.DRAFT: ["renew-agreement", "withdraw-agreement"],
    AgreementState.SHARED: ["add-commitment", "renew-agreement", "withdraw-agreement"],
    AgreementState.SIGNED: ["renew-agreement", "succeed-party", "change-ladder", "restore-ladder"],
    AgreementState.ACTIVE: [
        "extend-agreement",
        "extend-by-months",
        "revise-agreement",
        "renew-agreement",
        "succeed-party",
        "change-ladder",
        "restore-ladder",
        "record-measure",
        "supersede-agreement",
        "terminate-agreement",
    ],
    AgreementState.EXPIRED: ["extend-by-months", "renew-agreement", "record-measure"],
}
OF_COMMITMENT = Offered(
    ["assess-commitment", "change-due-rule", "reassign-commitment", "amend-commitment"],
    ["override-light", "change-ladder", "restore-ladder", "pause-commitment", "resume-commitment", "cancel-commitment"],
)
FOLLOWED = {AgreementState.SIGNED, AgreementState.ACTIVE, AgreementState.EXPIRED}
"""What is promised here can be followed up."""
NEVER_FOLLOWED = {AgreementState.DRAFT, AgreementState.SHARED, AgreementState.WITHDRAWN}


def of_agreement(card: AgreementCard) -> Offered:
    """Residents are told of promises, also of those that are over."""
    if card.state is None or card.document is None:
        return Offered([], [])
    first, more = FIRST.get(card.state, []), MORE.get(card.state, [])
    told = card.document.type is AgreementType.CITIZEN_PROMISE and card.state not in NEVER_FOLLOWED
    return Offered([*first, *(["record-public-feedback"] if told else [])], more)


def of_commitment(card: AgreementCard, *, cancelled: bool) -> Offered:
    if cancelled or card.state is None:
        return Offered([], [])
    if card.state in FOLLOWED:
        return OF_COMMITMENT
    drafted = card.state is AgreementState.DRAFT
    return (
        Offered(["change-due-rule", "reassign-commitment", "amend-commitment"], ["cancel-commitment"])
        if drafted
        else Offered([], [])
    )


def of_occurrence(line: OccurrenceLine) -> Offered:
    if line.state in {OccurrenceState.COMPLETED, OccurrenceState.CANCELLED}:
        return Offered([], [])
    rest = ["resume-occurrence" if line.state is OccurrenceState.PAUSED else "pause-occurrence"]
    moves = ["move-due-day", "set-target"] if line.due else []
    return Offered([*moves, *rest], ["cancel-occurrence"])
