"""What a screen reader is told of a page: Chromium's own accessibility tree, read in order."""

from dataclasses import dataclass

# What one is inside of, and hears on the way in.
PLACES = {"region", "group", "radiogroup", "navigation", "row", "listitem", "article", "form"}


@dataclass(frozen=True)
class Spoken:
    role: str
    name: str
    url: str
    level: int | None
    places: tuple[str, ...]

    def __str__(self):
        return f"{self.role} “{self.name}”"


def hear(page):
    """Everything that is told, each with the names of the places it stands in."""
    protocol = page.context.new_cdp_session(page)
    nodes = protocol.send("Accessibility.getFullAXTree")["nodes"]
    protocol.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return list(_walk(by_id, nodes[0], ()))


def _walk(by_id, node, places):
    told = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    role, name = _value(node, "role"), _value(node, "name")
    if not node["ignored"]:
        yield Spoken(role, name, told.get("url", ""), told.get("level"), places)
        if role in PLACES and name:
            places = (*places, name)
    for child in node.get("childIds", ()):
        yield from _walk(by_id, by_id[child], places)


def _value(node, key):
    return str(node.get(key, {}).get("value", "")).strip()
