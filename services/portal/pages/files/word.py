"""How is a Word document written? A4 in Swedish, with real headings, and tables whose heads a screen reader finds."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from services.front.spreadsheet import Rows, legible
from services.portal.pages.words import around_days

A4, MARGIN = (Mm(210), Mm(297)), Mm(20)
FONT, INK = "Calibri", RGBColor(0, 0, 0)
SIZES = {"Normal": 11, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12, "Caption": 9}
HEAD_BEHIND = "DCE6E4"
SWEDISH = "sv-SE"
TWENTIETH = 635
"""Of a point, in the units of a page."""
TALL = 700
"""Twentieths of a point: a row that somebody writes in by hand."""
KEPT = '<w:t xml:space="preserve">'
"""Text that begins and ends with the spaces it has."""
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Looks:
    """Of a table. `shares` of the width, a number a column; `tall`: to be written in by hand."""

    caption: str
    shares: tuple[float, ...] = ()
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What a document says of itself. `draft`: how far from finished it is, on every page; empty when it is not."""

    title: str
    made: datetime
    as_of: date
    """The day that it tells of."""
    draft: str = ""
    wide: bool = False
    """On its side."""


class Paper:
    """What is written comes below what was written before."""

    def __init__(self, cover: Cover) -> None:
        self._word = Document()
        _dress(self._word)
        _lay_out(self._word, cover)
        _describe(self._word, cover)
        if cover.draft:
            self.say(cover.draft).runs[0].bold = True
        self.heading(1, cover.title)

    def heading(self, level: int, text: str) -> None:
        self._word.add_heading(legible(text), level)

    def say(self, text: str) -> Paragraph:
        return self._word.add_paragraph(legible(text))

    def facts(self, told: Facts) -> None:
        """A line each; what is not known is left out."""
        for name, value in told.items():
            if value:
                line = self.say(f"{name}: ")
                line.runs[0].bold = True
                line.add_run(legible(value))
                line.paragraph_format.space_after = Pt(2)

    def listed(self, lines: Iterable[str], empty: str = "") -> None:
        """`empty` is what is said where there is none."""
        written = [self._word.add_paragraph(legible(line), "List Bullet") for line in lines]
        if not written and empty:
            self.say(empty)

    def table(self, found: Rows, looks: Looks, empty: str = "") -> None:
        """`empty` is what is said where it has no row."""
        if not found.rows:
            self.say(empty)
            return
        caption = self._word.add_paragraph(legible(looks.caption), "Caption").paragraph_format
        caption.keep_with_next, caption.space_after = True, Pt(3)
        body = self._word.element.body
        body.insert(len(body) - 1, parse_xml(_table(found, looks, _widths(found, looks.shares, self._width()))))
        after = self._word.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(8)

    def content(self) -> bytes:
        file = io.BytesIO()
        self._word.save(file)
        return file.getvalue()

    def _width(self) -> int:
        """Between the margins, in twentieths of a point."""
        section = self._word.sections[0]
        assert section.page_width  # noqa: S101  set above
        return int(section.page_width - 2 * MARGIN) // TWENTIETH


def _dress(word: Word) -> None:
    """One typeface, black on white, in Swedish."""
    for name, size in SIZES.items():
        style = word.styles[name]
        font = style.font
        font.name, font.size, font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.rPr.rFonts
        for theme in [attribute for attribute in fonts.attrib if "Theme" in attribute]:
            del fonts.attrib[theme]
        for script in ("w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), SWEDISH)
        language.set(qn("w:eastAsia"), SWEDISH)


def _lay_out(word: Word, cover: Cover) -> None:
    """Each page says what it belongs to, of which day, that it is a draft, and which of how many it is."""
    section = word.sections[0]
    section.page_width, section.page_height = A4[::-1] if cover.wide else A4
    section.orientation = WD_ORIENT.LANDSCAPE if cover.wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    head = section.header.paragraphs[0]
    head.text = legible(f"{cover.draft} · {cover.title}" if cover.draft else cover.title)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    foot.add_run(f"Läget {cover.as_of} · Sida ")
    _field(foot, "PAGE")
    foot.add_run(" av ")
    _field(foot, "NUMPAGES")


def _field(line: Paragraph, what: str) -> None:
    """Counted by who shows the document."""
    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(xml))  # noqa: SLF001  python-docx has no fields of its own


def _describe(word: Word, cover: Cover) -> None:
    """Nobody's name, and nothing of the template's."""
    known = word.core_properties
    known.title, known.language = legible(cover.title)[:255], SWEDISH
    known.author = known.last_modified_by = known.comments = known.keywords = known.subject = ""
    known.created = known.modified = cover.made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.revision = 1


def _widths(found: Rows, shares: Sequence[float], width: int) -> list[int]:
    shares = shares or [1] * len(found.head)
    return [round(width * share / sum(shares)) for share in shares]


def _table(found: Rows, looks: Looks, widths: Sequence[int]) -> str:
    """Written whole, since python-docx takes a second for a long one: the head is said again on each page."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(found.head, widths, "<w:cantSplit/><w:tblHeader/>", head=True)
    of_a_row = f'<w:cantSplit/><w:trHeight w:val="{TALL}" w:hRule="atLeast"/>' if looks.tall else "<w:cantSplit/>"
    rows = "".join(_row([str(cell) for cell in row], widths, of_a_row) for row in found.rows)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(legible(looks.caption))}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], about: str, *, head: bool = False) -> str:
    behind = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_BEHIND}"/>' if head else ""
    looks = f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="18"/></w:rPr>'
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{behind}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>{_runs(cell, looks)}</w:p></w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{about}</w:trPr>{written}</w:tr>"


def _runs(text: str, looks: str) -> str:
    """A line each; no day is to be broken over two lines."""
    return f"<w:r>{looks}{'<w:br/>'.join(map(_line, legible(text).splitlines()))}</w:r>"


def _line(text: str) -> str:
    pieces = [
        piece.replace("-", f"</w:t><w:noBreakHyphen/>{KEPT}") if number % 2 else piece
        for number, piece in enumerate(around_days(escape(text)))
    ]
    return f"{KEPT}{''.join(pieces)}</w:t>"
