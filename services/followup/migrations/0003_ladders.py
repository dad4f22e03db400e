"""A ladder is one row: its rungs as they were planned, and beside them what became of the first of them.

That a commitment is there needs no check for each of its occurrences: who plans it holds it, and it is never removed.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANGES = (
    """
    CREATE TABLE ladder (
        occurrence_id uuid NOT NULL,
        due_version integer NOT NULL,
        leaves_at timestamptz,
        rungs json NOT NULL,
        outcomes json NOT NULL DEFAULT '[]'
    )
    """,
    """
    INSERT INTO ladder
    SELECT occurrence_id, due_version, min(leaves_at) FILTER (WHERE state = 0),
        json_agg(json_build_object('rung', rung, 'day', day, 'to', "to") ORDER BY state = 0, leaves_at, rung),
        coalesce(json_agg(json_build_object('state', ('{planned,fired,skipped,cancelled}'::text[])[state + 1],
            'reason', reason) ORDER BY leaves_at, rung) FILTER (WHERE state <> 0), '[]')
    FROM reminder GROUP BY occurrence_id, due_version
    """,
    "DROP TABLE reminder",
    "ALTER TABLE ladder ADD PRIMARY KEY (occurrence_id, due_version)",
    "CREATE INDEX ladder_next ON ladder (leaves_at, occurrence_id) WHERE leaves_at IS NOT NULL",
    "ALTER TABLE occurrence DROP CONSTRAINT occurrence_commitment_id_fkey",
)


def upgrade() -> None:
    for change in CHANGES:
        op.execute(change)


def downgrade() -> None:
    raise NotImplementedError("Facts are never removed; restore a backup instead.")
