from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import translation

from acquis.base.models import Stateful

HEAD = """# States

Drawn from the tables of legal moves beside each model (`MOVES`) by `python -m acquis draw_states`;
a test compares. `move_to` refuses any other move, and writes each one in the journal.
"""


def drawn():
    """The page docs/reference/states.md: one diagram for each noun with states."""
    with translation.override("en"):
        return HEAD + "".join(
            _diagram(model) for model in apps.get_models() if issubclass(model, Stateful)
        )


def _diagram(model):
    labels = dict(model._meta.get_field("state").flatchoices)
    lines = [
        f"\n## {model.__name__}\n",
        f"{(model.__doc__ or '').splitlines()[0]}\n",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f"    {state}: {label}" for state, label in labels.items()]
    lines.append(f"    [*] --> {model._meta.get_field('state').get_default()}")
    for state, others in model.MOVES.items():
        lines += [f"    {state} --> {other}" for other in sorted(others)]
        if not others:
            lines.append(f"    {state} --> [*]")
    return "\n".join([*lines, "```", ""])


class Command(BaseCommand):
    help = "Print the state diagrams of docs/reference/states.md."

    def handle(self, **options):
        self.stdout.write(drawn(), ending="")
