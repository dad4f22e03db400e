"""How is a rule, and why something is due when it is, said in Swedish?"""

from schemas.agreements.parts import Recurrence, Validity
from schemas.followup.parts import PlannedOccurrence


def rule_in_words(recurrence: Recurrence) -> str:
    return recurrence.kind


def explain(recurrence: Recurrence, validity: Validity, occurrence: PlannedOccurrence) -> tuple[str, ...]:
    return (rule_in_words(recurrence), f"Sista dag är {occurrence.due}.") if validity else ()
