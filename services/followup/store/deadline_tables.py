"""Which table do deadlines have? The migrations make it; this is how the code reads it."""

from sqlalchemy import Column, Date, DateTime, Integer, Table, Uuid

from schemas.followup import DeadlineKind
from services.followup.model.ladder import Step
from services.followup.model.reminder import Outcome
from services.followup.store.columns import Word
from services.followup.store.metadata import metadata
from services.runtime.parts import Parts

deadline = Table(
    "deadline",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", Word(DeadlineKind)),
    Column("subject_id", Uuid),
    Column("agreement_id", Uuid),
    Column("due", Date),
    Column("leaves_at", DateTime(timezone=True)),
    Column("rungs", Parts(tuple[Step, ...])),
    Column("outcomes", Parts(tuple[Outcome, ...])),
)
