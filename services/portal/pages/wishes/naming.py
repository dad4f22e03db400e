"""Which ids does a wish need that nobody types? They follow from names, as when a file is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from schemas.agreements import AddCommitment, FunctionEntry, FunctionLine
from schemas.base import Command


@dataclass(frozen=True, slots=True)
class Known:
    """What the form's choices are made of: functions by id, and the agreement that the wish is about."""

    functions: Mapping[str, FunctionLine] = field(default_factory=dict)
    agreement_id: UUID | None = None
    entries: tuple[FunctionEntry, ...] = ()
    """Those of the agreement that a new one continues, with their mailboxes as they are now."""


def named(command: type[Command], raw: dict[str, Any], known: Known) -> dict[str, Any]:
    """The command's fields, with a new commitment's id and the functions that the agreement may not know yet."""
    if isinstance(raw.get("document"), dict):
        return {**raw, "document": same_functions(raw["document"], known)}
    entry = raw.get("commitment")
    if command is not AddCommitment or not isinstance(entry, dict):
        return raw
    if known.agreement_id and "slug" in entry:
        entry = {"id": str(uuid5(known.agreement_id, entry["slug"])), **entry}
    return {**raw, "commitment": entry, "functions": raw.get("functions") or entries_of(entry, known)}


def same_functions(document: dict[str, Any], known: Known) -> dict[str, Any]:
    """Who holds a role's mailbox in the older agreement is the same function in the new one, since when it was made."""
    same = {(one.party.value, one.municipality, one.role, one.mailbox): str(one.id) for one in known.entries}
    anew = {
        one["id"]: same[named]
        for one in document.get("functions", ())
        if (named := (one["party"], one.get("municipality"), one["role"], one["mailbox"])) in same
    }
    functions = [{**one, "id": anew.get(one["id"], one["id"])} for one in document.get("functions", ())]
    commitments = [
        {**entry, "responsible": [_renamed(one, anew) for one in entry["responsible"]]}
        for entry in document.get("commitments", ())
    ]
    return {**document, "functions": functions, "commitments": commitments}


def _renamed(one: Mapping[str, Any], anew: Mapping[str, str]) -> dict[str, Any]:
    return {**one, "function_id": anew.get(one["function_id"], one["function_id"])}


def entries_of(entry: Mapping[str, Any], known: Known) -> list[dict[str, Any]]:
    """Those who answer for it, as a document names them; who has no mailbox is known to the agreement already."""
    chosen = [known.functions[one["function_id"]] for one in entry.get("responsible", ())]
    return [
        {
            "id": str(one.id),
            "party": one.party.value,
            "municipality": one.municipality,
            "role": one.role,
            "mailbox": one.holder.mailbox,
        }
        for one in chosen
        if one.holder
    ]
