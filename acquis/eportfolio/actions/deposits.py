import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock, files
from acquis.base.canonical import fingerprint
from acquis.base.journal import record
from acquis.base.models import StoredFile
from acquis.base.refusal import Refusal

from .. import notices
from ..models import Deposit, DepositState, PortfolioState
from .portfolios import lock

# Read aloud and typed without doubt: no 0 or O, no 1, I or L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def deposit(portfolio, *, statement, begun_at, by):
    """Freeze the portfolio for the session it prepares, once every file was read again."""
    lock(portfolio)
    if sentence := portfolio.undepositable_because(begun_at=begun_at):
        raise Refusal(sentence)
    content = portfolio.frozen(statement=statement)
    stored = _whole_files(content)
    made = Deposit.objects.create(
        institution=portfolio.institution,
        portfolio=portfolio,
        session=portfolio.session,
        number=_number(portfolio.edition),
        content=content,
        sha256=fingerprint(content),
        deposited_at=clock.now(),
    )
    made.files.set(stored)
    record(
        "deposited",
        made,
        by=by,
        number=made.number,
        session=made.session,
        sha256=made.sha256,
        files=len(stored),
    )
    portfolio.move_to(PortfolioState.DEPOSITED, by=by, facts={"deposit": str(made.pk)})
    notices.deposited(made)
    return made


@transaction.atomic
def take_back(portfolio, *, begun_at, by):
    """Open a deposited portfolio again, while its session still takes deposits."""
    lock(portfolio)
    if sentence := portfolio.irrevocable_because(begun_at=begun_at):
        raise Refusal(sentence)
    standing = portfolio.standing_deposit()
    standing.move_to(DepositState.TAKEN_BACK, by=by)
    portfolio.move_to(PortfolioState.OPEN, by=by, verb="taken_back")
    notices.taken_back(standing)
    return standing


def _whole_files(content):
    """The files that the content names, or a Refusal that names those whose bytes are damaged."""
    keys = {
        each["file"] for situation in content["situations"] for each in situation["evidence"]
    } - {""}
    stored = list(StoredFile.objects.filter(pk__in=keys))
    damaged = sorted(file.name for file in stored if not files.is_whole(file))
    if damaged:
        raise Refusal(
            _(
                "We cannot read these files back: %(names)s. Nothing was deposited: remove them, "
                "add them again, then deposit."
            )
            % {"names": ", ".join(f"“{name}”" for name in damaged)}
        )
    return stored


def _number(edition):
    """Drawn, so that it tells nobody how many came before; unique, the database sees to it."""
    drawn = "".join(secrets.choice(LETTERS) for _letter in range(10))
    return f"D-{edition.year[:4]}-{drawn[:5]}-{drawn[5:]}"
