"""Who may open which page, wish for what, and ask what? One table; what is not in it nobody may.

Rights follow from being party: an agreement is somebody's own when it concerns one of their places. Everything that a
message names must be their own (`naming.py`), and what is answered without being named is left out unless it is.
"""

from dataclasses import dataclass

from schemas import agreements, followup, notifier, portal
from schemas.base import Message
from services.portal.model.visitor import (
    ANYBODY,
    BARE,
    BY_LINK,
    FIGURES,
    KEEPERS_OF_FUNCTIONS,
    KEEPERS_OF_MAIL,
    PAIR,
    PUBLIC,
    READERS,
    RESIDENT,
    SIGNED_IN,
    WHO_WISH,
    Role,
    Visitor,
)

OF_RESIDENTS = ("/loften", "/loften/{code}", "/loften/{code}.json", "/loften/{code}.rss")
OF_REPORTS = tuple(f"/kommuner/{{code}}/arsrapport{ending}" for ending in ("", ".xlsx", ".docx", "/{table}.csv"))
OF_DRAFTS = (
    "/ny-overenskommelse",
    "/ny-overenskommelse/parter",
    "/utkast/{slug}",
    "/utkast/{slug}/atagande",
    "/utkast/{slug}/atagande/{commitment}",
    "/utkast/{slug}/atagande/{commitment}/stryk",
    "/utkast/{slug}/{step}",
)
AS: dict[str, Visitor] = dict.fromkeys(OF_RESIDENTS, RESIDENT)
"""On these pages whoever may open them asks as this, whoever they are: no more is to be seen there."""

PAGES: dict[str, frozenset[Role]] = {
    "/": SIGNED_IN,
    "/overenskommelser": READERS,
    "/overenskommelser.xlsx": READERS,
    "/overenskommelser/{slug}.xlsx": READERS,
    "/overenskommelser/{slug}.docx": READERS,
    "/overenskommelser/{slug}": READERS,
    "/overenskommelser/{slug}/moten": READERS,
    "/overenskommelser/{slug}/parter": READERS,
    "/overenskommelser/{slug}/kalender.ics": READERS,
    "/prenumerera/{slug}": READERS,
    "/kalender/{token}.ics": ANYBODY,
    "/overenskommelser/{slug}/ar": READERS,
    "/overenskommelser/{slug}/dagar": READERS,
    "/overenskommelser/{slug}/historik": READERS,
    "/overenskommelser/{slug}/mejl": READERS,
    "/overenskommelser/{slug}/trappor": READERS,
    "/overenskommelser/{slug}/takt": PAIR,
    **dict.fromkeys(OF_DRAFTS, PAIR),
    "/atagande/{slug:path}": READERS,
    "/tillfalle/{slug:path}/varfor": READERS,
    "/moten": READERS,
    "/moten/{slug:path}.docx": READERS,
    "/moten/{slug:path}": READERS,
    "/kommuner": READERS,
    "/kommuner/{code}": READERS,
    **dict.fromkeys(OF_REPORTS, READERS),
    "/lan/{code}.xlsx": frozenset({Role.COUNTY_BOARD}),
    "/lan/{code}": frozenset({Role.COUNTY_BOARD}),
    "/funktioner": KEEPERS_OF_FUNCTIONS,
    "/funktioner/{id}": KEEPERS_OF_FUNCTIONS,
    "/mejl": PAIR | KEEPERS_OF_MAIL,
    "/las-in": PAIR,
    "/las-in/gor": PAIR,
    "/simulera": PAIR,
    "/simulera.csv": PAIR,
    "/simulera.xlsx": PAIR,
    "/systemet": SIGNED_IN,
    "/gor": WHO_WISH,
    "/gor/{address}": WHO_WISH,
    "/svar/{token}": ANYBODY,
    "/svar/{token}/tack": ANYBODY,
    "/tillfalle/{slug:path}": PAIR,
    "/tack/{slug:path}": PAIR,
    **dict.fromkeys(OF_RESIDENTS, ANYBODY),
    "/loften.schema.json": ANYBODY,
    "/tillganglighet": ANYBODY,
    "/sprak": ANYBODY,
    "/static": ANYBODY,
    "/logga-in": ANYBODY,
    "/logga-in/skickat": ANYBODY,
    "/logga-in/prova/{account}": ANYBODY,
    "/logga-in/oidc": ANYBODY,
    "/logga-in/oidc/svar": ANYBODY,
    "/logga-in/{token}": ANYBODY,
    "/konto": SIGNED_IN,
    "/konto/kalendrar": READERS,
    "/installningar": SIGNED_IN,
    "/logga-ut": SIGNED_IN,
    "/logga-ut/overallt": SIGNED_IN,
    "/dev/klocka": SIGNED_IN,
    "/dev/inbox": ANYBODY,
    "/dev/inbox/{name}": ANYBODY,
    "/dev/inbox/{name}/html": ANYBODY,
}
"""By the address in routes.py. A new page is one line here. The inbox and ready-made accounts are there in demos, the
clock where it can be moved."""


@dataclass(frozen=True, slots=True)
class Right:
    roles: frozenset[Role]
    only_own: tuple[str, ...] = ()
    """The fields of the answer from which is left out what is not one's own."""
    by_function: bool = False
    """Its lines are of functions, not of agreements."""


MESSAGES: dict[type[Message], Right] = {
    agreements.ListAgreements: Right(FIGURES | KEEPERS_OF_MAIL, ("agreements",)),
    agreements.ShowAgreement: Right(READERS),
    agreements.ShowHistory: Right(READERS, ("others",)),
    agreements.TryAgreement: Right(PAIR),
    agreements.ListFunctions: Right(KEEPERS_OF_FUNCTIONS, ("functions",), by_function=True),
    agreements.FindMailboxes: Right(KEEPERS_OF_FUNCTIONS, ("mailboxes",), by_function=True),
    agreements.ListQuietOrganisations: Right(KEEPERS_OF_FUNCTIONS | KEEPERS_OF_MAIL, ("organisations",)),
    followup.ListCommitments: Right(READERS),
    followup.ListDue: Right(FIGURES, ("occurrences",)),
    followup.CountByMonth: Right(frozenset({Role.COUNTY_BOARD}), ("counts",)),
    followup.CountOverdue: Right(frozenset({Role.COUNTY_BOARD}), ("counts",)),
    followup.ListSilences: Right(READERS, ("silences",)),
    followup.ListOccurrences: Right(FIGURES | KEEPERS_OF_MAIL, ("occurrences",)),
    followup.ListMeetings: Right(FIGURES, ("meetings",)),
    followup.ListDeadlines: Right(READERS | KEEPERS_OF_MAIL, ("deadlines",)),
    followup.ListClocks: Right(FIGURES, ("clocks",)),
    followup.ListMeasures: Right(FIGURES, ("series",)),
    followup.ListPublicFeedback: Right(FIGURES | PUBLIC, ("agreements",)),
    followup.ListPublicPromises: Right(PUBLIC, ("agreements",)),
    followup.ShowCommitment: Right(READERS),
    followup.ShowOccurrence: Right(READERS | BY_LINK),
    followup.ExplainOccurrence: Right(READERS),
    followup.ShowLadder: Right(READERS),
    followup.ShowMeeting: Right(READERS),
    followup.ShowFrozenSummary: Right(READERS),
    followup.SummariseAgreement: Right(READERS),
    followup.ReportToAssembly: Right(READERS),
    followup.PreviewRule: Right(PAIR),
    followup.SimulateReminders: Right(PAIR, ("reminders", "deadlines")),
    notifier.SimulateMails: Right(PAIR),
    notifier.FindUnreached: Right(KEEPERS_OF_FUNCTIONS, ("functions",), by_function=True),
    notifier.ShowLedger: Right(READERS | KEEPERS_OF_MAIL, ("lines",), by_function=True),
    notifier.ListStoppedMailboxes: Right(PAIR | KEEPERS_OF_MAIL, ("mailboxes",), by_function=True),
    **dict.fromkeys(
        (agreements.CheckHealth, followup.CheckHealth, notifier.CheckHealth, portal.CheckHealth), Right(SIGNED_IN)
    ),
    followup.ReportActivity: Right(PAIR | BY_LINK),
    followup.SetTarget: Right(PAIR | BY_LINK),
    **dict.fromkeys(
        (
            agreements.CloseAgreement,
            agreements.SucceedParty,
            agreements.SupersedeAgreement,
            agreements.TerminateAgreement,
        ),
        Right(frozenset({Role.COORDINATOR})),
    ),
    agreements.SwitchQuiet: Right(frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})),
    **dict.fromkeys(
        (
            agreements.AppointHolder,
            agreements.AppointSubstitute,
            agreements.EndHolder,
            agreements.EndSubstitute,
            agreements.SetMailbox,
        ),
        Right(KEEPERS_OF_FUNCTIONS),
    ),
    **dict.fromkeys((notifier.AllowMail, notifier.StopMail), Right(KEEPERS_OF_MAIL)),
    notifier.RecordBounce: Right(frozenset({Role.OPERATOR})),
    **dict.fromkeys(
        (
            agreements.AddCommitment,
            agreements.AddSignature,
            agreements.AmendAgreement,
            agreements.AmendCommitment,
            agreements.CancelCommitment,
            agreements.ChangeDueRule,
            agreements.DraftAgreement,
            agreements.ExtendAgreement,
            agreements.ExtendByMonths,
            agreements.HandOverWork,
            agreements.ReassignCommitment,
            agreements.RegisterAgreement,
            agreements.RenewAgreement,
            agreements.ReviseAgreement,
            agreements.ShareAgreement,
            agreements.SignAgreement,
            agreements.WithdrawAgreement,
            followup.AddAgendaItem,
            followup.AssessCommitment,
            followup.CancelMeeting,
            followup.CancelOccurrence,
            followup.ChangeLadder,
            followup.CloseMeeting,
            followup.CorrectReport,
            followup.FreezeSummaryAnew,
            followup.InformSteeringGroup,
            followup.MoveDueDay,
            followup.MoveMeeting,
            followup.OverrideLight,
            followup.PauseCommitment,
            followup.PauseOccurrence,
            followup.PlanMeeting,
            followup.PlanMeetings,
            followup.RecordDecision,
            followup.RecordMeasure,
            followup.RecordPublicFeedback,
            followup.RecordStatutoryStep,
            followup.RestoreLadder,
            followup.ResumeCommitment,
            followup.ResumeOccurrence,
        ),
        Right(PAIR),
    ),
}
"""What pages ask and wish for. What is about accounts is in the operator's terminal alone."""


def may_open(visitor: Visitor, path: str) -> bool:
    """`path`: as in routes.py."""
    return visitor.role in PAGES.get(path, frozenset())


def may_wish(visitor: Visitor, kind: type[Message]) -> bool:
    return right_to(visitor, kind) is not None


def is_bare(visitor: Visitor, kind: type[Message]) -> bool:
    """What is told of functions, mails and quiet organisations is no agreement's text."""
    about_agreements = kind.subject.split(".")[1] == "followup" or kind is agreements.ListAgreements
    return visitor.role is Role.COUNTY_BOARD or (visitor.role in BARE and about_agreements)


def right_to(visitor: Visitor, kind: type[Message]) -> Right | None:
    """None: may not."""
    right = MESSAGES.get(kind)
    return right if right and visitor.role in right.roles else None
