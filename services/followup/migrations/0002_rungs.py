"""A rung is known by its ladder and its name: no id, no index and no check of its own for each of a million rungs.

That the occurrence is there needs no check: only one statement after its own do rungs come in, and it is never removed.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHANGES = (
    "DROP INDEX reminder_next",
    "DROP INDEX reminder_of_occurrence",
    "ALTER TABLE reminder DROP CONSTRAINT reminder_occurrence_id_fkey, DROP COLUMN id",
    "ALTER TABLE reminder ADD PRIMARY KEY (occurrence_id, due_version, rung)",
    "ALTER TABLE reminder ALTER state SET DEFAULT 0, ALTER reason SET DEFAULT ''",
    "CREATE INDEX reminder_next ON reminder (leaves_at, occurrence_id) WHERE state = 0",
)


def upgrade() -> None:
    for change in CHANGES:
        op.execute(change)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
