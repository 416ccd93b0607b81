import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A time-ordered key (RFC 9562). An address, never a secret: it can be guessed in part."""
    value = int.from_bytes((time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)
