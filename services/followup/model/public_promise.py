"""What does anybody get to know of a promise? How it stands, and nothing that somebody wrote about it."""

from collections.abc import Iterable
from datetime import date

from schemas.followup import CommitmentRow, Fulfilment, PublicAgreement, PublicPromise
from services.followup.model import public_feedback
from services.followup.model.public_feedback import Feedback
from services.followup.model.rows import rows
from services.followup.model.standing import Standing


def public(standing: Standing, told: Iterable[Feedback], today: date) -> PublicAgreement | None:
    """None: nothing in it was promised to residents."""
    agreement, known = standing.agreement, rows(standing, today)
    promises = tuple(_promise(known[one.id]) for one in standing.commitments if one.public)
    if not promises or not agreement.is_promised:
        return None
    return PublicAgreement(
        agreement_id=agreement.id,
        title=agreement.title,
        municipalities=agreement.municipalities,
        since=agreement.validity.since,
        until=agreement.validity.until,
        promises=promises,
        told=public_feedback.parts(told),
    )


def _promise(row: CommitmentRow) -> PublicPromise:
    return PublicPromise(
        commitment_id=row.commitment_id,
        text=row.text,
        rule=row.rule,
        due=row.due,
        responsible=row.responsible,
        done=row.done,
        target=row.target,
        target_asked=row.target_asked,
        light=row.light,
        not_fulfilled=any(view.fulfilment is Fulfilment.NOT_FULFILLED for view in row.parties),
        cancelled=row.cancelled,
    )
