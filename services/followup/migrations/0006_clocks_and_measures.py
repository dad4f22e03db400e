"""Statutory clocks, measures, and what residents have been told."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHANGES = (
    "ALTER TABLE agreement ADD COLUMN revision_interval_months integer",
    """
    CREATE TABLE clock (
        id uuid PRIMARY KEY,
        clock text NOT NULL,
        municipalities text[] NOT NULL,
        months integer NOT NULL,
        agreement_id uuid REFERENCES agreement,
        running boolean NOT NULL,
        steps jsonb NOT NULL,
        due_said date,
        overdue_said date,
        announce_on date
    )
    """,
    "CREATE INDEX clock_next ON clock (announce_on, id) WHERE announce_on IS NOT NULL",
    "CREATE INDEX clock_of_agreement ON clock (agreement_id) WHERE agreement_id IS NOT NULL",
    """
    CREATE TABLE public_feedback (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        "on" date NOT NULL,
        channel text NOT NULL,
        url text
    )
    """,
    "CREATE INDEX public_feedback_of_agreement ON public_feedback (agreement_id)",
    """
    CREATE TABLE measure (
        series_id uuid NOT NULL,
        municipality text NOT NULL,
        agreement_id uuid REFERENCES agreement,
        measured jsonb NOT NULL,
        "on" date NOT NULL,
        value text NOT NULL,
        source text NOT NULL,
        PRIMARY KEY (series_id, "on")
    )
    """,
    "CREATE INDEX measure_of_agreement ON measure (agreement_id) WHERE agreement_id IS NOT NULL",
    "CREATE INDEX measure_of_municipality ON measure (municipality)",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
