"""Functions have dated holders and substitutes."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE function_holder (
            function_id uuid NOT NULL REFERENCES function (id),
            since date NOT NULL,
            until date CHECK (until >= since),
            mailbox text NOT NULL,
            label text,
            PRIMARY KEY (function_id, since)
        )
    """)
    op.execute("""
        INSERT INTO function_holder (function_id, since, mailbox)
        SELECT id, least(current_date, (
            SELECT min(a.since) FROM agreement a
            WHERE a.document -> 'functions' @> jsonb_build_array(jsonb_build_object('id', f.id)))), mailbox
        FROM function f
    """)
    op.execute("ALTER TABLE function DROP COLUMN mailbox")
    op.execute("""
        CREATE TABLE function_substitute (
            function_id uuid NOT NULL REFERENCES function (id),
            since date NOT NULL,
            until date NOT NULL CHECK (until >= since),
            substitute_id uuid NOT NULL REFERENCES function (id) CHECK (substitute_id <> function_id),
            PRIMARY KEY (function_id, since)
        )
    """)


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
