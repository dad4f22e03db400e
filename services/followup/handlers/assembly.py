"""What does a municipality's assembly hear of a year?"""

from schemas.followup import AssemblyReport, ReportToAssembly
from services.followup.model import assembly_report, clock, measure
from services.followup.model.agreement import Agreement
from services.followup.model.assembly_report import Followed
from services.followup.model.places import meant
from services.followup.store.clocks import Clocks
from services.followup.store.measures import Measures
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.public_feedback import PublicFeedback
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def report_to_assembly(question: ReportToAssembly, work: Work) -> AssemblyReport:
    codes = meant(question.municipality, None)
    year = assembly_report.a_year(question.year, question.municipality, work.today)
    agreements = await Promises(work.connection).promised(codes)
    concerned = [one for one in agreements if year.concerns(one)]
    clocks = clock.with_unknown(await Clocks(work.connection).of(codes or ()), codes or ())
    stood = (one.as_of(year.as_of) for one in clocks)
    measures = await Measures(work.connection).of_municipalities(codes or ())
    return AssemblyReport(
        municipality=question.municipality,
        year=question.year,
        as_of=year.as_of,
        clocks=clock.lines(stood, year.as_of, agreements),
        agreements=tuple([assembly_report.of_agreement(await _followed(one, work), year) for one in concerned]),
        measures=measure.of_year(
            measures.values(), {one.id: one.validity for one in agreements}, year.first, year.last
        ),
    )


async def _followed(agreement: Agreement, work: Work) -> Followed:
    reports = Reports(work.connection)
    told = await PublicFeedback(work.connection).of_agreements([agreement.id])
    return Followed(
        agreement=agreement,
        commitments=await Promises(work.connection).commitments_of(agreement.id),
        occurrences=await Occurrences(work.connection).of_agreement(agreement.id),
        reports=await reports.of_agreement(agreement.id),
        assessments=await reports.assessments_of(agreement.id),
        feedback=told[agreement.id],
    )
