"""Occurrences are paused, moved, corrected; parties judge how it was done and what it led to."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE commitment
        ADD COLUMN carried_over boolean NOT NULL DEFAULT false,
        ADD COLUMN depends_on text,
        ADD COLUMN methods jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN arenas jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN steering_documents jsonb NOT NULL DEFAULT '[]'
    """,
    """
    ALTER TABLE occurrence
        ADD COLUMN paused_on date,
        ADD COLUMN rule_due date,
        ADD COLUMN rule_target integer
    """,
    """
    CREATE TABLE act (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        occurrence_id uuid NOT NULL REFERENCES occurrence,
        kind text NOT NULL,
        "on" date NOT NULL,
        by text NOT NULL,
        reason text NOT NULL,
        target integer
    )
    """,
    "CREATE INDEX act_of_occurrence ON act (occurrence_id, number)",
    """
    ALTER TABLE report
        ADD COLUMN corrects uuid REFERENCES report,
        ADD COLUMN reason text NOT NULL DEFAULT ''
    """,
    "CREATE UNIQUE INDEX report_corrected_once ON report (corrects) WHERE corrects IS NOT NULL",
    """
    ALTER TABLE assessment
        ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
        ADD COLUMN implementation text NOT NULL DEFAULT 'not_assessed',
        ADD COLUMN effect text NOT NULL DEFAULT 'not_assessed',
        ADD COLUMN next_period text
    """,
    """
    CREATE TABLE light_override (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        commitment_id uuid NOT NULL REFERENCES commitment,
        light text NOT NULL,
        by text NOT NULL,
        reason text NOT NULL,
        "on" date NOT NULL,
        ended_on date
    )
    """,
    "CREATE UNIQUE INDEX light_override_standing ON light_override (commitment_id) WHERE ended_on IS NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
