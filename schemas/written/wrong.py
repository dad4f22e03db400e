"""What is wrong with an agreement as it is written? Swedish sentences, naming the commitment and the field."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.agreements import Continuous, Count, Once, OnDemand, Schedule
from schemas.base import Part
from schemas.written.parts import PLAN


class Fault(NamedTuple):
    """`path`: the names and places on the way to the field."""

    path: tuple[str | int, ...]
    sentence: str


class Unreadable(ValueError):
    """Says the first fault."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].sentence)
        self.faults = faults


RULES: Mapping[str, type[Part]] = {
    rule.model_fields["kind"].default: rule for rule in (Count, Once, Schedule, Continuous, OnDemand)
}
RULE_FIELDS = {field for kind in RULES.values() for field in kind.model_fields}
PERIODS = {"min", "window", "evaluated_over", "due", "season", "year", "rrule"}
"""What says how often or when: two of them that no one rhythm has together contradict each other."""
SENTENCES = {
    "missing": "saknas",
    "union_tag_not_found": "saknar kind: count, once, schedule, continuous eller on_demand",
    "union_tag_invalid": "har en okänd kind; den ska vara count, once, schedule, continuous eller on_demand",
    "string_type": "ska vara text; sätt citattecken runt värdet",
    "string_too_short": "är tomt",
    "too_short": "är tomt; minst ett värde behövs",
    "too_long": "har för många värden",
    "bool_type": "ska vara true eller false",
    "int_type": "ska vara ett heltal",
    "tuple_type": "ska vara en lista",
    "greater_than_equal": "har ett för litet värde; minst {ge}",
    "less_than_equal": "har ett för stort värde; högst {le}",
    "string_too_long": "är för långt; högst {max_length} tecken",
    "model_type": "ska vara ett stycke med underfält",
    "dict_type": "ska vara ett stycke med underfält",
    "enum": "ska vara något av {expected}",
    "value_error": "{error}",
}
FORMS = {
    "id": "får bara ha små bokstäver a–z, siffror och bindestreck",
    "focus_area": "får bara ha små bokstäver a–z, siffror och bindestreck",
    "contact": "ska vara en e-postadress",
    "code": "ska vara en kommunkod med fyra siffror",
    "municipality": "ska vara en kommunkod med fyra siffror",
}
"""What a text of the wrong form should have been, by field."""


def faults_of(error: ValidationError, raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Where each is, and what should have stood there."""
    return tuple(Fault(one["loc"], _sentence(one, raw)) for one in error.errors(include_url=False, include_input=False))


def misspelt(raw: Mapping[str, object]) -> Iterator[Fault]:
    """A field that no rhythm has, or not this one, would move a due day in silence; other unknown fields are left."""
    if raw.get("type") == PLAN and "plan_year" not in raw:
        yield Fault(("type",), "fältet plan_year saknas; en åtgärdsplan gäller för ett år.")
    entries = raw.get("commitments")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        rule = entry.get("recurrence") if isinstance(entry, dict) else None
        for field, wrong in _strange(rule) if isinstance(rule, dict) else ():
            place = ("commitments", number, "recurrence", field)
            yield Fault(place, f"åtagandet {entry.get('id')}: fältet recurrence.{wrong}")


def _sentence(fault: ErrorDetails, raw: Mapping[str, object]) -> str:
    path = [str(step) for step in fault["loc"] if step not in RULES]
    whose = _whose(path, raw)
    if fault["type"] == "missing" and path[-1] == "window":
        return (
            f"{whose}antalet gånger har ingen period (recurrence.window). Välj per år (year) eller totalt (agreement)."
        )
    if fault["type"].startswith("date"):
        says = "ska vara ett datum som 2026-03-31"
    elif fault["type"] == "string_pattern_mismatch":
        says = FORMS.get(path[-1], "har fel form")
    else:
        says = SENTENCES.get(fault["type"], "har fel form").format_map(fault.get("ctx", {})).replace(" or ", " eller ")
    return f"{whose}fältet {'.'.join(path)} {says}."


def _strange(rule: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    kind = RULES.get(str(rule.get("kind")))
    for field in rule:
        if field not in RULE_FIELDS:
            yield field, f"{field} är okänt."
        elif kind and field in PERIODS and field not in kind.model_fields:
            yield field, f"{field} motsäger kind: {rule['kind']}. Välj det ena."


def _whose(path: list[str], raw: Mapping[str, object]) -> str:
    """Takes the commitment's place off the path and names the commitment instead."""
    entries = raw.get("commitments")
    if path[0] != "commitments" or len(path) < 3 or not isinstance(entries, list):  # noqa: PLR2004  list, place, field
        return ""
    entry = entries[int(path[1])]
    name = entry.get("id") if isinstance(entry, dict) else None
    del path[:2]
    return f"åtagandet {name or 'utan id'}: "
