"""Who may open which door, written from the notice and from what each role is for.

Nothing here is read from the code: when the two differ, one of them is wrong and a person decides
which. One line a route: what its address names, then who may read (GET, HEAD) and who may act
(POST), by the state of that thing. `"*"` stands for every other state, NOBODY means “not found”,
and a method that is not said is refused for everybody. Whoever is not named gets the same “not
found” as for a thing that does not exist; whoever is not signed in is asked to sign in, except
at the addresses of WITHOUT_LOGIN.

A door is open when the person gets an answer of its own, be it a sentence that refuses: what
cannot be done any more is said to those whose door it is, and hidden from all others.
"""

from typing import NamedTuple

# -- the people -----------------------------------------------------------------------------------
# All of one institution, unless their name ends in “elsewhere”: these do the same in another one.

ANONYMOUS = {"anonymous"}
CANDIDATE = {"candidate"}  # whose request, portfolio, deposit, case and papers are asked for
EVALUATOR = {"evaluator"}  # to whom the office gave the dossier
PRESIDENT = {"president"}
JUROR = {"juror"}
ASIDE = {"juror_aside"}  # sits in the jury, and stepped aside for this candidate
OFFICE = {"office"}
CONTINUING_EDUCATION = {"continuing_education"}
CASHIER = {"cashier"}
CERTIFICATE_DESK = {"certificate_desk"}
ADMINISTRATOR = {"administrator"}

STRANGERS = {
    "other_candidate",  # of the same year
    "other_evaluator",  # to whom the office gave other dossiers
    "other_juror",  # of another jury of the same session
    "other_office",  # runs another programme of the same institution
    "former_staff",  # had every role until yesterday
}
ANY_ELSEWHERE = {
    "candidate_elsewhere",
    "evaluator_elsewhere",
    "juror_elsewhere",
    "president_elsewhere",
    "office_elsewhere",
    "continuing_education_elsewhere",
    "cashier_elsewhere",
    "certificate_desk_elsewhere",
    "administrator_elsewhere",
}

NOBODY = set()
MEMBERS = PRESIDENT | JUROR  # who decide about this candidate
JURY = MEMBERS | ASIDE
SIGNED_IN = (
    CANDIDATE | EVALUATOR | JURY | OFFICE | CONTINUING_EDUCATION | CASHIER | CERTIFICATE_DESK
) | (ADMINISTRATOR | STRANGERS | ANY_ELSEWHERE)
ANYBODY = ANONYMOUS | SIGNED_IN

# A page without a thing in its address shows each person their own rows: the role opens it,
# whatever the institution or the programme.
ANY_OFFICE = OFFICE | {"other_office", "office_elsewhere"}
ANY_EVALUATOR = EVALUATOR | {"other_evaluator", "evaluator_elsewhere"}
ANY_CONTINUING_EDUCATION = CONTINUING_EDUCATION | {"continuing_education_elsewhere"}
ANY_CASHIER = CASHIER | {"cashier_elsewhere"}
ANY_CERTIFICATE_DESK = CERTIFICATE_DESK | {"certificate_desk_elsewhere"}
ANY_ADMINISTRATOR = ADMINISTRATOR | {"administrator_elsewhere"}
WITH_FACTOR = {"candidate", "candidate_elsewhere"}
KEEP_TEXTS = OFFICE | ADMINISTRATOR
ANY_JURY = JURY | {"other_juror", "juror_elsewhere", "president_elsewhere"}


class Door(NamedTuple):
    """What the address names, then {state: people} for reading and for acting; None: refused.

    `sends`: what else must be named for the act to be about something.
    """

    names: str = ""
    read: dict | None = None
    act: dict | None = None
    sends: tuple = ()


# -- addresses that name nothing ------------------------------------------------------------------

PLACES = {
    "portal:home": Door(read={"*": ANYBODY}),
    "portal:language": Door(act={"*": ANYBODY}),
    "portal:health": Door(read={"*": ANYBODY}),
    # Whoever meets a barrier must be able to read whom to tell, and to find the other pages.
    "portal:accessibility": Door(read={"*": ANYBODY}),
    "portal:accessibility_grid": Door(read={"*": ANYBODY}),
    "portal:site_map": Door(read={"*": ANYBODY}),
    # Entering as anybody and reading everybody's letters exist in a demonstration only.
    "portal:demo": Door(read={"*": NOBODY}),
    "portal:demo_enter": Door(act={"*": NOBODY}),
    "portal:letters": Door(read={"*": NOBODY}),
    # What was written to a person is theirs; what an office sent is followed by that office.
    # The days of a person, at an address that is the right to read them: whoever has none learns
    # nothing.
    "portal:agenda": Door(read={"*": SIGNED_IN}),
    "portal:new_feed": Door(act={"*": SIGNED_IN}),
    "portal:end_feed": Door(act={"*": SIGNED_IN}),
    "portal:feed": Door(read={"*": NOBODY}),
    "letters:mine": Door(read={"*": SIGNED_IN}),
    "letters:sendings": Door(read={"*": ANY_OFFICE}),
    "letters:undelivered": Door(read={"*": ANY_OFFICE}),
    # Letters speak for the institution: who runs one programme of it does not change their texts.
    "letters:texts": Door(read={"*": KEEP_TEXTS | {"office_elsewhere", "administrator_elsewhere"}}),
    # The components are shown to those who work on them, and in a demonstration.
    "portal:design": Door(read={"*": NOBODY}),
    # allauth's own pages. Those about one's account ask to sign in first.
    "account_login": Door(read={"*": ANYBODY}, act={"*": ANYBODY}),
    "account_logout": Door(read={"*": ANYBODY}, act={"*": ANYBODY}),
    "account_signup": Door(read={"*": ANYBODY}, act={"*": ANYBODY}),
    "account_inactive": Door(read={"*": ANYBODY}),
    "account_reauthenticate": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "account_email": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "account_email_verification_sent": Door(read={"*": ANYBODY}),
    # The key of the letter is the right: whoever has none learns nothing.
    "account_confirm_email": Door(read={"*": ANYBODY}, act={"*": NOBODY}),
    "account_change_password": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "account_set_password": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "account_reset_password": Door(read={"*": ANYBODY}, act={"*": ANYBODY}),
    "account_reset_password_done": Door(read={"*": ANYBODY}),
    "account_reset_password_from_key": Door(read={"*": ANYBODY}, act={"*": ANYBODY}),
    "account_reset_password_from_key_done": Door(read={"*": ANYBODY}),
    # Sign-in by a code sent by e-mail is not offered: without one, it leads to the sign-in page.
    "account_confirm_login_code": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    # A second factor is one's own. Changing it asks to be recognised again first, and only then
    # looks for what the address names: acquis/portal/tests/test_second_factor.py.
    "mfa_index": Door(read={"*": SIGNED_IN}),
    "mfa_authenticate": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_reauthenticate": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_activate_totp": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_deactivate_totp": Door(read={"*": WITH_FACTOR}, act={"*": WITH_FACTOR}),
    "mfa_view_recovery_codes": Door(read={"*": NOBODY}),
    "mfa_generate_recovery_codes": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_download_recovery_codes": Door(read={"*": NOBODY}, act={"*": NOBODY}),
    "mfa_list_webauthn": Door(read={"*": SIGNED_IN}),
    "mfa_add_webauthn": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_reauthenticate_webauthn": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_remove_webauthn": Door("key", read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "mfa_edit_webauthn": Door("key", read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    # Without a key, it leads to the sign-in page.
    "mfa_login_webauthn": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    # The devices where one is signed in: one's own, whatever the form names.
    "accounts:devices": Door(read={"*": SIGNED_IN}),
    "accounts:end_devices": Door(act={"*": SIGNED_IN}),
    # Signing in by one's institution. Without a server there is nothing to sign in with, and
    # without having come back from one, it leads to the sign-in page: tests/federation.
    "federation:leave": Door(read={"*": NOBODY}),
    "federation:come_back": Door(read={"*": NOBODY}),
    "federation:welcome": Door(read={"*": SIGNED_IN}, act={"*": SIGNED_IN}),
    "federation:link": Door(act={"*": SIGNED_IN}),
    "federation:mine": Door(read={"*": SIGNED_IN}),
    # As for a second factor: one is recognised again first, then the link is looked for.
    "federation:unlink": Door("link", act={"*": SIGNED_IN}),
    # The notice is public: who is concerned, what it costs, when.
    "catalogue:list": Door(read={"*": ANYBODY}),
    # The years with what the checker says of them: those who run a programme.
    "catalogue:staff": Door(read={"*": ANY_OFFICE | ANY_ADMINISTRATOR}),
    # “Chaque candidat doit faire une demande d'inscription”: any person may have requests.
    "enrolment:list_mine": Door(read={"*": SIGNED_IN}),
    # What is asked of a list – a view kept, a file, an act on many rows – comes to its own address.
    "enrolment:desk": Door(
        read={"*": ANY_OFFICE | ANY_CONTINUING_EDUCATION},
        act={"*": ANY_OFFICE | ANY_CONTINUING_EDUCATION},
    ),
    "enrolment:cash": Door(
        read={"*": ANY_OFFICE | ANY_CASHIER}, act={"*": ANY_OFFICE | ANY_CASHIER}
    ),
    "evaluation:mine": Door(read={"*": ANY_EVALUATOR}),
    "evaluation:assignments": Door(read={"*": ANY_OFFICE}, act={"*": ANY_OFFICE}),
    "evaluation:share_out": Door(read={"*": ANY_OFFICE}, act={"*": ANY_OFFICE}),
    # Who is in no jury and prepares none has no business with the list of juries.
    "jury:list": Door(read={"*": ANY_OFFICE | ANY_JURY}),
    "jury:new": Door(read={"*": ANY_OFFICE}, act={"*": ANY_OFFICE}),
    "outcomes:mine": Door(read={"*": SIGNED_IN}),
    "outcomes:publications": Door(read={"*": ANY_OFFICE}),
    "outcomes:desk": Door(
        read={"*": ANY_OFFICE | ANY_CERTIFICATE_DESK}, act={"*": ANY_OFFICE | ANY_CERTIFICATE_DESK}
    ),
    # Whoever is shown a paper may check it, without an account.
    "outcomes:verify_form": Door(read={"*": ANYBODY}),
}

# -- one year of a programme: draft, published, closed ---------------------------------------------

RUN_THE_YEAR = OFFICE | ADMINISTRATOR

EDITION = {
    # What is in preparation is shown to those who prepare it.
    "catalogue:edition": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    # The certification has a page that outlives its years: nothing before the first is published.
    "catalogue:programme": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    "catalogue:framework": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    "catalogue:calendar_file": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    "catalogue:day_file": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    # The official notice says to everybody what the site applies, on a page and on paper.
    "catalogue:notice": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    "catalogue:notice_pdf": Door(read={"draft": RUN_THE_YEAR, "*": ANYBODY}),
    "catalogue:publish": Door(act={"*": RUN_THE_YEAR}),
    "catalogue:close": Door(act={"*": RUN_THE_YEAR}),
    "catalogue:next_year": Door(read={"*": RUN_THE_YEAR}, act={"*": RUN_THE_YEAR}),
    # Whoever runs the year puts its public texts otherwise; everybody reads them on its pages.
    "catalogue:texts": Door(read={"*": RUN_THE_YEAR}),
    "catalogue:text": Door(read={"*": RUN_THE_YEAR}, act={"*": RUN_THE_YEAR}),
    # Nobody enrols in a year that is not published; whoever has an account may, later, anywhere.
    "enrolment:start": Door(
        read={"draft": NOBODY, "*": SIGNED_IN}, act={"draft": NOBODY, "*": SIGNED_IN}
    ),
    # “Le service peut ouvrir une inscription tardive, avec un motif écrit”: the office alone, and
    # not in a year that is not published.
    "enrolment:late_openings": Door(
        "edition", read={"draft": NOBODY, "*": OFFICE}, act={"draft": NOBODY, "*": OFFICE}
    ),
    # The colour and the logo of an institution stand on its public pages.
    "portal:look": Door(read={"*": ANYBODY}),
    "portal:logo": Door(read={"*": ANYBODY}),
    # The lists behind the figures of the board. A late draft is named there, and never opened.
    "portal:competences": Door("edition", read={"*": OFFICE}),
    "portal:figure": Door("edition", read={"*": OFFICE}, act={"*": OFFICE}),
    "outcomes:certificates": Door("edition", read={"*": OFFICE}),
    "outcomes:issue": Door("edition", act={"*": OFFICE}),
}

# -- a request to enrol: draft, sent, to_complete, accepted, refused, withdrawn, taken_up ----------
# `free`: in a category that continuing education (SEFCO) checks. `taken_up`: a draft again.

MONEY = OFFICE | CASHIER
# The office knows every request; continuing education those of its own categories. A draft is
# its candidate's alone, and so is one that was taken up again.
READ_REQUESTS = {
    "draft": NOBODY,
    "taken_up": NOBODY,
    "free": OFFICE | CONTINUING_EDUCATION,
    "*": OFFICE,
}
# Each desk decides its own: “Inscription candidats libres (SEFCO)”.
DECIDE_REQUESTS = {
    "draft": NOBODY,
    "taken_up": NOBODY,
    "free": CONTINUING_EDUCATION,
    "*": OFFICE,
}
# No money is due before a request was sent. The ledger of a request taken up again stays in sight:
# it may hold money to give back.
KEEP_ACCOUNTS = {"draft": NOBODY, "*": MONEY}

ENROLMENT = {
    "enrolment:mine": Door("enrolment", read={"*": CANDIDATE}, act={"*": CANDIDATE}),
    "enrolment:send": Door("enrolment", act={"*": CANDIDATE}),
    "enrolment:withdraw": Door("enrolment", act={"*": CANDIDATE}),
    "enrolment:take_up": Door("enrolment", act={"*": CANDIDATE}),
    "enrolment:join_proof": Door("enrolment", act={"*": CANDIDATE}),
    "enrolment:desk_enrolment": Door("enrolment", read=READ_REQUESTS),
    "enrolment:ask_completion": Door("enrolment", act=DECIDE_REQUESTS),
    "enrolment:decide": Door("enrolment", act=DECIDE_REQUESTS),
    "enrolment:quote": Door("enrolment", act=DECIDE_REQUESTS),
    "enrolment:check_proof": Door("proof", act=DECIDE_REQUESTS),
    # Only the office, which knows all categories, moves somebody from one to another.
    "enrolment:change_category": Door(
        "enrolment", act={"draft": NOBODY, "taken_up": NOBODY, "*": OFFICE}
    ),
    "enrolment:close_late_opening": Door("late", act={"*": OFFICE}),
    "enrolment:cash_enrolment": Door("enrolment", read=KEEP_ACCOUNTS),
    "enrolment:pay": Door("enrolment", act=KEEP_ACCOUNTS),
    "enrolment:exempt": Door("enrolment", act=KEEP_ACCOUNTS),
    "enrolment:end_exemption": Door("enrolment", act=KEEP_ACCOUNTS),
    "enrolment:refund": Door("enrolment", act=KEEP_ACCOUNTS),
    # A student card or an identity document: its owner, and the desk that checks it.
    "enrolment:proof_file": Door(
        "proof",
        read={
            "draft": CANDIDATE,
            "taken_up": CANDIDATE,
            "free": CANDIDATE | OFFICE | CONTINUING_EDUCATION,
            "*": CANDIDATE | OFFICE,
        },
    ),
    # What justifies an exemption is read with the ledger.
    "enrolment:line_file": Door("line", read={"draft": CANDIDATE, "*": CANDIDATE | MONEY}),
}

# -- a portfolio: absent, open, deposited, reopened (session 2), late, withdrawn, removed, link ----
# `late`: open after its deadline. `withdrawn`: the enrolment is. `removed`: the candidate took the
# situation out. `link`: the evidence is an address. “Un portefeuille privé”: it is its owner's,
# and what others read is the deposited copy, through doors of their own.

PORTFOLIO_IS_MINE = {"*": CANDIDATE}
SITUATION_IS_MINE = {"removed": NOBODY, "*": CANDIDATE}

PORTFOLIO = {
    "eportfolio:start": Door("enrolment", act={"*": CANDIDATE}),
    "eportfolio:portfolio": Door("portfolio", read=PORTFOLIO_IS_MINE),
    "eportfolio:attempts": Door("portfolio", read=PORTFOLIO_IS_MINE),
    "eportfolio:new_situation": Door("portfolio", read=PORTFOLIO_IS_MINE, act=PORTFOLIO_IS_MINE),
    "eportfolio:order": Door("portfolio", act=PORTFOLIO_IS_MINE),
    "eportfolio:restore": Door("portfolio", act=PORTFOLIO_IS_MINE),
    "eportfolio:deposit": Door("portfolio", read=PORTFOLIO_IS_MINE, act=PORTFOLIO_IS_MINE),
    "eportfolio:take_back": Door("portfolio", act=PORTFOLIO_IS_MINE),
    "eportfolio:situation": Door("situation", read=SITUATION_IS_MINE),
    "eportfolio:edit_situation": Door("situation", read=SITUATION_IS_MINE, act=SITUATION_IS_MINE),
    "eportfolio:remove_situation": Door("situation", act=SITUATION_IS_MINE),
    "eportfolio:claims": Door("situation", read=SITUATION_IS_MINE, act=SITUATION_IS_MINE),
    # A form that was refused is shown at its own address: reading it leads back to the situation.
    "eportfolio:add_files": Door("situation", read=SITUATION_IS_MINE, act=SITUATION_IS_MINE),
    "eportfolio:add_link": Door("situation", read=SITUATION_IS_MINE, act=SITUATION_IS_MINE),
    "eportfolio:describe": Door("situation", read=SITUATION_IS_MINE, act=SITUATION_IS_MINE),
    "eportfolio:evidence_file": Door(
        "evidence", read={"removed": NOBODY, "link": NOBODY, "*": CANDIDATE}
    ),
    "eportfolio:remove_evidence": Door("evidence", act=SITUATION_IS_MINE),
    # A receipt is a proof for its holder: it stays readable, taken back or not.
    "eportfolio:receipt": Door("deposit", read={"*": CANDIDATE}),
    "eportfolio:receipt_pdf": Door("deposit", read={"*": CANDIDATE}),
}

# -- a dossier given to an evaluator: assigned, sent, withdrawn, recused, and its ends -------------
# “Chaque dossier est évalué par un enseignant”: this one, and no other. It is closed at once when
# the office withdraws it, the evaluator declines it or loses the role (role_ended), the candidate
# takes the deposit or the enrolment back (taken_back, given_up), the year is closed (year_closed).

EVALUATE = {"assigned": EVALUATOR, "sent": EVALUATOR, "*": NOBODY}

ASSIGNMENT = {
    # Not the office: nobody else sees a proposal before it is sent, and then the jury does.
    "evaluation:dossier": Door("assignment", read=EVALUATE),
    "evaluation:evidence_file": Door("assignment", read=EVALUATE),
    "evaluation:save_item": Door("assignment", act=EVALUATE),
    "evaluation:save_grid": Door("assignment", act=EVALUATE),
    "evaluation:send": Door("assignment", act=EVALUATE),
    "evaluation:recuse": Door("assignment", read=EVALUATE, act=EVALUATE),
    # A deposit taken back is the candidate's again: there is nothing to give.
    "evaluation:assign": Door(
        "deposit", read={"taken_back": NOBODY, "*": OFFICE}, act={"taken_back": NOBODY, "*": OFFICE}
    ),
    "evaluation:withdraw": Door("assignment", read={"*": OFFICE}, act={"*": OFFICE}),
    "evaluation:give_back": Door("assignment", read={"*": OFFICE}, act={"*": OFFICE}),
}

# -- a sitting of the jury: planned, open, absent, sealed, published -------------------------------
# `absent`: open, and the case is of somebody who deposited nothing. The office is the secretary: it
# composes, convenes, keeps the list of those present; it neither opens dossiers nor decides.

OPEN_DOSSIERS = {"sealed": PRESIDENT, "published": PRESIDENT, "*": MEMBERS}

SITTING = {
    "jury:jury": Door("jury", read={"*": JURY | OFFICE}),
    "jury:act_file": Door("jury", read={"*": JURY | OFFICE}),
    "jury:edit": Door("jury", read={"*": OFFICE}, act={"*": OFFICE}),
    "jury:add_member": Door("jury", act={"*": OFFICE}),
    "jury:remove_member": Door("member", act={"*": OFFICE}),
    "jury:new_sitting": Door("jury", read={"*": OFFICE}, act={"*": OFFICE}),
    "jury:sitting": Door("sitting", read={"*": JURY | OFFICE}),
    "jury:convene": Door("sitting", read={"*": OFFICE}, act={"*": OFFICE}),
    "jury:release": Door("case", act={"*": OFFICE}),
    "jury:refresh": Door("sitting", act={"*": JURY | OFFICE}),
    "jury:presence": Door("sitting", act={"*": PRESIDENT | OFFICE}, sends=("member",)),
    "jury:leave": Door("sitting", act={"*": PRESIDENT | OFFICE}, sends=("member",)),
    # The president opens the sitting and seals it: nobody does it for them.
    "jury:open": Door("sitting", act={"*": PRESIDENT}),
    "jury:seal": Door("sitting", read={"*": PRESIDENT}, act={"*": PRESIDENT}),
    "jury:follow_all": Door("sitting", read={"*": JURY}, act={"*": JURY}),
    # A member opens a dossier until the seal, and then no more; the president still may, to
    # correct a material mistake. Whoever stepped aside does not open it at all.
    "jury:case": Door("case", read=OPEN_DOSSIERS),
    "jury:evidence_file": Door("case", read={"absent": NOBODY, **OPEN_DOSSIERS}),
    # After the seal these only answer that it is too late, and show nothing.
    "jury:decide": Door("case", act={"*": MEMBERS}),
    "jury:reopen": Door("case", act={"*": MEMBERS}),
    "jury:recuse": Door("case", act={"*": MEMBERS}),
    "jury:override_recusal": Door("recusal", act={"*": PRESIDENT}),
    "jury:rectify": Door(
        "case",
        read={"sealed": PRESIDENT, "published": PRESIDENT, "*": NOBODY},
        act={"sealed": PRESIDENT, "published": PRESIDENT, "*": NOBODY},
    ),
    "jury:minutes": Door("sitting", read={"*": JURY | OFFICE}),
    "jury:minutes_file": Door("act", read={"*": JURY | OFFICE}),
    # Publishing is the office's, once the jury has sealed.
    "outcomes:publish": Door("act", read={"*": OFFICE}, act={"*": OFFICE}),
}

# -- a paper: success, partial, certificate, handed_over, duplicate, superseded, revoked -----------
# An attestation goes to its holder; the desk keeps what is printed to be collected.

ATTESTATION = {"success": OFFICE, "partial": OFFICE}

PAPER = {
    "outcomes:document_pdf": Door(
        "paper",
        read={
            "success": CANDIDATE | OFFICE,
            "partial": CANDIDATE | OFFICE,
            "*": CANDIDATE | OFFICE | CERTIFICATE_DESK,
        },
    ),
    "outcomes:hand_over": Door(
        "paper",
        read={"success": NOBODY, "partial": NOBODY, "*": OFFICE | CERTIFICATE_DESK},
        act={"success": NOBODY, "partial": NOBODY, "*": OFFICE | CERTIFICATE_DESK},
    ),
    "outcomes:duplicate": Door(
        "paper",
        read={"success": NOBODY, "partial": NOBODY, "*": OFFICE | CERTIFICATE_DESK},
        act={"success": NOBODY, "partial": NOBODY, "*": OFFICE | CERTIFICATE_DESK},
    ),
    "outcomes:revoke": Door("paper", read={"*": OFFICE}, act={"*": OFFICE}),
    # The code on the paper is the right to ask about it, whatever became of the paper.
    "outcomes:verify": Door(read={"*": ANYBODY}),
    "outcomes:check_file": Door(act={"*": ANYBODY}),
}

# -- letters that leave together: held, released, cancelled ----------------------------------------
# The office reads them before they leave, stops them, lets them go, sends one again.

LETTERS = {
    "letters:sending": Door("sending", read={"*": OFFICE}),
    "letters:release": Door("sending", act={"*": OFFICE}),
    "letters:cancel": Door("sending", act={"*": OFFICE}),
    "letters:send_again": Door("letter", act={"*": OFFICE}),
    "letters:text": Door("letter", read={"*": KEEP_TEXTS}, act={"*": KEEP_TEXTS}),
    "letters:back_to_default": Door("letter", act={"*": KEEP_TEXTS}),
}

FACETS = {
    "places": PLACES,
    "edition": EDITION,
    "enrolment": ENROLMENT,
    "portfolio": PORTFOLIO,
    "assignment": ASSIGNMENT,
    "sitting": SITTING,
    "paper": PAPER,
    "letter": LETTERS,
}

# The allow-list: every other address asks to sign in first.
WITHOUT_LOGIN = {
    "portal:home",
    "portal:language",
    "portal:health",
    "portal:accessibility",
    "portal:accessibility_grid",
    "portal:site_map",
    "portal:demo",
    "portal:demo_enter",
    "portal:letters",
    "portal:feed",
    "portal:design",
    "portal:look",
    "portal:logo",
    "federation:leave",
    "federation:come_back",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "catalogue:list",
    "catalogue:edition",
    "catalogue:programme",
    "catalogue:framework",
    "catalogue:notice",
    "catalogue:notice_pdf",
    "catalogue:calendar_file",
    "catalogue:day_file",
    "outcomes:verify_form",
    "outcomes:verify",
    "outcomes:check_file",
}


def expected(facet, route, method, actor, state):
    """open, closed (“not found”), login or method (“not allowed”), as this document says it."""
    door = FACETS[facet][route]
    if actor in ANONYMOUS and route not in WITHOUT_LOGIN:
        return "login"
    allowed = door.act if method == "POST" else door.read
    if allowed is None:
        return "method"
    words = state.split()
    people = next(people for word, people in allowed.items() if word == "*" or word in words)
    return "open" if actor in people else "closed"
