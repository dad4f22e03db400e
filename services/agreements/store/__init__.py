"""Where are agreements and functions kept?"""

from services.agreements.store.agreements import Agreements
from services.agreements.store.functions import Functions

__all__ = ["Agreements", "Functions"]
