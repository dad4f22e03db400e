"""What is wrong with what was filled in, or why was it refused? A sentence in the form's words, by field."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.base import FIRST_DAY, LAST_DAY
from services.portal.pages.answer_form import NO_DAY
from services.portal.pages.language import Words, Written, _, word
from services.portal.pages.wishes.controls import Control, Kind, controls_of, every
from services.portal.pages.wishes.labels import label_of
from services.portal.pages.wishes.values import VARIANTS
from services.portal.pages.wishes.wish import Form

OUTSIDE = word("Ange en dag mellan %(first)s och %(last)s.")
FIELD = re.compile(r"\b([Ff])ältet ([a-z_]+(?:\.[a-z_]+)*)")
EMPTY = {"missing", "too_short", "string_too_short"}
LIMITS = Words(
    {
        "string_too_long": "Texten är för lång. Korta den till högst %(max_length)s tecken.",
        "greater_than_equal": "Skriv ett tal som är minst %(ge)s.",
        "less_than_equal": "Skriv ett tal som är högst %(le)s.",
        "too_long": "Ange högst %(max_length)s.",
    }
)
CHOSEN = {Kind.CHOICE, Kind.VARIANTS, Kind.PLACE, Kind.ORGANISATION, Kind.FUNCTION, Kind.FUNCTIONS}
FIRST_WORDS = {
    "Dagen": ("on", "due", "to", "first", "days"),
    "Skälet": ("reason",),
    "Skriv varför": ("reason",),
    "Diarienumret": ("registration_number",),
    "Kanalen": ("channel",),
    "Ange var": ("channel",),
    "Webbadressen": ("url",),
    "Källan": ("source",),
    "Ange källan": ("source",),
    "Målet": ("target",),
    "Antalet": ("count",),
    "Kommentaren": ("comment",),
    "Punkten": ("item", "text"),
    "Beslutet": ("carried_out_by",),
    "Ange vilket åtagande": ("commitment",),
    "Skriv vad mötet": ("text",),
    "Steget": ("steps",),
    "En trappa": ("steps",),
    "Vilket forum": ("forum",),
    "Grått": ("light",),
    "”Ej redovisad”": ("fulfilment",),
    "Sista dagen för": ("due",),
    "Inget mejl härifrån": ("message_id",),
    "Mejl till den brevlådan": ("mailbox",),
}
"""The fields that a refusal may speak of, by its first words; where a wish has several, the first it has."""


def sentences(wish: Form[BaseModel], error: ValidationError, rows: Mapping[str, list[int]]) -> dict[str, str]:
    """By the name of the control; one sentence each."""
    controls = {one.name: one for one in every(controls_of(wish.command))}
    found: dict[str, str] = {}
    for fault in error.errors(include_url=False, include_input=False):
        name, control = _place(fault["loc"], controls, rows)
        found.setdefault(name, _sentence(wish, fault, name, control))
    return found


def field_of(wish: Form[BaseModel], refusal: str) -> str:
    """The control a refusal speaks of; empty where that cannot be known."""
    if found := FIELD.search(refusal):
        return _named(wish, found[2]) or _holding(wish)
    names = wish.command.model_fields
    for words, fields in FIRST_WORDS.items():
        if refusal.startswith(words):
            return next((field for field in fields if field in names), "")
    return ""


def in_our_words(wish: Form[BaseModel], refusal: str) -> str:
    """The model's own sentence, with what the form calls a field in place of what the language does."""

    def label(found: re.Match[str]) -> str:
        name = _named(wish, found[2])
        return f"{found[1]}ältet ”{label_of(wish, name).name}”" if name else found[0]

    return Written(FIELD.sub(label, refusal))


def _named(wish: Form[BaseModel], called: str) -> str:
    """`due` of a rhythm is the form's `recurrence.once.due`; what is said of a new commitment stands in its group."""
    for control in every(controls_of(wish.command)):
        said = ".".join(step for step in control.name.split(".") if step not in VARIANTS)
        if said in {called, f"checklist.{called}", f"commitment.{called}"} and control.last not in VARIANTS:
            return control.name
    return ""


def _holding(wish: Form[BaseModel]) -> str:
    """What is written as a whole may hold a field that is no control."""
    return next((one.name for one in controls_of(wish.command) if one.kind is Kind.YAML), "")


def _place(
    path: tuple[int | str, ...], controls: Mapping[str, Control], rows: Mapping[str, list[int]]
) -> tuple[str, Control | None]:
    """The innermost control on the way, by its name in the form and by itself."""
    name, found, control = "", "", None
    for step in path:
        before = controls.get(re.sub(r"\.\d+", "", name))
        if isinstance(step, int) and before is not None and before.kind is Kind.ROWS:
            name = f"{name}.{rows[name][step]}"
            continue
        name = f"{name}.{step}" if name else str(step)
        known = controls.get(re.sub(r"\.\d+", "", name))
        if known is not None:
            found, control = name, known
    return found, control


def _sentence(wish: Form[BaseModel], fault: ErrorDetails, name: str, control: Control | None) -> str:
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return Written(limits.get("error", ""))
    if control is None:
        return _("Formuläret var inte komplett. Fyll i det en gång till.")
    label = label_of(wish, name).told
    if kind in EMPTY:
        chosen = control.kind in CHOSEN
        return _("Välj ”%(field)s”.", field=label.name) if chosen else _("Fyll i ”%(field)s”.", field=label.name)
    if control.kind in {Kind.DAY, Kind.DAYS}:
        return _(OUTSIDE, first=FIRST_DAY.year, last=LAST_DAY.year) if kind in LIMITS else _(NO_DAY)
    if kind in LIMITS:
        return LIMITS[kind] % limits
    return label.expected or _("”%(field)s” har fel form. Välj eller skriv på nytt.", field=label.name)
