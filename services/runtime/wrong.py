"""What is wrong with a wish? Said to the one who wrote it: the field, and what is expected there."""

from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

UNREADABLE = "Meddelandet går inte att läsa: det är inte JSON av rätt slag."
_EXPECTED = {
    "missing": "saknas",
    "extra_forbidden": "finns inte i den här begäran",
    "string_type": "ska vara en text",
    "string_too_long": "får ha högst {max_length} tecken",
    "string_pattern_mismatch": "har fel form",
    "too_short": "ska ha minst {min_length}",
    "too_long": "får ha högst {max_length}",
    "enum": "ska vara något av: {expected}",
    "literal_error": "ska vara något av: {expected}",
    "greater_than": "ska vara mer än {gt}",
    "greater_than_equal": "ska vara minst {ge}",
    "less_than": "ska vara mindre än {lt}",
    "less_than_equal": "ska vara högst {le}",
    "union_tag_not_found": "saknar uppgift om sort",
    "union_tag_invalid": "är av en okänd sort",
}
_KINDS = {
    "int": "ska vara ett heltal",
    "float": "ska vara ett tal",
    "bool": "ska vara sant eller falskt",
    "date": "ska vara ett datum, som 2026-03-31",
    "datetime": "ska vara en tidpunkt, som 2026-03-31T08:00:00Z",
    "timezone": "ska vara en tidpunkt med tidszon, som 2026-03-31T08:00:00Z",
    "uuid": "ska vara en id (UUID)",
    "list": "ska vara en lista",
    "tuple": "ska vara en lista",
    "model": "ska vara ett objekt",
    "dict": "ska vara ett objekt",
}
"""By the first word of the fault's type, such as int_parsing."""


def what_is_wrong(error: ValidationError) -> str:
    """One sentence about the first fault."""
    first = error.errors(include_url=False, include_input=False)[0]
    if not first["loc"]:
        # a rule over several fields says so itself
        return str(first.get("ctx", {}).get("error", UNREADABLE)) if first["type"] == "value_error" else UNREADABLE
    return f"Fältet {'.'.join(str(part) for part in first['loc'])} {_expected(first)}."


def _expected(fault: ErrorDetails) -> str:
    kind = fault["type"]
    context = {key: _shown(value) for key, value in fault.get("ctx", {}).items()}
    if kind == "string_too_short":
        return "får inte vara tomt" if context["min_length"] == "1" else f"ska ha minst {context['min_length']} tecken"
    if kind in {"value_error", "assertion_error"}:
        return f"är fel: {context.get('error', '')}".rstrip(".: ")
    template = _EXPECTED.get(kind) or _KINDS.get(kind.split("_")[0], "är fel")
    return template.format_map(context)


def _shown(value: Any) -> str:  # noqa: ANN401  whatever stood in the rule
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("'", "").replace(" or ", ", ")
