"""Which tables do meetings have? The migrations make them; this is how the code reads them."""

from sqlalchemy import ARRAY, BigInteger, Column, Date, Integer, Table, Text, Uuid

from schemas.agreements import Window
from schemas.followup import DecisionKind, MeetingState
from services.followup.store.columns import Word
from services.followup.store.metadata import metadata

series = Table(
    "series",
    metadata,
    Column("agreement_id", Uuid, primary_key=True),
    Column("cadence", Word(Window)),
    Column("first", Date),
    Column("planned_until", Date),
    Column("meetings", Integer),
    Column("items", Integer),
    Column("last_meeting", Uuid),
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agreement_id", Uuid),
    Column("slug", Text),
    Column("day", Date),
    Column("series_day", Date),
    Column("state", Word(MeetingState)),
    Column("reason", Text),
    Column("informed_on", Date),
    Column("after", Uuid),
    Column("position", BigInteger),
    Column("unpositioned", ARRAY(BigInteger)),
)

agenda_item = Table(
    "agenda_item",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agreement_id", Uuid),
    Column("meeting_id", Uuid),
    Column("key", Text),
    Column("commitment_id", Uuid),
    Column("text", Text),
    Column("added_on", Date),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agreement_id", Uuid),
    Column("meeting_id", Uuid),
    Column("kind", Word(DecisionKind)),
    Column("item", Text),
    Column("commitment_id", Uuid),
    Column("text", Text),
    Column("on", Date),
    Column("carried_out_by", Uuid),
)

frozen_summary = Table(
    "frozen_summary",
    metadata,
    Column("meeting_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", Text),
    Column("content_hash", Text),
    Column("frozen_on", Date),
    Column("reason", Text),
)
