"""A report in an agreement of several municipalities tells whose it is."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE report ADD COLUMN municipality text")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
