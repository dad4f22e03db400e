"""Occurrences are paused, moved, corrected; parties judge how it was done and what it led to."""

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
