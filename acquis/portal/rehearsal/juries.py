"""What an invented jury does at the pages: named by an act, sits, decides, seals."""

from acquis.base import clock
from acquis.jury.models import Case, CaseState, Jury, Sitting

from .doors import Visitor


class JuryActs:
    """The jury of each session, the same four people."""

    def __init__(self, year, staff):
        self.year = year
        self.office = Visitor(staff.people["office"])
        self.members = staff.jurors
        self.president = Visitor(staff.jurors[0][0])
