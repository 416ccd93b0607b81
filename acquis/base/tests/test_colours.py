"""The tokens of the stylesheet: every pair of words and ground can be read, light and dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from acquis.accounts.colours import DARK_PAPERS, ENOUGH, LIGHT_PAPERS, contrast

CSS = (Path(settings.BASE_DIR) / "acquis/base/static/acquis/acquis.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in CSS[: CSS.index("@layer reset {")].split("@media screen and", 1)
)
WORDS_ON_GROUNDS = [
    *[(words, ground) for words in ("ink", "ink-soft") for ground in ("paper", "ground")],
    *[(words, ground) for words in ("accent", "accent-strong") for ground in ("paper", "ground")],
    *[("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "accent")],
    *[(tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "accent")],
    *[(tone, ground) for tone in ("ok", "warn", "bad") for ground in ("paper", "ground")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_each_of_their_grounds(tokens):
    weak = [
        (words, ground, round(contrast(tokens[words], tokens[ground]), 2))
        for words, ground in WORDS_ON_GROUNDS
        if contrast(tokens[words], tokens[ground]) < ENOUGH
    ]

    assert weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_frame_of_a_field_and_the_focus_are_seen(tokens):
    for mark in ("line-strong", "focus"):
        assert contrast(tokens[mark], tokens["paper"]) >= 3
        assert contrast(tokens[mark], tokens["ground"]) >= 3


def test_a_look_is_checked_on_the_papers_of_the_stylesheet():
    assert (LIGHT["paper"], LIGHT["ground"]) == LIGHT_PAPERS
    assert (DARK["paper"], DARK["ground"]) == DARK_PAPERS


def test_black_on_white_has_the_highest_contrast():
    assert (contrast("#000000", "#ffffff"), contrast("#123456", "#123456")) == (21, 1)
