"""Which pages are looked at, and what is there to see?"""

from tests.builders import a_commitment
from tests.portal.conftest import sign
from tests.system import System

PAGES = (
    "/",
    "/overenskommelser",
    "/overenskommelser/arjeplog-2026-ml",
    "/overenskommelser/arjeplog-2026-ml/ar",
    "/tillfalle/sen/once",
    "/tack/sen/once",
    "/loften",
    "/loften/2506",
    "/tillganglighet",
    "/finns-inte",
)


async def a_system_to_look_at(system: System) -> None:
    late = a_commitment("sen", due="2026-02-27")
    await sign(system, commitments=(late, a_commitment("snart", due="2026-03-12")))
