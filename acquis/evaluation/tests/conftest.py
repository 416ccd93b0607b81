import pytest


@pytest.fixture(autouse=True)
def _after_the_deadline_of_session_1(_frozen_clock, at):
    """This stage works between the last day of deposit, 23 April 2023, and the jury."""
    at(2023, 4, 25, 10, 0)
