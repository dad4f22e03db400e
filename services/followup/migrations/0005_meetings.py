"""Follow-up meetings, their decisions and their frozen summaries."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
