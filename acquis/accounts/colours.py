"""Whether a colour can be read: the contrast of WCAG 2.2, and a tint of it for dark pages."""

import re

ENOUGH = 4.5
HEXADECIMAL = re.compile(r"#[0-9a-f]{6}")
# What text stands on: --paper and --ground of acquis.css, whose test compares them with these.
LIGHT_PAPERS = ("#ffffff", "#f5f7f9")
DARK_PAPERS = ("#1a222b", "#11171e")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one`, with this share of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def soft(colour: str, paper: str) -> str:
    """The paper, with a little of the colour in it: a ground for words in that colour."""
    return mixed(paper, colour, 0.08)


def weakest(colour: str, papers: tuple[str, ...]) -> float:
    """The contrast of words in this colour where they are hardest to read."""
    grounds = (*papers, soft(colour, papers[0]))
    return min(contrast(colour, ground) for ground in grounds)


def lightened(colour: str) -> str:
    """The same hue, light enough to be read on dark pages."""
    steps = (mixed(colour, "#ffffff", step / 20) for step in range(20))
    return next((each for each in steps if weakest(each, DARK_PAPERS) >= ENOUGH), "#ffffff")


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
