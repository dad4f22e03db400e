"""How does the notifier feel?"""

from typing import ClassVar

from schemas.base import Query, Reply
from schemas.health import Health


class CheckHealth(Query):
    """How far behind is the notifier, and what waits there for an operator? Always answered of now."""

    reply: ClassVar[type[Reply]] = Health
