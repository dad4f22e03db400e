"""Statutory clocks, measures, and what residents have been told."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
