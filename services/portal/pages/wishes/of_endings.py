"""How can an agreement end, be replaced or be continued, and what is said of it?"""

from schemas.agreements import (
    CloseAgreement,
    RenewAgreement,
    SupersedeAgreement,
    TerminateAgreement,
    WithdrawAgreement,
)
from services.portal.pages.wishes.wish import ON, Label, Wish

WISHES = (
    Wish(
        WithdrawAgreement,
        "dra-tillbaka",
        "Dra tillbaka utkastet",
        "Utkastet överges. Det som skrevs finns kvar att läsa.",
        "Dra tillbaka",
        "Utkastet är återtaget.",
        for_good=True,
    ),
    Wish(
        RenewAgreement,
        "fortsatt-aldre",
        "Säg att den fortsätter en äldre",
        "Åtagandena som följer med visas som kvarvarande från den äldre överenskommelsen.",
        "Spara",
        "Det är registrerat vilken överenskommelse den fortsätter.",
        {
            "renews": Label("Den äldre överenskommelsen", "Dess läsbara namn."),
            "carried": Label("Åtaganden som följer med", "Ett på varje rad."),
            "carried.was": Label("Åtagande i den äldre"),
            "carried.now": Label("Åtagande i den nya"),
        },
    ),
    Wish(
        SupersedeAgreement,
        "ersatt-overenskommelse",
        "Ersätt med en annan överenskommelse",
        "Den slutar gälla. Säg vad som händer med varje öppet åtagande.",
        "Ersätt",
        "Överenskommelsen är ersatt av en annan.",
        {
            "successor": Label("Den som gäller i stället", "Dess läsbara namn."),
            "on": Label("Från och med"),
            "fates": Label("Vad som händer med åtagandena", "Ett på varje rad."),
            "fates.commitment": Label("Åtagande"),
            "fates.fate": Label("Vad händer?"),
            "fates.carried_to": Label("Fortsätter som", "När det överförs."),
            "fates.reason": Label("Varför", "När det utgår."),
            "fates.forum": Label("Var det beslutades", "När det utgår."),
        },
        for_good=True,
    ),
    Wish(
        TerminateAgreement,
        "sag-upp",
        "Säg upp överenskommelsen",
        "Den gäller uppsägningstiden ut, om en sådan är avtalad.",
        "Säg upp",
        "Överenskommelsen är uppsagd.",
        {
            "given_on": Label("Uppsagd den dag"),
            "on": Label(
                "Upphör den dag", "Första dagen den inte gäller. Lämna tomt: så snart uppsägningstiden har gått."
            ),
        },
        today=frozenset({"given_on"}),
        for_good=True,
    ),
    Wish(
        CloseAgreement,
        "avsluta-overenskommelse",
        "Avsluta överenskommelsen",
        "Den har löpt ut, och allt i Brås steg 5 är gjort. Ange dagarna som de står i protokollen.",
        "Avsluta",
        "Överenskommelsen är avslutad.",
        {
            "on": Label("Avslutas den dag"),
            "checklist": Label("Brås steg 5", "Dagen då vart och ett gjordes."),
            "assessed_by_municipality": Label("Kommunen har bedömt åtagandena"),
            "assessed_by_police": Label("Polisen har bedömt åtagandena"),
            "effect_considered": Label("Effekten är diskuterad"),
            "process_reviewed": Label("Arbetssättet är genomgånget"),
            "steering_group_informed": Label("Styrgruppen är informerad"),
            "residents_informed": Label("Invånarna är informerade", "Bara för medborgarlöften."),
        },
        today=ON,
        for_good=True,
    ),
)
