"""Alembic's way in."""
