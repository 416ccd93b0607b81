"""A list as a file, read back by another library: numbers are numbers, moments are moments, and
no text is a formula."""

import io
import tracemalloc
import zipfile
from datetime import UTC, datetime
from operator import itemgetter
from xml.etree import ElementTree

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from acquis.base.lists import files
from acquis.base.lists.columns import Column, Kind

COLUMNS = [
    Column("name", "Nom", itemgetter("name")),
    Column("count", "À vérifier", itemgetter("count"), kind=Kind.NUMBER),
    Column("owed", "Reste dû", itemgetter("owed"), kind=Kind.EUROS),
    Column("sent", "Envoyée le", itemgetter("sent"), kind=Kind.MOMENT),
]
HEADS = ["Nom", "À vérifier", "Reste dû (€)", "Envoyée le"]
SENT = datetime(2022, 10, 3, 8, 5, tzinfo=UTC)  # 10:05 in Paris
ROW = {"name": "Zoé", "count": 2, "owed": 9694, "sent": SENT}
NOTHING = dict.fromkeys(["count", "owed", "sent"])


def written(name, *rows, language="fr"):
    out = io.BytesIO()
    with translation.override(language):
        count = files.write(name, out, title="Frais : C2i2e", columns=COLUMNS, rows=rows)
    assert count == len(rows)
    return out.getvalue()


def cells(name, *rows):
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(name, *rows)))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", ["xlsx", "ods"])
def test_a_sheet_holds_numbers_amounts_and_local_moments(name):
    told = cells(name, ROW, {**ROW, "name": "Ada", "owed": -1250, "count": 0})

    moment = datetime(2022, 10, 3, 10, 5)  # noqa: DTZ001 - what a sheet holds has no zone
    assert told == [
        HEADS,
        ["Zoé", 2.0, 96.94, moment],
        ["Ada", 0.0, -12.5, moment],
    ]


@pytest.mark.parametrize("name", ["xlsx", "ods"])
def test_what_is_not_known_is_an_empty_cell(name):
    assert cells(name, ROW, {"name": "Ada", **NOTHING})[2] == ["Ada", "", "", ""]


def test_a_csv_opens_in_a_french_spreadsheet():
    told = written("csv", ROW, {**ROW, "owed": -1250})

    assert told.decode("utf-8-sig").splitlines() == [
        "Nom;À vérifier;Reste dû (€);Envoyée le",
        "Zoé;2;96,94;2022-10-03 10:05",
        "Zoé;2;-12,50;2022-10-03 10:05",
    ]
    assert told.startswith(b"\xef\xbb\xbf")


def test_a_csv_in_english_has_commas_and_points():
    told = written("csv", ROW, language="en").decode("utf-8-sig")

    assert told.splitlines()[1] == "Zoé,2,96.94,2022-10-03 10:05"


FORMULAS = ["=1+1", "+33 2 38", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "＝1"]


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_text_is_a_formula_in_a_csv(typed):
    told = written("csv", {"name": typed, **NOTHING}).decode("utf-8-sig")

    first = told.split("\r\n", 1)[1].lstrip('"')
    assert first.startswith(f"'{typed[0]}")


@pytest.mark.parametrize("typed", [*FORMULAS, "https://exemple.example", "a <b> & 'c' \"d\""])
def test_a_text_is_itself_in_a_sheet_and_no_formula(typed):
    rows = {"name": typed, **NOTHING}

    assert cells("xlsx", rows)[1][0].strip() == typed.strip()
    assert cells("ods", rows)[1][0].strip() == typed.strip()
    book = zipfile.ZipFile(io.BytesIO(written("xlsx", rows)))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert not [name for name in book.namelist() if "rels" in name and "sheet1" in name]
    ods = zipfile.ZipFile(io.BytesIO(written("ods", rows))).read("content.xml")
    assert b"table:formula" not in ods


def test_lines_are_kept_and_what_xml_cannot_say_is_left_out():
    typed = "Bonjour,\nvoici\x00 \x0btout\ud800."

    assert cells("ods", {"name": typed, **NOTHING})[1][0] == "Bonjour,\nvoici tout."


def test_an_ods_says_first_what_it_is():
    package = zipfile.ZipFile(io.BytesIO(written("ods", ROW)))

    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype").decode() == files.TYPES["ods"]
    for name in ("content.xml", "META-INF/manifest.xml"):
        assert ElementTree.fromstring(package.read(name)) is not None  # noqa: S314 - our own


@pytest.mark.parametrize("name", files.WRITERS)
def test_five_thousand_rows_do_not_pile_up_in_memory(name, tmp_path):
    rows = ({**ROW, "name": f"Nom {number}"} for number in range(5000))
    files.write(name, io.BytesIO(), title="Frais", columns=COLUMNS, rows=[ROW])

    with (tmp_path / "list").open("wb+") as out:
        tracemalloc.start()
        count = files.write(name, out, title="Frais", columns=COLUMNS, rows=rows)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert (count, peak < 4_000_000) == (5000, True)
