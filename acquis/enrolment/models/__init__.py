from .enrolment import Enrolment, EnrolmentState
from .late import LateOpening
from .ledger import LedgerLine
from .proof import Proof, ProofState

__all__ = ["Enrolment", "EnrolmentState", "LateOpening", "LedgerLine", "Proof", "ProofState"]
