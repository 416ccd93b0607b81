"""The French of every sentence is compiled without any tool of the machine."""

import os

import pytest
from django.core.management import call_command
from django.utils import translation

from acquis.base.management.commands.compile_translations import ROOT
from acquis.base.models import Chain, Entry, Once

COMPILED = ROOT / "base" / "locale" / "fr" / "LC_MESSAGES" / "django.mo"


def test_a_catalogue_older_than_its_source_is_compiled_and_then_left():
    os.utime(COMPILED, (0, 0))

    call_command("compile_translations")

    written = COMPILED.stat().st_mtime
    assert written > 0
    call_command("compile_translations")
    assert COMPILED.stat().st_mtime == written
    assert [path.suffix for path in sorted(COMPILED.parent.iterdir())] == [".mo", ".po"]


@pytest.mark.parametrize(("language", "said"), [("fr", "Se connecter"), ("en", "Sign in")])
def test_a_sentence_is_said_in_the_language_of_the_page(language, said):
    with translation.override(language):
        assert translation.gettext("Sign in") == said


def test_the_rows_of_base_have_a_name_for_who_looks_at_them():
    line = Entry(chain=Chain(name="orleans"), number=3, verb="said", subject="thing:1")

    assert str(line.chain) == "orleans"
    assert str(line) == "orleans 3: said thing:1"
    assert str(Once(key="00000000-0000-0000-0000-000000000000")).startswith("0000")
