"""What does a mail say that may carry only role and link? The same of one item and of many."""

from services.notifier.model.draft import Draft, Item
from services.notifier.model.phrases import Paragraphs, number, reader


def subject(draft: Draft) -> str:
    if len(draft.items) > 1:
        return f"{number(len(draft.items)).capitalize()} saker väntar på svar"
    return f"Något väntar på svar: {reader(draft.items[0].recipient)}"


def introduction(draft: Draft) -> str:
    what = f"{number(len(draft.items)).capitalize()} saker" if len(draft.items) > 1 else "Något"
    return f"{what} väntar på ditt svar. Vad det gäller står där länken leder."


def paragraphs(item: Item, link: str) -> Paragraphs:
    return Paragraphs(heading=reader(item.recipient).capitalize(), ask="Öppna och svara", link=link, button="Svara")
