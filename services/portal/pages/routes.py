"""Which address leads to which page?"""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from services.portal.pages import (
    agreement_list,
    agreement_mails,
    agreements,
    answer,
    asking,
    cadence,
    calendar,
    clock,
    commitments,
    county,
    explanation,
    functions,
    history,
    inbox,
    language,
    mails,
    meetings,
    municipalities,
    own_settings,
    parties,
    promises,
    reminders,
    sign_in,
    sign_in_oidc,
    simulation,
    start,
    statement,
    status,
    subscribing,
    taking_in,
    year,
)
from services.portal.pages.door import Door, admitted
from services.portal.pages.drafts import begin, draft, promise, steps
from services.portal.pages.errors import HANDLERS
from services.portal.pages.files import of_agreement, of_meeting, of_year, workbooks
from services.portal.pages.guard import Guard
from services.portal.pages.promises_json import SCHEMA
from services.portal.pages.sending import STATIC, Packed, Static
from services.portal.pages.site import Site
from services.portal.pages.size import LARGEST_POST

ROUTES = [
    Route("/", start.show),
    Route("/ny-overenskommelse", begin.choose),
    Route("/ny-overenskommelse/parter", begin.begin),
    Route("/ny-overenskommelse/parter", begin.save, methods=["POST"]),
    Route("/utkast/{slug}", steps.look_through),
    Route("/utkast/{slug}/atagande", promise.show),
    Route("/utkast/{slug}/atagande", promise.record, methods=["POST"]),
    Route("/utkast/{slug}/atagande/{commitment}", promise.show),
    Route("/utkast/{slug}/atagande/{commitment}", promise.record, methods=["POST"]),
    Route("/utkast/{slug}/atagande/{commitment}/stryk", promise.strike, methods=["POST"]),
    Route("/utkast/{slug}/{step}", steps.show),
    Route("/utkast/{slug}/{step}", steps.save, methods=["POST"]),
    Route("/overenskommelser", agreement_list.list_all),
    Route("/overenskommelser.xlsx", workbooks.agreements),
    Route("/overenskommelser/{slug}.xlsx", workbooks.agreement),
    Route("/overenskommelser/{slug}.docx", of_agreement.download),
    Route("/overenskommelser/{slug}", agreements.show),
    Route("/overenskommelser/{slug}/moten", meetings.of_agreement),
    Route("/overenskommelser/{slug}/parter", parties.show),
    Route("/overenskommelser/{slug}/kalender.ics", calendar.show),
    Route("/prenumerera/{slug}", subscribing.show),
    Route("/kalender/{token}.ics", subscribing.feed),
    Route("/overenskommelser/{slug}/ar", year.show),
    Route("/overenskommelser/{slug}/dagar", reminders.deadlines),
    Route("/overenskommelser/{slug}/historik", history.show),
    Route("/overenskommelser/{slug}/mejl", agreement_mails.show),
    Route("/overenskommelser/{slug}/trappor", reminders.ladders),
    Route("/overenskommelser/{slug}/takt", cadence.show),
    Route("/overenskommelser/{slug}/takt", cadence.change, methods=["POST"]),
    Route("/moten", meetings.list_all),
    Route("/moten/{slug:path}.docx", of_meeting.download),
    Route("/moten/{slug:path}", meetings.show),
    Route("/kommuner", municipalities.list_all),
    Route("/kommuner/{code}", municipalities.show),
    Route("/kommuner/{code}/arsrapport", municipalities.report),
    Route("/kommuner/{code}/arsrapport.xlsx", workbooks.report),
    Route("/kommuner/{code}/arsrapport.docx", of_year.download),
    Route("/kommuner/{code}/arsrapport/{table}.csv", municipalities.report_file),
    Route("/lan/{code}.xlsx", workbooks.county),
    Route("/lan/{code}", county.show),
    Route("/svar/{token}", answer.show),
    Route("/svar/{token}", answer.record, methods=["POST"]),
    Route("/svar/{token}/tack", answer.thank),
    Route("/tillfalle/{slug:path}/varfor", explanation.show),
    Route("/tillfalle/{slug:path}", answer.show),
    Route("/tillfalle/{slug:path}", answer.record, methods=["POST"]),
    Route("/atagande/{slug:path}", commitments.show),
    Route("/tack/{slug:path}", answer.thank),
    Route("/loften", promises.list_all),
    Route(SCHEMA, promises.show_schema),
    Route("/loften/{code}.json", promises.show_json),
    Route("/loften/{code}.rss", promises.show_rss),
    Route("/loften/{code}", promises.show),
    Route("/funktioner", functions.list_all),
    Route("/funktioner/{id}", functions.show_one),
    Route("/mejl", mails.show),
    Route("/simulera", simulation.show),
    Route("/simulera.csv", simulation.as_file),
    Route("/simulera.xlsx", workbooks.simulation),
    Route("/systemet", status.show),
    Route("/las-in", taking_in.show),
    Route("/las-in", taking_in.look, methods=["POST"]),
    Route("/las-in/gor", taking_in.carry_out, methods=["POST"]),
    Route("/gor", asking.list_all),
    Route("/gor/{address}", asking.show),
    Route("/gor/{address}", asking.carry_out, methods=["POST"]),
    Route("/tillganglighet", statement.show),
    Route("/sprak", language.choose, methods=["POST"]),
    Route("/logga-in", sign_in.show),
    Route("/logga-in", sign_in.ask, methods=["POST"]),
    Route("/logga-in/skickat", sign_in.sent),
    Route("/logga-in/prova/{account}", sign_in.try_as, methods=["POST"]),
    Route("/logga-in/oidc", sign_in_oidc.begin),
    Route("/logga-in/oidc/svar", sign_in_oidc.come_back),
    Route("/logga-in/{token}", sign_in.look),
    Route("/logga-in/{token}", sign_in.use, methods=["POST"]),
    Route("/konto", sign_in.account),
    Route("/konto/kalendrar", subscribing.make_anew, methods=["POST"]),
    Route("/installningar", own_settings.show),
    Route("/logga-ut", sign_in.end, methods=["POST"]),
    Route("/logga-ut/overallt", sign_in.end_everywhere, methods=["POST"]),
    Route("/dev/klocka", clock.show),
    Route("/dev/klocka", clock.move, methods=["POST"]),
    Route("/dev/inbox", inbox.show_all),
    Route("/dev/inbox/{name}", inbox.show_one),
    Route("/dev/inbox/{name}/html", inbox.show_html),
    Mount("/static", Static(directory=STATIC)),
]


def pages(site: Site) -> ASGIApp:
    """Each for those who may: see model/rights.py."""
    routes = [admitted(route, sign_in.not_signed_in) for route in ROUTES]
    application = Starlette(
        routes=routes,
        exception_handlers={**HANDLERS, draft.Elsewhere: draft.elsewhere},
        max_body_size=LARGEST_POST,
        middleware=[Middleware(Packed)],
    )
    application.state.site = site
    return Guard(Door(application, site), site.public_url)
