from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.base.keys import uuid7


class SavedView(models.Model):
    """A list as one person likes it: the query of its address, under a name. Theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=40, help_text=_("Code of the list."))
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_usual = models.BooleanField(
        _("my usual view"), default=False, help_text=_("Shown when the address asks for nothing.")
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="one_view_a_name"),
            models.UniqueConstraint(
                fields=["person", "list"],
                condition=models.Q(is_usual=True),
                name="one_usual_view_a_list",
            ),
        ]

    def __str__(self):
        return self.name
