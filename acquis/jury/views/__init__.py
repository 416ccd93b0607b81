from .cases import case, decide, evidence_file, override_recusal, recuse, reopen
from .composition import add_member, edit, jury, list_juries, new, new_sitting, remove_member
from .sealing import minutes, minutes_file, rectify, seal
from .sittings import (
    convene,
    follow_all,
    leave,
    open_sitting,
    presence,
    refresh,
    release,
    sitting,
)

__all__ = [
    "add_member",
    "case",
    "convene",
    "decide",
    "edit",
    "evidence_file",
    "follow_all",
    "jury",
    "leave",
    "list_juries",
    "minutes",
    "minutes_file",
    "new",
    "new_sitting",
    "open_sitting",
    "override_recusal",
    "presence",
    "rectify",
    "recuse",
    "refresh",
    "release",
    "remove_member",
    "reopen",
    "seal",
    "sitting",
]
