"""What happens when a calendar program asks by a secret address, and when somebody wants new ones?"""

from dataclasses import dataclass
from uuid import UUID

from services.portal.model.account import Account
from services.portal.store.accounts import Accounts
from services.runtime.links import calendar_of, is_calendar_token, make_calendar_token
from services.runtime.work import Work


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose it is, and of which agreement."""

    account: Account
    agreement_id: UUID


def token_of(account: Account, agreement_id: UUID, key: str) -> str:
    return make_calendar_token(key, account.id, agreement_id, account.calendars)


async def look_at_calendar(token: str, key: str, work: Work) -> Subscription | None:
    """None when we did not make it, when the account has ended, or has made its addresses anew since."""
    named = calendar_of(token)
    account = await Accounts(work.connection).with_id(named[0]) if named else None
    if not named or not account or not is_calendar_token(key, token, *named, account.calendars):
        return None
    return Subscription(account, named[1])


async def make_calendars_anew(account: Account, work: Work) -> None:
    """Those that there are stop to work."""
    await Accounts(work.connection).make_calendars_anew(account.id)
