"""What is a fact about an agreement?"""

from typing import ClassVar
from uuid import UUID

from schemas.base import Event


class AgreementFact(Event):
    """A fact about an agreement."""

    abstract: ClassVar[bool] = True

    agreement_id: UUID

    @property
    def about(self) -> str:
        return f"agreement/{self.agreement_id}"
