"""What happens when an organisation wants mails that carry only role and link, and when it is asked which do?"""

from schemas.agreements import ListQuietOrganisations, QuietOrganisations, QuietSwitched, SwitchQuiet
from schemas.geography import municipalities
from services.agreements.store import Quiet
from services.runtime.errors import Refused
from services.runtime.work import Work

POLICE = "police"


async def switch_quiet(wish: SwitchQuiet, work: Work) -> None:
    """Told only when it makes a difference."""
    if wish.organisation != POLICE and wish.organisation not in municipalities():
        raise Refused(f"Det finns ingen kommun med koden {wish.organisation}.")
    quiet = Quiet(work.connection)
    if wish.quiet == (wish.organisation in await quiet.all()):
        return
    await (quiet.add if wish.quiet else quiet.remove)(wish.organisation)
    work.emit(QuietSwitched(organisation=wish.organisation, quiet=wish.quiet))


async def list_quiet_organisations(_question: ListQuietOrganisations, work: Work) -> QuietOrganisations:
    return QuietOrganisations(organisations=tuple(await Quiet(work.connection).all()))
