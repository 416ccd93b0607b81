import re
import uuid
from functools import lru_cache

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def once():
    """The hidden key that makes a creating form count once (see base/once.py)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.filter
def spoken(text):
    """A definitions.Text in the page's language, French with its spaces and apostrophes."""
    if not text:
        return ""
    said = text.in_language(get_language())
    return _french(said) if said == text.fr else said


@lru_cache(maxsize=4096)
def _french(text):
    """What a typist leaves to the printer: no line begins with a mark, no quote stands alone."""
    text = re.sub(r"[ \u00a0](?=[;?!])", "\u202f", text)
    text = re.sub(r" (?=[:»])|(?<=«) ", "\u00a0", text)
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


@register.filter
def euros(cents):
    """9694 → “96,94 €” in French, “€96.94” in English. Nothing for None."""
    if cents is None:
        return ""
    amount = formats.number_format(
        f"{abs(cents) // 100}.{abs(cents) % 100:02}", decimal_pos=2, force_grouping=True
    )
    sign = "−" if cents < 0 else ""
    return f"{sign}€{amount}" if get_language() == "en" else f"{sign}{amount}\xa0€"


@register.filter
def get(mapping, key):
    """`mapping[key]`, or nothing: templates cannot look a variable key up themselves."""
    return mapping.get(key)


@register.filter
def all_required(fields):
    """Whether a form marks none of its fields as optional, so that it must say so once."""
    return len(fields) > 1 and all(
        field.field.required and field.form.use_required_attribute for field, _errors in fields
    )
