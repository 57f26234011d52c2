"""The right entry of a purchase by Dutch law and the habits of the client: accounts, amounts, VAT codes, boxes of the return."""

from decimal import Decimal as D

from ids import cents

DUE = {"AE": ("vat_reverse", "2a", "IVH"), "EU": ("vat_eu", "4b", "IEH"), "NEU": ("vat_world", "4a", "IBH")}


def deductible(client, supplier, treat):
    """The share of the VAT that may be deducted."""
    if client.vat == "kor" or treat in ("M", "F"):
        return D(0)
    if client.vat == "mixed":
        pay = supplier.more.get("pay", "part")
        return {"full": D(1), "none": D(0), "part": D(client.pro_rata) / 100}[pay]
    return D(1)


def concept(client, supplier, treat, rate):
    """What the VAT code of a cost line stands for; None where the client uses no code for it."""
    part = client.vat == "mixed" and supplier.more.get("pay", "part") == "part"
    if treat in DUE:
        name = DUE[treat][2]
        return "PEH" if part and name == "IEH" else name
    if client.vat == "kor":
        return None
    if treat in ("O", "E"):
        return "IG"
    if treat == "F":
        return "IX"
    if treat == "M" or deductible(client, supplier, treat) == 0:
        return "IN"
    return ("P" if part else "I") + ("H" if rate == 21 else "L")


def entry(purchase):
    """Lines {account, amount (debit above zero), code, kind; of costs the VAT on them}, boxes {box: [base, VAT]} and how far amounts may be off."""
    client, supplier = purchase.client, purchase.supplier
    groups, order = {}, []
    # VAT of a rate is divided over the accounts by their net; what rounding leaves goes to the largest.
    for (treat, rate), (base, vat) in purchase.vat.items():
        same = {}
        for line in purchase.lines:
            mine = line.rate if treat in ("S", "F") else D(0)
            if (line.treat == treat or (treat == "S" and line.treat == "M")) and mine == (rate if treat in ("S", "F") else D(0)):
                same[(line.account, line.treat)] = same.get((line.account, line.treat), D(0)) + line.net
        total = sum(same.values(), D(0))
        left_net, left_vat = base, vat
        ranked = sorted(same.items(), key=lambda item: abs(item[1]))
        for position, ((account, own), net) in enumerate(ranked):
            last = position == len(ranked) - 1
            part_net = left_net if last else (net if not purchase.gross_prices else cents(base * net / total))
            part_vat = left_vat if last else cents(vat * net / total)
            left_net, left_vat = left_net - part_net, left_vat - part_vat
            key = (account, own, rate)
            groups[key] = (part_net, part_vat)
            order.append(key)
    rows, boxes, tolerance = [], {}, D("0.00")
    private = D(supplier.more.get("private", "0"))
    due_by, claimed = {}, {}
    for key in order:
        account, treat, rate = key
        net, vat = groups[key]
        share = deductible(client, supplier, treat)
        if treat in DUE:
            vat = cents(net * 21 / 100)
            due_account, box, _ = DUE[treat]
            row = boxes.setdefault(box, [D(0), D(0)])
            row[0], row[1] = row[0] + net, row[1] + vat
            due_by[due_account] = due_by.get(due_account, D(0)) + vat
        name = concept(client, supplier, treat, rate)
        code = client.codes.get(name) if name else None
        claim = cents(vat * share)
        cost = net + vat - claim
        if private and treat == "S":
            gross = net + vat
            taken = cents(gross * private)
            claim = cents(vat * (1 - private))
            cost = gross - taken - claim
            rows.append({"account": client.account("private"), "amount": taken, "code": None, "kind": "private"})
            tolerance = D("0.02")
        if share not in (0, 1):
            tolerance = D("0.02")
        if len([1 for other in order if other[2] == rate]) > 1 and cost != net:
            tolerance = D("0.02")
        rows.append({"account": client.account(account), "amount": cost, "code": code, "kind": "deposit" if account == "deposit" else "cost", "vat": claim if private else vat})
        if claim:
            place = "vat_in_low" if client.low_apart and rate == 9 and treat not in DUE else "vat_in"
            claimed[place] = claimed.get(place, D(0)) + claim
    for place, amount in claimed.items():
        rows.append({"account": client.account(place), "amount": amount, "code": None, "kind": "vat"})
        boxes.setdefault("5b", [None, D(0)])[1] += amount
    for place, amount in due_by.items():
        rows.append({"account": client.account(place), "amount": -amount, "code": None, "kind": "vat"})
    rows.append({"account": client.account("creditor"), "amount": -purchase.gross, "code": None, "kind": "creditor"})
    assert sum(row["amount"] for row in rows) == 0, (purchase.number, rows)
    return rows, boxes, tolerance
