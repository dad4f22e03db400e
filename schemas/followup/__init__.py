"""What the followup service is asked and says: what falls due, and what became of it."""

from schemas.followup.assembly import *
from schemas.followup.assessment import *
from schemas.followup.clocks import *
from schemas.followup.commands import *
from schemas.followup.commitments import *
from schemas.followup.deadlines import *
from schemas.followup.events import *
from schemas.followup.health import *
from schemas.followup.ladders import *
from schemas.followup.measures import *
from schemas.followup.meeting_facts import *
from schemas.followup.meetings import *
from schemas.followup.occurrence import *
from schemas.followup.parts import *
from schemas.followup.promises import *
from schemas.followup.public_feedback import *
from schemas.followup.queries import *
from schemas.followup.silences import *
from schemas.followup.simulation import *
from schemas.followup.summary import *
from schemas.followup.told import *
