"""What can be done with follow-up meetings, and what is said of it?"""

from schemas.followup import (
    AddAgendaItem,
    CancelMeeting,
    CloseMeeting,
    FreezeSummaryAnew,
    InformSteeringGroup,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RecordDecision,
)
from services.portal.pages.wishes.wish import ON, Label, Wish

WISHES = (
    Wish(
        PlanMeeting,
        "planera-mote",
        "Planera ett möte",
        "Parterna påminns 21, 7 och 1 dag före mötet, om ingen annan trappa är vald.",
        "Planera mötet",
        "Mötet är planerat.",
        {"on": Label("Dag för mötet")},
    ),
    Wish(
        PlanMeetings,
        "planera-moten",
        "Planera en serie möten",
        "Ange hur ofta eller egna dagar; inget av dem: i överenskommelsens takt. "
        "Kommande möten i en tidigare serie ställs in.",
        "Planera mötena",
        "Mötena är planerade.",
        {
            "cadence": Label("Hur ofta", "En gång per …"),
            "first": Label("Första mötet", "Takten räknas därifrån."),
            "days": Label("Egna dagar", "En dag på varje rad, som 2026-06-11."),
        },
    ),
    Wish(
        MoveMeeting,
        "flytta-mote",
        "Flytta mötet",
        "Påminnelserna räknas om från den nya dagen.",
        "Flytta mötet",
        "Mötet är flyttat.",
        {"to": Label("Ny dag")},
    ),
    Wish(
        AddAgendaItem,
        "ta-upp-pa-dagordningen",
        "Ta upp något på mötet",
        "Punkten står på dagordningen tills den är beslutad, också på nästa möte.",
        "Sätt upp på dagordningen",
        "Punkten står på dagordningen.",
        {"text": Label("Det som ska tas upp"), "commitment": Label("Åtagande det gäller", "Dess läsbara namn.")},
    ),
    Wish(
        RecordDecision,
        "anteckna-beslut",
        "Anteckna ett beslut",
        "Beslutet sparas med mötet. Är det en ändring genomförs den först, med sitt eget formulär.",
        "Anteckna beslutet",
        "Beslutet är antecknat.",
        {
            "decision": Label("Beslutet är att"),
            "item": Label("Punkt på dagordningen", "Dess beteckning, som item:3."),
            "commitment": Label("Åtagande det gäller", "Dess läsbara namn."),
            "text": Label("Vad mötet beslutade"),
            "carried_out_by": Label(
                "Ändringens id", "Det id som visades när ändringen genomfördes.", "Skriv hela id:t; det har 36 tecken."
            ),
        },
    ),
    Wish(
        CloseMeeting,
        "avsluta-mote",
        "Avsluta mötet",
        "Mötet är hållet och sammanfattningen fryses. Den kan sedan bara få nya versioner.",
        "Avsluta mötet",
        "Mötet är avslutat och sammanfattningen är fryst.",
        {
            "on": Label("Dagen då mötet hölls"),
            "steering_group_informed_on": Label("Styrgruppen informerades den dag", "Kan registreras senare."),
        },
        today=ON,
    ),
    Wish(
        InformSteeringGroup,
        "styrgruppen-informerad",
        "Registrera att styrgruppen är informerad",
        "Styrgruppen har fått veta vad det avslutade mötet kom fram till.",
        "Registrera",
        "Det är registrerat att styrgruppen är informerad.",
        {"on": Label("Informerad den dag")},
        today=ON,
    ),
    Wish(
        FreezeSummaryAnew,
        "frys-ny-version",
        "Frys en ny version av sammanfattningen",
        "Den nya versionen säger hur det står nu. De tidigare finns kvar.",
        "Frys en ny version",
        "Sammanfattningen har en ny version.",
    ),
    Wish(
        CancelMeeting,
        "stall-in-mote",
        "Ställ in mötet",
        "Det som inte är beslutat kommer upp på nästa möte. Ingen påminns om mötet mer.",
        "Ställ in mötet",
        "Mötet är inställt.",
        for_good=True,
    ),
)
