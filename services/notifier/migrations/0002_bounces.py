"""A mail that comes back is found by its Message-ID."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX notice_of_mail ON notice (message_id) WHERE message_id IS NOT NULL")


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
