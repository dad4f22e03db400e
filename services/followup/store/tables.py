"""Which tables does following up have? The migrations make them; this is how the code reads them."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    Table,
    Text,
    Uuid,
)

from schemas.agreements import (
    AgreementState,
    AgreementType,
    FocusArea,
    Recurrence,
    Responsible,
    Review,
    Signatory,
    Validity,
)
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.base import Party
from schemas.followup import (
    Fulfilment,
    Judgement,
    LadderKind,
    LadderStep,
    Light,
    NextPeriod,
    OccurrenceState,
)
from services.followup.model import ladder as ladders
from services.followup.model.act import ActKind
from services.followup.model.reminder import Outcome
from services.followup.store import clock_tables, deadline_tables, meeting_tables  # noqa: F401  they belong to the same metadata
from services.followup.store.columns import Word
from services.followup.store.metadata import metadata
from services.runtime.parts import Parts

RUNGS, OUTCOMES = Parts(tuple[ladders.Step, ...], common=True), Parts(tuple[Outcome, ...], common=True)

agreement = Table(
    "agreement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text),
    Column("type", Word(AgreementType)),
    Column("title", Text),
    Column("state", Word(AgreementState)),
    Column("municipalities", ARRAY(Text, as_tuple=True)),
    Column("police_areas", ARRAY(Text, as_tuple=True)),
    Column("registration_numbers", Parts(dict[Party, str])),
    Column("validity", Parts(Validity)),
    Column("review", Parts(Review)),
    Column("focus_areas", Parts(tuple[FocusArea, ...])),
    Column("coordinators", Parts(tuple[Responsible, ...])),
    Column("revision_interval_months", Integer),
    Column("drafted_by", Text),
    Column("shared", Boolean),
    Column("signatories", Parts(tuple[Signatory, ...])),
)

commitment = Table(
    "commitment",
    metadata,
    Column("number", BigInteger, Identity(always=True)),
    Column("id", Uuid, primary_key=True),
    Column("agreement_id", Uuid),
    Column("slug", Text),
    Column("focus_area", Text),
    Column("text", Text),
    Column("recurrence", Parts(Recurrence, common=True)),
    Column("responsible", Parts(tuple[Responsible, ...], common=True)),
    Column("public", Boolean),
    Column("cancelled", Boolean),
    Column("planned_until", Date),
    Column("carried_over", Boolean),
    Column("depends_on", Text),
    Column("methods", Parts(tuple[Method, ...])),
    Column("arenas", Parts(tuple[Arena, ...])),
    Column("steering_documents", Parts(tuple[SteeringDocument, ...])),
)

occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text),
    Column("commitment_id", Uuid),
    Column("agreement_id", Uuid),
    Column("starts", Date),
    Column("ends", Date),
    Column("due", Date),
    Column("target", Integer),
    Column("municipality", Text),
    Column("planned_on", Date),
    Column("by_horizon", Boolean),
    Column("state", Word(OccurrenceState)),
    Column("done", Integer),
    Column("due_version", Integer),
    Column("overdue_version", Integer),
    Column("told_on", Date),
    Column("completed_on", Date),
    Column("completed_told_on", Date),
    Column("cancelled_on", Date),
    Column("cancel_reason", Text),
    Column("cancel_forum", Text),
    Column("announce_on", Date),
    Column("paused_on", Date),
    Column("rule_due", Date),
    Column("rule_target", Integer),
)

act = Table(
    "act",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("occurrence_id", Uuid),
    Column("kind", Word(ActKind)),
    Column("on", Date),
    Column("by", Word(Party)),
    Column("reason", Text),
    Column("target", Integer),
)

due_move = Table(
    "due_move",
    metadata,
    Column("occurrence_id", Uuid, primary_key=True),
    Column("due_version", Integer, primary_key=True),
    Column("on", Date),
    Column("was_due", Date),
    Column("due", Date),
    Column("by", Word(Party)),
    Column("reason", Text),
)

ladder = Table(
    "ladder",
    metadata,
    Column("occurrence_id", Uuid, primary_key=True),
    Column("due_version", Integer, primary_key=True),
    Column("leaves_at", DateTime(timezone=True)),
    Column("rungs", RUNGS),
    Column("outcomes", OUTCOMES),
)

chosen_ladder = Table(
    "chosen_ladder",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("agreement_id", Uuid),
    Column("commitment_id", Uuid),
    Column("ladder", Word(LadderKind)),
    Column("steps", Parts(tuple[LadderStep, ...] | None, common=True)),
    Column("by", Word(Party)),
    Column("reason", Text),
    Column("on", Date),
)

report = Table(
    "report",
    metadata,
    Column("number", BigInteger, Identity(always=True)),
    Column("id", Uuid, primary_key=True),
    Column("occurrence_id", Uuid),
    Column("commitment_id", Uuid),
    Column("party", Word(Party)),
    Column("count", Integer),
    Column("requests", Integer),
    Column("day", Date),
    Column("told_on", Date),
    Column("comment", Text),
    Column("function_id", Uuid),
    Column("corrects", Uuid),
    Column("reason", Text),
    Column("municipality", Text),
)

assessment = Table(
    "assessment",
    metadata,
    Column("number", BigInteger, Identity(always=True)),
    Column("id", Uuid, primary_key=True),
    Column("commitment_id", Uuid),
    Column("party", Word(Party)),
    Column("fulfilment", Word(Fulfilment)),
    Column("comment", Text),
    Column("day", Date),
    Column("told_on", Date),
    Column("implementation", Word(Judgement)),
    Column("effect", Word(Judgement)),
    Column("next_period", Word(NextPeriod)),
)

light_override = Table(
    "light_override",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("commitment_id", Uuid),
    Column("light", Word(Light)),
    Column("by", Word(Party)),
    Column("reason", Text),
    Column("on", Date),
    Column("ended_on", Date),
)
