"""Why, since when and as whom an organisation was made quiet; of those before, nobody was asked."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE quiet_organisation ADD COLUMN reason text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE quiet_organisation ADD COLUMN since date")
    op.execute("ALTER TABLE quiet_organisation ADD COLUMN asked_by jsonb NOT NULL DEFAULT 'null'")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
