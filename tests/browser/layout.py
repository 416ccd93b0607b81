"""Asks a page the questions of `layout.js`, at one size of its window."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("layout.js").read_text()


def ask(page, question):
    return page.evaluate(f"(() => {{ {SCRIPT}\nreturn layout.{question}(); }})()")


def faults(place, page, viewport, *questions):
    """What is wrong on this page when its window has this size, as sentences."""
    page.set_viewport_size(viewport)
    return [
        f"{place}, {viewport['width']} px: {fault}"
        for question in questions
        for fault in ask(page, question)
    ]
