"""What have residents been told of a promise, and when are they owed an answer?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import AgreementType
from schemas.followup import FeedbackLine, FeedbackPart, FeedbackState, RecordPublicFeedback, ResidentsInformed
from services.followup.model.agreement import Agreement
from services.followup.model.comment import refuse_unkeepable
from services.runtime.errors import Refused

PATIENCE = timedelta(days=30)
"""From a promise's last day, until its residents must have been told what came of it (DOMAIN, Reminders)."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Residents were informed on a day. Later ones are added; none is ever removed."""

    agreement_id: UUID
    on: date
    channel: str
    url: str | None


def inform(agreement: Agreement, wish: RecordPublicFeedback, today: date) -> tuple[Feedback, ResidentsInformed]:
    if not agreement.is_promised:
        raise Refused(f"{agreement.title} är inte undertecknad än, så det finns inget att återkoppla till invånarna.")
    if wish.on > today:
        raise Refused(f"Dagen {wish.on} har inte kommit än. Ange den dag då invånarna informerades.")
    if wish.on < agreement.validity.since:
        raise Refused(f"Dagen {wish.on} ligger före överenskommelsens första dag, {agreement.validity.since}.")
    refuse_unkeepable(wish.channel, "Kanalen")
    refuse_unkeepable(wish.url or "", "Webbadressen")
    channel = wish.channel.strip()
    if not channel:
        raise Refused("Ange var invånarna informerades, till exempel kommunens webbplats.")
    feedback = Feedback(agreement.id, wish.on, channel, wish.url)
    return feedback, ResidentsInformed(agreement_id=agreement.id, on=wish.on, channel=channel, url=wish.url)


def owed_on(agreement: Agreement, told: Iterable[Feedback]) -> date | None:
    """The day by which residents must be told of a promise; None: they have been, or nothing is owed."""
    ends = agreement.validity.until
    if agreement.type is not AgreementType.CITIZEN_PROMISE or not agreement.is_promised or ends is None or any(told):
        return None
    return ends + PATIENCE


def line(agreement: Agreement, told: list[Feedback], today: date) -> FeedbackLine:
    due = owed_on(agreement, told)
    owed = FeedbackState.DUE if due and today >= due else FeedbackState.NOT_TOLD
    return FeedbackLine(
        agreement_id=agreement.id,
        agreement=agreement.title,
        agreement_slug=agreement.slug,
        type=agreement.type,
        municipalities=agreement.municipalities,
        until=agreement.validity.until,
        state=FeedbackState.TOLD if told else owed,
        due=due,
        told=parts(told),
    )


def parts(told: Iterable[Feedback]) -> tuple[FeedbackPart, ...]:
    """Oldest first."""
    in_order = sorted(told, key=lambda one: one.on)
    return tuple(FeedbackPart(on=one.on, channel=one.channel, url=one.url) for one in in_order)
