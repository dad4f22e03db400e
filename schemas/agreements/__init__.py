"""What the agreements service is asked and says: what was promised, by whom, until when."""

from schemas.agreements.commands import *
from schemas.agreements.events import *
from schemas.agreements.parts import *
from schemas.agreements.queries import *
