"""Where are agreements and functions kept?"""

from services.agreements.store.agreements import Agreements
from services.agreements.store.functions import Functions
from services.agreements.store.lines import Lines
from services.agreements.store.log import Log
from services.agreements.store.quiet import Quiet

__all__ = ["Agreements", "Functions", "Lines", "Log", "Quiet"]
