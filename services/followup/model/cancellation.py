"""May one occurrence be cancelled? By decision of a forum; the rest of its commitment stands."""

from datetime import date

from schemas.followup import CancelOccurrence, OccurrenceCancelled
from services.followup.model.comment import kept_reason
from services.followup.model.occurrence import Occurrence
from services.runtime.errors import Refused


def cancel(occurrence: Occurrence, wish: CancelOccurrence, today: date) -> tuple[Occurrence, OccurrenceCancelled]:
    """Raises Refused when it is done or cancelled already, and without a reason and a forum."""
    if not occurrence.is_open:
        raise Refused(f"Tillfället {occurrence.slug} är redan avslutat och kan inte utgå.")
    forum = kept_reason(wish.forum, "Vilket forum som har beslutat")
    return occurrence.cancel(kept_reason(wish.reason), forum, today)
