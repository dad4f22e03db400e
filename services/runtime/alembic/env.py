"""How does Alembic reach the database? Through the connection that runtime/migrate.py hands it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
