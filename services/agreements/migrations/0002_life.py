"""An agreement is amended, superseded, terminated, closed; parties succeed each other."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
