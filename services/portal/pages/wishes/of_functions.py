"""What can be done with functions and those who hold them, and what is said of it?"""

from schemas.agreements import (
    AppointHolder,
    AppointSubstitute,
    EndHolder,
    EndSubstitute,
    HandOverWork,
    SetMailbox,
    SwitchQuiet,
)
from services.portal.pages.wishes.wish import Label, Wish

WISHES = (
    Wish(
        AppointHolder,
        "ge-ny-innehavare",
        "Ge en funktion en ny innehavare",
        "Mejlen går till den nya brevlådan. Den förra innehavaren får inga mejl från och med den dagen.",
        "Spara innehavaren",
        "Funktionen har en ny innehavare.",
        {
            "since": Label("Från och med", "Lämna tomt: från i dag."),
            "until": Label("Till och med", "Lämna tomt: tills nästa tar vid."),
        },
    ),
    Wish(
        SetMailbox,
        "byt-brevlada",
        "Byt en funktions brevlåda",
        "Funktionens mejl går till en annan brevlåda från och med i dag.",
        "Byt brevlåda",
        "Funktionens mejl går till en annan brevlåda.",
    ),
    Wish(
        EndHolder,
        "avsluta-innehavare",
        "Låt innehavaren sluta",
        "Tills en ny innehavare finns når mejlen bara en ersättare.",
        "Avsluta",
        "Innehavaren slutar.",
        {"on": Label("Sista dag")},
    ),
    Wish(
        AppointSubstitute,
        "utse-ersattare",
        "Utse en ersättare",
        "Mejlen till funktionen går till ersättaren de dagarna.",
        "Utse ersättaren",
        "Ersättaren är utsedd.",
    ),
    Wish(
        EndSubstitute,
        "avsluta-ersattare",
        "Avsluta en ersättare i förtid",
        "Mejlen går till funktionens egen innehavare igen. Det som är planerat senare stryks.",
        "Avsluta",
        "Ersättaren slutar.",
        {"on": Label("Sista dag")},
    ),
    Wish(
        HandOverWork,
        "lamna-over",
        "Lämna över allt öppet arbete",
        "En annan funktion i samma kommun, eller hos polisen, svarar för allt öppet arbete, i alla överenskommelser.",
        "Lämna över",
        "Allt öppet arbete är överlämnat.",
        {"function_id": Label("Funktion som lämnar över")},
    ),
    Wish(
        SwitchQuiet,
        "tysta-mejl",
        "Välj vad mejlen får säga",
        "Antingen säger mejlen till kommunens funktioner, eller till polisens där, vad de gäller, "
        "eller så bär de bara roll och länk.",
        "Spara",
        "Det är ändrat vad mejlen säger.",
        {
            "party": Label("Vems funktioner?"),
            "quiet": Label("Mejlen bär bara roll och länk"),
            "reason": Label("Varför", "Behövs när mejlen ska säga mindre. Skriv inget om enskilda personer."),
        },
    ),
)
