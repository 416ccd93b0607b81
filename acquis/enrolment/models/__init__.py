from .enrolment import Enrolment, EnrolmentState
from .ledger import LedgerLine
from .proof import Proof, ProofState

__all__ = ["Enrolment", "EnrolmentState", "LedgerLine", "Proof", "ProofState"]
