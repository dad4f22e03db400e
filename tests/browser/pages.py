"""Which pages are looked at, and what is there to see?"""

from datetime import date

from schemas.agreements import DraftAgreement
from schemas.followup import CloseMeeting, OwnIndicator, PlanMeeting, RecordMeasure
from tests.builders import AGREEMENT, KOMMUNPOLIS, a_commitment, a_document
from tests.portal.conftest import sign
from tests.system import System

PAGES = (
    "/",
    "/overenskommelser",
    "/overenskommelser/arjeplog-2026-ml",
    "/overenskommelser/arjeplog-2026-ml/moten",
    "/overenskommelser/arjeplog-2026-ml/parter",
    "/overenskommelser/arjeplog-2026-ml/ar",
    "/prenumerera/arjeplog-2026-ml",
    "/moten",
    f"/moten/{AGREEMENT}/meeting-1",
    f"/moten/{AGREEMENT}/meeting-2",
    "/kommuner",
    "/kommuner/2506",
    "/kommuner/2506/arsrapport",
    "/lan/25",
    "/tillfalle/sen/once",
    "/tack/sen/once",
    "/atagande/sen",
    "/gor/lova-mer?agreement=arjeplog-2026-ml&commitment.recurrence.kind=count",
    "/gor/valj-trappa?agreement=arjeplog-2026-ml&klart=aterstall-trappa",
    "/gor/valj-trappa?agreement=arjeplog-2026-ml&ladder=meeting&tillbaka=/installningar",
    "/gor/skriv-utkast",
    "/ny-overenskommelse",
    "/ny-overenskommelse/parter?forlaga=mall-centrum",
    "/ny-overenskommelse/parter?under=arjeplog-2026-ml",
    "/utkast/arjeplog-utkast",
    "/utkast/arjeplog-utkast/parter",
    "/utkast/arjeplog-utkast/lagesbild",
    "/utkast/arjeplog-utkast/ataganden?klart=tillagt",
    "/utkast/arjeplog-utkast/atagande/utkast-1",
    "/utkast/arjeplog-utkast/uppfoljning",
    "/loften",
    "/loften/2506",
    "/tillfalle/sen/once/varfor",
    "/overenskommelser/arjeplog-2026-ml/dagar",
    "/overenskommelser/arjeplog-2026-ml/historik",
    "/overenskommelser/arjeplog-2026-ml/mejl",
    "/overenskommelser/arjeplog-2026-ml/trappor",
    "/overenskommelser/arjeplog-2026-ml/takt",
    "/funktioner",
    f"/funktioner/{KOMMUNPOLIS.id}",
    "/las-in",
    "/installningar",
    "/mejl",
    "/simulera",
    "/simulera?fran=2026-03-03&till=2026-04-30&rod-dag=2026-03-03",
    "/simulera?fran=x&tillfalle=a&trappa=b&funktion=c",
    "/systemet",
    "/dev/klocka",
    "/logga-in",
    "/logga-in/skickat",
    "/konto",
    "/tillganglighet",
    "/finns-inte",
)


def who_looks(path: str) -> str:
    """As whom a page is looked at: where it shows the most."""
    return {"/lan/25": "board", "/systemet": "operator"}.get(path, "coordinator")


async def a_system_to_look_at(system: System) -> None:
    late = a_commitment("sen", due="2026-02-27")
    await sign(system, commitments=(late, a_commitment("snart", due="2026-03-12")))
    drafted = a_document("arjeplog-utkast", commitments=(a_commitment("utkast-1", agreement="arjeplog-utkast"),))
    await system.tell(DraftAgreement(document=drafted, drafted_by="2506"))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 6, 1)))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 2)))
    await system.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-2", on=date(2026, 3, 2)))
    trust = {"measured": OwnIndicator(name="Trygga", unit="procent"), "source": "Kommunen"}
    for on, value in ((date(2025, 3, 2), "62"), (date(2026, 3, 2), "64.5")):
        await system.tell(RecordMeasure(municipality="2506", on=on, value=value, **trust))
