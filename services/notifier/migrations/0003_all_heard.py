"""When following up last said that all reminders due were said: one row, or none before the first time."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE all_heard (
            one boolean CONSTRAINT one PRIMARY KEY DEFAULT true CHECK (one),
            heard_at timestamptz NOT NULL
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
