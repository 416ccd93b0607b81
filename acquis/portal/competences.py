"""How each competence went, session by session and year after year, as published acts seal it.

Nobody is named, and no number is told that would tell how somebody did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import StatisticsError, correlation

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acquis.base.scope import OFFICE, reach
from acquis.catalogue.definitions import Text, Verdict
from acquis.catalogue.models import Edition
from acquis.jury.models.decision import Basis
from acquis.outcomes.models import Publication

from .plots import LONGEST
from .protecting import FEWEST

YEARS_BEFORE = 3
# Of fewer dossiers, a link between one competence and the others is mostly chance.
FEWEST_TO_COMPARE = 20
SEPARATES, HARDLY = 0.2, 0.05

# What an act decides on one dossier, by the code of the competence.
Dossier = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Part:
    """`good` of `total` dossiers, told as a number only when enough are on both sides."""

    total: int
    good: int

    @property
    def is_few(self) -> bool:
        return self.total < FEWEST

    @property
    def is_nearly_none(self) -> bool:
        return not self.is_few and self.good < FEWEST

    @property
    def is_nearly_all(self) -> bool:
        return not self.is_few and not self.is_nearly_none and self.total - self.good < FEWEST

    @property
    def is_number(self) -> bool:
        return not (self.is_few or self.is_nearly_none or self.is_nearly_all)

    @property
    def percent(self) -> int:
        return round(100 * self.good / self.total)

    @property
    def drawn(self) -> int:
        """What a bar may show: it must not tell what the number hides."""
        if self.is_number:
            return self.good
        return self.total if self.is_nearly_all else 0


@dataclass(frozen=True)
class Year:
    """What an earlier year says of a competence; no part when it was worded otherwise then."""

    year: str
    part: Part | None


@dataclass(frozen=True)
class Line:
    """One competence in one session."""

    code: str
    label: Text
    claimed: Part
    proposed: Part
    validated: Part
    link: float | None
    before: Sequence[Year]
    bars: tuple[int, int] = (0, 0)

    @property
    def reading(self) -> str:
        """The link with the rest of the dossier, as a word."""
        if self.link is None:
            return ""
        if self.link >= SEPARATES:
            return _("goes with the rest")
        return _("hardly goes with it") if self.link >= HARDLY else _("does not go with it")

    @property
    def is_doubtful(self) -> bool:
        return self.link is not None and self.link < HARDLY


@dataclass(frozen=True)
class Session:
    number: int
    examined: int
    lines: Sequence[Line]


@require_safe
def page(request, pk):
    """The competences of one year, for the office that runs it."""
    ours = reach(request.user, OFFICE, institution="institution", programme="programme_code")
    edition = get_object_or_404(Edition.objects.filter(ours).with_programme(), pk=pk)
    earlier = Edition.objects.filter(
        institution=edition.institution,
        programme_code=edition.programme_code,
        year__lt=edition.year,
    )
    before = list(earlier.with_programme().order_by("-year")[:YEARS_BEFORE])
    context = {"edition": edition, "before": before, "sessions": sessions_of(edition, before)}
    return render(request, "portal/competences.html", context)


def sessions_of(edition, before=()):
    """The sessions whose results are published. Causes one query, and reads whole acts."""
    dossiers = _dossiers([edition, *before])
    sessions = []
    for session in edition.plan.sessions:
        examined = dossiers.get((edition.pk, session.number), [])
        earlier = [_compared(dossiers, each, session.number) for each in before]
        codes = [item.code for item in edition.programme.items]
        lines = [
            _line(item, examined, codes, [year(item) for year in earlier])
            for item in edition.programme.items
            if any(_is_judged(dossier, item.code) for dossier in examined)
        ]
        if lines:
            sessions.append(Session(session.number, len(examined), _with_bars(lines)))
    return sessions


def _dossiers(editions):
    """{(edition, session): [{competence: decision}, …]}: what stands now of each dossier
    examined, rectifying acts included."""
    acts = Publication.objects.filter(edition__in=editions).order_by("published_at", "pk")
    standing = {}
    for edition, session, content in acts.values_list(
        "edition", "session", "deliberation__content"
    ):
        for case in content["cases"]:
            standing[edition, session, case["enrolment"]] = case
    dossiers = {}
    for (edition, session, _enrolment), case in standing.items():
        if case["standing"] == "submitted":
            told = {decision["item"]: decision for decision in case["decisions"]}
            dossiers.setdefault((edition, session), []).append(told)
    return dossiers


def _compared(dossiers, edition, session):
    """How an earlier year answers for a competence."""
    examined = dossiers.get((edition.pk, session), [])
    labels = {item.code: item.label for item in edition.programme.items}

    def year(item):
        is_same = labels.get(item.code) == item.label
        return Year(edition.year, _validated(examined, item.code) if is_same else None)

    return year


def _line(item, examined, codes, before):
    claimed = [dossier for dossier in examined if _is_judged(dossier, item.code)]
    proposed = sum(dossier[item.code]["proposed"] == Verdict.VALIDATED for dossier in claimed)
    return Line(
        code=item.code,
        label=item.label,
        claimed=Part(len(examined), len(claimed)),
        proposed=Part(len(claimed), proposed),
        validated=_validated(examined, item.code),
        link=link(item.code, claimed, codes),
        before=before,
    )


def _validated(examined: Iterable[Dossier], code: str) -> Part:
    claimed = [dossier for dossier in examined if _is_judged(dossier, code)]
    return Part(len(claimed), sum(_is_good(dossier, code) for dossier in claimed))


def _is_judged(dossier: Dossier, code: str) -> bool:
    """Claimed, and judged by a verdict: what was acquired earlier is not judged again."""
    decision = dossier.get(code)
    apart = (Basis.NOT_CLAIMED, Basis.ACQUIRED)
    return bool(decision and decision["verdict"] and decision["basis"] not in apart)


def _is_good(dossier: Dossier, code: str) -> bool:
    return dossier[code]["verdict"] == Verdict.VALIDATED


def link(code: str, claimed: Sequence[Dossier], codes: Sequence[str]) -> float | None:
    """How far those who validate one competence validate more of the others: from -1 to 1.

    The share of the other competences claimed is compared, so that who claims less is not worse.
    None when the dossiers are too few, or hardly differ.
    """
    part = Part(len(claimed), sum(_is_good(dossier, code) for dossier in claimed))
    if part.total < FEWEST_TO_COMPARE or not part.is_number:
        return None
    pairs = []
    for dossier in claimed:
        others = [each for each in codes if each != code and _is_judged(dossier, each)]
        if others:
            rest = sum(_is_good(dossier, each) for each in others) / len(others)
            pairs.append((float(_is_good(dossier, code)), rest))
    try:
        return correlation(*zip(*pairs, strict=True))
    except (StatisticsError, TypeError):
        return None


def _with_bars(lines):
    """Each line with its two bars, claimed and validated: the most claimed takes the width."""
    greatest = max(line.claimed.drawn for line in lines) or 1
    return [
        replace(
            line,
            bars=tuple(
                round(LONGEST * part.drawn / greatest) for part in (line.claimed, line.validated)
            ),
        )
        for line in lines
    ]
