"""One proposal against the truth: what is wrong, the cause first that a bookkeeper would name."""

import re
from decimal import Decimal as D

FORMS = re.compile(r"\b(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh( & co\.? kg)?|ltd|limited|inc|llc|sarl|sas|bv|nv)\.?$", re.I)


def plain(text):
    return "".join(c for c in str(text or "").casefold() if c.isalnum())


def firm(name):
    return plain(FORMS.sub("", str(name or "").strip()))


def money(value):
    return None if value in (None, "") else D(value)


def code_of(code, client):
    """A VAT code in the client's own terms."""
    if not code:
        return None
    if code in client["codes"].values():
        return code
    if client["configured"] and code in client["codes"]:
        return client["codes"][code]
    if not client["configured"] and code in ("IG", "IN") and code not in client["codes"]:
        return None
    return f"?{code}"


def sums(rows, key):
    out = {}
    for row in rows:
        at = key(row)
        if at is not None:
            out[at] = out.get(at, D(0)) + row["amount"]
    return {at: amount for at, amount in out.items() if amount}


def near(a, b, tolerance):
    return a.keys() == b.keys() and all(abs(a[k] - b[k]) <= tolerance for k in a)


def entry_of(proposal, client):
    return [{"account": line["account"], "amount": D(line["debit"]) - D(line["credit"]), "code": code_of(line["vat_code"], client), "kind": line["kind"]}
            for line in proposal.get("journal") or []]


COST = ("cost", "deposit", "private", "suspense", "rounding", "revenue")


def entry_misses(truth, proposal, client):
    """What is wrong in the entry: accounts, their amounts, codes, boxes."""
    wanted = [{**row, "amount": D(row["amount"])} for row in truth["entry"]]
    got, tolerance = entry_of(proposal, client), D(truth["tolerance"])
    if not got:
        return [("no entry", None, None)]
    out = []
    special = {row["account"] for row in wanted if row["kind"] in ("vat", "creditor", "debtor")}
    cost_wanted = sums(wanted, lambda r: r["account"] if r["kind"] in COST else None)
    cost_got = sums(got, lambda r: r["account"] if r["kind"] in COST and r["account"] not in special else None)
    if cost_wanted.keys() != cost_got.keys():
        out.append(("account", sorted(cost_got), sorted(cost_wanted)))
    elif not near(cost_wanted, cost_got, tolerance):
        out.append(("amounts by account", {k: str(v) for k, v in cost_got.items()}, {k: str(v) for k, v in cost_wanted.items()}))
    silent = {client["codes"].get("IG")} - {None}

    def code(row):
        return None if row["code"] in silent else row["code"]

    by_wanted = sums(wanted, lambda r: code(r) or "-" if r["kind"] in COST and r["kind"] != "private" else None)
    private = {row["account"] for row in wanted if row["kind"] == "private"}
    by_got = sums(got, lambda r: code(r) or "-" if r["kind"] in COST and r["account"] not in private and r["account"] not in special else None)
    if by_wanted.keys() != by_got.keys():
        out.append(("VAT code", sorted(by_got), sorted(by_wanted)))
    elif not near(by_wanted, by_got, tolerance) and not out:
        out.append(("amounts by VAT code", {k: str(v) for k, v in by_got.items()}, {k: str(v) for k, v in by_wanted.items()}))
    rest_wanted = sums(wanted, lambda r: r["account"] if r["kind"] not in COST else None)
    rest_got = sums(got, lambda r: r["account"] if r["kind"] not in COST or r["account"] in special else None)
    if not near(rest_wanted, rest_got, tolerance):
        cause = "creditor or VAT account" if rest_wanted.keys() != rest_got.keys() else "VAT or creditor amount"
        out.append((cause, {k: str(v) for k, v in rest_got.items()}, {k: str(v) for k, v in rest_wanted.items()}))
    boxes = {row["rubriek"]: [row["base"], row["vat"]] for row in (proposal.get("booking") or {}).get("vat_return") or []}
    if boxes.keys() != truth["boxes"].keys() or any(
            abs(D(boxes[b][1]) - D(v)) > tolerance or (base is not None and abs(D(boxes[b][0] or 0) - D(base)) > tolerance) for b, (base, v) in truth["boxes"].items()):
        out.append(("box", boxes, truth["boxes"]))
    return out


def misses(truth, proposal, client):
    """All that is wrong with a proposal for something that is to be booked: (cause, got, wanted)."""
    f, out = truth["fields"], []

    def check(cause, good, got, wanted):
        if not good:
            out.append((cause, got, wanted))

    kinds = {"invoice": ("invoice", "receipt"), "credit_note": ("credit_note",), "receipt": ("invoice", "receipt")}[truth["kind"]]
    check("kind", proposal["document_type"] in kinds, proposal["document_type"], truth["kind"])
    check("administration", proposal["administration"] == truth["client"], proposal["administration"], truth["client"])
    check("direction", proposal["direction"] == truth["direction"], proposal["direction"], truth["direction"])
    said = (proposal.get("reviewed") or {}).get("duplicate")
    check("duplicate", not proposal["duplicate_of"] or said is False, proposal["duplicate_of"], None)
    party = proposal["supplier"] if truth["direction"] == "purchase" else proposal["customer"]
    booked = (proposal.get("booking") or {}).get("supplier") or {}
    if truth["supplier_code"] and truth["direction"] == "purchase":
        check("supplier", booked.get("code") == truth["supplier_code"], [party["name"], booked.get("code")], [truth["supplier_name"], truth["supplier_code"]])
    else:
        good = firm(party["name"]) == firm(truth["supplier_name"])
        check("supplier", good, party["name"], truth["supplier_name"])
    if not (f.get("number_optional") and not proposal["invoice_number"]):
        check("number", plain(proposal["invoice_number"]) == plain(f["number"]) or (f.get("number_optional") and f["number"] is None), proposal["invoice_number"], f["number"])
    check("date", proposal["issue_date"] == f["date"], proposal["issue_date"], f["date"])
    if f["due"]:
        check("due date", proposal["due_date"] == f["due"], proposal["due_date"], f["due"])
    check("currency", proposal["currency"] == f["currency"], proposal["currency"], f["currency"])
    for name in ("net", "vat", "gross"):
        got = money(proposal["totals"][name])
        # A credit note may give its totals with either sign; in the entry the sign counts.
        good = got is not None and (got == D(f[name]) or truth["kind"] == "credit_note" and abs(got) == abs(D(f[name])))
        check(f"{name} amount", good or (name == "vat" and got is None and D(f[name]) == 0), str(got), f[name])
    return out + entry_misses(truth, proposal, client)
