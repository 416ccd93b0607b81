from .acquired import Acquis
from .deposit import Deposit, DepositState
from .portfolio import Claim, Evidence, Portfolio, PortfolioState, Situation

__all__ = [
    "Acquis",
    "Claim",
    "Deposit",
    "DepositState",
    "Evidence",
    "Portfolio",
    "PortfolioState",
    "Situation",
]
