"""What is right for a document: its fields, its entry, and whether a person should look at it."""

from decimal import Decimal as D

from entry import entry
from ids import cents


def text(value):
    return None if value is None else f"{value:.2f}"


def class_of(bill, channel):
    supplier = bill.supplier
    if supplier.new_week is not None:
        return "new"
    if channel in ("scan", "photo", "receipt"):
        return "paper"
    if supplier.foreign:
        return "foreign"
    return "several" if several(bill) else "one"


def several(bill):
    """Whether this bill, or what this supplier sells, goes on several accounts."""
    return len({line.account for line in bill.lines}) > 1 or len(bill.supplier.accounts()) > 1


def of_purchase(bill, file, channel, why=(), pages=None, number="printed"):
    """The truth of something that is to be booked. `number`: "printed", or "none" on a slip without one."""
    supplier, client = bill.supplier, bill.client
    rows, boxes, tolerance = entry(bill)
    fresh = supplier.new_week is not None
    return {
        "file": file, "pages": pages, "client": client.name, "channel": channel, "class": class_of(bill, channel), "kind": "credit_note" if bill.gross < 0 else "invoice",
        "direction": "purchase", "expect": "review" if why else "book", "why": list(why), "supplier": supplier.key, "supplier_name": supplier.name,
        "supplier_code": None if fresh else supplier.code, "several": several(bill),
        "layout": "slip" if "receipt" in bill.flags else supplier.layout,
        "fields": {"number": bill.number if number == "printed" else None, "number_optional": number != "printed", "date": bill.day.isoformat(),
                   "due": bill.due.isoformat() if bill.due and bill.gross > 0 else None, "net": text(bill.net), "vat": text(bill.vat_total), "gross": text(bill.gross),
                   "currency": "EUR", "iban": bill.iban_shown, "vat_id": supplier.vat_id, "credit_of": bill.credit_of,
                   "vat_rows": [[treat, str(rate), text(base), text(vat)] for (treat, rate), (base, vat) in bill.vat.items()]},
        "entry": [{"account": row["account"], "amount": text(row["amount"]), "code": row["code"], "kind": row["kind"]} for row in rows], "tolerance": text(tolerance),
        "lines": [[line.text, client.account(line.account)] for line in bill.lines], "boxes": {box: [text(base), text(vat)] for box, (base, vat) in boxes.items()},
    }


def of_sale(bill, file, channel, customer):
    """An invoice of the client's own: debtor, revenue, VAT."""
    client = bill.supplier.client
    rows, boxes = [{"account": client.account("debtor"), "amount": bill.gross, "code": None, "kind": "debtor"}], {}
    for (treat, rate), (base, vat) in bill.vat.items():
        concept = {21: "VH", 9: "VL", 0: "VG"}[int(rate)]
        rows.append({"account": client.account(client.sales), "amount": -base, "code": client.codes.get(concept), "kind": "revenue"})
        if vat:
            rows.append({"account": client.account("vat_out_low" if rate == 9 else "vat_out_high"), "amount": -vat, "code": None, "kind": "vat"})
            boxes["1a" if rate == 21 else "1b"] = [text(base), text(vat)]
    assert sum(row["amount"] for row in rows) == D(0)
    return {
        "file": file, "pages": None, "client": client.name, "channel": channel, "class": "sale", "kind": "invoice", "direction": "sale", "expect": "book", "why": [],
        "supplier": f"{client.key}-sale", "supplier_name": customer.name, "supplier_code": None, "several": False, "layout": "own",
        "fields": {"number": bill.number, "date": bill.day.isoformat(), "due": bill.due.isoformat(), "net": text(bill.net), "vat": text(bill.vat_total), "gross": text(bill.gross), "currency": "EUR",
                   "iban": None, "vat_id": None, "vat_rows": [[t, str(r), text(b), text(v)] for (t, r), (b, v) in bill.vat.items()]},
        "entry": [{**row, "amount": text(row["amount"])} for row in rows], "tolerance": "0.00", "boxes": boxes,
    }


def of_nothing(kind, client, file, channel, why, supplier=None, **more):
    """What is not to be booked."""
    return {"file": file, "pages": None, "client": client.name, "channel": channel, "class": "not to book", "kind": kind, "direction": None, "expect": "none", "why": [why],
            "supplier": supplier.key if supplier else "-", "supplier_name": supplier.name if supplier else None, "supplier_code": None, "several": False, "layout": None,
            "fields": {}, "entry": [], "tolerance": "0", "boxes": {}, **more}


def verify(rows, clients):
    """Holds every truth to what must be so: sums, VAT of each rate, accounts and codes of the client's own."""
    seen = set()
    for row in rows:
        assert (row["file"], str(row["pages"])) not in seen, row["file"]
        seen.add((row["file"], str(row["pages"])))
        if row["expect"] == "none":
            continue
        client, f = clients[row["client"]], row["fields"]
        assert sum(D(line["amount"]) for line in row["entry"]) == 0, row["file"]
        assert D(f["net"]) + D(f["vat"]) == D(f["gross"]), row["file"]
        assert sum(D(base) for _, _, base, _ in f["vat_rows"]) == D(f["net"]), row["file"]
        for treat, rate, base, vat in f["vat_rows"]:
            wanted = cents(D(base) * D(rate) / 100) if treat in ("S", "F") else D(0)
            assert abs(D(vat) - wanted) <= D("0.01"), (row["file"], rate, base, vat)
        assert {line["account"] for line in row["entry"]} <= set(client.names), row["file"]
        assert {line["code"] for line in row["entry"]} <= {None, *client.codes.values()}, row["file"]
        claimed = sum(D(line["amount"]) for line in row["entry"] if line["account"] in (client.chart["vat_in"], client.chart.get("vat_in_low")))
        assert claimed == D(row["boxes"].get("5b", [None, "0"])[1]), row["file"]
        assert claimed == 0 or client.vat != "kor", row["file"]
