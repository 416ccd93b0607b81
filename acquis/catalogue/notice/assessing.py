"""What is deposited, who reads it, what the jury asks."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue import rules
from acquis.catalogue.definitions import Component, Edition, Programme

from .blocks import Block, Facts, Paragraph, Points


def portfolio(programme: Programme, plan: Edition, largest_file: str) -> Iterator[Block]:
    """Nothing for a programme without a framework: there, nobody claims anything."""
    if programme.framework is None:
        return
    nouns = {
        "number": len(programme.items),
        "items": spoken(programme.item_noun.many),
        "groups_number": len(programme.groups),
        "groups": spoken(programme.group_noun.many),
        "framework": spoken(programme.framework.title),
    }
    yield Points(
        (
            _("Situations that you have been in: what you did, where, when and with whom."),
            _("Evidence: files or links, each described. A file weighs %(size)s at most.")
            % {"size": largest_file},
            _("Claims: which %(items)s of the framework a situation shows, and why.") % nouns,
        )
    )
    yield Paragraph(
        _("%(framework)s: %(number)s %(items)s in %(groups_number)s %(groups)s.") % nouns
    )
    yield Points(tuple(f"{group.code} {spoken(group.label)}" for group in programme.groups))
    for condition in programme.conditions:
        yield Paragraph(
            _("Compulsory: %(condition)s. %(prompt)s")
            % {"condition": spoken(condition.label), "prompt": spoken(condition.prompt)}
        )
        if condition.accepted_proofs:
            yield Paragraph(_("One of these proves it:"))
            yield Points(tuple(spoken(proof) for proof in condition.accepted_proofs))
    yield Paragraph(
        _(
            "A deposit is a frozen copy, with a receipt that states the fingerprint of each file. "
            "Until the last day you may take it back and deposit again; after it, nothing changes. "
            "An upload begun in time may finish within %(minutes)s minutes."
        )
        % {"minutes": plan.upload_grace_minutes}
    )


def jury(programme: Programme, plan: Edition) -> Iterator[Block]:
    yield Paragraph(
        ngettext(
            "Each dossier is evaluated by %(number)s person, who proposes to the jury what to "
            "validate, and why.",
            "Each dossier is evaluated by %(number)s people, who propose to the jury what to "
            "validate, and why.",
            plan.evaluators_per_dossier,
        )
        % {"number": plan.evaluators_per_dossier}
    )
    yield Paragraph(
        _(
            "The jury examines the dossier, follows each proposal or departs from it with a "
            "reason, and decides. It awards the certificate when all of this is met:"
        )
    )
    yield Points(tuple(spoken(sentence) for sentence in rules.describe(programme)))
    if programme.components:
        yield Facts(tuple(_component(part) for part in programme.components))
    if programme.framework is not None:
        many = spoken(programme.item_noun.many)
        yield Paragraph(
            _("Whatever is not claimed counts as not validated (%(items)s).") % {"items": many}
        )


def _component(part: Component) -> tuple[str, str]:
    if part.maximum is None:
        return (spoken(part.label), _("validated or not"))
    marked = {"maximum": f"{part.maximum:f}", "weight": f"{part.weight:f}"}
    return (
        capfirst(spoken(part.label)),
        _("marked out of %(maximum)s, counting %(weight)s") % marked,
    )
