"""What falls due, and what became of it."""

from hypothesis import settings

settings.register_profile("no hurry", deadline=None)
"""A busy machine is not a fault in a rule."""
settings.load_profile("no hurry")
