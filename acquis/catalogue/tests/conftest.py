"""Ways to load what a test types."""

import pytest
from hypothesis import settings

from acquis.catalogue.definitions import load_programme_file

# A property is about every case, not about the speed of the machine that tries it.
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")


@pytest.fixture
def load(tmp_path):
    """Write a text to a file and load it as a programme, or as an edition."""

    def write_and_load(content, loader=load_programme_file):
        path = tmp_path / "typed.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        definition, problems = loader(path)
        assert {problem.file for problem in problems} <= {str(path)}
        assert {problem.severity for problem in problems} <= {"error"}
        return definition, problems

    return write_and_load


@pytest.fixture
def problems_of(load):
    """Load a text that cannot be used, and return where each problem is and what it says."""

    def told(content, loader=load_programme_file):
        definition, problems = load(content, loader)
        assert definition is None
        return [
            (each.line, each.field, each.code, each.message.en, each.remedy.en) for each in problems
        ]

    return told
