"""Who may sign in, and who has.

What passes is UNLOGGED: it is in no backup, so that a restored system opens no session that had ended and no link that
had been used; it keeps no history (docs/adr/0012); and a crash of the server signs everybody out.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE account (
        id uuid PRIMARY KEY,
        mailbox text NOT NULL,
        known_as text NOT NULL,
        role text NOT NULL,
        label text NOT NULL,
        organisation text,
        places text[] NOT NULL,
        added_at timestamptz NOT NULL,
        ended_at timestamptz
    )
    """,
    "CREATE UNIQUE INDEX account_known_as ON account (known_as) WHERE ended_at IS NULL",
    """
    CREATE UNLOGGED TABLE sign_in (
        id uuid PRIMARY KEY,
        asked_for bytea NOT NULL,
        account_id uuid,
        back_to text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
    )
    """,
    "CREATE INDEX sign_in_asked_for ON sign_in (asked_for, asked_at)",
    "CREATE INDEX sign_in_asked_at ON sign_in (asked_at)",
    """
    CREATE UNLOGGED TABLE session (
        token_hash bytea PRIMARY KEY,
        account_id uuid NOT NULL,
        begun_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX session_account_id ON session (account_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
