"""What is the portal connected to?"""

from schemas.portal import AddAccount, CheckHealth, EndAccount, FindAccountMailbox, ListAccounts
from services.portal.handlers.accounts import add_account, end_account, find_account_mailbox, list_accounts
from services.portal.pages.routes import pages
from services.portal.pages.sign_in_oidc import provider_of
from services.portal.pages.site import Site
from services.portal.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service, Wishes

ANSWERS: Wishes = {
    AddAccount: add_account,
    EndAccount: end_account,
    ListAccounts: list_accounts,
    FindAccountMailbox: find_account_mailbox,
}


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("portal", settings, clock)
    service.answers({**ANSWERS, CheckHealth: service.health.check})
    site = Site(
        service.bus,
        service.clock,
        settings.link_key,
        service.database,
        settings.inbox_dir,
        settings.contact,
        settings.public_url,
        settings.demo,
        provider_of(settings),
        settings.clock_wish_file,
    )
    service.serves("/", pages(site))
    return service


if __name__ == "__main__":
    build(Settings()).run()
