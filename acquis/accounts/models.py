import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Institution(models.Model):
    """A university that certifies, or one whose students a certifying one welcomes (a tenant)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Look(models.Model):
    """How an institution shows itself: a colour that can be read, and a logo. Apart from the
    institution, so that a list of rows does not carry the bytes of a logo with each of them."""

    institution = models.OneToOneField(Institution, models.CASCADE, related_name="look")
    colour = models.CharField(max_length=7, help_text=_("On white, #rrggbb."))
    colour_in_dark = models.CharField(max_length=7, help_text=_("On dark pages, #rrggbb."))
    logo = models.BinaryField(blank=True, default=b"")
    logo_type = models.CharField(max_length=20, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(
        max_length=16, help_text=_("Stands in the addresses: a changed look has new ones.")
    )

    def __str__(self):
        return f"{self.institution}, {self.colour}"


def has_in_name(word, person="person"):
    """A filter on rows: this word is in a name of the person, who is found at this lookup."""
    names = ("first_names", "birth_name", "usage_name")
    return models.Q(
        *((f"{person}__{name}__icontains", word) for name in names), _connector=models.Q.OR
    )


def has_words(text, person="person", *also):
    """A filter on rows: each word of the text is in a name or the address of the person, who is
    found at this lookup, or in one of the other columns named."""
    wanted = models.Q()
    for word in text.split()[:6]:
        either = has_in_name(word, person)
        for column in (f"{person}__email", *also):
            either |= models.Q(**{f"{column}__icontains": word})
        wanted &= either
    return wanted


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Anyone who signs in. The civil name goes on documents, the usage name on pages."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    first_names = models.CharField(_("first names"), max_length=150)
    birth_name = models.CharField(_("birth name"), max_length=150)
    usage_name = models.CharField(_("usage name"), max_length=150, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    language = models.CharField(max_length=2, choices=[("fr", "fr"), ("en", "en")], default="fr")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        return f"{self.first_names} {self.usage_name or self.birth_name}".strip()

    def get_short_name(self):
        return self.first_names

    @property
    def civil_name(self):
        """First names and birth name, as printed on a certificate."""
        return f"{self.first_names} {self.birth_name}".strip()


class Federated(models.Model):
    """An institution's sign-in server opens this account, to whom it knows by this identifier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="federated")
    server = models.SlugField(max_length=40, help_text=_("The code of the server."))
    subject = models.CharField(max_length=191, help_text=_("Stable, and never used again."))
    facts = models.JSONField(default=dict, help_text=_("What it says of the person (SUPANN)."))
    told_at = models.DateTimeField()
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["server", "subject"], name="an_identifier_opens_one_account"
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.server}"


class RoleQuerySet(models.QuerySet):
    def running_on(self, day):
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Role(models.Model):
    """What a person may do, for one institution, one programme (or all), and a period."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("certification office")
        CONTINUING_EDUCATION = "continuing_education", _("continuing education desk")
        CASHIER = "cashier", _("cashier")
        CERTIFICATE_DESK = "certificate_desk", _("certificate desk")
        EVALUATOR = "evaluator", _("evaluator")
        ADMINISTRATOR = "administrator", _("administrator")

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=24, choices=Kind)
    programme_code = models.SlugField(blank=True, help_text=_("Empty: every programme."))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "kind", "programme_code", "since"],
                name="a_role_is_given_once",
            ),
            models.CheckConstraint(
                name="a_role_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_kind_display()}, {self.institution}"
