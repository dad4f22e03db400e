"""An agreement is amended, superseded, terminated, closed; parties succeed each other."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE agreement
            ADD COLUMN parent_id uuid,
            ADD COLUMN plan_year integer,
            ADD COLUMN drafted_by text,
            ADD COLUMN life jsonb NOT NULL DEFAULT '{}'
    """)
    op.execute("UPDATE agreement SET parent_id = (document ->> 'parent_id')::uuid")
    op.execute("CREATE INDEX ix_agreement_parent_id ON agreement (parent_id)")
    op.execute("ALTER TABLE commitment ADD COLUMN fate jsonb NOT NULL DEFAULT 'null'")


def downgrade() -> None:
    raise NotImplementedError("what is recorded is never unmade; write a new revision")
