"""By which connection a notice is claimed: when that is gone, whoever claimed it is too."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE notice ADD claimed_by integer")


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
