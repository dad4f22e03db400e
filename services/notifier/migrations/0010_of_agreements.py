"""A notice knows its agreement and its commitment; what the law asks of a municipality is no agreement's.

What was planned before knows neither. The index gives an agreement's mails as its page tells them, newest first; so are
a commitment's found, among its agreement's.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE notice ADD agreement_id uuid, ADD commitment_id uuid")
    op.execute("CREATE INDEX notice_of_agreement ON notice (agreement_id, changed_at DESC, id)")


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
