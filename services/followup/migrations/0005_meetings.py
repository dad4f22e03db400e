"""Follow-up meetings, their decisions and their frozen summaries."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE series (
        agreement_id uuid PRIMARY KEY REFERENCES agreement,
        cadence text,
        first date,
        planned_until date,
        meetings integer NOT NULL DEFAULT 0,
        items integer NOT NULL DEFAULT 0,
        last_meeting uuid
    )
    """,
    "CREATE INDEX series_next ON series (planned_until, agreement_id) WHERE planned_until IS NOT NULL",
    """
    CREATE TABLE meeting (
        id uuid PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        slug text NOT NULL,
        day date NOT NULL,
        series_day date,
        state text NOT NULL,
        reason text NOT NULL,
        informed_on date,
        after uuid REFERENCES meeting,
        position bigint,
        unpositioned bigint[],
        UNIQUE (agreement_id, after),
        CHECK ((state = 'closed') = (position IS NOT NULL) AND (position IS NULL) = (unpositioned IS NULL))
    )
    """,
    "CREATE INDEX meeting_slug ON meeting (slug)",
    "CREATE INDEX meeting_coming ON meeting (day, id) WHERE state = 'planned'",
    """
    CREATE TABLE agenda_item (
        id uuid PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        meeting_id uuid NOT NULL REFERENCES meeting,
        key text NOT NULL,
        commitment_id uuid REFERENCES commitment,
        text text NOT NULL,
        added_on date NOT NULL,
        UNIQUE (agreement_id, key)
    )
    """,
    """
    CREATE TABLE decision (
        id uuid PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreement,
        meeting_id uuid NOT NULL REFERENCES meeting,
        kind text NOT NULL,
        item text,
        commitment_id uuid REFERENCES commitment,
        text text NOT NULL,
        "on" date NOT NULL,
        carried_out_by uuid
    )
    """,
    "CREATE INDEX decision_of_agreement ON decision (agreement_id)",
    """
    CREATE TABLE frozen_summary (
        meeting_id uuid NOT NULL REFERENCES meeting,
        version integer NOT NULL,
        content text NOT NULL,
        content_hash text NOT NULL,
        frozen_on date NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (meeting_id, version)
    )
    """,
    """
    CREATE FUNCTION refuse_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a frozen summary stays as it is; freeze a new version'; END $$
    """,
    """
    CREATE TRIGGER frozen_summary_stays BEFORE UPDATE OR DELETE ON frozen_summary
        FOR EACH ROW EXECUTE FUNCTION refuse_thaw()
    """,
    """
    CREATE TRIGGER frozen_summary_never_emptied BEFORE TRUNCATE ON frozen_summary
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_thaw()
    """,
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
