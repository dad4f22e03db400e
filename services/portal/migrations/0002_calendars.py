"""The addresses at which calendar programs read can be made anew, as often as somebody wants."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN calendars integer NOT NULL DEFAULT 0")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
