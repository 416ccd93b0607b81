"""Small words that every page uses: sums of money, keys, dates, canonical bytes, the time."""

import hashlib
import time
import uuid
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from acquis.base import clock
from acquis.base.canonical import canonical, fingerprint
from acquis.base.forms import DateInput, MultipleFileField
from acquis.base.keys import uuid7
from acquis.base.refusal import Refusal
from acquis.base.templatetags.acquis import euros, get, spoken


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (9694, "96,94\xa0€", "€96.94"),
        (0, "0,00\xa0€", "€0.00"),
        (5, "0,05\xa0€", "€0.05"),
        (-5, "−0,05\xa0€", "−€0.05"),
        (-123456, "−1\xa0234,56\xa0€", "−€1,234.56"),
        (100_000_000, "1\xa0000\xa0000,00\xa0€", "€1,000,000.00"),
        (None, "", ""),
    ],
)
def test_a_sum_is_written_as_its_language_writes_it(cents, french, english):
    with translation.override("fr"):
        assert euros(cents) == french
    with translation.override("en"):
        assert euros(cents) == english


def test_a_form_that_counts_once_carries_a_new_key_each_time():
    page = Template("{% once %}{% once %}").render(Context())

    first, second = [uuid.UUID(part.split('"')[0]) for part in page.split('value="')[1:]]
    assert first != second


def test_a_template_reads_a_variable_key_or_nothing():
    assert get({"a": 1}, "a") == 1
    assert get({"a": 1}, "b") is None


def test_a_text_of_a_programme_is_spoken_in_the_language_of_the_page():
    text = Text(fr="L'évaluation : c'est « fait » !", en="The assessment: it's done!")

    with translation.override("fr"):
        assert spoken(text) == "L’évaluation\xa0: c’est «\xa0fait\xa0»\u202f!"
    with translation.override("en"):
        assert spoken(text) == "The assessment: it's done!"
    assert spoken(None) == ""


class Text(NamedTuple):
    """What the catalogue calls a text: a sentence in both languages."""

    fr: str
    en: str

    def in_language(self, language):
        return getattr(self, language)


def test_a_key_is_a_uuid_of_version_7():
    key = uuid7()

    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert abs((key.int >> 80) / 1000 - time.time()) < 5


def test_keys_follow_the_order_of_what_they_name_and_never_repeat():
    keys = [uuid7() for _ in range(2000)]

    assert len(set(keys)) == 2000
    milliseconds = [key.int >> 64 for key in keys]
    assert milliseconds == sorted(milliseconds)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abéz\u0301"), inner),
    max_leaves=12,
)


@given(JSON)
def test_the_canonical_form_does_not_know_the_order_of_keys(data):
    def backwards(value):
        if isinstance(value, dict):
            return {key: backwards(value[key]) for key in reversed(list(value))}
        return [backwards(each) for each in value] if isinstance(value, list) else value

    assert canonical(data) == canonical(backwards(data))
    assert fingerprint(data) == hashlib.sha256(canonical(data)).hexdigest()


def test_the_canonical_form_is_known_to_the_byte():
    assert canonical({"b": [1, None, True], "a": "é “x”\n"}) == (
        '{"a":"é “x”\\n","b":[1,null,true]}'.encode()
    )


def test_the_canonical_form_keeps_texts_as_they_are():
    assert canonical("é") != canonical("e\u0301")


@pytest.mark.parametrize(
    "data", [0.0, [1.5], {"a": {"b": float("nan")}}, (1, 2.0), {1: "a"}, {None: 1}, {"a", "b"}]
)
def test_the_canonical_form_refuses_what_has_no_one_form(data):
    with pytest.raises(TypeError):
        canonical(data)


def test_the_clock_of_tests_stands_still_in_universal_time(at):
    at(2023, 4, 23, 23, 59)

    assert clock.now() == clock.now() == datetime(2023, 4, 23, 21, 59, tzinfo=UTC)
    assert clock.now().tzinfo == UTC
    assert clock.today() == date(2023, 4, 23)


def test_today_is_the_day_in_paris(at):
    clock.travel_to(datetime(2022, 12, 31, 23, 30, tzinfo=UTC), freeze=True)

    assert clock.today() == date(2023, 1, 1)


def test_a_moved_clock_goes_on():
    clock.travel_to(datetime(2023, 4, 20, 10, 0))
    first = clock.now()

    time.sleep(0.002)

    assert first < clock.now()
    assert clock.now().astimezone(ZoneInfo("Europe/Paris")).hour == 10
    clock.travel_back()
    assert abs(clock.now().timestamp() - time.time()) < 5


def test_the_clock_of_a_real_installation_cannot_be_moved(settings):
    before = clock.now()
    settings.CLOCK_MAY_MOVE = False

    with pytest.raises(RuntimeError, match="real installation"):
        clock.travel_to(datetime(2023, 4, 20, tzinfo=UTC))

    assert clock.now() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("weaken", "year"),
    [
        ("CLOCK_STARTS_AT, CLOCK_MAY_MOVE = '2009-04-20T10:00', True", 2009),
        ("CLOCK_STARTS_AT, CLOCK_MAY_MOVE = '', False", datetime.now(UTC).year),
    ],
)
def test_a_demonstration_starts_at_its_own_moment(weaken, year, process):
    asked = "import django; django.setup()\nfrom acquis.base import clock\nprint(clock.now().year)"

    assert process("-c", asked, weaken=weaken).stdout == f"{year}\n"


class Proofs(forms.Form):
    proofs = MultipleFileField()
    remarks = MultipleFileField(required=False)
    taught_on = forms.DateField(widget=DateInput(), required=False)


def test_a_field_takes_several_files_at_once():
    sent = [SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")]
    form = Proofs({}, MultiValueDict({"proofs": sent}))

    assert form.is_valid()
    assert form.cleaned_data["proofs"] == sent
    assert form.cleaned_data["remarks"] == []


def test_a_required_field_of_files_says_that_one_is_missing():
    form = Proofs({}, {})

    assert form.errors == {"proofs": [forms.Field.default_error_messages["required"]]}


def test_a_day_is_shown_as_a_browser_reads_it():
    form = Proofs(initial={"taught_on": date(2022, 9, 20)})

    assert 'type="date"' in str(form["taught_on"])
    assert 'value="2022-09-20"' in str(form["taught_on"])


class Account(forms.Form):
    name = forms.CharField()
    address = forms.EmailField()


class Remark(Account):
    remark = forms.CharField(required=False)


class EitherOr(Account):
    use_required_attribute = False


@pytest.mark.parametrize(("form", "is_said"), [(Account, 1), (Remark, 0), (EitherOr, 0)])
def test_a_form_whose_every_field_is_needed_says_so_once(form, is_said):
    with translation.override("fr"):
        assert str(form()).count("Tous les champs sont à remplir.") == is_said


def test_a_field_for_an_address_shows_what_one_looks_like():
    with translation.override("fr"):
        assert str(Account()).count("(par exemple nom@universite.example)") == 1


def test_a_refusal_is_its_sentence_and_may_carry_details():
    refusal = Refusal("No.", details=["a", "b"])

    assert (str(refusal), refusal.sentence, refusal.details) == ("No.", "No.", ("a", "b"))
    assert Refusal("No.").details == ()
