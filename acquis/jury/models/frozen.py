from acquis.base.guards import Guard

ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
SEALED = "EXISTS (SELECT 1 FROM jury_sitting s WHERE s.id = SITTING AND s.state = 'sealed')"


def frozen(name, sentence, condition, events=tuple(ROWS)):
    """Guards that refuse these events while a condition on the row, written ROW, holds."""
    return [
        Guard(
            f"{name}_{event.lower()}",
            event,
            sentence,
            " OR ".join(f"({condition.replace('ROW', row)})" for row in ROWS[event]),
        )
        for event in events
    ]


def sealed_with(name, sitting):
    """Guards of what belongs to a sitting: from the seal on, nothing comes, changes or goes."""
    return frozen(
        name,
        "A sealed deliberation never changes",
        SEALED.replace("SITTING", sitting),
    )
