"""A notice is about an occurrence or about a deadline: one of the two."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE notice
            ALTER occurrence_id DROP NOT NULL,
            ADD deadline_id uuid,
            ADD CONSTRAINT about_one CHECK (num_nonnulls(occurrence_id, deadline_id) = 1)
        """
    )
    op.execute(
        """
        CREATE UNIQUE INDEX notice_of_deadline ON notice (deadline_id, rung, due_version, function_id)
        WHERE deadline_id IS NOT NULL
        """
    )


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
