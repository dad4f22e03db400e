"""What did somebody fill in? The texts of a form become a command, or mistakes with a sentence each."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.agreements import FunctionLine, Responsible
from schemas.base import Command
from services.portal.pages.answer_form import Mistakes, written
from services.portal.pages.language import _, word
from services.portal.pages.wishes.controls import TICKED, Control, Kind, controls_of, item_of, rows_in
from services.portal.pages.wishes.mistakes import sentences
from services.portal.pages.wishes.naming import Known, named
from services.portal.pages.wishes.standing import WAS, changed
from services.portal.pages.wishes.wish import Form, Wish
from services.portal.pages.wishes.written import read_written

F = TypeVar("F", bound=BaseModel)
NO_NUMBER = word("Skriv ett helt tal med siffror, till exempel 2.")
MOST_DIGITS = 9
UNCHANGED = word("Inget är ändrat. Skriv det som ska stå i stället.")


def read_wish(wish: Wish, texts: Mapping[str, str], known: Known) -> Command:
    """Raises Mistakes. The command's id is its own; whoever tells it gives it the form's."""
    reading = Reading(texts, known)
    raw = named(wish.command, reading.of(controls_of(wish.command)), known)
    if texts.get(WAS) and "changes" in raw:
        raw["changes"] = changed(raw["changes"], texts[WAS])
        if not raw["changes"]:
            reading.wrong["changes"] = _(UNCHANGED)
    return _valid(wish, raw, reading)


def read_form(form: Form[F], texts: Mapping[str, str], known: Known) -> F:
    """Of any kind. Raises Mistakes."""
    reading = Reading(texts, known)
    return _valid(form, reading.of(controls_of(form.command)), reading)


def _valid(form: Form[F], raw: dict[str, Any], reading: "Reading") -> F:
    found: dict[str, str] = {}
    try:
        told = form.command.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        found = sentences(form, error, reading.rows)
    if found := found | reading.wrong:
        raise Mistakes(found)
    return told


class Reading:
    """`wrong`: a sentence by control. `rows`: which rows of a list of rows were filled in at all."""

    def __init__(self, texts: Mapping[str, str], known: Known) -> None:
        self.texts = texts
        self.known = known
        self.wrong: dict[str, str] = {}
        self.rows: dict[str, list[int]] = {}

    def of(self, controls: tuple[Control, ...]) -> dict[str, Any]:
        """What is left empty is left out."""
        values = {control.last: self._value(control) for control in controls}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, control: Control) -> object | None:
        ways: dict[Kind, Callable[[Control], object | None]] = {
            Kind.GROUP: lambda one: self.of(one.inner),
            Kind.VARIANTS: self._variant,
            Kind.ROWS: self._rows,
            Kind.SWITCH: lambda one: self._text(one) == TICKED,
            Kind.MANY: lambda one: self._ticked(one.name),
            Kind.FUNCTIONS: self._functions,
            Kind.DAYS: lambda one: [day for day in re.split(r"[\s,;]+", self._text(one)) if day],
        }
        return ways.get(control.kind, self._scalar)(control)

    def _scalar(self, control: Control) -> object | None:
        text = self._text(control)
        if not text:
            return None
        if control.kind is Kind.NUMBER:
            return self._number(control, text)
        if control.kind is not Kind.YAML:
            return text
        try:
            return read_written(control, text)
        except Mistakes as mistakes:
            self.wrong |= mistakes.sentences
        return None

    def _number(self, control: Control, text: str) -> int | None:
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
            return int(text)
        self.wrong[control.name] = _(NO_NUMBER)
        return None

    def _variant(self, control: Control) -> dict[str, Any] | None:
        kind = self.texts.get(f"{control.name}.kind", "")
        chosen = next((one for one in control.inner if one.last == kind), None)
        return {"kind": kind} | self.of(chosen.inner) if chosen else None

    def _rows(self, control: Control) -> list[dict[str, Any]]:
        filled = [(number, self.of(control.at(number))) for number in rows_in(control.name, self.texts)]
        self.rows[control.name] = [number for number, values in filled if values]
        return [values for _number, values in filled if values]

    def _functions(self, control: Control) -> list[dict[str, Any]]:
        """The lead first, then the others in the order they are shown."""
        lead = self._text(control)
        chosen = [one for one in (lead, *self._ticked(control.name)) if one]
        if not lead and chosen:
            self.wrong[control.name] = _("Välj vem som är ansvarig; de andra kryssas för bredvid.")
        entries = []
        for one in dict.fromkeys(chosen):
            function = self.known.functions.get(one)
            if function is None:
                self.wrong[control.name] = _("En funktion som är vald finns inte längre. Välj på nytt.")
            else:
                entries.append(self._function(control, function))
        return entries

    def _function(self, control: Control, function: FunctionLine) -> dict[str, Any]:
        said = {"party": function.party.value, "role": function.role}
        if item_of(control.asked) is Responsible:
            return {"function_id": str(function.id), **said}
        said |= {"municipality": function.municipality} if function.municipality else {}
        holder = function.holder or next(iter(function.next_holders), None)
        if holder is None:
            self.wrong[control.name] = _(
                "%(role)s har ingen innehavare. Ge funktionen en innehavare först.", role=function.role
            )
        return {"id": str(function.id), **said, "mailbox": holder.mailbox if holder else ""}

    def _ticked(self, name: str) -> list[str]:
        return [one.removeprefix(f"{name}.") for one in self._under(name) if self.texts[one] == TICKED]

    def _under(self, name: str) -> list[str]:
        return [one for one in self.texts if one.startswith(f"{name}.")]

    def _text(self, control: Control) -> str:
        return written(self.texts.get(control.name, ""))
