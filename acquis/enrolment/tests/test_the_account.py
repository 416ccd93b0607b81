"""Any history of a ledger that the rules allow keeps its promises."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acquis.enrolment import rules

CENTS = st.integers(-100, 20_000)


class Ledger(RuleBasedStateMachine):
    """What the actions do to a ledger, without the database."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.fee = 0

    @property
    def account(self):
        totals = {}
        for kind, cents in self.lines:
            totals[kind] = totals.get(kind, 0) + cents
        return rules.account_of(totals)

    def settle(self):
        account = self.account
        if step := rules.correction(account, self.fee):
            self.lines.append(("adjusted" if account.is_due else "due", step))

    @rule(fee=st.integers(0, 20_000))
    def the_fee_is_set_or_falls_to_nothing(self, fee):
        self.fee = fee
        self.settle()

    @rule(kind=st.sampled_from(["paid", "exempt"]), cents=CENTS)
    def something_is_paid_or_exempt(self, kind, cents):
        if 0 < cents <= rules.most(self.account, kind):
            self.lines.append((kind, cents))

    @rule(cents=CENTS)
    def something_is_refunded(self, cents):
        if 0 < cents <= rules.most(self.account, "refunded"):
            self.lines.append(("refunded", cents))
            self.settle()

    @precondition(lambda self: self.account.exempt)
    @rule(data=st.data())
    def an_exemption_ends(self, data):
        cents = data.draw(st.integers(1, self.account.exempt))
        self.lines.append(("exempt", -cents))
        self.settle()

    @invariant()
    def the_balance_is_the_sum_and_never_negative(self):
        signs = {"due": 1, "adjusted": 1, "exempt": -1, "paid": -1, "refunded": 1}

        assert self.account.balance == sum(signs[kind] * cents for kind, cents in self.lines)
        assert self.account.balance >= 0

    @invariant()
    def never_more_is_refunded_than_paid(self):
        assert self.account.kept >= 0

    @invariant()
    def the_fee_is_due_once_at_most(self):
        assert [kind for kind, _ in self.lines].count("due") <= 1

    @invariant()
    def what_the_fee_asks_is_charged_and_a_surplus_is_money_received(self):
        account = self.account

        assert account.charged == max(self.fee, account.exempt + account.kept)
        assert 0 <= rules.surplus(account, self.fee) <= account.kept


TestLedger = Ledger.TestCase


@given(
    charged=st.integers(0, 9999),
    exempt=st.integers(0, 9999),
    paid=st.integers(0, 9999),
    fee=st.integers(0, 9999),
)
def test_correcting_twice_corrects_nothing_more(charged, exempt, paid, fee):
    account = rules.Account(charged=charged, exempt=exempt, paid=paid)

    corrected = rules.Account(
        charged=charged + rules.correction(account, fee), exempt=exempt, paid=paid
    )

    assert rules.correction(corrected, fee) == 0
