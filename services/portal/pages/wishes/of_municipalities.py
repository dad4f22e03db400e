"""What can be recorded about a municipality and its residents, and what is said of it?"""

from schemas.followup import RecordMeasure, RecordPublicFeedback, RecordStatutoryStep
from services.portal.pages.wishes.wish import ON, Label, Wish

WISHES = (
    Wish(
        RecordStatutoryStep,
        "registrera-steg",
        "Registrera lägesbild eller åtgärdsplan",
        "Lagens klocka börjar om från den dagen. Bara dag och diarienummer sparas, aldrig innehållet.",
        "Registrera",
        "Steget är registrerat och klockan går från den dagen.",
        {
            "clock": Label("Vad är gjort?"),
            "on": Label("Dagen då det gjordes"),
            "instead_of": Label("I stället för dagen", "Bara om en annan dag angavs av misstag."),
        },
        today=ON,
    ),
    Wish(
        RecordPublicFeedback,
        "informera-invanarna",
        "Registrera att invånarna är informerade",
        "Invånarna har fått veta vad det blev av det som lovades. Dagen berättas för länsstyrelsen.",
        "Registrera",
        "Det är registrerat att invånarna är informerade.",
        {"on": Label("Dagen då de informerades"), "channel": Label("Kanal", "Till exempel kommunens webbplats.")},
        today=ON,
    ),
    Wish(
        RecordMeasure,
        "registrera-matning",
        "Registrera ett uppmätt värde",
        "Ett nytt värde för samma dag rättar det förra. En förändring är ingen effekt.",
        "Registrera",
        "Värdet är registrerat.",
        {"on": Label("Mätt den dag")},
        today=ON,
    ),
)
