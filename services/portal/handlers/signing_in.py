"""What happens when somebody asks to come in, comes in, and leaves?"""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from services.portal.model.account import Account, is_same, known_as
from services.portal.model.signing_in import own_path
from services.portal.store.accounts import Accounts
from services.portal.store.sessions import Sessions
from services.portal.store.sign_ins import SignIn, SignIns
from services.runtime.links import is_sign_in_token, sign_in_of
from services.runtime.work import Work

ASKED_FOR = b"lofteskoll.asked-for.v1"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that nobody has used, and whose it is."""

    asked: SignIn
    account: Account


async def ask_for_link(mailbox: str, back_to: str, key: str, work: Work) -> SignIn | None:
    """None when nothing shall be sent: no account, or too many links. Whoever asked is told the same."""
    asked_for = hmac.digest(key.encode(), ASKED_FOR + known_as(mailbox).encode(), hashlib.sha256)
    account = await Accounts(work.connection).with_mailbox(mailbox)
    asked = await SignIns(work.connection).ask(asked_for, account.id if account else None, own_path(back_to))
    return asked if asked and asked.account_id else None


async def look_at_link(token: str, key: str, work: Work) -> Invitation | None:
    """Changes nothing."""
    sign_in_id = sign_in_of(token)
    asked = await SignIns(work.connection).unused(sign_in_id) if sign_in_id else None
    if not asked or not asked.account_id or not is_sign_in_token(key, token, asked.id, asked.expires_at):
        return None
    account = await Accounts(work.connection).with_id(asked.account_id)
    return Invitation(asked, account) if account else None


async def use_link(token: str, key: str, work: Work) -> tuple[str, str] | None:
    """A session's token and the path to go on to; None when the link is used, too old or not ours."""
    invitation = await look_at_link(token, key, work)
    if invitation is None or not await SignIns(work.connection).use(invitation.asked.id):
        return None
    return await Sessions(work.connection).begin(invitation.account.id), invitation.asked.back_to


async def enter(account_id: UUID, work: Work) -> str | None:
    """A session's token without a link: in a demo only."""
    account = await Accounts(work.connection).with_id(account_id)
    return await Sessions(work.connection).begin(account.id) if account else None


async def enter_as(mailbox: str, work: Work) -> str | None:
    """A session's token for who has shown elsewhere that the mailbox is theirs; None when it has no account."""
    account = await Accounts(work.connection).with_mailbox(mailbox)
    if account is None or not is_same(mailbox, account.mailbox):
        return None
    return await Sessions(work.connection).begin(account.id)


async def everybody(work: Work) -> list[Account]:
    return await Accounts(work.connection).all()


async def who(token: str, work: Work) -> Account | None:
    return await Sessions(work.connection).go_on(token)


async def leave(token: str, work: Work) -> None:
    await Sessions(work.connection).end(token)


async def leave_everywhere(account: Account, work: Work) -> None:
    await Sessions(work.connection).end_all(account.id)
