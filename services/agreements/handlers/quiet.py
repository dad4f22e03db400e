"""What happens when an organisation wants mails that carry only role and link, and when it is asked which do?"""

from schemas.agreements import ListQuietOrganisations, QuietOrganisations, QuietSwitched, SwitchQuiet
from services.agreements import model
from services.agreements.store import Quiet
from services.runtime.work import Work


async def switch_quiet(wish: SwitchQuiet, work: Work) -> None:
    """Told only when it makes a difference."""
    model.check_municipality(wish.municipality)
    quiet = Quiet(work.connection)
    if await (quiet.add if wish.quiet else quiet.remove)(wish.party, wish.municipality):
        work.emit(QuietSwitched(party=wish.party, municipality=wish.municipality, quiet=wish.quiet))


async def list_quiet_organisations(_question: ListQuietOrganisations, work: Work) -> QuietOrganisations:
    return QuietOrganisations(organisations=tuple(await Quiet(work.connection).all()))
