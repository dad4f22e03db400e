"""What the portal is told, asked and says: who may sign in, and as what."""

from schemas.asked import *
from schemas.portal.accounts import *
from schemas.portal.health import *
