"""Which tables does the agreements service own? The migrations make them; a test compares the two."""

import json
from typing import Generic, TypeVar

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from schemas.agreements import CommitmentEntry, Document
from schemas.base import Part

P = TypeVar("P", bound=Part)


class Whole(TypeDecorator[P], Generic[P]):
    """A piece of a message kept whole, as JSON, and read back strictly."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: type[P]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: P | None, dialect: Dialect) -> object:  # noqa: ARG002  SQLAlchemy's signature
        return value.model_dump(mode="json") if value is not None else None

    def process_result_value(self, value: object, dialect: Dialect) -> P:  # noqa: ARG002
        return self.kind.model_validate_json(json.dumps(value))


metadata = MetaData()

agreement = Table(
    "agreement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("shared_on", Date),
    Column("signed_on", Date),
    Column("next_change", Date, index=True),
    Column("document", Whole(Document), nullable=False),
)

agreement_municipality = Table(
    "agreement_municipality",
    metadata,
    Column("agreement_id", ForeignKey("agreement.id"), primary_key=True),
    Column("code", Text, primary_key=True, index=True),
)

commitment = Table(
    "commitment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("agreement_id", ForeignKey("agreement.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("entry", Whole(CommitmentEntry), nullable=False),
    Column("cancelled", Boolean, nullable=False),
)

function = Table(
    "function",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
)
