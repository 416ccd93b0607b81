"""Reads the forms of a page as a browser does, so that hidden fields come along."""

from html.parser import HTMLParser


class PageForms(HTMLParser):
    """`forms` is a list of (action, {name: [values]}) in the order of the page.

    A control outside its form says so by `form="id"`; that form may come before or after it.
    """

    def __init__(self, html):
        super().__init__()
        self.forms, self._by_id = [], {}
        self._open = None
        self._area = self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name")
        if tag == "form":
            self._open = self._by_id.setdefault(attributes.get("id", object()), {})
            self.forms.append((attributes.get("action", ""), self._open))
            return
        fields = self._open
        if "form" in attributes:
            fields = self._by_id.setdefault(attributes["form"], {})
        if tag == "option" and self._select is not None:
            # A browser sends the first option when none is chosen.
            if "selected" in attributes or not self._select:
                self._select[:] = [attributes.get("value", "")]
        elif tag in ("button", "input") and "formaction" in attributes:
            # A button may send its form elsewhere.
            self.forms.append((attributes["formaction"], fields if fields is not None else {}))
        elif fields is None or not name:
            return
        elif tag == "input" and self._counts(attributes):
            checked = "on" if "checked" in attributes else ""
            fields.setdefault(name, []).append(attributes.get("value", checked) or "")
        elif tag == "textarea":
            self._area = fields.setdefault(name, [])
            self._area.append("")
        elif tag == "select":
            self._select = fields.setdefault(name, [])

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, text):
        if self._area is not None:
            # A browser drops the line break that follows <textarea>.
            self._area[-1] += text if self._area[-1] else text.removeprefix("\n")

    @staticmethod
    def _counts(attributes):
        kind = attributes.get("type", "text")
        if kind in {"submit", "button", "file", "image", "reset"}:
            return False
        return kind not in {"checkbox", "radio"} or "checked" in attributes


def fields_of(html, address, *, page):
    """The fields that the form sent to `address` holds on this page ("" is the page itself)."""
    for action, fields in PageForms(html).forms:
        if (action or page) == address:
            return fields
    return None
