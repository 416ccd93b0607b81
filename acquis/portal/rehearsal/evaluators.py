"""What invented evaluators do at the pages: read a frozen dossier, propose, send."""

from datetime import timedelta
from random import Random

from acquis.base import clock
from acquis.evaluation.models import Assignment, AssignmentState

from .cohort import is_convincing
from .doors import Visitor

REASONS = {
    "validated": "Le déroulé et les productions le montrent.",
    "not_validated": "L’usage décrit ne relève pas de cette compétence.",
    "insufficient": "L’argument est clair, mais rien ne le montre encore.",
}


class EvaluatorActs:
    """One evaluator. The last one is slow, as there always is one."""

    def __init__(self, year, person, *, is_slow):
        self.year = year
        self.visitor = Visitor(person)
        self.person = person
        self.is_slow = is_slow

    def plan(self, session, until):
        """Spread one's dossiers over the days left before the jury."""
        waiting = list(
            Assignment.objects.filter(
                evaluator=self.person, state=AssignmentState.ASSIGNED, deposit__session=session
            ).order_by("deposit__deposited_at", "deposit__pk")
        )
        span = (until - clock.now()) * (1.0 if self.is_slow else 0.75)
        for rank, assignment in enumerate(waiting, 1):
            moment = clock.now() + span * rank / (len(waiting) + 1)
            self.year.agenda.at(moment, self.read, assignment, session)

    def read(self, assignment, session):
        acts = self.year.acts_of(assignment.deposit.candidate)
        rng = Random(f"{self.year.seed}:{session}:{acts.candidate.number}")
        fields = {}
        for code, kind, is_shown in self._asked(assignment):
            if kind == "mark":
                fields[f"mark-{code}"] = f"{rng.randrange(12, 40) / 2:.2f}"
                fields[f"reason-{code}"] = "Exposé clair, gestes sûrs."
                continue
            proved = is_shown and (
                kind == "condition" or is_convincing(acts.candidate, rng, session)
            )
            verdict = "validated" if proved else rng.choice(["not_validated", "insufficient"])
            fields[f"verdict-{code}"] = verdict
            fields[f"reason-{code}"] = REASONS[verdict]
        if rng.random() < 0.01 and not self._was_declined(assignment):
            # The conflict is declared before anything is proposed; the office gives it on.
            self.visitor.fill(
                "evaluation:recuse",
                assignment.pk,
                fields={"reason": "J’ai encadré ce candidat en stage."},
            )
            self.year.agenda.at(clock.now() + timedelta(hours=20), self.year.share_again, session)
            return
        self.visitor.fill(
            "evaluation:save_grid",
            assignment.pk,
            on=("evaluation:dossier", assignment.pk),
            fields=fields,
        )
        self.visitor.fill(
            "evaluation:send", assignment.pk, on=("evaluation:dossier", assignment.pk)
        )

    @staticmethod
    def _was_declined(assignment):
        readers = Assignment.objects.filter(deposit=assignment.deposit)
        return readers.filter(state=AssignmentState.RECUSED).exists()

    def _asked(self, assignment):
        """(code, kind, is it shown) for each line of the grid that awaits a proposal."""
        programme = self.year.edition.programme
        content = assignment.deposit.content
        claimed = assignment.deposit.claimed_items()
        acquired = set(content["acquired"])
        for item in programme.items:
            if item.code not in acquired and (item.kind == "mark" or item.code in claimed):
                yield item.code, item.kind, True
        shown = {situation["condition"] for situation in content["situations"]}
        for condition in programme.conditions:
            if condition.code not in acquired:
                yield condition.code, "condition", condition.code in shown
