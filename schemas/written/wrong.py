"""What is wrong with an agreement as it is written? One Swedish sentence, naming the commitment and the field."""

from collections.abc import Mapping

from pydantic import ValidationError

from schemas.agreements import Continuous, Count, Once, OnDemand, Schedule
from schemas.base import Part
from schemas.written.parts import PLAN

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


def what_is_wrong(error: ValidationError, raw: Mapping[str, object]) -> str:
    """One sentence about the first fault: where it is, and what should have stood there."""
    first = error.errors(include_url=False, include_input=False)[0]
    path = [str(step) for step in first["loc"] if step not in RULES]
    whose = _whose(path, raw)
    if first["type"] == "missing" and path[-1] == "window":
        return (
            f"{whose}antalet gånger har ingen period (recurrence.window). Välj per år (year) eller totalt (agreement)."
        )
    if first["type"].startswith("date"):
        says = "ska vara ett datum som 2026-03-31"
    elif first["type"] == "string_pattern_mismatch":
        says = FORMS.get(path[-1], "har fel form")
    else:
        says = SENTENCES.get(first["type"], "har fel form").format_map(first.get("ctx", {})).replace(" or ", " eller ")
    return f"{whose}fältet {'.'.join(path)} {says}."


def misspelt(raw: Mapping[str, object]) -> str | None:
    """A field that no rhythm has, or not this one, would move a due day in silence; other unknown fields are left."""
    if raw.get("type") == PLAN and "plan_year" not in raw:
        return "fältet plan_year saknas; en åtgärdsplan gäller för ett år."
    entries = raw.get("commitments")
    for entry in entries if isinstance(entries, list) else ():
        rule = entry.get("recurrence") if isinstance(entry, dict) else None
        wrong = _strange(rule) if isinstance(rule, dict) else None
        if wrong:
            return f"åtagandet {entry.get('id')}: fältet recurrence.{wrong}"
    return None


def _strange(rule: Mapping[str, object]) -> str | None:
    kind = RULES.get(str(rule.get("kind")))
    for field in rule:
        if field not in RULE_FIELDS:
            return f"{field} är okänt."
        if kind and field in PERIODS and field not in kind.model_fields:
            return f"{field} motsäger kind: {rule['kind']}. Välj det ena."
    return None


def _whose(path: list[str], raw: Mapping[str, object]) -> str:
    """Takes the commitment's place off the path and names the commitment instead."""
    entries = raw.get("commitments")
    if path[0] != "commitments" or len(path) < 3 or not isinstance(entries, list):  # noqa: PLR2004  list, place, field
        return ""
    entry = entries[int(path[1])]
    name = entry.get("id") if isinstance(entry, dict) else None
    del path[:2]
    return f"åtagandet {name or 'utan id'}: "
