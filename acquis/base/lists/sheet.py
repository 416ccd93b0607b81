"""A list as its address asks for it: which rows, in which columns and order, and what is done
with them. Its view says what this person may see; the rest is the same for every list."""

import tempfile
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base import clock
from acquis.base.journal import record_line

from . import files, views
from .acts import MOST, Plan, as_key, carry_out, parsed
from .columns import Cell

PER_PAGE = 50
OURS = ("columns", "sort", "page")


def searched(request):
    """What the address looks for; without NUL, about which PostgreSQL cannot be asked."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


class Sheet:
    """`rows` are those that the filters of the address leave of `within`, all that this person may
    see here. `order` sorts them unless the address says otherwise, and ends with the key.

    `here` names what the address says of the place and not of the taste: a view that is kept
    leaves it out. `typed` are the filters in which somebody's name may stand: the journal keeps
    none of their words. `institutions` are the slugs of those whose rows these may be. `doors` is
    the fragment with what leads from a row to what is done to it alone.
    """

    def __init__(self, request, code, title, **given):
        self.request, self.code, self.title = request, code, title
        self._rows, self.within = given["rows"], given["within"]
        self.columns, self._order = given["columns"], given["order"]
        self._institutions, self.doors = given["institutions"], given.get("doors", "")
        self.acts = {act.code: act for act in given.get("acts", ())}
        self.here = given.get("here", ("edition",))
        self._typed = given.get("typed", ("q",))
        self.view_form = views.ViewForm()

    # -- what is shown -----------------------------------------------------------------------------

    @cached_property
    def shown(self):
        """The columns asked for, or those shown to whoever asked for none."""
        asked = set(self.request.GET.getlist("columns"))
        known = any(column.code in asked for column in self.columns)
        first, *others = self.columns
        return [
            first,
            *(each for each in others if (each.code in asked if known else each.is_shown)),
        ]

    @property
    def choices(self):
        """(column, whether it is shown) of those that may be chosen."""
        return [(column, column in self.shown) for column in self.columns[1:]]

    @cached_property
    def sort(self):
        """(column or None, whether it goes backwards)."""
        asked = self.request.GET.get("sort", "")
        code = asked.removeprefix("-")
        found = next((each for each in self.columns if each.code == code and each.order), None)
        return found, asked.startswith("-") and found is not None

    @property
    def heads(self):
        """(column, its order now, what the address must say to turn it round)."""
        by, is_backwards = self.sort
        for column in self.shown:
            direction = ("descending" if is_backwards else "ascending") if column == by else ""
            turned = f"-{column.code}" if direction == "ascending" else column.code
            yield column, direction, turned if column.order else ""

    @property
    def orders(self):
        """(what the address says, column, whether backwards, whether it is so now)."""
        for column in self.columns:
            for is_backwards in (False, True) if column.order else ():
                asked = f"-{column.code}" if is_backwards else column.code
                yield asked, column, is_backwards, self.sort == (column, is_backwards)

    @cached_property
    def rows(self):
        by, is_backwards = self.sort
        read = [*self.shown, by] if by else self.shown
        rows = self._rows
        for needed in dict.fromkeys(column.needs for column in read if column.needs):
            rows = needed(rows)
        first = by.order if by else ()
        if is_backwards:
            first = [name.removeprefix("-") if name[0] == "-" else f"-{name}" for name in first]
        return rows.order_by(*first, *self._order)

    @cached_property
    def page(self):
        return Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("page"))

    @property
    def count(self):
        return self.page.paginator.count

    @property
    def lines(self):
        """(row, its first cell, the others) of this page."""
        for row in self.page:
            first, *others = (Cell(column, row) for column in self.shown)
            yield row, first, others

    # -- what the address says ---------------------------------------------------------------------

    @property
    def kept(self):
        """What the form of the filters keeps: the columns and the order."""
        return [(name, value) for name, value in self._pairs() if name in ("columns", "sort")]

    @property
    def filters(self):
        """What the form of the columns keeps: the filters."""
        return [(name, value) for name, value in self._pairs() if name not in OURS]

    @property
    def query(self):
        """What a view keeps: all but the place and the page."""
        kept = QueryDict(mutable=True)
        for name, value in self._pairs():
            if value and name != "page" and name not in self.here:
                kept.appendlist(name, value)
        return kept.urlencode()

    def _pairs(self):
        return [(name, value) for name, each in self.request.GET.lists() for value in each]

    @property
    def _place(self):
        asked = self.request.GET
        return urlencode({name: asked[name] for name in self.here if name in asked})

    @property
    def plain_address(self):
        """The list as it is for whoever keeps no view: an address that asks for something."""
        return f"?{self._place or 'page=1'}"

    @cached_property
    def views(self):
        """The views this person keeps of this list, with where each leads from here."""
        now, found = sorted(self.query.split("&")), list(views.of(self.request.user, self.code))
        for view in found:
            asked = "&".join(filter(None, [self._place, view.query]))
            view.address = f"?{asked or 'page=1'}"
            view.is_current = sorted(view.query.split("&")) == now
        return found

    # -- what is answered --------------------------------------------------------------------------

    def answer(self, template, context):
        """The page, or what was asked of the list by a form of it."""
        if self.request.method == "POST":
            if answered := self._posted():
                return answered
        elif not self.request.GET:
            usual = next((view for view in self.views if view.is_usual and view.query), None)
            if usual:
                return redirect(f"{self.request.path}?{usual.query}")
        return render(self.request, template, {**context, "sheet": self, "page": self.page})

    def _posted(self):
        posted = self.request.POST
        if posted.get("export") in files.WRITERS:
            return self._file(posted["export"])
        if "keep" in posted:
            self.view_form = views.ViewForm(posted)
            if not views.keep(self.request, self.code, self.query, self.view_form):
                return None
        elif "forget" in posted:
            views.forget(self.request, self.code, posted["forget"])
        elif posted.get("act") in self.acts:
            return self._act(self.acts[posted["act"]])
        return redirect(self.request.get_full_path())

    # -- a file of it ------------------------------------------------------------------------------

    @transaction.atomic
    def _file(self, name):
        """Every row in the columns shown; the journal tells who took how many, and of which."""
        out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        rows = self.rows.iterator(chunk_size=500)
        count = files.write(name, out, title=self.title, columns=self.shown, rows=rows)
        told = {
            "format": name,
            "rows": count,
            "columns": [column.code for column in self.shown],
            "filters": {n: v for n, v in self.filters if v and n not in self._typed},
            "searched": any(self.request.GET.get(each) for each in self._typed),
        }
        for institution in self._institutions:
            key, by = f"base.list:{self.code}", self.request.user
            record_line(institution, "exported", key, by=by, **told)
        out.seek(0)
        day = f"{clock.today():%Y-%m-%d}"
        named = f"{slugify(self.title)}-{day}.{name}"
        return FileResponse(out, as_attachment=True, filename=named, content_type=files.TYPES[name])

    # -- an act on many rows -----------------------------------------------------------------------

    def _act(self, act):
        if "shown" in self.request.POST:
            return self._confirmed(act)
        keys, is_too_many = self._chosen()
        if not keys or is_too_many:
            told = _("Tick the rows concerned first, or all the rows of this search.")
            if is_too_many:
                told = ngettext(
                    "At most %d row at once: narrow the search.",
                    "At most %d rows at once: narrow the search.",
                    MOST,
                )
                told %= MOST
            messages.error(self.request, told)
            return redirect(self.request.get_full_path())
        return self._preview(self._plan(act, keys), act.form() if act.form else None)

    def _chosen(self):
        """(keys, whether they are too many): the rows ticked, or all those of this search."""
        if "all" in self.request.POST:
            keys = list(self.rows.values_list("pk", flat=True)[: MOST + 1])
        else:
            keys = [key for each in self.request.POST.getlist("row") if (key := as_key(each))]
        return keys[:MOST], len(keys) > MOST

    def _plan(self, act, keys):
        """Only the rows that this person sees here: others are simply not there."""
        rows = self.within.filter(pk__in=keys).order_by(*self._order)
        return Plan(act, rows, self.columns[0])

    @transaction.atomic
    def _confirmed(self, act):
        shown = parsed(self.request.POST["shown"])
        # Held until the end: nothing changes between what is compared and what is done.
        held = self.within.model.objects.filter(pk__in=list(shown)).order_by("pk")
        list(held.select_for_update().values_list("pk"))
        plan = self._plan(act, list(shown))
        form = act.form(self.request.POST) if act.form else None
        is_typed = form is None or form.is_valid()
        if plan.compare(shown) or not is_typed or not plan.going:
            return self._preview(plan, form)
        typed = form.cleaned_data if form else {}
        done, left = carry_out(plan, by=self.request.user, typed=typed)
        for told in done:
            messages.success(self.request, told)
        for told in left:
            messages.warning(self.request, told)
        return redirect(self.request.get_full_path())

    def _preview(self, plan, form):
        context = {"sheet": self, "plan": plan, "act": plan.act, "form": form}
        return render(self.request, "lists/act.html", context)
