"""What is answered when it is asked which mails a day's reminders would become?"""

from schemas.notifier import SimulatedMails, SimulateMails
from services.notifier.model.simulation import mails
from services.notifier.store.stopped import StoppedMail
from services.runtime.work import Work


async def simulate_mails(question: SimulateMails, work: Work) -> SimulatedMails:
    return mails(question, await StoppedMail(work.connection).all())
