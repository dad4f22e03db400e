"""What happens when an organisation wants mails that carry only role and link, and when it is asked which do?"""

from schemas.agreements import (
    ListQuietOrganisations,
    QuietOrganisation,
    QuietOrganisations,
    QuietSwitched,
    SwitchQuiet,
)
from services.agreements import model
from services.agreements.store import Quiet
from services.runtime.work import Work


async def switch_quiet(wish: SwitchQuiet, work: Work) -> None:
    """Told only when it makes a difference."""
    model.check_quiet(wish)
    quiet = Quiet(work.connection)
    told = wish.model_dump(include={"party", "municipality", "reason"}) | {"asked_by": wish.asked_by}
    if wish.quiet:
        changed = await quiet.add(QuietOrganisation(**told, since=work.today))
    else:
        changed = await quiet.remove(wish.party, wish.municipality)
    if changed:
        work.emit(QuietSwitched(**told, quiet=wish.quiet))


async def list_quiet_organisations(_question: ListQuietOrganisations, work: Work) -> QuietOrganisations:
    return QuietOrganisations(organisations=tuple(await Quiet(work.connection).all()))
