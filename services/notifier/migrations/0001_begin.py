"""The first tables: the ledger of notices, every attempt to send them, and which mailbox was mailed on which day."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE notice (
        id uuid PRIMARY KEY,
        occurrence_id uuid NOT NULL,
        function_id uuid NOT NULL,
        role text NOT NULL DEFAULT '',
        rung text NOT NULL,
        due_version integer NOT NULL,
        state text NOT NULL DEFAULT 'planned'
            CHECK (state IN ('planned', 'claimed', 'sent', 'refused', 'bounced', 'skipped')),
        phase text NOT NULL DEFAULT 'claimed',
        reason text NOT NULL DEFAULT '',
        attempts integer NOT NULL DEFAULT 0,
        delays integer NOT NULL DEFAULT 0,
        doubts integer NOT NULL DEFAULT 0,
        doubted uuid,
        mail_id uuid,
        message_id text,
        not_before timestamptz NOT NULL,
        retry_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz,
        heard_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        UNIQUE (occurrence_id, rung, due_version, function_id)
    )
    """,
    "CREATE INDEX notice_due ON notice (not_before, id) WHERE state = 'planned'",
    "CREATE INDEX notice_abandoned ON notice (lease_until) WHERE state = 'claimed'",
    "CREATE INDEX notice_waiting ON notice (function_id) WHERE state = 'planned'",
    "CREATE INDEX notice_newest ON notice (changed_at DESC, id)",
    "CREATE INDEX notice_heard ON notice (heard_at)",
    """
    CREATE TABLE attempt (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        notice_id uuid NOT NULL REFERENCES notice,
        number integer NOT NULL,
        phase text NOT NULL,
        mail_id uuid,
        code integer NOT NULL DEFAULT 0,
        text text NOT NULL DEFAULT '',
        at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "CREATE INDEX attempt_of_notice ON attempt (notice_id, number, id)",
    """
    CREATE TABLE mailed_day (
        mailbox_hash text NOT NULL,
        day date NOT NULL,
        mail_id uuid NOT NULL,
        PRIMARY KEY (mailbox_hash, day)
    )
    """,
    "CREATE INDEX mailed_day_by_mail ON mailed_day (mail_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
