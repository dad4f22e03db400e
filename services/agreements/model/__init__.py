"""What are the rules of agreements? Values in, values and facts out."""

from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.registration import draft, refuse_other_content, register

__all__ = ["Agreement", "Commitment", "Facts", "draft", "refuse_other_content", "register"]
