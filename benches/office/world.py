"""An office: its clients with their charts and VAT codes, and their suppliers with their habits."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal as D

import ids
import trades
from goods import ACCOUNTS, KINDS

# What a VAT code stands for: how dizzy calls it, its rate, the account that is paid on it.
CONCEPTS = {
    "IH": ("Inkoop hoog 21%", 21, None), "IL": ("Inkoop laag 9%", 9, None), "IVH": ("Verlegd naar ons 21%", 21, "vat_reverse"),
    "IEH": ("Verwerving binnen EU 21%", 21, "vat_eu"), "IBH": ("Inkoop buiten EU 21%", 21, "vat_world"), "IG": ("Geen btw", 0, None),
    "IN": ("Btw niet aftrekbaar", 0, None), "IX": ("Buitenlandse btw", 0, None), "PH": ("Inkoop hoog, deels aftrekbaar", 21, None),
    "PL": ("Inkoop laag, deels aftrekbaar", 9, None), "PEH": ("Verwerving EU 21%, deels aftrekbaar", 21, "vat_eu"),
    "VH": ("Verkoop hoog 21%", 21, "vat_out_high"), "VL": ("Verkoop laag 9%", 9, "vat_out_low"), "VG": ("Verkoop vrijgesteld", 0, None),
}
STYLES = {
    "digit": ["2", "1", "7", "8", "9", "0", "5", "6", "12", "11", "18", "3", "4", "10"],
    "letter": ["H", "L", "RV", "EU", "WE", "GB", "NA", "BU", "HP", "LP", "EUP", "OH", "OL", "OV"],
    "word": ["INK21", "INK9", "VERL", "ICV", "IMP", "GEEN", "NAFT", "BUIT", "PRO21", "PRO9", "PROICV", "VERK21", "VERK9", "VRIJ"],
}
PATTERNS = ["{yy}{n:05d}", "{yyyy}-{n:04d}", "F{yy}-{n:04d}", "{n:06d}", "INV-{n:05d}", "VF{n:06d}", "{yyyy}{n:05d}", "{pre}{n:05d}", "{n:07d}",
            "{yyyy}.{n:05d}", "{pre}-{yy}-{n:04d}", "R{n:07d}", "{yy}.{mm}.{n:03d}", "{pre}/{n:05d}", "{n:08d}"]


@dataclass
class Supplier:
    key: str
    code: str
    name: str
    trade: str
    country: str
    vat_id: str | None
    kvk: str | None
    iban: str | None
    address: dict
    pattern: str
    prefix: str
    first_number: int
    per_day: float
    terms: int
    kinds: list
    monthly: float
    more: dict
    layout: str
    channel: str
    lang: str
    email: str
    style: dict = field(default_factory=dict)
    prices: dict = field(default_factory=dict)
    new_week: int | None = None
    changes: dict = field(default_factory=dict)  # bank, price or rate: from which day, and what

    @property
    def foreign(self):
        return self.country != "NL"

    def accounts(self):
        """The accounts that his kinds of goods go on, as keys."""
        return sorted({self.account_of(kind) for kind in self.kinds})

    def account_of(self, kind):
        if kind != "deposit" and "account" in self.more:
            return self.more["account"]
        return KINDS[kind].account

    def iban_on(self, day):
        change = self.changes.get("bank")
        return change["iban"] if change and day >= change["from"] else self.iban

    def number_on(self, day, last):
        change = self.changes.get("number")
        if change and day >= change["from"]:
            n = max(change["first"] + (day - change["from"]).days, last + 1 if last < 10 ** 9 else last - 10 ** 9 + 1)
            return change["pattern"].format(n=n, yy=f"{day.year % 100:02d}", yyyy=day.year, mm=f"{day.month:02d}", pre=self.prefix), n + 10 ** 9
        n = max(self.first_number + int((day - date(2024, 1, 1)).days * self.per_day), last + 1)
        text = self.pattern.format(n=n % 10 ** 8, yy=f"{day.year % 100:02d}", yyyy=day.year, mm=f"{day.month:02d}", pre=self.prefix)
        return text, n


@dataclass
class Client:
    key: str
    name: str
    slug: str
    trade: str
    vat: str
    pro_rata: int
    xaf: str
    rgs: str | None
    opening: bool
    text: str
    vat_id: str
    kvk: str
    iban: str
    address: dict
    chart: dict  # account key: number
    names: dict  # account number: (name, RGS, side)
    codes: dict  # concept: code
    configured: bool
    low_apart: bool
    sales: str
    journal: str
    suppliers: list = field(default_factory=list)

    def account(self, key):
        return self.chart[key]


BASE = ["creditor", "debtor", "vat_in", "vat_out_high", "vat_out_low", "vat_reverse", "vat_eu", "vat_world", "bank", "capital", "suspense", "assets",
        "rounding", "meals", "travel", "repairs", "legal", "training", "adverts", "office", "canteen", "small"]


def chart_of(rng, spec, keys):
    """Numbers and names of the accounts, in an order of the client's own."""
    width = spec["width"]
    low, step = {3: (100, 1), 4: (1000, 10), 5: (10000, 50)}[width]
    chart, names, used = {}, {}, set()
    for key in sorted(keys):
        name, rgs, side = ACCOUNTS[key]
        group = {"B": 1, "P": 4}[side]
        if key in ("food", "drinks", "materials", "trade", "care", "subcontract", "temp"):
            group = 7
        if key.startswith("sales"):
            group = 8
        while True:
            number = group * low + rng.randrange(1, low // step) * step + (rng.choice([0, 0, 1, 5]) if width > 3 else 0)
            if number not in used:
                used.add(number)
                break
        chart[key] = str(number)
        names[str(number)] = (rng.choice(name), rgs, side)
    return chart, names


def supplier_of(rng, names, client, row, index, new_week=None):
    trade, kinds, monthly, more = row
    country = more.get("country", "NL")
    stem = names.stem(country)
    sole = more.get("sole", False)
    form = "" if sole and country == "NL" else rng.choice(ids.FORMS[country])
    order = rng.random() < 0.35 and country == "NL"
    name = (f"{trade} {names.person().split(' ', 1)[1]}" if sole and rng.random() < 0.4 else f"{trade} {stem}" if order else f"{stem} {trade}") + (f" {form}" if form else "")
    kinds = list(kinds)
    channel = more.get("channel") or rng.choices(["pdf", "ubl", "hybrid", "mail", "scan"], [58, 18, 6, 10, 8])[0]
    if country in ("IE", "US") and channel in ("scan", "ubl", "hybrid"):
        channel = "pdf"
    return Supplier(
        key=f"{client.key}-{index:02d}", code=str({"A": 4000, "B": 20000, "C": 700, "D": 1000, "E": 300}[client.key] + index * 3 + rng.randrange(3)),
        name=name, trade=trade, country=country, vat_id=ids.vat_id(rng, country, sole and form == ""), kvk=ids.kvk(rng) if country == "NL" else None,
        iban=ids.iban(rng, country), address=names.address(country), pattern=rng.choice(PATTERNS), prefix=stem[:2].upper(),
        first_number=rng.randrange(20, 700), per_day=rng.choice([0.5, 0.8, 1.1, 2.3]), terms=rng.choice([8, 14, 14, 21, 30, 30]), kinds=kinds,
        monthly=monthly, more=dict(more), layout=more.get("layout", ""), channel=channel, lang=more.get("lang", "nl"),
        email=f"administratie@{stem.lower().encode('ascii', 'ignore').decode()}.example", new_week=new_week,
        style={"color": rng.choice(["#1f4e79", "#7a1f1f", "#2f6b3a", "#444444", "#6b4a8a", "#a65a00", "#005f60"]), "font": rng.choice(["sans", "sans", "serif", "cond", "mono"]),
               "due": rng.choice(["date", "date", "terms"]), "seed": rng.random()})


def client_of(rng, names, spec, index):
    keys = set(BASE) | {spec["sales"]} | ({"private"} if spec.get("private") or spec["vat"] == "kor" else set())
    for _, kinds, _, more in spec["suppliers"]:
        keys |= {more.get("account") or KINDS[kind].account for kind in kinds}
        if "deposit" in more:
            keys.add("deposit")
    if index == 0:
        keys.add("sales_high")
    chart, account_names = chart_of(rng, spec, keys)
    if spec.get("low_apart"):
        number = str(int(chart["vat_in"]) + 1)
        while number in account_names:
            number = str(int(number) + 1)
        chart["vat_in_low"] = number
        account_names[number] = ("Voorbelasting laag", "BSchBepBoo", "B")
    stem = names.stem()
    name = f"{spec['trade']} {stem}" + (f" {spec['form']}" if spec["form"] else "")
    if spec["codes"] == "none":
        codes = {"IEH": "ICV", "IBH": "BUI", "IVH": "VL"}
    else:
        codes = dict(zip(CONCEPTS, STYLES[spec["codes"]]))
    sole = spec["form"] == ""
    return Client(
        key="ABCDE"[index], name=name, slug=f"{spec['trade']}-{stem}".lower().replace("é", "e"), trade=spec["trade"], vat=spec["vat"], pro_rata=spec.get("pro_rata", 100),
        xaf=spec["xaf"], rgs=spec["rgs"], opening=spec["opening"], text=spec["text"], vat_id=ids.vat_id(rng, "NL", sole), kvk=ids.kvk(rng), iban=ids.iban(rng),
        address=names.address(), chart=chart, names=account_names, codes=codes, configured=spec["configured"], low_apart=spec.get("low_apart", False),
        sales=spec["sales"], journal=rng.choice(["INK", "20", "70", "IF"]))


@dataclass
class Office:
    seed: int
    start: date  # the Monday of the first week
    weeks: int
    clients: list

    @property
    def history_from(self):
        first = self.start + timedelta(days=3)
        months = first.year * 12 + first.month - 1 - 18
        return date(months // 12, months % 12 + 1, 1)

    @property
    def history_to(self):
        """The last day of the month before the first week's Thursday."""
        first = self.start + timedelta(days=3)
        return date(first.year, first.month, 1) - timedelta(days=1)


def make(seed, start=date(2026, 6, 29), weeks=13, small=False):
    rng = random.Random(f"{seed}:world")
    names = ids.Names(rng)
    clients = []
    for index, spec in enumerate(trades.CLIENTS):
        client = client_of(rng, names, spec, index)
        for number, row in enumerate(spec["suppliers"]):
            client.suppliers.append(supplier_of(rng, names, client, row, number + 1))
        clients.append(client)
    if small:
        clients = clients[:2]
    office = Office(seed, start, weeks, clients)
    newcomers(rng, names, office)
    habits_that_change(rng, office)
    return office


def newcomers(rng, names, office):
    rows = list(trades.NEWCOMERS)
    rng.shuffle(rows)
    for week in range(office.weeks):
        trade, kinds, more = rows[week % len(rows)]
        client = office.clients[week % len(office.clients)]
        kinds = [k for k in kinds if KINDS[k].account in client.chart] or ["paper"]
        supplier = supplier_of(rng, names, client, (trade, kinds, rng.choice([0.4, 1, 2]), {**more, "lines": (1, 2)}), 60 + week, week)
        client.suppliers.append(supplier)


def habits_that_change(rng, office):
    """Suppliers that get another bank account or other prices in the quarter."""
    known = [s for c in office.clients for s in c.suppliers if s.new_week is None and s.channel != "receipt" and s.monthly >= 1 and s.iban]
    for client in office.clients:
        for supplier in client.suppliers:
            if supplier.more.get("leaves_kor"):
                supplier.changes["rate"] = {"from": office.start + timedelta(days=35)}
    known = [s for s in known if s.channel != "mail" and "rate" not in s.changes and "debit" not in s.more]
    chosen = rng.sample(known, min(10, len(known)))
    for n, supplier in enumerate(chosen):
        day = office.start + timedelta(days=rng.randrange(office.weeks * 2, office.weeks * 5))
        if n < 3:
            supplier.changes["bank"] = {"from": day, "iban": ids.iban(rng, supplier.country)}
        elif n < 5:
            supplier.changes["number"] = {"from": day, "pattern": rng.choice([p for p in PATTERNS if p != supplier.pattern]), "first": rng.randrange(100, 900)}
        else:
            supplier.changes["price"] = {"from": day, "factor": D(str(rng.choice([0.92, 1.06, 1.11, 1.18])))}
