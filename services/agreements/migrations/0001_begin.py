"""The first form: agreements, their municipalities and commitments, and functions."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE agreement (
            id uuid PRIMARY KEY,
            slug text NOT NULL UNIQUE,
            type text NOT NULL,
            title text NOT NULL,
            state text NOT NULL,
            since date NOT NULL,
            until date,
            shared_on date,
            signed_on date,
            next_change date,
            document jsonb NOT NULL
        )
    """)
    op.execute("CREATE INDEX ix_agreement_next_change ON agreement (next_change)")
    op.execute("""
        CREATE TABLE agreement_municipality (
            agreement_id uuid NOT NULL REFERENCES agreement (id),
            code text NOT NULL,
            PRIMARY KEY (agreement_id, code)
        )
    """)
    op.execute("CREATE INDEX ix_agreement_municipality_code ON agreement_municipality (code)")
    op.execute("""
        CREATE TABLE commitment (
            id uuid PRIMARY KEY,
            slug text NOT NULL UNIQUE,
            agreement_id uuid NOT NULL REFERENCES agreement (id),
            place integer NOT NULL,
            entry jsonb NOT NULL,
            cancelled boolean NOT NULL
        )
    """)
    op.execute("CREATE INDEX ix_commitment_agreement_id ON commitment (agreement_id)")
    op.execute("""
        CREATE TABLE function (
            id uuid PRIMARY KEY,
            party text NOT NULL,
            role text NOT NULL,
            mailbox text NOT NULL
        )
    """)


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
