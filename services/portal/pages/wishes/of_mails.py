"""What can be done about mail, and what is said of it?"""

from schemas.notifier import AllowMail, RecordBounce, StopMail
from services.portal.pages.wishes.wish import ON, Label, Wish

ADDRESS = Label("Brevlåda", "E-postadressen.", "Skriv e-postadressen som samordnare@kommun.example.se.")
WISHES = (
    Wish(
        StopMail,
        "stoppa-mejl",
        "Stoppa mejl till en brevlåda",
        "Inget mer skickas dit, vilka funktioner den än hör till. Det som inte skickas syns i liggaren med skälet.",
        "Stoppa",
        "Mejl till brevlådan är stoppat.",
        {"mailbox": ADDRESS},
    ),
    Wish(
        AllowMail,
        "tillat-mejl",
        "Tillåt mejl till en brevlåda igen",
        "Mejl skickas dit igen. Det som inte skickades under tiden skickas inte i efterhand.",
        "Tillåt",
        "Mejl till brevlådan är tillåtet igen.",
        {"mailbox": ADDRESS},
    ),
    Wish(
        RecordBounce,
        "mejl-kom-tillbaka",
        "Anteckna att ett mejl kom tillbaka",
        "Mejlet nådde aldrig brevlådan. Funktionen visas bland dem som inte nås.",
        "Anteckna",
        "Det är antecknat att mejlet kom tillbaka.",
        {
            "message_id": Label(
                "Mejlets Message-ID", "Med vinklarna, som i liggaren.", "Skriv det med vinklar, som <n.1@example.se>."
            ),
            "code": Label("Serverns kod", "Till exempel 5.1.1 eller 550.", "Skriv koden som 5.1.1 eller 550."),
            "on": Label("Dagen då det kom tillbaka"),
        },
        today=ON,
    ),
)
