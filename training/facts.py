"""Invented invoices: who, what, how much, and the truth that a reader must find. All firms, people and numbers are fictitious."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal as D

CENT = D("0.01")


def cents(value):
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


HEAD = ["Wolken", "Riet", "Zilver", "Bever", "Kwartel", "Noorder", "Meer", "Linden", "Vossen", "Kraan", "Spil", "Hoek",
        "Duin", "Eik", "Vaart", "Polder", "Ster", "Brug", "Molen", "Berk", "Haven", "Grutto", "Wilgen", "Koper", "Tij"]
TAIL = {
    "nl": ["veld", "burg", "steen", "hof", "kamp", "dijk", "werk", "land", "beek", "horst"],
    "en": ["ford", "wood", "bridge", "field", "well", "gate", "stone", "mere", "ridge", "brook"],
    "de": ["berg", "tal", "bach", "feld", "stein", "heim", "wald", "brunn", "dorf", "hain"],
    "fr": ["mont", "val", "clair", "bois", "rive", "pont", "lac", "roche", "pré", "fontaine"],
}
TRADE = {
    "nl": ["Techniek", "Groothandel", "Administraties", "Bouw", "Schilders", "Catering", "Advies", "Transport", "Tuinen",
           "Installaties", "Drukwerk", "Schoonmaak", "Software", "Bakkerij", "Verhuur", "Notarissen", "Elektra"],
    "en": ["Consulting", "Supplies", "Logistics", "Software", "Services", "Trading", "Design", "Engineering", "Media"],
    "de": ["Technik", "Handel", "Maschinenbau", "Beratung", "Logistik", "Werkzeuge", "Druckerei", "Elektro", "Software"],
    "fr": ["Conseil", "Distribution", "Services", "Bâtiment", "Transports", "Informatique", "Traiteur", "Négoce"],
}
FORM = {
    "NL": ["B.V.", "BV", "V.O.F.", "", "N.V.", ""], "BE": ["BV", "NV", "SRL", "SA", ""], "DE": ["GmbH", "GmbH & Co. KG", "AG", "UG (haftungsbeschränkt)", "e.K."],
    "FR": ["SARL", "SAS", "SA", "EURL", ""], "IE": ["Ltd", "Limited", "DAC"], "GB": ["Ltd", "Limited", "LLP", "plc"],
    "US": ["Inc.", "LLC", "Corp."], "AT": ["GmbH", "AG"], "LU": ["S.à r.l.", "SA"],
}
STREET = {
    "nl": ["Molenweg", "Kerkstraat", "Industrieweg", "Havenkade", "Lindelaan", "Oude Dijk", "Stationsplein", "Dorpsstraat", "Parallelweg", "Zuiderpark"],
    "en": ["Mill Road", "Harbour Street", "High Street", "Park Lane", "Station Road", "Quay Street", "Church Lane"],
    "de": ["Mühlenstraße", "Hafenstraße", "Lindenallee", "Industriestr.", "Bahnhofstraße", "Am Markt", "Kirchweg"],
    "fr": ["rue des Moulins", "avenue du Port", "boulevard Voltaire", "rue de la Gare", "place du Marché", "chemin Vert"],
}
TOWN = {
    "NL": [("3511 AB", "Utrecht"), ("9712 CP", "Groningen"), ("5611 KL", "Eindhoven"), ("7411 HT", "Deventer"), ("4331 BX", "Middelburg"), ("8911 DE", "Leeuwarden"), ("2611 RM", "Delft"), ("6211 GH", "Maastricht")],
    "BE": [("9000", "Gent"), ("2000", "Antwerpen"), ("3000", "Leuven"), ("4000", "Liège"), ("8500", "Kortrijk")],
    "DE": [("50667", "Köln"), ("20457", "Hamburg"), ("80331", "München"), ("48143", "Münster"), ("04109", "Leipzig")],
    "FR": [("69002", "Lyon"), ("59000", "Lille"), ("33000", "Bordeaux"), ("75011", "Paris")],
    "IE": [("D02 XY45", "Dublin 2"), ("T12 AB34", "Cork")], "GB": [("M1 4BT", "Manchester"), ("EC2A 4NE", "London")],
    "US": [("94107", "San Francisco, CA"), ("10013", "New York, NY")], "AT": [("1010", "Wien"), ("4020", "Linz")], "LU": [("1511", "Luxembourg")],
}
COUNTRY = {
    "NL": ["Nederland", "Netherlands", "Niederlande", "Pays-Bas"], "BE": ["België", "Belgium", "Belgien", "Belgique"], "DE": ["Duitsland", "Germany", "Deutschland", "Allemagne"],
    "FR": ["Frankrijk", "France", "Frankreich", "France"], "IE": ["Ierland", "Ireland", "Irland", "Irlande"], "GB": ["Verenigd Koninkrijk", "United Kingdom", "Großbritannien", "Royaume-Uni"],
    "US": ["Verenigde Staten", "USA", "USA", "États-Unis"], "AT": ["Oostenrijk", "Austria", "Österreich", "Autriche"], "LU": ["Luxemburg", "Luxembourg", "Luxemburg", "Luxembourg"],
}
ITEMS = {
    "nl": ["Onderhoud ventilatie", "Kopieerpapier A4 80 grams", "Adviesuren belastingaangifte", "Huur steiger", "Schroeven RVS 5x40", "Schoonmaak kantoor week 12", "Licentie boekhoudpakket",
           "Koffiebonen espresso", "Gevelreiniging", "Montage zonnepanelen", "Verzorging lunch", "Toner zwart", "Vervoer pallets", "Muurverf wit 10 liter", "Voorrijkosten", "Haagbeuk 60-80 cm",
           "Websitehosting jaarabonnement", "Reparatie cv-ketel", "Boormachine 18V", "Drukwerk visitekaartjes", "Bloemstuk receptie", "Stucwerk plafond", "Snijbloemen gemengd", "Beheer werkplekken"],
    "en": ["Annual support plan", "Cloud storage 2 TB", "Workshop facilitation", "Steel brackets M8", "Freight and handling", "Design of landing page", "Printer cartridge", "Translation services", "Team licence", "Office chairs"],
    "de": ["Wartung Heizungsanlage", "Druckerpapier A4", "Beratung vor Ort", "Schrauben verzinkt", "Miete Baugerüst", "Softwarelizenz", "Versandkosten", "Bohrmaschine", "Reinigung Büro", "Montage Regal"],
    "fr": ["Entretien chaudière", "Ramettes de papier", "Prestation de conseil", "Location échafaudage", "Licence logicielle", "Frais de port", "Nettoyage des bureaux", "Peinture blanche 10 l", "Repas d'affaires", "Câbles réseau"],
}
UNIT = {"nl": ["st", "uur", "m2", "doos", "kg", "stuks", "mnd"], "en": ["pcs", "hrs", "box", "kg", "month"], "de": ["Stk", "Std", "m²", "Karton", "kg"], "fr": ["pce", "h", "m²", "carton", "kg"]}
RATES = {"NL": [21, 9], "BE": [21, 6, 12], "DE": [19, 7], "FR": [20, D("5.5"), 10], "IE": [23, 9], "GB": [20, 5], "US": [], "AT": [20, 10], "LU": [17, 8]}
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
FIRST = ["Anne", "Joris", "Fatima", "Bram", "Sanne", "Thijs", "Lotte", "Omar", "Els", "Pieter", "Marie", "Jan"]
LAST = ["de Wit", "Bakker", "Yilmaz", "van den Berg", "Jansen", "Vermeer", "Koster", "Smit", "El Amrani", "Peters"]


def mod97(text):
    return int("".join(str(int(c, 36)) for c in text)) % 97


def iban(rng, country):
    if country == "NL":
        body = rng.choice(["RABO", "INGB", "ABNA", "TRIO", "SNSB", "KNAB"]) + "0" + "".join(rng.choice("0123456789") for _ in range(9))
    elif country == "BE":
        head = "".join(rng.choice("123456789") for _ in range(10))
        body = head + f"{int(head) % 97 or 97:02d}"
    else:
        length = {"DE": 18, "FR": 23, "AT": 16, "LU": 16}.get(country, 18)
        if country == "FR":
            body = "".join(rng.choice("0123456789") for _ in range(21))
            key = 97 - (89 * int(body[:5]) + 15 * int(body[5:10]) + 3 * int(body[10:])) % 97
            body += f"{key:02d}"
        elif country in ("IE", "GB"):
            body = rng.choice(["AIBK", "BARC", "LOYD"]) + "".join(rng.choice("0123456789") for _ in range(14))
        else:
            body = "".join(rng.choice("0123456789") for _ in range(length))
    return country + f"{98 - mod97(body + country + '00'):02d}" + body


def vat_id(rng, country):
    while True:
        digits = [rng.randint(0, 9) for _ in range(9)]
        text = "".join(map(str, digits))
        if country == "NL" and rng.random() < 0.25:
            # A sole trader's number since 2020: the remainder of the whole by 97 is 1.
            for last in range(2, 98):
                if mod97(f"NL{text}B{last:02d}") == 1:
                    return f"NL{text}B{last:02d}"
        elif country == "NL":
            # Numbers of legal persons begin with 8; others could hold somebody's BSN.
            digits[0] = 8
            text = "".join(map(str, digits))
            check = sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2))) % 11
            if check < 10:
                return f"NL{text[:8]}{check}B0{rng.randint(1, 3)}"
        elif country == "BE":
            body = "0" + text[:7]
            return f"BE{body}{97 - int(body) % 97:02d}"
        elif country in ("DE", "AT"):
            if country == "AT":
                total = 0
                for i, d in enumerate(digits[:7]):
                    total += sum(divmod(d * 2, 10)) if i % 2 else d
                return "ATU" + text[:7] + str((96 - total) % 10)
            product = 10
            for d in digits[:8]:
                total = (d + product) % 10 or 10
                product = 2 * total % 11
            return f"DE{text[:8]}{(11 - product) % 10}"
        elif country == "FR":
            if luhn(text):
                return f"FR{(12 + 3 * (int(text) % 97)) % 97:02d}{text}"
        elif country == "LU":
            return f"LU{text[:6]}{int(text[:6]) % 89:02d}"
        elif country == "GB":
            total = sum(d * w for d, w in zip(digits, (8, 7, 6, 5, 4, 3, 2)))
            return f"GB{text[:7]}{97 - total % 97:02d}"
        elif country == "IE":
            total = sum(d * w for d, w in zip(digits, (8, 7, 6, 5, 4, 3, 2))) % 23
            return f"IE{text[:7]}{'WABCDEFGHIJKLMNOPQRSTUV'[total]}"
        else:
            return None


def luhn(text):
    total = 0
    for i, c in enumerate(reversed(text)):
        d = int(c) * (2 if i % 2 else 1)
        total += d - 9 if d > 9 else d
    return total % 10 == 0


@dataclass
class Party:
    name: str
    street: str
    postcode: str
    town: str
    country: str
    vat: str | None
    kvk: str | None
    iban: str | None
    domain: str
    person: str
    phone: str


def party(rng, lang, country):
    stem = rng.choice(HEAD) + rng.choice(TAIL[lang])
    style = rng.random()
    core = f"{stem} {rng.choice(TRADE[lang])}" if style < 0.6 else f"{rng.choice(TRADE[lang])} {stem}" if style < 0.8 else f"{rng.choice(LAST).split()[-1]} & {stem}" if style < 0.9 else stem
    name = f"{core} {rng.choice(FORM[country])}".strip()
    number = str(rng.randint(1, 240)) + (rng.choice(["", "", "", "a", "-B"]))
    street = rng.choice(STREET[lang])
    line = f"{number} {street}" if lang in ("en", "fr") else f"{street} {number}"
    postcode, town = rng.choice(TOWN[country])
    phone = {"NL": "0{0}-{1}", "BE": "+32 {0} {1}", "DE": "+49 {0} {1}", "FR": "+33 {0} {1}"}.get(country, "+{0} {1}").format(rng.randint(10, 88), rng.randint(2000000, 8999999))
    domain = "".join(c for c in core.lower().replace("&", "").replace("é", "e").replace("â", "a") if c.isalnum()) + ".example"
    return Party(name, line, postcode, town, country, vat_id(rng, country), f"{rng.randint(10000000, 89999999)}" if country == "NL" else None,
                 iban(rng, country) if country in ("NL", "BE", "DE", "FR", "IE", "GB", "AT", "LU") else None, domain,
                 f"{rng.choice(FIRST)} {rng.choice(LAST)}", phone)


@dataclass
class Line:
    text: str
    quantity: D
    unit: str
    price: D
    rate: D
    amount: D = D(0)
    article: str = ""
    discount: int = 0


@dataclass
class Facts:
    """One document."""
    lang: str
    scenario: str
    kind: str
    supplier: Party
    customer: Party
    number: str
    issued: date
    due: date | None
    supplied: date | None
    order: str | None
    customer_number: str
    lines: list
    incl: bool
    discount: D
    deposit: D
    prepaid: D
    shipping: D
    rows: list = field(default_factory=list)  # (rate, category, base, vat)
    net: D = D(0)
    vat: D = D(0)
    gross: D = D(0)
    sum_lines: D = D(0)
    currency: str = "EUR"
    second_iban: str | None = None
    blocked: str | None = None
    credited: str | None = None
    reference: str | None = None

    def truth(self):
        s = self.supplier
        return {
            "supplier_name": s.name, "supplier_vat_id": s.vat, "supplier_iban": s.iban, "supplier_kvk": s.kvk, "customer_name": self.customer.name,
            "invoice_number": self.number, "issue_date": self.issued.isoformat(), "due_date": self.due.isoformat() if self.due else None, "currency": self.currency,
            "net_total": str(self.net), "vat_total": str(self.vat), "gross_total": str(self.gross),
            "vat_breakdown": [{"rate": str(r), "category": c, "taxable": str(b), "vat": str(v)} for r, c, b, v in self.rows],
            "line_count": len(self.lines), "document_type": self.kind,
        }


NUMBERS = [lambda r, d: f"{d.year}-{r.randint(1, 9999):04d}", lambda r, d: f"F{d.year % 100}{r.randint(1, 99999):05d}", lambda r, d: str(r.randint(100000, 99999999)),
           lambda r, d: f"{d.year}/{r.randint(1, 999):03d}", lambda r, d: f"INV-{r.randint(1000, 99999)}", lambda r, d: f"{r.choice('VRSBK')}{r.choice('FKN')}{d.year}{r.randint(100, 9999)}",
           lambda r, d: f"{d.year}{d.month:02d}{r.randint(1, 99):02d}", lambda r, d: f"{r.randint(10, 99)}.{r.randint(1000, 9999)}", lambda r, d: f"{r.choice('ABCDH')}-{r.randint(100, 9999)}/{d.year % 100}", lambda r, d: str(r.randint(120, 9999))]

SCENARIOS = [("plain", 26), ("mixed", 16), ("low", 5), ("reverse", 7), ("intra", 4), ("export", 2), ("small", 3), ("margin", 2), ("exempt", 3), ("credit", 7), ("incl", 9),
             ("discount", 5), ("deposit", 4), ("prepaid", 3), ("blocked", 2), ("long", 3), ("reminder", 2), ("quote", 2), ("statement", 1), ("order", 2), ("delivery", 1)]
OTHER = ("reminder", "quote", "statement", "order", "delivery")


def facts(seed, scenarios=SCENARIOS, only=None):
    """The document of a seed, in the language `only` when one is named."""
    rng = random.Random(seed)
    lang = rng.choices(["nl", "en", "de", "fr"], [58, 15, 15, 12])[0]
    scenario = rng.choices([s for s, _ in scenarios], [w for _, w in scenarios])[0]
    if scenario in ("small", "margin", "blocked", "deposit"):
        lang = "nl"
    lang = only or lang
    country = {"nl": rng.choices(["NL", "BE"], [88, 12]), "en": rng.choices(["IE", "GB", "US", "NL", "DE"], [25, 25, 15, 30, 5]), "de": rng.choices(["DE", "AT"], [85, 15]),
               "fr": rng.choices(["FR", "BE", "LU"], [60, 30, 10])}[lang][0]
    if scenario in ("small", "margin", "blocked", "deposit"):
        country = "NL"
    if country == "US" and scenario in ("mixed", "low", "incl", "reverse", "intra", "exempt", "discount", "prepaid", "long", "credit"):
        country = "IE"
    if scenario == "intra" and country in ("NL", "GB", "US"):
        country = rng.choice(["DE", "IE", "BE"]) if lang != "nl" else "NL"
    supplier = party(rng, lang, country)
    buyer_country = "NL" if rng.random() < 0.75 else country
    if scenario == "intra":
        buyer_country = rng.choice([c for c in ("NL", "BE", "DE") if c != country])
    if scenario == "export":
        buyer_country = "GB" if country not in ("GB", "US") else "NL"
    if scenario == "reverse":
        buyer_country = "NL" if country != "NL" or rng.random() < 0.8 else "BE"
    buyer_lang = {"NL": "nl", "BE": "nl", "DE": "de", "FR": "fr", "AT": "de", "LU": "fr"}.get(buyer_country, "en")
    customer = party(rng, buyer_lang, buyer_country)
    issued = date(rng.choice([2023, 2024, 2025, 2026]), rng.randint(1, 12), rng.randint(1, 28))
    free = {"reverse": "AE", "intra": "K", "export": "G", "small": "E", "margin": "E", "exempt": "E"}.get(scenario)
    rates = [D(r) for r in RATES[country]]
    if free or not rates:
        pool = [D(0)]
    elif scenario == "mixed":
        pool = rates[:2]
    elif scenario == "low":
        pool = rates[1:2]
    else:
        pool = rates[:1]
    incl = scenario == "incl"
    count = rng.randint(28, 64) if scenario == "long" else rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 11])
    if scenario == "mixed":
        count = max(count, 2)
    lines = []
    for i in range(count):
        hours = rng.random() < 0.25
        quantity = D(rng.randint(2, 160)) / 4 if hours else D(rng.choice([1, 1, 1, 2, 3, 4, 5, 10, 12, 24, 100]))
        price = cents(D(str(round(rng.choice([rng.uniform(0.4, 20), rng.uniform(5, 150), rng.uniform(50, 1800)]), 2))))
        if rng.random() < 0.3:
            price = cents(D(rng.choice([25, 45, 75, 95, 125, 250, 500, 1200])))
        rate = pool[i % 2] if len(pool) > 1 and i < 2 else rng.choice(pool)
        text = rng.choice(ITEMS[lang])
        discount = rng.choice([5, 10, 25]) if scenario == "discount" and rng.random() < 0.3 else 0
        line = Line(text, quantity, rng.choice(UNIT[lang]), price, rate, article=f"{rng.choice('ABKX')}{rng.randint(100, 99999)}", discount=discount)
        line.amount = cents(quantity * price * (100 - discount) / 100)
        if line.amount < D("0.10"):
            line.amount = line.price = price = D("12.50")
            line.quantity = D(1)
            line.discount = 0
        lines.append(line)
    total = sum(l.amount for l in lines)
    document_discount = cents(total * rng.choice([2, 5, 10]) / 100) if scenario == "discount" and rng.random() < 0.7 and len(pool) == 1 else D(0)
    shipping = D(rng.choice(["4.95", "6.95", "12.50", "25.00"])) if rng.random() < 0.12 and len(pool) == 1 and not incl else D(0)
    deposit = cents(D(rng.randint(2, 90)) * D("0.25")) if scenario == "deposit" else D(0)
    by_rate = {}
    for line in lines:
        by_rate[line.rate] = by_rate.get(line.rate, D(0)) + line.amount
    by_rate[pool[0]] = by_rate.get(pool[0], D(0)) - document_discount + shipping
    per_line = rng.random() < 0.15 and not document_discount and not shipping
    rows = []
    for rate in sorted(by_rate, reverse=True):
        amount = by_rate[rate]
        if incl:
            vat = cents(amount * rate / (100 + rate))
            rows.append((rate, "S", amount - vat, vat))
        elif rate:
            vat = sum(cents(l.amount * rate / 100) for l in lines if l.rate == rate) if per_line else cents(amount * rate / 100)
            rows.append((rate, "S", amount, vat))
        else:
            rows.append((D(0), free or "O", amount, D(0)))
    if deposit:
        rows.append((D(0), "O", deposit, D(0)))
    kind = "credit_note" if scenario == "credit" else "other" if scenario in OTHER else "invoice"
    due = issued + timedelta(days=rng.choice([8, 14, 14, 30, 30, 21, 60])) if rng.random() < 0.72 and kind == "invoice" or scenario == "reminder" else None
    f = Facts(lang, scenario, kind, supplier, customer, rng.choice(NUMBERS)(rng, issued), issued, due,
              issued - timedelta(days=rng.randint(1, 12)) if rng.random() < 0.25 else None, str(rng.randint(10000, 9999999)) if rng.random() < 0.35 else None,
              str(rng.randint(1000, 999999)), lines, incl, document_discount, deposit, D(0), shipping)
    f.rows = rows
    f.net = sum(r[2] for r in rows)
    f.vat = sum(r[3] for r in rows)
    f.gross = f.net + f.vat
    f.sum_lines = total
    f.currency = {"US": "USD", "GB": "GBP" if rng.random() < 0.6 else "EUR"}.get(country, "EUR")
    if scenario == "prepaid":
        f.prepaid = cents(f.gross * rng.choice([20, 30, 50]) / 100)
    if rng.random() < 0.12 and supplier.iban:
        f.second_iban = iban(rng, country)
    if scenario == "blocked" and supplier.iban:
        f.blocked = iban(rng, "NL")
    if scenario == "credit":
        f.credited = rng.choice(NUMBERS)(rng, issued - timedelta(days=40))
    return f, rng


# How amounts and dates are printed.

def money_style(rng, f):
    marks = {"nl": [(".", ",")] * 6 + [("", ",")] * 2 + [(",", ".")], "de": [(".", ",")] * 6 + [("", ",")] * 2, "fr": [(" ", ",")] * 4 + [("", ",")] * 2 + [(".", ",")], "en": [(",", ".")] * 6 + [("", ".")]}[f.lang]
    thousands, decimal = rng.choice(marks)
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}[f.currency]
    where = rng.choice(["none", "none", "before", "before", "behind", "code", "glued"])
    if f.supplier.country == "GB" and f.currency == "EUR":
        where = rng.choice(["before", "behind", "code"])  # nobody could tell it otherwise
    minus = rng.choice(["before", "before", "behind"]) if f.lang in ("nl", "de") else "before"

    def plain(value, places=2):
        value = value.quantize(D(1).scaleb(-places), rounding=ROUND_HALF_UP)
        whole, _, fraction = str(abs(value)).partition(".")
        grouped = f"{int(whole):,}".replace(",", thousands)
        text = grouped + (decimal + fraction if fraction else "")
        return text if value >= 0 else f"-{text}" if minus == "before" else f"{text}-"

    def shown(value):
        text = plain(value)
        if where == "before":
            return f"{sign} {text}"
        if where == "behind":
            return f"{text} {sign}"
        if where == "code":
            return f"{f.currency} {text}"
        if where == "glued":
            return f"{sign}{text}"
        return text

    return plain, shown


def date_style(rng, f):
    month = lambda d: MONTHS[f.lang][d.month - 1]
    styles = [lambda d: f"{d.day:02d}-{d.month:02d}-{d.year}", lambda d: f"{d.day}-{d.month}-{d.year}", lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
              lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}", lambda d: f"{d.day} {month(d)} {d.year}", lambda d: d.isoformat(), lambda d: f"{d.day:02d}-{d.month:02d}-{d.year % 100:02d}"]
    if f.lang == "en":
        styles = [lambda d: f"{d.day} {month(d)} {d.year}", lambda d: f"{month(d)} {d.day}, {d.year}", lambda d: d.isoformat(), lambda d: f"{d.day:02d} {month(d)[:3]} {d.year}"]
        if f.supplier.country != "US":
            styles.append(lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}")
    if f.lang == "de":
        styles = [styles[3], styles[3], styles[4], lambda d: f"{d.day}. {month(d)} {d.year}", styles[5]]
    return rng.choice(styles)


def iban_style(rng, text):
    return text if rng.random() < 0.3 else " ".join(text[i:i + 4] for i in range(0, len(text), 4))


def vat_style(rng, text):
    if text and text.startswith("NL") and rng.random() < 0.25:
        return f"NL {text[2:6]}.{text[6:8]}.{text[8:11]}.{text[11:]}" if rng.random() < 0.5 else f"NL{text[2:11]}.{text[11:]}"
    return text
