"""The shortest programme and edition that one can type."""

PROGRAMME = """\
code: small
version: "1"
title: {fr: Petit, en: Small}
official_name: Petit certificat
acronym: PC
rule:
  at_least: {count: 1}
carry_over: {kept: validated}
components:
  - code: quiz
    label: Quiz
    kind: verdict
"""
EDITION = """\
programme_code: small
programme_version: "1"
year: 2023-2024
categories:
  - code: all
    label: Tous
    fee:
      kind: amount
      tariffs: [{amount: 45.5, valid_from: 2023-09-01, source: Vote, is_confirmed: true}]
sessions:
  - {number: 1, deposit_until: 2024-01-12, jury_from: 2024-01-23, jury_until: "2024-01-23"}
collection: {place: Ici}
"""
