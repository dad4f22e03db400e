"""Organisations to which mails carry only role and link."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE quiet_organisation (organisation text PRIMARY KEY)")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
