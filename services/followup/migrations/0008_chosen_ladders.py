"""Ladders that people have chosen in place of our defaults: each choice with who, when and why; the last applies."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CHANGES = (
    """
    CREATE TABLE chosen_ladder (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        commitment_id uuid REFERENCES commitment,
        ladder text NOT NULL,
        steps jsonb NOT NULL,
        by text NOT NULL,
        reason text NOT NULL,
        "on" date NOT NULL
    )
    """,
    "CREATE INDEX chosen_ladder_of_agreement ON chosen_ladder (agreement_id, number)",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
