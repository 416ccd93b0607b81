"""A file is received whole and known by its bytes, or refused with a sentence; it comes back
in a way that runs nothing."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st

from acquis.base import clock, files
from acquis.base.models import StoredFile
from acquis.base.refusal import Refusal
from tests.factories import PDF, make_file, make_institution, make_person, make_staff

from .specimens import CONTRADICTORY, HONEST

pytestmark = [pytest.mark.django_db, pytest.mark.urls("acquis.base.tests.doors")]


@pytest.fixture
def person(client):
    """Somebody signed in, of Orléans."""
    person = make_staff("office")
    client.force_login(person)
    return person


def send(client, name, content=PDF):
    return client.post("/essai/recevoir/", {"file": SimpleUploadedFile(name, content)})


def fetch(client, stored):
    """The answer, with all its `bytes` read."""
    answer = client.get(f"/essai/fichier/{stored.pk}/")
    answer.bytes = b"".join(answer.streaming_content)
    answer.close()
    return answer


def bytes_on_disk():
    root = Path(default_storage.location)
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_a_received_file_is_a_row_and_its_bytes_under_their_hash(client, person):
    answer = send(client, "déroulé de la séance.pdf")

    stored = StoredFile.objects.get(pk=answer.content.decode())
    digest = hashlib.sha256(PDF).hexdigest()
    assert (stored.name, stored.size) == ("déroulé de la séance.pdf", len(PDF))
    assert (stored.sha256, stored.bytes.name) == (digest, f"{digest[:2]}/{digest}")
    assert (stored.content_type, stored.received_by) == ("application/pdf", person)
    assert (stored.institution.slug, stored.received_at) == ("orleans", clock.now())
    assert bytes_on_disk() == [digest]
    assert files.is_whole(stored)


def test_the_same_bytes_twice_are_two_rows_and_one_file(client, person):
    first, second = send(client, "a.pdf"), send(client, "b.pdf")

    assert first.content != second.content
    assert list(StoredFile.objects.order_by("pk").values_list("name", flat=True)) == [
        "a.pdf",
        "b.pdf",
    ]
    assert len(bytes_on_disk()) == 1


@pytest.mark.parametrize("name", HONEST)
def test_every_kind_of_honest_file_is_received(name, client, person):
    content, kind = HONEST[name]

    answer = send(client, name, content)

    assert answer.status_code == 200
    assert StoredFile.objects.get().content_type == kind


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_a_content_that_contradicts_its_name_is_refused_and_leaves_nothing(name, client, person):
    answer = send(client, name, CONTRADICTORY[name])

    assert answer.status_code == 409
    assert answer.content.decode() == (
        f"Le contenu de «\xa0{name}\xa0» ne correspond pas à son nom. Enregistrez-le à nouveau "
        "dans son propre format, puis ajoutez-le."
    )
    assert not StoredFile.objects.exists()
    assert bytes_on_disk() == []


def test_an_empty_file_is_refused_with_a_sentence(client, person):
    upload = ContentFile(b"", name="vide.pdf")

    with pytest.raises(Refusal) as refused:
        files.receive(upload, by=person, institution=make_institution())

    assert str(refused.value) == (
        "«\xa0vide.pdf\xa0» est vide (0 octet). Vérifiez le fichier, puis ajoutez-le à nouveau."
    )
    assert not StoredFile.objects.exists()


def test_a_file_too_large_is_refused_with_its_weight_and_the_limit(client, person, settings):
    settings.UPLOAD_MAX_BYTES = 1024

    answer = send(client, "film.pdf", PDF + bytes(2000))

    assert answer.status_code == 409
    assert answer.content.decode() == (
        "«\xa0film.pdf\xa0» pèse 2,0\xa0Kio\xa0; un fichier peut peser au plus 1,0\xa0Kio. "
        "Allégez-le, ou donnez un lien vers lui."
    )
    assert bytes_on_disk() == []


def test_a_file_of_exactly_the_limit_is_received(client, person, settings):
    settings.UPLOAD_MAX_BYTES = len(PDF)

    assert send(client, "juste.pdf").status_code == 200


@pytest.mark.parametrize(
    "tamper",
    [
        lambda path: path.write_bytes(PDF.replace(b"1.4", b"1.5")),
        lambda path: path.write_bytes(PDF[:-1]),
        lambda path: path.write_bytes(PDF + b"\n"),
        lambda path: path.unlink(),
    ],
    ids=["changed", "cut", "lengthened", "lost"],
)
def test_bytes_that_are_no_longer_those_received_are_found(tamper):
    stored = make_file()
    path = Path(stored.bytes.path)
    path.chmod(0o600)

    tamper(path)

    assert not files.is_whole(stored)


def test_bytes_that_do_not_read_back_are_not_acknowledged():
    stored = make_file()
    Path(stored.bytes.path).write_bytes(PDF.replace(b"1.4", b"1.5"))

    with pytest.raises(OSError, match="does not hold the bytes"):
        make_file()

    assert StoredFile.objects.count() == 1


INLINE = ["preuve.pdf", "image.png", "photo.jpg", "notes.txt", "film.mp4", "voix.mp3"]
DOWNLOADED = ["page.html", "schema.svg", "donnees.xml", "dossier.zip", "cours.docx", "archive.7z"]


@pytest.mark.parametrize("name", INLINE)
def test_a_harmless_kind_is_shown_in_a_sandbox(name, client, person):
    content, kind = HONEST[name]

    answer = fetch(client, make_file(content, name))

    assert answer["Content-Type"].split(";")[0] == kind
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.bytes == content


@pytest.mark.parametrize("name", DOWNLOADED)
def test_a_kind_that_could_run_something_is_downloaded_as_bytes(name, client, person):
    content, kind = HONEST[name]

    answer = fetch(client, make_file(content, name))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.bytes == content


@pytest.mark.parametrize("name", [*INLINE, *DOWNLOADED])
def test_no_browser_guesses_keeps_or_shares_a_served_file(name, client, person):
    stored = make_file(HONEST[name][0], name)

    answer = fetch(client, stored)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["ETag"] == f'"{stored.sha256}"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Length"] == str(stored.size)


HOSTILE = {
    "rtl\u202efdp.exe": "rtlfdp.exe",
    "retour\r\nSet-Cookie: a=b.pdf": "retour Set-Cookie: a=b.pdf",
    '"guillemets"; filename="x".pdf': '"guillemets"; filename="x".pdf',
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system.ini",
    "C:\\notes.txt": "notes.txt",
    "nul\0octet.pdf": "nuloctet.pdf",
    "\N{GRINNING FACE}" * 255: "\N{GRINNING FACE}" * 255,
    "é" * 300 + ".pdf": "é" * 251 + ".pdf",
    "Capture\u202f14.02\xa0.png": "Capture 14.02 .png",
    "<script>alert(1)<\\script>.pdf": "script>.pdf",
    "   ": "sans-nom",
    "": "sans-nom",
    "/": "sans-nom",
    "\u200b\u202e": "sans-nom",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_a_safe_text_and_one_safe_header(name, client, person):
    assert files.clean_name(name) == HOSTILE[name]
    institution = make_institution()

    stored = files.keep(
        ContentFile(PDF),
        name=files.clean_name(name),
        content_type="application/pdf",
        by=person,
        institution=institution,
    )

    header = fetch(client, stored)["Content-Disposition"]
    assert header.startswith("inline; filename")
    assert header.isprintable()
    assert "\r" not in header
    assert "\n" not in header


@given(st.text())
@example("a\u2028b\x85c.pdf")
def test_any_name_becomes_one_short_printable_line_without_path(name):
    clean = files.clean_name(name)

    assert 1 <= len(clean) <= 255
    assert clean.isprintable()
    assert clean == clean.strip()
    assert not {"/", "\\"} & set(clean)
    assert files.clean_name(clean) == clean


def test_a_name_given_to_the_bytes_replaces_the_persons_own():
    stored = make_file(name="x.pdf")

    answer = files.serve(stored, name="attestation.pdf")

    assert answer["Content-Disposition"] == 'inline; filename="attestation.pdf"'
    answer.close()


def test_a_large_film_goes_through_in_little_memory(tmp_path):
    film = tmp_path / "film.bin"
    with film.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypisom")
        file.truncate(200 * 1024 * 1024)
    by, institution = make_person(), make_institution()
    tracemalloc.start()

    with film.open("rb") as file:
        stored = files.receive(File(file, name="film.mp4"), by=by, institution=institution)
    answer = files.serve(stored)
    sent = sum(len(block) for block in answer.streaming_content)
    answer.close()

    assert tracemalloc.get_traced_memory()[1] < 10 * 1024 * 1024
    tracemalloc.stop()
    assert sent == stored.size == 200 * 1024 * 1024
