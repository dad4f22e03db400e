"""Mailboxes to which nothing more is sent."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE stopped_mailbox (
            mailbox_hash text PRIMARY KEY,
            stop_id uuid NOT NULL,
            reason text NOT NULL,
            at timestamptz NOT NULL
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
