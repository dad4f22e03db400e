"""When each party last reported on an occurrence: who is mailed and never answers is found by it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE answer (
            occurrence_id uuid NOT NULL,
            party text NOT NULL,
            "on" date NOT NULL,
            PRIMARY KEY (occurrence_id, party)
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
