"""That all are heard is said of a morning: what waited from before does not leave ahead of what today brings."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE all_heard
            ALTER heard_at DROP NOT NULL,
            ADD day date,
            ADD looked_on date,
            ADD looked_at timestamptz
        """
    )


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
