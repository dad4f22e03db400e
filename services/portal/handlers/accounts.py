"""What happens when a mailbox may sign in, or no longer may, and when it is asked who may?"""

from schemas.portal import (
    AccountLines,
    AccountMailbox,
    AddAccount,
    EndAccount,
    FindAccountMailbox,
    ListAccounts,
)
from services.portal.model.account import add, end
from services.portal.store.accounts import Accounts
from services.runtime.errors import Refused
from services.runtime.work import Work


async def add_account(wish: AddAccount, work: Work) -> None:
    account, added = add(wish, work.now)
    if not await Accounts(work.connection).add(account):
        raise Refused(f"{wish.mailbox} har redan ett konto. Avsluta det först.")
    work.emit(added)


async def end_account(wish: EndAccount, work: Work) -> None:
    accounts = Accounts(work.connection)
    account = await accounts.with_mailbox(wish.mailbox)
    if account is None or not await accounts.end(account.id, work.now):
        raise Refused(f"{wish.mailbox} har inget konto.")
    work.emit(end(account))


async def list_accounts(_question: ListAccounts, work: Work) -> AccountLines:
    return AccountLines(accounts=tuple(one.line for one in await Accounts(work.connection).all()))


async def find_account_mailbox(question: FindAccountMailbox, work: Work) -> AccountMailbox:
    account = await Accounts(work.connection).with_id(question.account_id)
    return AccountMailbox(mailbox=account.mailbox if account else "")
