"""What the agreements service is asked and says: what was promised, by whom, until when."""

from schemas.agreements.about import *
from schemas.agreements.amendments import *
from schemas.agreements.commands import *
from schemas.agreements.endings import *
from schemas.agreements.events import *
from schemas.agreements.functions import *
from schemas.agreements.health import *
from schemas.agreements.history import *
from schemas.agreements.parts import *
from schemas.agreements.queries import *
from schemas.agreements.quiet import *
from schemas.agreements.references import *
from schemas.agreements.renewals import *
from schemas.agreements.signatures import *
