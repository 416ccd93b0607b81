import sys
import textwrap
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from acquis.accounts.models import Institution
from acquis.base.refusal import Refusal
from acquis.catalogue import actions, checker
from acquis.catalogue.models import EditionState


class Command(BaseCommand):
    help = "Load an edition with its programme, after showing what would change."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="programmes/c2i2e/editions/2022-2023.yaml")
        parser.add_argument("--institution", required=True, help="slug of the institution")
        parser.add_argument("--yes", action="store_true", help="apply without asking")
        parser.add_argument("--publish", action="store_true", help="open the page to the public")
        parser.add_argument(
            "--language", choices=["fr", "en"], default=settings.LANGUAGE_CODE, help="of the words"
        )

    def handle(self, *, language, **options):
        with translation.override(language):
            try:
                self._load(language, **options)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal

    def _load(self, language, *, path, institution, yes, publish, **options):
        home = Institution.objects.filter(slug=institution).first()
        if home is None:
            raise CommandError(_no_institution(institution))
        if not path.exists():
            raise CommandError(_("There is no file “%(path)s”: check the path.") % {"path": path})
        self.stdout.write(checker.report(checker.check_path(path), language))
        self.stdout.write()
        comparison = actions.compare(path, institution=home)
        self._show(comparison)
        is_to_publish = publish and not comparison.is_public
        if not (comparison.changes or is_to_publish):
            self.stdout.write(_("Everything is loaded already: nothing changes."))
            return
        actions.refuse_what_is_in_use(comparison)
        if not (yes or self._is_agreed()):
            self.stdout.write(_("Nothing was applied."))
            return
        self._apply(comparison, is_to_publish)

    def _apply(self, comparison, is_to_publish):
        edition = actions.apply(comparison).edition
        self.stdout.write(_("%(edition)s is loaded.") % {"edition": edition})
        if is_to_publish:
            edition.publish(by=None)
            self.stdout.write(_("It is published: %(url)s") % {"url": edition.get_absolute_url()})
        elif edition.state == EditionState.DRAFT:
            self.stdout.write(_("It is in preparation: add --publish to open its page."))

    def _show(self, comparison):
        programme, plan = comparison.programme, comparison.plan
        parts = [
            (
                _("Programme %(code)s, version %(version)s")
                % {"code": programme.code, "version": programme.version},
                comparison.programme_version,
                comparison.programme_changes,
            ),
            (
                _("Edition %(year)s") % {"year": plan.year},
                comparison.edition,
                comparison.edition_changes,
            ),
        ]
        for name, loaded, changes in parts:
            if loaded is None:
                self.stdout.write(_("%(name)s: new.") % {"name": name})
            elif not changes:
                self.stdout.write(_("%(name)s: no difference.") % {"name": name})
            else:
                self.stdout.write(_("%(name)s: what changes") % {"name": name})
                for change in changes:
                    self._show_change(change, is_reworded=change.field in comparison.reworded)
        if comparison.is_public and comparison.changes:
            self.stdout.write(_("This edition is published: its page changes at once."))

    def _show_change(self, change, *, is_reworded):
        self.stdout.write(f"  {change.field}")
        if is_reworded:
            self.stdout.write(
                "    "
                + _("Staff reworded this text: the public reads their words, whatever is loaded.")
            )
        for sign, text in (("-", change.old), ("+", change.new)):
            if text:
                self.stdout.write(
                    textwrap.fill(
                        " ".join(text.split()),
                        width=96,
                        initial_indent=f"    {sign} ",
                        subsequent_indent="      ",
                        break_long_words=False,
                    )
                )

    def _is_agreed(self):
        if not sys.stdin.isatty():
            self.stdout.write(_("Nobody can be asked here: add --yes to apply."))
            return False
        self.stdout.write(_("Apply? [y/N] "), ending="")
        self.stdout.flush()
        answer = sys.stdin.readline().strip().casefold()
        return answer in {"y", "yes", "o", "oui"}


def _no_institution(slug):
    known = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True))
    if not known:
        return _("There is no institution yet: add it with add_institution.")
    return _("There is no institution “%(slug)s”. Known ones: %(known)s.") % {
        "slug": slug,
        "known": known,
    }
