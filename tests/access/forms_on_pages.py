"""The forms that a page shows, with what a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: dict = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, here):
        super().__init__()
        self.here, self.forms, self._text, self._select = here, [], None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            method = (given.get("method") or "get").upper()
            self.forms.append(Form(given.get("action") or self.here, method))
        elif self.forms and given.get("name") and tag in ("input", "button", "textarea", "select"):
            self._keep(tag, given)
        elif tag == "option" and self._select and ("selected" in given or not self._value):
            self._put(self._select, given.get("value", ""))

    def _keep(self, tag, given):
        self._select = given["name"] if tag == "select" else None
        kind = given.get("type", "text")
        if kind == "file" or (kind in ("radio", "checkbox") and "checked" not in given):
            self.forms[-1].fields.setdefault(given["name"], "")
        else:
            self._put(given["name"], given.get("value", ""))

    @property
    def _value(self):
        return self.forms[-1].fields.get(self._select)

    def _put(self, name, value):
        self.forms[-1].fields[name] = value


def forms_on(body, here):
    """Those of the page itself: the language and the way out are on every page."""
    reader = _Reader(here)
    reader.feed(body.decode(errors="replace"))
    everywhere = ("/langue/", "/compte/logout/")
    return [form for form in reader.forms if form.action not in everywhere]
