"""What has happened to an agreement, beside its state and its days? And in which states may what happen?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import AgreementState, Checklist, Document, Notice, Signature
from schemas.base import Party
from services.runtime.errors import Refused

State = AgreementState
STATES = {
    State.DRAFT: "ett utkast",
    State.SHARED: "delad men inte undertecknad",
    State.SIGNED: "undertecknad",
    State.ACTIVE: "aktiv",
    State.EXPIRED: "utgången",
    State.CLOSED: "avslutad",
    State.WITHDRAWN: "tillbakadragen",
    State.TERMINATED: "uppsagd",
    State.SUPERSEDED: "ersatt av en annan",
}
LIVING = (State.DRAFT, State.SHARED, State.SIGNED, State.ACTIVE)
"""The states in which what is promised may still change."""
STANDING = (*LIVING, State.EXPIRED)
"""The states in which somebody still answers for it."""
PROMISED = (State.SIGNED, State.ACTIVE, State.EXPIRED, State.CLOSED)
"""The states of what was signed and ran, or runs, its time."""
PARTIES = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}


@dataclass(frozen=True, slots=True)
class Life:
    first: Document | None = None
    """As it was first written, if it has been amended since."""
    version: int = 1
    signatures: tuple[Signature, ...] = ()
    revised_on: date | None = None
    notice: Notice | None = None
    renews: tuple[UUID, ...] = ()
    successor_id: UUID | None = None
    checklist: Checklist | None = None


def refuse_future(on: date, today: date, done: str) -> None:
    """`done`: what it is said to have been, such as ”delad”."""
    if on > today:
        raise Refused(f"Den kan inte vara {done} {on}, som ligger i framtiden; i dag är det {today}.")
