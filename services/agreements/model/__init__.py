"""What are the rules of agreements? Values in, values and facts out."""

from services.agreements.model.agreement import LIVING, Agreement
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.function import Function, Holder, Substitute
from services.agreements.model.handing_over import hand_over, refuse_other_party
from services.agreements.model.reaching import line, mailbox
from services.agreements.model.registration import draft, refuse_other_content, register

__all__ = [
    "LIVING",
    "Agreement",
    "Commitment",
    "Facts",
    "Function",
    "Holder",
    "Substitute",
    "draft",
    "hand_over",
    "line",
    "mailbox",
    "refuse_other_content",
    "refuse_other_party",
    "register",
]
