"""Which light is shown where a party says that the rule's is wrong?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.base import Party
from schemas.followup import CommitmentRow, Light, LightOverridden, OverriddenLight, OverrideLight
from services.followup.model.agreement import Promise
from services.followup.model.comment import kept_reason
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Override:
    """A light shown in place of the rule's, from `on` until the commitment is next assessed or overridden."""

    commitment_id: UUID
    light: Light
    by: Party
    reason: str
    on: date
    ended_on: date | None = None


def override(promise: Promise, wish: OverrideLight, today: date) -> tuple[Override, LightOverridden]:
    """Raises Refused before anything is promised, and for grey, which is never chosen."""
    commitment = promise.commitment
    if not promise.agreement.is_promised:
        raise Refused(f"Åtagandet {commitment.slug} har inget läge: överenskommelsen är inte undertecknad.")
    if wish.light is Light.GREY:
        raise Refused("Grått kan inte väljas; det visas av sig självt när inget har redovisats.")
    made = Override(
        commitment_id=commitment.id,
        light=wish.light,
        by=wish.by,
        reason=kept_reason(wish.reason),
        on=today,
    )
    return made, LightOverridden(
        commitment_id=commitment.id,
        agreement_id=commitment.agreement_id,
        light=made.light,
        by=made.by,
        reason=made.reason,
        on=made.on,
    )


def shown(row: CommitmentRow, overrides: Iterable[Override]) -> CommitmentRow:
    """The row with the light that stands in place of the rule's, if there is one for its commitment."""
    mine = (one for one in overrides if one.commitment_id == row.commitment_id and one.ended_on is None)
    one = next(mine, None)
    if one is None:
        return row
    why = OverriddenLight(rule_light=row.light, by=one.by, reason=one.reason, on=one.on)
    return row.model_copy(update={"light": one.light, "overridden": why})
