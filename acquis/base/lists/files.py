"""A list as a file: written row by row, however long it is, with numbers as numbers and moments as
moments. No text that somebody typed is ever a formula."""

import csv
import io
import re
import zipfile
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language

from acquis.base import clock

from .columns import Kind

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# A cell that begins with one of these is a formula to a spreadsheet that opens a CSV.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 32_767  # characters in a cell of XLSX


def write(name, out, *, title, columns, rows):
    """Write a list to a binary file, in the language of the page; returns how many rows it has."""
    heads = [_head(column) for column in columns]
    with WRITERS[name](out, title, heads) as put:
        count = 0
        for row in rows:
            put([(column.kind, _plain(column, row)) for column in columns])
            count += 1
    return count


def _head(column):
    return f"{column.label} (€)" if column.kind is Kind.EUROS else str(column.label)


def _plain(column, row):
    """A text, a whole number, an amount or a moment of the local clock; None for nothing."""
    value = column.value(row)
    if value is None or column.kind is Kind.NUMBER:
        return value
    if column.kind is Kind.EUROS:
        return Decimal(value) / 100
    if column.kind is Kind.MOMENT:
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return str(value)


# -- CSV -------------------------------------------------------------------------------------------


@contextmanager
def _csv(out, title, heads):
    """UTF-8 with its mark, and semicolons in French: what a spreadsheet opens by a double click."""
    is_french = get_language() == "fr"
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if is_french else ",")
    writer.writerow(map(_harmless, heads))

    def told(kind, value):
        if kind is Kind.EUROS and value is not None:
            amount = f"{value:.2f}"
            return amount.replace(".", ",") if is_french else amount
        if isinstance(value, datetime):
            return value.isoformat(" ", "minutes")
        return _harmless(value) if isinstance(value, str) else value

    yield lambda cells: writer.writerow([told(*cell) for cell in cells])
    text.detach()


def _harmless(text):
    return f"'{text}" if FORMULA.match(text) else text


# -- XLSX ------------------------------------------------------------------------------------------


@contextmanager
def _xlsx(out, title, heads):
    """Texts are written as texts: nothing begins a formula, and no address becomes a link."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": title, "created": clock.now().replace(tzinfo=None)})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip())
    formats = {
        kind: book.add_format({"num_format": told})
        for kind, told in {Kind.EUROS: "#,##0.00", Kind.MOMENT: "dd/mm/yyyy hh:mm"}.items()
    }
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(heads) - 1, 22)
    bold = book.add_format({"bold": True})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    number = 0

    def put(cells):
        nonlocal number
        number += 1
        for place, (kind, value) in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(number, place, value[:LONGEST])
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value, formats[kind])
            elif value is not None:
                sheet.write_number(number, place, value, formats.get(kind))

    yield put
    sheet.autofilter(0, 0, number, len(heads) - 1)
    book.close()


# -- ODS -------------------------------------------------------------------------------------------

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
)
MOMENT = (
    '<number:day number:style="long"/><number:text>/</number:text><number:month '
    'number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:'
    '</number:text><number:minutes number:style="long"/>'
)
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {SPACES} office:version="1.2"><office:automatic-styles>
<number:number-style style:name="n2"><number:number number:decimal-places="2"
number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>
</number:number-style>
<number:date-style style:name="nm">{MOMENT}</number:date-style>
<style:style style:name="euros" style:family="table-cell" style:data-style-name="n2"/>
<style:style style:name="moment" style:family="table-cell" style:data-style-name="nm"/>
<style:style style:name="head" style:family="table-cell"><style:text-properties
fo:font-weight="bold"/></style:style>
<style:style style:name="wide" style:family="table-column"><style:table-column-properties
style:column-width="4.5cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {SPACES} manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPES["ods"]}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
END = "</table:table></office:spreadsheet></office:body></office:document-content>"


@contextmanager
def _ods(out, title, heads):
    """One table of plain cells, which the format allows without a style sheet of its own."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", TYPES["ods"], zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        with package.open("content.xml", "w") as content:
            name = quoteattr(NOT_XML.sub("", title))
            wide = f'<table:table-column table:style-name="wide" {_repeated(len(heads))}/>'
            content.write(f"{STYLES}<table:table table:name={name}>{wide}".encode())

            def put(cells, style=""):
                told = "".join(_cell(kind, value, style) for kind, value in cells)
                content.write(f"<table:table-row>{told}</table:table-row>\n".encode())

            put([(Kind.TEXT, head) for head in heads], "head")
            yield put
            content.write(END.encode())


def _repeated(count):
    return f'table:number-columns-repeated="{count}"'


def _cell(kind, value, style):
    if value is None:
        return "<table:table-cell/>"
    named = style or (kind.value if kind not in (Kind.TEXT, Kind.NUMBER) else "")
    said = f' table:style-name="{named}"' if named else ""
    if isinstance(value, str):
        lines = "".join(f"<text:p>{_clean(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string"{said}>{lines}</table:table-cell>'
    if isinstance(value, datetime):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        told = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {told}{said}/>"


def _clean(text):
    return escape(NOT_XML.sub("", text))


WRITERS = {"csv": _csv, "xlsx": _xlsx, "ods": _ods}
