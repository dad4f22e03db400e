"""How does the agreements service feel?"""

from typing import ClassVar

from schemas.base import Query, Reply
from schemas.health import Health


class CheckHealth(Query):
    """How far behind is the agreements service, and what waits there for an operator? Always answered of now."""

    reply: ClassVar[type[Reply]] = Health
