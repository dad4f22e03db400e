"""A function is somebody's: a municipality's, or the police's there. So is the wish for mails that say little.

Whose one is that was there follows from the agreements that name it. Where these have several municipalities, a
municipality's own is nobody's that is known (NULL: only operations change it), and one of the police's is the first
one's police's. The police that were quiet everywhere are quiet wherever they have an agreement.
"""

from alembic import op
from sqlalchemy import text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOSE = """
    UPDATE function f SET municipality = place.code
    FROM (
        SELECT id, min(code) AS code, count(DISTINCT code) AS places
        FROM agreement_municipality JOIN (
            SELECT a.id AS agreement_id, (named ->> 'id')::uuid AS id
            FROM agreement a, jsonb_array_elements(document -> 'functions') named
            UNION
            SELECT agreement_id, (answers ->> 'function_id')::uuid
            FROM commitment, jsonb_array_elements(entry -> 'responsible') answers
        ) named USING (agreement_id)
        GROUP BY id
    ) place
    WHERE place.id = f.id AND (f.party = 'police' OR place.places = 1)
"""
QUIET = (
    """
    INSERT INTO {schema}.quiet_organisation (organisation, {days})
    SELECT 'police/' || code, {days}
    FROM {schema}.quiet_organisation, (SELECT DISTINCT code FROM agreement_municipality) place
    WHERE organisation = 'police'
    """,
    "DELETE FROM {schema}.quiet_organisation WHERE organisation = 'police'",
)
DAYS = {"public": "recorded_on", "history": "recorded_on, replaced_on"}
BEGUN = "SELECT to_regclass('history.quiet_organisation')"
"""What has no history yet is empty."""


def upgrade() -> None:
    op.execute("ALTER TABLE function ADD COLUMN municipality text")
    op.execute(WHOSE)
    if op.get_bind().scalar(text(BEGUN)):
        for schema, days in DAYS.items():
            for statement in QUIET:
                op.execute(statement.format(schema=schema, days=days))


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
