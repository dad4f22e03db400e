"""Mails with a link to sign in by: to whose account, and what became of each. No address, no link."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE sign_in_mail (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'planned',
        phase text NOT NULL DEFAULT 'claimed',
        reason text NOT NULL DEFAULT '',
        attempts integer NOT NULL DEFAULT 0,
        message_id text,
        retry_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz,
        changed_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX sign_in_mail_open ON sign_in_mail (retry_at) WHERE state IN ('planned', 'claimed')",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
