"""One way to turn plain data into bytes, so that two fingerprints of the same fact agree."""

import hashlib
import json
from typing import Any


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spare space. Texts are kept as they are, not normalised.

    Floats are refused, for they have no one form, and keys that are not texts, for JSON would
    make texts of them.
    """
    _refuse_ambiguity(data)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(data: Any) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _refuse_ambiguity(data: Any) -> None:
    if isinstance(data, float):
        raise TypeError("Canonical data holds integers and texts, never floats.")
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError(f"Canonical data is keyed by texts, not by {key!r}.")
            _refuse_ambiguity(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _refuse_ambiguity(value)
