"""A draft is seen by the organisation that wrote it alone, until it is shared."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agreement ADD COLUMN drafted_by text, ADD COLUMN shared boolean NOT NULL DEFAULT false")
    op.execute("UPDATE agreement SET shared = state NOT IN ('draft', 'withdrawn')")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
