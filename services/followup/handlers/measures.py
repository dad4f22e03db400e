"""What happens when something has been measured, and what has changed?"""

from schemas.followup import ListMeasures, MeasureLines, RecordMeasure
from services.followup.model import measure as rules
from services.followup.model.places import meant
from services.followup.store.measures import Measures
from services.followup.store.promises import Promises
from services.runtime.work import Work


async def record_measure(wish: RecordMeasure, work: Work) -> None:
    named = wish.agreement
    agreement = await Promises(work.connection).agreement_named(named) if named else None
    measured = rules.record(wish, agreement, work.today)
    was = await Measures(work.connection).put(measured)
    work.emit(rules.told(measured, was))


async def list_measures(question: ListMeasures, work: Work) -> MeasureLines:
    measures, agreements = Measures(work.connection), Promises(work.connection)
    if question.agreement:
        agreement = await agreements.agreement_named(question.agreement, question.asker)
        found = await measures.of_agreement(agreement.id, agreement.municipalities)
        return MeasureLines(series=tuple(rules.series(one, agreement.validity) for one in found.values()))
    codes = meant(question.municipality, question.county)
    found = await measures.of_municipalities(codes) if codes else await measures.all()
    tied = {one[0].agreement_id for one in found.values()}
    validities = await agreements.validities(key for key in tied if key)
    return MeasureLines(series=rules.all_series(found.values(), validities))
