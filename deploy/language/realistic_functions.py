"""What would a real message about a function say? The story of `realistic`, in the summer when people are away."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

SUBSTITUTE = uuid5(NAMESPACE_LOFTESKOLL, "function/municipality/folkhalsosamordnare/folkhalsa.lulea@example.se")
FUNCTION = uuid5(NAMESPACE_LOFTESKOLL, "function/municipality/trygghetssamordnare/trygghet.lulea@example.se")

OF_FUNCTIONS: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "came_back_on": "2026-06-02",
    "label": "Vikarie under föräldraledighet",
    "open_commitments": 4,
    "reached_since": "2026-01-01",
    "silent_since": "2026-03-02",
    "substitute_id": SUBSTITUTE,
    "to_id": SUBSTITUTE,
    # where the class gives the word another meaning
    "AppointHolder.since": "2026-09-01",
    "AppointSubstitute.since": "2026-07-01",
    "AppointSubstitute.until": "2026-07-31",
    "EndHolder.on": "2026-08-31",
    "EndSubstitute.on": "2026-07-12",
    "FunctionLine.as_described": False,
    "FunctionLine.id": FUNCTION,
    "HolderAppointed.since": "2026-09-01",
    "HolderEnded.on": "2026-08-31",
    "SubstituteAppointed.since": "2026-07-01",
    "SubstituteAppointed.until": "2026-07-31",
    "SubstituteEnded.on": "2026-07-12",
    "SubstituteTerm.since": "2026-07-01",
    "SubstituteTerm.until": "2026-07-31",
    "FindMailboxes.on": "2026-07-01",
    "SubstituteIf.since": "2026-07-01",
    "SubstituteIf.until": "2026-07-31",
    "UnreachedFunction.reason": "Kom tillbaka 2026-06-02 med koden 5.1.1: adressen finns inte.",
}
