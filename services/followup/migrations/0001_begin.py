"""The first tables: promises as heard, occurrences, their reminders, and what was told about them."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE agreement (
        id uuid PRIMARY KEY,
        slug text NOT NULL,
        type text NOT NULL,
        title text NOT NULL,
        state text NOT NULL,
        municipalities text[] NOT NULL,
        police_areas text[] NOT NULL,
        registration_numbers jsonb NOT NULL,
        validity jsonb NOT NULL,
        review jsonb NOT NULL,
        focus_areas jsonb NOT NULL,
        coordinators jsonb NOT NULL
    )
    """,
    "CREATE INDEX agreement_slug ON agreement (slug)",
    """
    CREATE TABLE commitment (
        number bigint GENERATED ALWAYS AS IDENTITY,
        id uuid PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        slug text NOT NULL,
        focus_area text NOT NULL,
        text text NOT NULL,
        recurrence jsonb NOT NULL,
        responsible jsonb NOT NULL,
        public boolean NOT NULL,
        cancelled boolean NOT NULL,
        planned_until date
    )
    """,
    "CREATE INDEX commitment_of_agreement ON commitment (agreement_id, number)",
    "CREATE INDEX commitment_slug ON commitment (slug)",
    "CREATE INDEX commitment_next_to_plan ON commitment (planned_until, id) WHERE planned_until IS NOT NULL",
    """
    CREATE TABLE occurrence (
        id uuid PRIMARY KEY,
        slug text NOT NULL,
        commitment_id uuid NOT NULL REFERENCES commitment,
        agreement_id uuid NOT NULL,
        starts date NOT NULL,
        ends date NOT NULL,
        due date,
        target integer,
        municipality text,
        planned_on date NOT NULL,
        by_horizon boolean NOT NULL,
        state text NOT NULL,
        done integer NOT NULL,
        due_version integer NOT NULL,
        overdue_version integer NOT NULL,
        told_on date,
        completed_on date,
        completed_told_on date,
        cancelled_on date,
        cancel_reason text NOT NULL,
        cancel_forum text NOT NULL,
        announce_on date
    )
    """,
    "CREATE INDEX occurrence_slug ON occurrence (slug)",
    "CREATE INDEX occurrence_of_commitment ON occurrence (commitment_id, starts)",
    "CREATE INDEX occurrence_of_agreement ON occurrence (agreement_id)",
    """
    CREATE INDEX occurrence_next_due ON occurrence (due, id)
        WHERE due IS NOT NULL AND state IN ('planned', 'in_progress')
    """,
    "CREATE INDEX occurrence_next_overdue ON occurrence (announce_on, id) WHERE announce_on IS NOT NULL",
    """
    CREATE TABLE due_move (
        occurrence_id uuid NOT NULL REFERENCES occurrence,
        due_version integer NOT NULL,
        "on" date NOT NULL,
        was_due date,
        due date,
        by text,
        reason text NOT NULL,
        PRIMARY KEY (occurrence_id, due_version)
    )
    """,
    """
    CREATE TABLE reminder (
        id uuid PRIMARY KEY,
        occurrence_id uuid NOT NULL REFERENCES occurrence,
        rung text NOT NULL,
        day date NOT NULL,
        leaves_at timestamptz NOT NULL,
        due_version integer NOT NULL,
        "to" text NOT NULL,
        state smallint NOT NULL,
        reason text NOT NULL
    )
    """,
    "CREATE INDEX reminder_next ON reminder (leaves_at, id) WHERE state = 0",
    "CREATE INDEX reminder_of_occurrence ON reminder (occurrence_id)",
    """
    CREATE TABLE report (
        id uuid PRIMARY KEY,
        occurrence_id uuid NOT NULL REFERENCES occurrence,
        commitment_id uuid NOT NULL,
        party text NOT NULL,
        count integer NOT NULL,
        requests integer,
        day date NOT NULL,
        told_on date NOT NULL,
        comment text NOT NULL,
        function_id uuid
    )
    """,
    "CREATE INDEX report_of_occurrence ON report (occurrence_id)",
    "CREATE INDEX report_of_commitment ON report (commitment_id)",
    """
    CREATE TABLE assessment (
        id uuid PRIMARY KEY,
        commitment_id uuid NOT NULL REFERENCES commitment,
        party text NOT NULL,
        fulfilment text NOT NULL,
        comment text NOT NULL,
        day date NOT NULL,
        told_on date NOT NULL
    )
    """,
    "CREATE INDEX assessment_of_commitment ON assessment (commitment_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
