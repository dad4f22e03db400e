"""What the notifier is asked and says: who was mailed what, when, and what became of it."""

from schemas.notifier.health import *
from schemas.notifier.ledger import *
from schemas.notifier.reach import *
from schemas.notifier.sign_in import *
from schemas.notifier.simulation import *
from schemas.notifier.stopping import *
