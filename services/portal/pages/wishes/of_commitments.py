"""What can be done with what is promised, and what is said of it?"""

from schemas.agreements import AddCommitment, AmendCommitment, CancelCommitment, ChangeDueRule, ReassignCommitment
from schemas.followup import (
    AssessCommitment,
    ChangeLadder,
    OverrideLight,
    PauseCommitment,
    RestoreLadder,
    ResumeCommitment,
)
from services.portal.pages.wishes.labels import SLUG
from services.portal.pages.wishes.wish import ON, Label, Wish

LADDER_FOR = Label("Bara för åtagandet", "Lämna tomt om det gäller hela överenskommelsen.")
SELDOM = ("carried_over", "depends_on", "note", "methods", "arenas", "steering_documents")
WISHES = (
    Wish(
        AddCommitment,
        "lova-mer",
        "Lova en sak till",
        "Åtagandet läggs till i överenskommelsen, tillfällena planeras och de som svarar för det får påminnelser.",
        "Lägg till åtagandet",
        "Åtagandet är tillagt.",
        {
            "commitment": Label("Åtagandet"),
            "commitment.id": Label("Id"),
            "commitment.slug": Label("Kort namn", "Det som det heter i adresser, till exempel arjeplog-7.", SLUG),
            "commitment.focus_area": Label("Fokusområde", "Dess korta namn, som trygghet-centrum.", SLUG),
            "commitment.text": Label("Vad som lovas"),
            "commitment.responsible": Label("Vilka som svarar för det"),
            "commitment.public": Label("Det är ett löfte till invånarna"),
            "commitment.carried_over": Label("Det fortsätter från en äldre överenskommelse"),
            "commitment.depends_on": Label("Vad som måste göras först", "I ord, eller ett annat åtagandes korta namn."),
            "commitment.note": Label("Anteckning"),
            "commitment.methods": Label("Metoder"),
            "commitment.arenas": Label("Arenor"),
            "commitment.steering_documents": Label("Styrdokument som det genomför"),
        },
        unseen=frozenset({"commitment.id", "functions"}),
        seldom=frozenset({f"commitment.{name}" for name in SELDOM}),
    ),
    Wish(
        AmendCommitment,
        "andra-atagande",
        "Ändra lydelsen",
        "Det blir en ny version av överenskommelsen. Rytm och ansvar ändras för sig.",
        "Spara ändringen",
        "Åtagandet har en ny lydelse.",
        unseen=frozenset({"recurrence", "functions"}),
    ),
    Wish(
        ChangeDueRule,
        "andra-rytm",
        "Ändra rytm eller dag",
        "Kommande tillfällen planeras om, och deras påminnelser med dem. Det som redan är gjort står kvar.",
        "Ändra rytmen",
        "Åtagandet har en ny rytm.",
    ),
    Wish(
        ReassignCommitment,
        "andra-ansvar",
        "Låt andra svara för det",
        "Påminnelserna går till de nya funktionerna i fortsättningen.",
        "Ändra ansvaret",
        "Andra funktioner svarar för åtagandet.",
    ),
    Wish(
        AssessCommitment,
        "bedom",
        "Bedöm hur väl det är uppfyllt",
        "Varje part bedömer för sig. Bedömer ni olika kommer det upp på nästa möte.",
        "Spara bedömningen",
        "Bedömningen är sparad.",
        {
            "party": Label("Vem bedömer?"),
            "fulfilment": Label("Är det uppfyllt?"),
            "on": Label("Bedömt den dag"),
            "implementation": Label("Gjordes det som det var tänkt?"),
            "effect": Label("Blev resultatet bra?"),
            "next_period": Label("Inför nästa period"),
        },
        today=ON,
    ),
    Wish(
        OverrideLight,
        "satt-lage",
        "Visa ett annat läge",
        "Läget ni väljer visas i stället för det som räknas fram, med skälet bredvid, till nästa bedömning.",
        "Visa läget",
        "Ett annat läge visas till nästa bedömning.",
        {"light": Label("Läge")},
    ),
    Wish(
        PauseCommitment,
        "pausa-atagande",
        "Pausa åtagandet",
        "Alla öppna tillfällen vilar: ingen påminns och inget blir försenat, tills det återupptas.",
        "Pausa",
        "Åtagandets öppna tillfällen är pausade.",
    ),
    Wish(
        ResumeCommitment,
        "ateruppta-atagande",
        "Återuppta åtagandet",
        "Alla pausade tillfällen går vidare, med påminnelser räknade från i dag.",
        "Återuppta",
        "Åtagandets tillfällen går vidare.",
    ),
    Wish(
        ChangeLadder,
        "valj-trappa",
        "Välj en annan trappa",
        "Påminnelserna går på andra dagar. Det som redan har gått står kvar. Utan något steg påminns ingen.",
        "Byt trappa",
        "En annan trappa gäller.",
        {
            "commitment": LADDER_FOR,
            "steps": Label(
                "Steg", "Ett på varje rad. Töm båda fälten för att ta bort ett. Är alla tomma påminns ingen."
            ),
            "steps.rung": Label(
                "När", "t-28: 28 dagar före. pair+14: till samordnarna.", "Skriv steget som t-28, t+1 eller pair+14."
            ),
            "steps.to": Label("Till vem"),
        },
    ),
    Wish(
        RestoreLadder,
        "aterstall-trappa",
        "Återställ trappan",
        "Ett åtagande följer sin överenskommelse igen, en överenskommelse den vanliga trappan.",
        "Återställ",
        "Den vanliga trappan gäller igen.",
        {"commitment": LADDER_FOR},
    ),
    Wish(
        CancelCommitment,
        "lat-atagande-utga",
        "Låt åtagandet utgå",
        "Åtagandet gäller inte längre och ingen påminns om det.",
        "Låt det utgå",
        "Åtagandet utgår.",
        for_good=True,
    ),
)
