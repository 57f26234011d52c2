"""What suppliers invoice, day by day: lines, totals and VAT, the same way in the years before and in the weeks that are measured."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal as D

from goods import KINDS
from ids import cents


@dataclass
class Line:
    kind: str
    text: str
    quantity: D
    unit: str
    price: D
    net: D
    rate: D
    treat: str
    account: str  # key


@dataclass
class Purchase:
    client: object
    supplier: object
    number: str | None
    day: date
    due: date | None
    lines: list
    credit_of: str | None = None
    vat: dict = field(default_factory=dict)  # (treat, rate): [base, VAT]
    flags: set = field(default_factory=set)
    gross_prices: bool = False  # a till: prices with VAT

    @property
    def net(self):
        return sum((base for base, _ in self.vat.values()), D(0))

    @property
    def vat_total(self):
        return sum((vat for _, vat in self.vat.values()), D(0))

    @property
    def gross(self):
        return self.net + self.vat_total

    def add_up(self):
        self.vat = {}
        for line in self.lines:
            row = self.vat.setdefault((charged(line.treat), line.rate if charged(line.treat) in ("S", "F") else D(0)), [D(0), D(0)])
            row[0] += line.net
        for (treat, rate), row in self.vat.items():
            if treat in ("S", "F"):
                row[1] = cents(row[0] * rate / 100)
        if self.gross_prices:
            self.from_gross()
        return self

    def from_gross(self):
        """Prices on a till have VAT in them: the base is what is left of the total of a rate."""
        self.vat = {}
        totals = {}
        for line in self.lines:
            key = (charged(line.treat), line.rate)
            totals[key] = totals.get(key, D(0)) + cents(line.quantity * line.price)
        for (treat, rate), gross in totals.items():
            vat = cents(gross * rate / (100 + rate)) if treat in ("S", "F") else D(0)
            self.vat[(treat, rate)] = [gross - vat, vat]


def charged(treat):
    """How the page shows it: meals are charged like anything else."""
    return "S" if treat == "M" else treat


def rate_on(kind, day):
    """Lodging went from 9 to 21 % on the first day of 2026."""
    if kind == "lodging" and day < date(2026, 1, 1):
        return 9
    return KINDS[kind].rate


def treat_of(supplier, kind, day):
    treat = KINDS[kind].treat
    if supplier.more.get("foreign"):
        return treat
    if supplier.country in ("US", "GB"):
        return "NEU"
    if supplier.foreign:
        return "EU"
    change = supplier.changes.get("rate")
    if change and day < change["from"]:
        return "E"  # a small business that charges no VAT, until it leaves that scheme
    return treat


def price_of(supplier, item, day, rng):
    """Each supplier has a price of his own for a thing, which rises a little each year."""
    text, _, low, high, _, _ = item
    if text not in supplier.prices:
        supplier.prices[text] = D(str(rng.uniform(low, high)))
    price = supplier.prices[text] * (D("1.03") ** (day.year - 2025))
    change = supplier.changes.get("price")
    if change and day >= change["from"]:
        price *= change["factor"]
    return price.quantize(D("0.001") if price < 2 else D("0.01"))


def lines_of(rng, supplier, day):
    """The lines of one invoice."""
    more = supplier.more
    few, many = more.get("split", (1, len(supplier.kinds)))
    kinds = supplier.kinds if len(supplier.kinds) == 1 else rng.sample(supplier.kinds, min(len(supplier.kinds), rng.randint(few, many)))
    kinds = sorted(kinds, key=supplier.kinds.index)
    first, last = more.get("lines", (1, 3))
    wanted = max(len(kinds), rng.randint(first, last))
    each = {kind: 1 for kind in kinds}
    for _ in range(wanted - len(kinds)):
        each[rng.choice(kinds)] += 1
    lines = []
    for kind in kinds:
        goods = KINDS[kind].items
        for item in rng.sample(goods, min(each[kind], len(goods))):
            lines.append(line_of(rng, supplier, kind, item, day))
    if more.get("deposit") and rng.random() < more["deposit"]:
        item = rng.choice(KINDS["deposit"].items)
        lines.append(line_of(rng, supplier, "deposit", item, day))
        if rng.random() < 0.3:
            back = line_of(rng, supplier, "deposit", item, day)
            back.text, back.quantity, back.net = f"Retour {item[0].lower()}", -back.quantity, -back.net
            lines.append(back)
    return lines + extras(rng, supplier, lines)


def extras(rng, supplier, lines):
    """Freight or a discount, where all goes on one account at one rate: it goes with the lines that it belongs to."""
    if supplier.channel == "receipt" or len({(line.account, line.rate, line.treat) for line in lines}) > 1 or lines[0].treat not in ("S", "EU") or lines[0].unit in ("mnd", "mo", "kWh", "m3"):
        return []
    chance, first = rng.random(), lines[0]
    words = {"nl": ("Verzendkosten", "Korting 5%"), "en": ("Shipping", "Discount 5%"), "de": ("Versandkosten", "Rabatt 5%"), "fr": ("Frais de port", "Remise 5%")}[supplier.lang]
    if chance < 0.12:
        price, text = D(rng.choice(["4.95", "6.95", "12.50", "17.50"])), words[0]
    elif chance < 0.19:
        price, text = -cents(sum(line.net for line in lines) * 5 / 100), words[1]
    else:
        return []
    return [Line(first.kind, text, D(1), "", price, price, first.rate, first.treat, first.account)]


def line_of(rng, supplier, kind, item, day):
    text, unit, _, _, few, many = item
    price = price_of(supplier, item, day, rng)
    quantity = D(rng.randint(few, many))
    if unit in ("kg", "uur", "l", "ton", "m3") and rng.random() < 0.4:
        quantity += D(rng.choice(["0.5", "0.25", "0.75"]))
    return Line(kind, text, quantity, unit, price, cents(quantity * price), D(rate_on(kind, day)), treat_of(supplier, kind, day), supplier.account_of(kind))


def days_of(rng, supplier, first, last):
    """The days on which he invoices."""
    step, days = 30.4 / supplier.monthly, []
    at = first + timedelta(days=rng.uniform(0, step))
    while at <= last:
        day = at
        if day.weekday() == 6:
            day -= timedelta(days=1)
        if first <= day <= last:
            days.append(day)
        at = at + timedelta(days=step * rng.uniform(0.85, 1.15))
    return days


def purchases(office):
    """All purchases of an office from the first day of its history to the last of its weeks, by client and day."""
    found = []
    last = office.start + timedelta(days=office.weeks * 7 - 4)
    for client in office.clients:
        for supplier in client.suppliers:
            rng = random.Random(f"{office.seed}:buying:{supplier.key}")
            first = office.history_from
            if supplier.new_week is not None:
                first = office.start + timedelta(days=7 * supplier.new_week)
            days = days_of(rng, supplier, first, last)
            if supplier.new_week is not None and not days:
                days = [first + timedelta(days=1)]
            if not any(day <= office.history_to for day in days) and supplier.new_week is None:
                days.insert(0, first + timedelta(days=rng.randrange(400)))
            number = 0
            for day in days:
                text, number = supplier.number_on(day, number)
                purchase = Purchase(client, supplier, text, day, day + timedelta(days=supplier.terms), lines_of(rng, supplier, day))
                if supplier.channel == "receipt":
                    purchase.gross_prices, purchase.due = True, None
                    purchase.flags.add("receipt")
                    purchase.number = f"bon {day:%d%m}"
                found.append(purchase.add_up())
    return found
