"""What stands where two have written at once? What was saved by the other, in words, for who comes second."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from services.portal.pages.drafts.forms import Step
from services.portal.pages.language import _, word
from services.portal.pages.wishes.controls import TICKED, Control, Kind, controls_of, every
from services.portal.pages.wishes.labels import label_of, usual
from services.portal.pages.wishes.showing import options
from services.portal.pages.wishes.values import VARIANTS

CHOSEN_ELSE = word("En annan funktion är vald")


def standing_now(step: Step[BaseModel], now: Mapping[str, str], typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and text of each field that stands otherwise than it is typed."""
    known = {one.name: one for one in every(controls_of(step.command))}
    return list(_told(step, known, {name: text for name, text in now.items() if _plain(typed, name) != text}))


def _told(step: Step[BaseModel], known: Mapping[str, Control], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in now.items():
        control = known.get(usual(name.removesuffix(".kind")))
        if control is None or usual(control.name) in step.unseen:
            continue
        yield label_of(step, control.name).told.name, _in_words(control, text)


def _in_words(control: Control, text: str) -> str:
    if control.kind is Kind.VARIANTS:
        return VARIANTS[text]
    if control.kind in {Kind.CHOICE, Kind.PLACE}:
        return dict(options(control)).get(text, text)
    if control.kind is Kind.FUNCTIONS:
        return _(CHOSEN_ELSE)
    return _("Ja") if text == TICKED else text


def _plain(typed: Mapping[str, str], name: str) -> str:
    return typed.get(name, "").replace("\r\n", "\n").strip()
