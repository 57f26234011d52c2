"""Writes an office to a folder: settings, auditfiles, the documents of each week, and the truth about them."""

import json
import random
from datetime import date
import shutil


import auditfile
import buying
import einvoice
import layouts
import world
from entry import entry

LAYOUT_OF = {}


def decimal(value):
    return None if value is None else f"{value:.2f}"


def supplier_class(purchase):
    supplier = purchase.supplier
    if supplier.new_week is not None:
        return "new"
    if supplier.foreign:
        return "foreign"
    return "several" if len(supplier.accounts()) > 1 else "one"


def truth_of(office, purchase, file, channel, pages=None):
    supplier, client = purchase.supplier, purchase.client
    rows, boxes, tolerance = entry(purchase)
    fresh = supplier.new_week is not None
    reasons = ["new supplier"] if fresh and first_of(office, purchase) else []
    return {
        "file": file, "pages": pages, "client": client.name, "channel": channel, "class": supplier_class(purchase), "kind": "credit_note" if purchase.gross < 0 else "invoice",
        "direction": "purchase", "expect": "review" if reasons else "book", "why": reasons, "supplier": supplier.key, "supplier_name": supplier.name,
        "supplier_code": None if fresh else supplier.code, "layout": supplier.layout,
        "fields": {"number": purchase.number, "date": purchase.day.isoformat(), "due": purchase.due.isoformat() if purchase.due and purchase.gross > 0 else None,
                   "net": decimal(purchase.net), "vat": decimal(purchase.vat_total), "gross": decimal(purchase.gross), "currency": "EUR", "iban": purchase.iban_shown,
                   "vat_id": supplier.vat_id, "vat_rows": [[treat, str(rate), decimal(base), decimal(vat)] for (treat, rate), (base, vat) in purchase.vat.items()]},
        "entry": [{**row, "amount": decimal(row["amount"])} for row in rows], "tolerance": decimal(tolerance),
        "boxes": {box: [decimal(base), decimal(vat)] for box, (base, vat) in boxes.items()},
    }


def first_of(office, purchase):
    """Whether it is the first invoice of a new supplier."""
    return purchase.supplier.more.get("first") in (None, purchase.number)


def settings(office):
    out = ["[intake]", "settle_ms = 0", ""]
    for client in office.clients:
        a = client.address
        out += ["[[administrations]]", f'name = "{client.name}"', f'vat_id = "{client.vat_id}"', f'kvk = "{client.kvk}"', f'ibans = ["{client.iban}"]',
                f'addresses = [{{ street = "{a["street"]}", postcode = "{a["postcode"]}", city = "{a["city"]}", country = "NL" }}]',
                f'folders = ["klanten/{client.slug}"]', f'vat = "{client.vat}"', f'purchase_journal = "{client.journal}"', 'sales_journal = "VRK"']
        if client.vat == "mixed":
            out.append(f"pro_rata = {client.pro_rata}")
        if client.xaf == "4.0":
            out.append(f'creditors = "creditors-{client.key.lower()}.csv"')
        if client.configured:
            known = [name for name in ("IH", "IL", "IVH", "IEH", "IBH", "IG", "IN", "IX")]
            out.append("vat_codes = { " + ", ".join(f'{name} = "{client.codes[name]}"' for name in known) + " }")
        out.append("")
    return "\n".join(out)


def creditors(client):
    rows = ["code;name;vat_id;kvk;iban;street;postcode;city;country"]
    for s in client.suppliers:
        if s.new_week is None:
            a = s.address
            rows.append(";".join([s.code, s.name, s.vat_id or "", s.kvk or "", s.iban or "", a["street"], a["postcode"], a["city"], a["country"]]))
    return "\n".join(rows) + "\n"


def make(seed, folder, start=None, weeks=13, small=False):
    office = world.make(seed, start or date(2026, 6, 29), weeks, small)
    purchases = buying.purchases(office)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "auditfiles").mkdir(parents=True)
    for client in office.clients:
        for year in range(office.history_from.year, office.history_to.year + 1):
            auditfile.write(office, client, purchases, year, folder / "auditfiles" / f"{client.slug}-{year}.xaf")
        if client.xaf == "4.0":
            (folder / f"creditors-{client.key.lower()}.csv").write_text(creditors(client), encoding="utf-8")
    (folder / "dizzy.toml").write_text(settings(office), encoding="utf-8")
    rng = random.Random(f"{seed}:desk")
    truths = []
    for purchase in sorted((p for p in purchases if p.day > office.history_to), key=lambda p: (p.day, p.supplier.key)):
        truths += document(office, purchase, folder, rng)
    for n, truth in enumerate(truths):
        truth["id"] = n
    (folder / "truth.jsonl").write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in truths), encoding="utf-8")
    info = {"seed": seed, "start": office.start.isoformat(), "weeks": weeks, "documents": len(truths),
            "clients": [{"name": c.name, "slug": c.slug, "chart": sorted(c.names), "codes": c.codes, "configured": c.configured, "vat": c.vat, "xaf": c.xaf} for c in office.clients]}
    (folder / "office.json").write_text(json.dumps(info, ensure_ascii=False, indent=1), encoding="utf-8")
    return info


def document(office, purchase, folder, rng):
    """Writes one purchase as it comes in; gives what is true of it."""
    supplier, client = purchase.supplier, purchase.client
    if supplier.new_week is not None:
        supplier.more.setdefault("first", purchase.number)
    purchase.iban_shown = supplier.iban_on(purchase.day)
    week = min(office.weeks, max(1, (purchase.day - office.start).days // 7 + 1 + (rng.random() < 0.2)))
    place = f"klanten/{client.slug}"
    inbox = folder / "weeks" / f"{week:02d}" / place
    inbox.mkdir(parents=True, exist_ok=True)
    stem = f"{purchase.day:%m%d}-{supplier.key.lower()}-{''.join(c for c in purchase.number if c.isalnum())}"
    layout = LAYOUT_OF.setdefault(supplier.key, random.Random(supplier.key).choice(list(layouts.LAYOUTS)))
    supplier.layout = layout
    if supplier.channel == "ubl":
        (inbox / f"{stem}.xml").write_text(einvoice.ubl(purchase), encoding="utf-8")
        truth = truth_of(office, purchase, f"{place}/{stem}.xml", "ubl")
    else:
        layouts.LAYOUTS[layout](purchase).pdf(inbox / f"{stem}.pdf")
        truth = truth_of(office, purchase, f"{place}/{stem}.pdf", "pdf")
    truth["week"] = week
    return [truth]
