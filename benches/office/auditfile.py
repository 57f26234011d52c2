"""The auditfiles of a client: a year of purchases as his bookkeeper posted them, with sales and payments. XAF 3.2 and 4.0."""

import random
from datetime import date, timedelta
from decimal import Decimal as D
from xml.sax.saxutils import escape

from entry import entry
from goods import KINDS
from ids import cents
from world import CONCEPTS

SPACES = {"3.2": "http://www.auditfiles.nl/XAF/3.2",
          "4.0": "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0"}
SLIPS = 0.03  # the share of bookings in which the bookkeeper was inconsistent


def tag(name, value):
    return "" if value is None else f"<{name}>{escape(str(value))}</{name}>"


def posted(office, purchase):
    """The entry as it was posted: right, but for a slip now and then. The same for every run of a seed."""
    rows, _, _ = entry(purchase)
    rng = random.Random(f"{office.seed}:slip:{purchase.supplier.key}:{purchase.number}")
    if rng.random() < SLIPS:
        client = purchase.client
        costs = [row for row in rows if row["kind"] == "cost"]
        others = [n for n, (_, _, side) in sorted(client.names.items()) if side == "P" and not n == costs[0]["account"]] if costs else []
        if others:
            rng.choice(costs)["account"] = rng.choice(others)
    return rows


def texts(office, purchase, account_key):
    """What stands on a cost line of the posting."""
    client, rng = purchase.client, random.Random(f"{office.seed}:text:{purchase.supplier.key}:{purchase.number}:{account_key}")
    mine = [line for line in purchase.lines if client.account(line.account) == account_key]
    words = ", ".join(dict.fromkeys(line.text for line in mine)) or purchase.supplier.name
    brief = ", ".join(dict.fromkeys(KINDS[line.kind].words for line in mine)) or purchase.supplier.name
    style = client.text
    if style == "mixed":
        style = rng.choice(["number", "words", "short"])
    return {"words": words[:60], "short": brief[:40], "number": f"Factuur {purchase.number}"}[style]


def vat_element(code, rate, amount):
    side = "D" if amount >= 0 else "C"
    return f"<vat><vatID>{escape(code)}</vatID><vatPerc>{rate:.2f}</vatPerc><vatAmnt>{abs(amount):.2f}</vatAmnt><vatAmntTp>{side}</vatAmntTp></vat>"


def line(nr, account, reference, day, text, amount, relation=None, code=None, rate=0, vat=D(0)):
    side = "D" if amount >= 0 else "C"
    return (f"<trLine><nr>{nr}</nr><accID>{account}</accID>{tag('docRef', reference)}<effDate>{day}</effDate>{tag('desc', text)}"
            f"<amnt>{abs(amount):.2f}</amnt><amntTp>{side}</amntTp>{tag('custSupID', relation)}{vat_element(code, rate, vat) if code else ''}</trLine>")


def purchase_lines(office, purchase):
    """The lines of a posting: the creditor first, then each cost line with its VAT code, then VAT."""
    client, supplier = purchase.client, purchase.supplier
    rows = posted(office, purchase)
    right, _, _ = entry(purchase)
    concepts = {code: name for name, code in client.codes.items()}
    lines, nr = [], 0
    for row in sorted(rows, key=lambda row: row["kind"] != "creditor"):
        nr += 1
        if row["kind"] == "creditor":
            lines.append(line(nr, row["account"], purchase.number, purchase.day, supplier.name, row["amount"], supplier.code))
        elif row["kind"] == "vat":
            lines.append(line(nr, row["account"], purchase.number, purchase.day, "Btw", row["amount"]))
        else:
            account = right[rows.index(row)]["account"]
            concept = concepts.get(row["code"])
            rate = CONCEPTS[concept][1] if concept else 0
            vat = row.get("vat", D(0)) if rate else D(0)
            text = "Privédeel" if row["kind"] == "private" else texts(office, purchase, account)
            lines.append(line(nr, row["account"], purchase.number, purchase.day, text, row["amount"], None, row["code"], rate, vat))
    return lines, rows


def sales(office, client, first, last):
    """Invoices to customers, once a week."""
    rng = random.Random(f"{office.seed}:sales:{client.key}:{first}")
    rate = {"sales_low": 9, "sales_high": 21, "sales_exempt": 0}[client.sales]
    concept = {9: "VL", 21: "VH", 0: "VG"}[rate]
    found, day = [], first + timedelta(days=rng.randrange(6))
    while day <= last:
        net = cents(rng.uniform(400, 9000))
        vat = cents(net * rate / 100)
        found.append((day, f"{day.year}{(day - first).days:04d}", net, vat, concept, rate, f"K{rng.randint(1, 6)}"))
        day += timedelta(days=rng.randint(4, 9))
    return found


def transaction(nr, text, day, lines):
    return f"<transaction><nr>{nr}</nr>{tag('desc', text)}<periodNumber>{day.month}</periodNumber><trDt>{day}</trDt>{''.join(lines)}</transaction>\n"


def relations(client, old, booked=()):
    out = []
    for supplier in client.suppliers:
        if supplier.new_week is not None and supplier.code not in booked:
            continue
        a = supplier.address
        vat = (supplier.vat_id or "")[2:] or None
        out.append(f"<customerSupplier><custSupID>{supplier.code}</custSupID>{tag('custSupName', supplier.name)}{tag('commerceNr', supplier.kvk)}"
                   f"<taxRegistrationCountry>{supplier.country}</taxRegistrationCountry>{tag('taxRegIdent', vat)}<custSupTp>S</custSupTp>"
                   + (f"<streetAddress>{tag('streetname', a['street'])}{tag('city', a['city'])}{tag('postalCode', a['postcode'])}<country>{a['country']}</country></streetAddress>"
                      + (f"<bankAccount>{tag('bankAccNr', supplier.iban)}</bankAccount>" if supplier.iban else "") if old else "") + "</customerSupplier>\n")
    out += [f"<customerSupplier><custSupID>K{n}</custSupID><custSupName>Afnemer {n}</custSupName><custSupTp>C</custSupTp></customerSupplier>\n" for n in range(1, 7)]
    return "<customersSuppliers>\n" + "".join(out) + "</customersSuppliers>\n"


def ledger(client):
    out = []
    for number in sorted(client.names):
        name, rgs, side = client.names[number]
        link = lead = ""
        if client.rgs == "taxonomy":
            link = f"<taxonomy><taxoRef>rgs</taxoRef><entryPoint><conceptRef>{rgs}</conceptRef></entryPoint></taxonomy>"
        elif client.rgs == "lead":
            lead = f"<leadCode>{rgs}</leadCode>"
        elif client.rgs == "code":
            link = f"<RGScode>{rgs}</RGScode>"
        out.append(f"<ledgerAccount><accID>{number}</accID>{tag('accDesc', name)}<accTp>{side}</accTp>{lead}{link}</ledgerAccount>\n")
    return "<generalLedger>\n" + "".join(out) + "</generalLedger>\n"


def vat_codes(client):
    out = []
    for concept, code in client.codes.items():
        text, rate, due = CONCEPTS[concept]
        claim = None
        if concept[0] in "IP" and rate:
            claim = client.chart.get("vat_in_low") if concept in ("IL",) and client.low_apart else client.account("vat_in")
            claim = claim if client.vat != "kor" else None
        out.append(f"<vatCode><vatID>{escape(code)}</vatID>{tag('vatDesc', text)}{tag('vatToPayAccID', due and client.account(due))}{tag('vatToClaimAccID', claim)}</vatCode>\n")
    return "<vatCodes>\n" + "".join(out) + "</vatCodes>\n"


def write(office, client, purchases, year, path, until=None, extra=(), months=None):
    """The auditfile of one year up to a day. `extra` are entries that went into the books later: {day, number, code, name, rows};
    `months` leaves out all but the last of them."""
    first = max(date(year, 1, 1), office.history_from)
    last = min(date(year, 12, 31), until or office.history_to)
    if months is not None:
        start = office.history_to.year * 12 + office.history_to.month - months
        first = max(first, date(start // 12, start % 12 + 1, 1))
        if first > last:
            return
    old = client.xaf == "3.2"
    mine = sorted((p for p in purchases if p.client is client and first <= p.day <= min(last, office.history_to) and "late" not in p.flags), key=lambda p: p.day)
    bought = [transaction(nr, purchase.number, purchase.day, purchase_lines(office, purchase)[0]) for nr, purchase in enumerate(mine, 1)]
    extra = [one for one in extra if first <= one["day"] <= last]
    for nr, one in enumerate(extra, len(mine) + 1):
        bought.append(transaction(nr, one["number"], one["day"], booked_lines(client, one)))
    sold, paid = [], []
    for nr, (day, number, net, vat, concept, rate, customer) in enumerate(sales(office, client, first, last), 1):
        rows = [line(1, client.account("debtor"), number, day, f"Verkoop {number}", net + vat, customer),
                line(2, client.account(client.sales), number, day, "Omzet", -net, None, client.codes.get(concept), rate, -vat)]
        if vat:
            rows.append(line(3, client.account("vat_out_low" if rate == 9 else "vat_out_high"), number, day, "Btw", -vat))
        sold.append(transaction(nr, number, day, rows))
    for nr, purchase in enumerate((p for p in mine if p.day + timedelta(days=20) <= last), 1):
        day = purchase.day + timedelta(days=20)
        text = f"Betaling {purchase.supplier.name}"
        paid.append(transaction(nr, f"Betaling {purchase.number}", day, [
            line(1, client.account("creditor"), purchase.number, day, text, purchase.gross, purchase.supplier.code), line(2, client.account("bank"), purchase.number, day, text, -purchase.gross)]))
    write_file(client, path, old, year, (first, last), relations(client, old, {one["code"] for one in extra}), bought, sold, paid)


def booked_lines(client, one):
    """The lines of an entry as it went into the books, right or not."""
    concepts = {code: name for name, code in client.codes.items()}
    out = []
    for nr, row in enumerate(one["rows"], 1):
        rate = CONCEPTS[concepts[row["code"]]][1] if row["code"] in concepts else 0
        relation = one["code"] if row["kind"] == "creditor" else None
        code = row["code"] if row["kind"] not in ("vat", "creditor") else None
        out.append(line(nr, row["account"], one["number"], one["day"], row["text"], row["amount"], relation, code, rate, cents(row["amount"] * rate / 100)))
    return out


def write_file(client, path, old, year, span, people, bought, sold, paid):
    first, last = span
    journals = "".join(
        f"<journal><jrnID>{name}</jrnID><desc>{text}</desc><jrnTp>{kind}</jrnTp>{tag('offsetAccID', client.account(offset)) if old else ''}\n{''.join(rows)}</journal>\n"
        for name, text, kind, offset, rows in ((client.journal, "Inkoopboek", "P", "creditor", bought), ("VRK", "Verkoopboek", "S", "debtor", sold), ("BNK", "Bankboek", "B", "bank", paid)))
    count = journals.count("<trLine>")
    head = (f"<header><fiscalYear>{year}</fiscalYear><startDate>{first}</startDate><endDate>{last}</endDate><curCode>EUR</curCode><dateCreated>{last}</dateCreated>"
            f"<softwareDesc>Grootboek</softwareDesc><softwareVersion>4</softwareVersion></header>\n")
    opening = ""
    if client.opening:
        opening = ("<openingBalance>" + (f"<opBalDate>{first}</opBalDate>" if old else "") + "<linesCount>2</linesCount><totalDebit>25000.00</totalDebit><totalCredit>25000.00</totalCredit>"
                   f"<obLine><nr>1</nr><accID>{client.account('bank')}</accID><amnt>25000.00</amnt><amntTp>D</amntTp></obLine>"
                   f"<obLine><nr>2</nr><accID>{client.account('capital')}</accID><amnt>25000.00</amnt><amntTp>C</amntTp></obLine></openingBalance>\n")
    company = (tag("companyIdent", client.key) if old else "") + tag("companyName", client.name) + ("" if old else tag("Commercenr", client.kvk)) + (
        f"<taxRegistrationCountry>NL</taxRegistrationCountry><taxRegIdent>{client.vat_id[2:]}</taxRegIdent>\n")
    text = (f'<?xml version="1.0" encoding="UTF-8"?>\n<auditfile xmlns="{SPACES[client.xaf]}">\n{head}<company>{company}{people}{ledger(client)}{vat_codes(client)}'
            f"{opening}<transactions><linesCount>{count}</linesCount>\n{journals}</transactions></company></auditfile>\n")
    path.write_text(text, encoding="utf-8")
