"""Which tables do clocks, measures and what residents were told have? The migrations make them."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Date, Identity, Integer, Table, Text, Uuid

from schemas.followup import ClockKind, Measured
from services.followup.model.clock import Step
from services.followup.store.columns import Word
from services.followup.store.metadata import metadata
from services.runtime.parts import Parts

clock = Table(
    "clock",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("clock", Word(ClockKind)),
    Column("municipalities", ARRAY(Text, as_tuple=True)),
    Column("months", Integer),
    Column("agreement_id", Uuid),
    Column("running", Boolean),
    Column("steps", Parts(tuple[Step, ...])),
    Column("due_said", Date),
    Column("overdue_said", Date),
    Column("announce_on", Date),
)

public_feedback = Table(
    "public_feedback",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("agreement_id", Uuid),
    Column("on", Date),
    Column("channel", Text),
    Column("url", Text),
)

measure = Table(
    "measure",
    metadata,
    Column("series_id", Uuid, primary_key=True),
    Column("municipality", Text),
    Column("agreement_id", Uuid),
    Column("measured", Parts(Measured)),
    Column("on", Date, primary_key=True),
    Column("value", Text),
    Column("source", Text),
)
