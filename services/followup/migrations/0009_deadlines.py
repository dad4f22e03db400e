"""Deadlines that are no occurrences, each version with its ladder; and who signed an agreement."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHANGES = (
    "ALTER TABLE agreement ADD COLUMN signatories jsonb NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE deadline (
        id uuid NOT NULL,
        version integer NOT NULL,
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        agreement_id uuid REFERENCES agreement,
        due date NOT NULL,
        leaves_at timestamptz,
        rungs jsonb NOT NULL,
        outcomes jsonb NOT NULL,
        PRIMARY KEY (id, version)
    )
    """,
    "CREATE INDEX deadline_next ON deadline (leaves_at, id) WHERE leaves_at IS NOT NULL",
    "CREATE INDEX deadline_of_agreement ON deadline (agreement_id) WHERE agreement_id IS NOT NULL",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
