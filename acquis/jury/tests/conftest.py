import pytest
from hypothesis import settings

# No test fails because the machine is busy.
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")


@pytest.fixture(autouse=True)
def _on_a_jury_day(_frozen_clock, at):
    """This stage works on the announced days of the jury: 9 May 2023 for session 1."""
    at(2023, 5, 9, 9, 0)
