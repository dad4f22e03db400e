"""What does a text of YAML in a form say? Plain values that fit, or one sentence with the line that is wrong."""

import json

import yaml
from pydantic import TypeAdapter, ValidationError

from schemas.agreements import Document
from schemas.written.documents import read_agreement
from schemas.written.wrong import Unreadable
from services.front.words import capital
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.language import Written, _
from services.portal.pages.wishes.controls import Control
from services.runtime.errors import Refused
from services.runtime.wrong import what_is_wrong
from services.runtime.yaml_text import line_at, line_of, node_of, plain, where


def read_written(control: Control, text: str) -> object:
    """Raises Mistakes."""
    try:
        node = node_of(text)
        values = plain(node) if node else None
    except yaml.YAMLError as wrong:
        said = f"Texten går inte att läsa{where(wrong)}: den är inte riktig YAML."
        raise _mistake(control, Written(said)) from None
    except Refused as no:
        raise _mistake(control, Written(capital(str(no)))) from None
    if node is None or not isinstance(values, dict):
        raise _mistake(control, _("Skriv ett fält per rad, som i exemplet: title: Medborgarlöfte."))
    if control.asked is Document and "slug" not in values:
        return _as_in_files(control, node, values)
    if unknown := values.keys() - control.asked.model_fields.keys():
        line = min(line_of(key) for key, _value in node.value if key.value in unknown)
        names = _(" eller ").join(sorted(unknown))
        raise _mistake(control, _("Rad %(line)s: det finns inget fält som heter %(names)s.", line=line, names=names))
    try:
        TypeAdapter(control.asked).validate_json(json.dumps(values))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        said = f"Rad {line_at(node, first['loc'])}: {_lowered(what_is_wrong(error))}"
        raise _mistake(control, Written(said)) from None
    return values


def _as_in_files(control: Control, node: yaml.Node, values: dict[str, object]) -> object:
    """As `lofteskoll import` takes it: one agreement, by itself or alone in the file's list."""
    listed = values.get("agreements")
    if isinstance(listed, list):
        if len(listed) != 1:
            raise _mistake(control, _("Skriv en överenskommelse åt gången. Flera kan läsas in ur en fil."))
        values = listed[0]
        node = next(value for key, value in node.value if key.value == "agreements").value[0]
    try:
        return read_agreement(values)[1].model_dump(mode="json")
    except ValueError as wrong:
        path = wrong.faults[0].path if isinstance(wrong, Unreadable) else ()
        raise _mistake(control, Written(f"Rad {line_at(node, path)}: {wrong}")) from None


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _mistake(control: Control, sentence: str) -> Mistakes:
    return Mistakes({control.name: sentence})
