"""What is a field called, where its command says nothing else?"""

from pydantic import BaseModel

from services.portal.pages.language import note
from services.portal.pages.wishes.wish import Form, Label

MAILBOX = "Skriv e-postadressen som samordnare@kommun.example.se."
SLUG = "Skriv namnet med små bokstäver a–z, siffror och bindestreck, högst 63 tecken."
NAME = "Dess "
"""So begins the help for what is named."""
USUAL = {
    "agreement": Label("Överenskommelse", "Dess läsbara namn, som arjeplog-2026-ml."),
    "commitment": Label("Åtagande eller löfte", "Dess läsbara namn, som arjeplog-1."),
    "occurrence": Label("Tillfälle", "Dess läsbara namn, som arjeplog-1/2026-H1."),
    "meeting": Label("Möte", "Dess läsbara namn, som arjeplog-2026-ml/meeting-1."),
    "municipality": Label("Kommun"),
    "party": Label("Part"),
    "by": Label("På vems begäran?"),
    "on": Label("Dag"),
    "since": Label("Från och med"),
    "until": Label("Till och med"),
    "reason": Label("Varför", "En mening, så att det går att förstå senare. Skriv inget om enskilda personer."),
    "forum": Label("Var det beslutades", "Till exempel styrgruppen eller lokala BRÅ."),
    "role": Label("Roll", "Som den står bland undertecknarna."),
    "count": Label("Antal"),
    "comment": Label("Kommentar", "Kort och sakligt. Skriv aldrig namn eller annat om enskilda personer."),
    "requests": Label("Antal förfrågningar", "Fyll i bara om arbetet görs på begäran."),
    "function_id": Label("Funktion"),
    "substitute_id": Label("Ersättare"),
    "to_id": Label("Ny funktion"),
    "mailbox": Label(
        "Brevlåda", "En funktionsbrevlåda. Är den personlig syns den bara för den som sköter mejlen.", MAILBOX
    ),
    "label": Label("Visas bredvid rollen", "Till exempel vikarie under föräldraledighet."),
    "functions": Label("Vilka som svarar för det", "Den som är ansvarig först, sedan de andra."),
    "signatories": Label("Undertecknare", "En rad för varje roll."),
    "document": Label(
        "Överenskommelsen",
        "Skriv den som i exemplet, eller klistra in den ur en fil till lofteskoll import. "
        "Fler åtaganden kan läggas till ett i taget när utkastet är sparat.",
    ),
    "changes": Label(
        "Det som ska stå", "Skriv om det som ska ändras, ett fält per rad. Det som inte nämns är som förut."
    ),
    "registration_number": Label("Diarienummer", "Där handlingen finns."),
    "text": Label("Text"),
    "due": Label("Sista dag"),
    "value": Label(
        "Värde", "Med punkt före decimalerna.", "Skriv talet med siffror och högst fyra decimaler, som 5.5."
    ),
    "source": Label("Källa", "Varifrån värdet kommer."),
    "url": Label("Webbadress", "Där det går att läsa.", "Skriv hela webbadressen, med https:// först."),
    "ladder": Label("Trappa", "Vilka dagar den gäller."),
    "recurrence": Label("Hur ofta eller när"),
    "recurrence.count.min": Label("Minst antal gånger"),
    "recurrence.count.window": Label("Per"),
    "recurrence.count.anchor": Label("Perioderna räknas från", "Annars från kalendern."),
    "recurrence.count.averaged": Label("I snitt: bedöms en gång för hela tiden"),
    "recurrence.count.evaluated_over": Label("Snittet bedöms över", "Bara för snitt."),
    "per_municipality": Label("Varje kommun för sig"),
    "recurrence.once.due": Label("Senast", "Utan dag och årstid: senast när överenskommelsen går ut."),
    "recurrence.once.season": Label("Årstid"),
    "recurrence.once.year": Label("År", "Bara för en årstid."),
    "recurrence.schedule.rrule": Label("Rytm", "Som RRULE (RFC 5545), till exempel FREQ=MONTHLY;BYDAY=1WE."),
    "measured": Label("Vad som är mätt"),
    "measured.community_readiness.dimension": Label("Dimension"),
    "measured.prevention_index.category": Label("Kategori"),
    "measured.safety_survey.question": Label("Fråga", "Som den står i enkäten."),
    "measured.safety_survey.unit": Label("Enhet"),
    "measured.own_indicator.name": Label("Indikator"),
    "measured.own_indicator.unit": Label("Enhet", "Till exempel antal anmälningar."),
    "measured.activity_count.name": Label("Aktivitet"),
}
"""By the last names on the way to a field; the longest that is known here."""
note(text for label in USUAL.values() for text in label)


def label_of(wish: Form[BaseModel], name: str) -> Label:
    """In Swedish. Rows are left out of the way: `signatories.0.role` is called as `signatories.role`."""
    steps = usual(name).split(".")
    for at in range(len(steps)):
        known = ".".join(steps[at:])
        if label := wish.labels.get(known) or USUAL.get(known):
            return label
    raise LookupError(f"{wish.name}: the field {name} has no label")


def usual(name: str) -> str:
    """`signatories.0.role` is called as `signatories.role`."""
    return ".".join(step for step in name.split(".") if not step.isdecimal())
