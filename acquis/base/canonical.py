"""One way to turn plain data into bytes, so that two fingerprints of the same fact agree."""

import hashlib
import json
from typing import Any


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spare space. Floats are refused: they have no one form."""
    _refuse_floats(data)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(data: Any) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _refuse_floats(data: Any) -> None:
    if isinstance(data, float):
        raise TypeError("Canonical data holds integers and texts, never floats.")
    if isinstance(data, dict):
        for value in data.values():
            _refuse_floats(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _refuse_floats(value)
