"""What a browser says of itself, in the words of who owns it."""

# Looked for in this order: many browsers also name those that they imitate.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def described(user_agent: str) -> str:
    """“Firefox, Windows”; what it said when neither is known."""
    known = (
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, MACHINES)
    )
    return ", ".join(filter(None, known)) or user_agent[:60]
