"""How does it stand now, for whoever changes it? The text a form of changes begins with, and what was changed in it."""

from collections.abc import Mapping
from typing import Any

import yaml

from schemas.agreements import AgreementCard, AgreementChanges, AmendAgreement, AmendCommitment, CommitmentChanges
from services.portal.pages.wishes.filling import yaml_of
from services.portal.pages.wishes.wish import Wish
from services.runtime.errors import Refused
from services.runtime.yaml_text import node_of, plain

WAS = "was"
"""The field that keeps what a form of changes began with: what others change meanwhile is not put back."""


def as_it_stands(wish: Wish, card: AgreementCard, commitment: str) -> str:
    """Empty where nothing is changed, or nothing is known."""
    if wish.command is AmendAgreement and card.document:
        return _text(card.document.model_dump(mode="json"), AgreementChanges.model_fields)
    named = next((one for one in card.commitments if commitment in {one.slug, str(one.id)}), None)
    if wish.command is AmendCommitment and named:
        return _text(named.model_dump(mode="json"), CommitmentChanges.model_fields)
    return ""


def changed(values: Mapping[str, Any], was: str) -> dict[str, Any]:
    """What is written otherwise than the form began."""
    try:
        node = node_of(was)
        before = plain(node) if node else {}
    except (yaml.YAMLError, Refused):
        before = {}
    known = before if isinstance(before, dict) else {}
    return {name: value for name, value in values.items() if known.get(name) != value}


def _text(values: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    return yaml_of({name: values[name] for name in names if values.get(name) not in (None, [], {}, "")})
