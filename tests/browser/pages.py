"""Which pages are looked at, and what is there to see?"""

from tests.builders import KOMMUNPOLIS, a_commitment
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
    "/tillfalle/sen/once/varfor",
    "/overenskommelser/arjeplog-2026-ml/dagar",
    "/overenskommelser/arjeplog-2026-ml/trappor",
    "/funktioner",
    f"/funktioner/{KOMMUNPOLIS.id}",
    "/mejl",
    "/simulera?fran=2026-03-03&till=2026-04-30&rod-dag=2026-03-03",
    "/simulera?fran=x&tillfalle=a&trappa=b&funktion=c",
    "/systemet",
    "/tillganglighet",
    "/finns-inte",
)


async def a_system_to_look_at(system: System) -> None:
    late = a_commitment("sen", due="2026-02-27")
    await sign(system, commitments=(late, a_commitment("snart", due="2026-03-12")))
