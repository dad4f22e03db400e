"""What is the portal connected to?"""

from services.portal.pages.routes import pages
from services.portal.pages.site import Site
from services.portal.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("portal", settings, clock)
    site = Site(service.bus, service.clock, settings.link_key, settings.inbox_dir, settings.contact)
    service.serves("/", pages(site))
    return service


if __name__ == "__main__":
    build(Settings()).run()
