"""A notice knows whose it is: its agreement, and none for what the law asks of a municipality.

What was planned before is nobody's. The index gives an agreement's mails as its page tells them, newest first.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE notice ADD agreement_id uuid")
    op.execute("CREATE INDEX notice_of_agreement ON notice (agreement_id, changed_at DESC, id)")


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
