import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A time-ordered key (RFC 9562, method 3). An address, never a secret: it says when.

    Twelve bits tell the moment within the millisecond, so that the keys of one process follow
    the order of what they name.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    moment = milliseconds << 80 | 0x7 << 76 | (rest * 4096 // 1_000_000) << 64
    return uuid.UUID(int=moment | 0b10 << 62 | secrets.randbits(62))
