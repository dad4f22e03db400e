"""Which tables does the agreements service own? The migrations make them; a test compares the two."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, MetaData, Table, Text, Uuid

from schemas.agreements import CommitmentEntry, CommitmentFate, Document
from schemas.asked import AskedBy
from services.agreements.model import Life
from services.runtime.parts import Parts

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
    Column("document", Parts(Document, common=True), nullable=False),
    Column("parent_id", Uuid, index=True),
    Column("plan_year", Integer),
    Column("drafted_by", Text),
    Column("life", Parts(Life, common=True), nullable=False),
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
    Column("entry", Parts(CommitmentEntry), nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("fate", Parts(CommitmentFate | None), nullable=False),
)

function = Table(
    "function",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("municipality", Text),
)

function_holder = Table(
    "function_holder",
    metadata,
    Column("function_id", ForeignKey("function.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    Column("mailbox", Text, nullable=False),
    Column("label", Text),
)

function_substitute = Table(
    "function_substitute",
    metadata,
    Column("function_id", ForeignKey("function.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("substitute_id", ForeignKey("function.id"), nullable=False),
)

quiet_organisation = Table(
    "quiet_organisation",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Date),
    Column("asked_by", Parts(AskedBy | None), nullable=False),
)
