"""What are the rules of agreements? Values in, values and facts out."""

from services.agreements.model.agreement import Agreement
from services.agreements.model.amendment import amend, amend_commitment, amend_whole, succeed_party
from services.agreements.model.card import card
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.ending import close, supersede, terminate
from services.agreements.model.family import check_family, refuse_living_plans
from services.agreements.model.function import Function, Holder, Substitute, check_known, check_new, described
from services.agreements.model.handing_over import HandingOver
from services.agreements.model.history import PAGE, Told, history, others
from services.agreements.model.kind import refuse_estranged, refuse_left_behind
from services.agreements.model.life import STANDING, Life
from services.agreements.model.organisation import areas_of, check_quiet
from services.agreements.model.reaching import line, line_as_described, mailbox
from services.agreements.model.registration import draft, refuse_other_content, register
from services.agreements.model.renewal import extend_by_months, renew, revise
from services.agreements.model.signing import add_signature, sign

__all__ = [
    "PAGE",
    "STANDING",
    "Agreement",
    "Commitment",
    "Facts",
    "Function",
    "HandingOver",
    "Holder",
    "Life",
    "Substitute",
    "Told",
    "add_signature",
    "amend",
    "amend_commitment",
    "amend_whole",
    "areas_of",
    "card",
    "check_family",
    "check_known",
    "check_new",
    "check_quiet",
    "close",
    "described",
    "draft",
    "extend_by_months",
    "history",
    "line",
    "line_as_described",
    "mailbox",
    "others",
    "refuse_estranged",
    "refuse_left_behind",
    "refuse_living_plans",
    "refuse_other_content",
    "register",
    "renew",
    "revise",
    "sign",
    "succeed_party",
    "supersede",
    "terminate",
]
