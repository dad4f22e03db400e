"""Reports of one day stand in the order in which they were told, today and in a year."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE report ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
