"""What happens when a mail comes back?"""

from schemas.notifier import RecordBounce
from services.notifier.model import bounce
from services.notifier.store.ledger import Ledger
from services.runtime.errors import Refused
from services.runtime.work import Work


async def record_bounce(wish: RecordBounce, work: Work) -> None:
    if wish.on > work.today:
        raise Refused(f"Dagen {wish.on} har inte kommit än.")
    ledger = Ledger(work.connection)
    bounced = await ledger.bounce(wish.message_id, bounce.reason(wish.code, wish.on), work.now)
    if not bounced and (sentence := bounce.why_not(await ledger.states(wish.message_id))):
        raise Refused(sentence)
    work.emit(*(bounce.fact(claim, wish.code, wish.on) for claim in bounced))
