"""Twenty layouts of customs that the other families do not have, written after the weights were fitted and never fitted on.

Trade customs rather than wordings: carried totals, instalments, hotel folios, deposits both ways, G-accounts, vouchers,
rates of exchange, American dates, letterheads at the foot, and papers that look like invoices and are none.
"""

import random
from datetime import date, timedelta
from decimal import Decimal as D

import facts as invented
from facts import Facts, Line, Party, cents, iban, iban_style, vat_id, vat_style
from held_out import kenmerk, ogm
from paper import Paper

GREY, BLUE, RED = "#5f6a6a", "#154360", "#922b21"

# Who and what, in other shapes than the other families.

SHAPES = {
    "nl": ["Gebr. {last} {trade} B.V.", "{last} & Zn. V.O.F.", "Stichting {noun}zorg", "{noun}huis {town} B.V.", "{caps} Groep N.V.", "{first} {last} {trade}", "Bureau {last}", "{trade} De {noun} B.V.", "Coöperatie {noun} U.A.", "{noun}.nl B.V."],
    "en": ["{last} Brothers Ltd", "The {noun} Company Limited", "{caps} Partners LLP", "{noun} & {last} Ltd", "{first} {last} Photography", "{noun} Systems Ltd"],
    "us": ["{noun} Labs, Inc.", "{caps} Industries LLC", "{last} & Associates, Inc.", "{noun}works Corp."],
    "de": ["{last} & Söhne GmbH", "{caps} Gesellschaft mbH", "Meisterbetrieb {last} e.K.", "{noun} Vertriebs GmbH & Co. KG", "{first} {last}", "{noun}werke AG"],
    "fr": ["Établissements {last} SARL", "Maison {noun}", "{caps} France SAS", "Société {noun} et Fils", "{first} {last} EI", "Ateliers {noun} SA"],
}
NOUNS = {"nl": ["Reiger", "Zonnebloem", "Ankerplaats", "Windroos", "Korenaar", "Vuurtoren", "Paardenkracht", "Sleutel"], "en": ["Kestrel", "Lantern", "Harrow", "Juniper", "Compass", "Foundry"],
         "us": ["Redwood", "Bluebird", "Granite", "Summit"], "de": ["Adler", "Turm", "Eichen", "Nordstern", "Kupfer"], "fr": ["Hirondelle", "Lavande", "Soleil", "Chêne", "Étoile"]}
LASTS = {"nl": ["Van Dam", "Hoekstra", "Brouwer", "De Lange", "Kuipers", "Verhoeven", "Timmermans"], "en": ["Ashdown", "Whitlock", "Pemberton", "Farrow"], "us": ["Carver", "Donnelly", "Hastings"],
         "de": ["Brandt", "Köhler", "Lindner", "Schäfer"], "fr": ["Moreau", "Lefèvre", "Garnier", "Petit"]}
FIRSTS = {"nl": ["Wim", "Marleen", "Koen", "Annelies"], "en": ["Oliver", "Hannah"], "us": ["Kevin", "Megan"], "de": ["Jürgen", "Sabine"], "fr": ["Hélène", "Luc"]}
TRADES = {"nl": ["Loodgieters", "Timmerwerken", "Vleeswaren", "Fietsen", "Interieurbouw", "Hoveniers", "Slagerij", "Dakbedekking"]}
ROADS = {"nl": ["Nieuwe Gracht", "Laan van Meerdervoort", "Energieweg", "'t Zand", "Burg. Tellegenstraat", "Tweede Dwarsweg", "Veerdam"], "en": ["Unit {0}, Victoria Trading Estate", "{0} Queensway", "{0}-{1} Kings Road"],
         "us": ["{0} Market Street, Suite {1}", "{0} W 23rd St", "{0} Innovation Drive"], "de": ["Am Sandtorkai {0}", "Goethestr. {0}", "Alte Landstraße {0}", "Im Gewerbepark {0}"], "fr": ["{0} bis, rue Pasteur", "ZA des Peupliers, lot {0}", "{0}, quai de la Loire"]}
PLACES = {
    "NL": [("1012 LG", "Amsterdam"), ("3011 AA", "Rotterdam"), ("2513 AM", "Den Haag"), ("8011 PK", "Zwolle"), ("6811 KS", "Arnhem"), ("4811 DA", "Breda"), ("5211 BS", "'s-Hertogenbosch"), ("7511 JE", "Enschede"), ("1621 BX", "Hoorn")],
    "BE": [("2800", "Mechelen"), ("9300", "Aalst"), ("3500", "Hasselt"), ("8000", "Brugge"), ("5000", "Namur")], "DE": [("40213", "Düsseldorf"), ("28195", "Bremen"), ("70173", "Stuttgart"), ("46395", "Bocholt")],
    "FR": [("44000", "Nantes"), ("67000", "Strasbourg"), ("13001", "Marseille")], "GB": [("LS1 4DY", "Leeds"), ("BS1 5TR", "Bristol"), ("SE1 9GF", "London")],
    "US": [("Austin, TX 78701", ""), ("Seattle, WA 98101", ""), ("Boston, MA 02110", "")], "CH": [("8005", "Zürich"), ("4051", "Basel")], "DK": [("1550", "København V"), ("8000", "Aarhus C")], "IE": [("D04 X2K5", "Dublin 4")],
}
GOODS = {
    "nl": ["Dakgoot zink 30 cm", "Gevelbekleding ceder", "Arbeidsloon monteur", "Rundergehakt 5 kg", "Zadel comfort", "Vloerverwarming set", "Bloembollen mix", "Krat pilsener 24x30cl", "Appelsap 6x1L", "Kantelraam 78x118", "Bedrijfskleding maat L", "Slangklem 20-32",
           "Afvoeren puin container 6 m3", "Keuring NEN 3140", "Trainingsdag BHV", "Tegelwerk badkamer", "Verhuur hoogwerker per dag", "Servetten 3-laags", "Olie 5W30 5 liter", "Remblokken voor"],
    "en": ["Site survey", "Wireless headset", "Stainless hinge 90 mm", "Proofreading per 1000 words", "Monthly retainer", "Acoustic panel", "Courier to Rotterdam", "API usage tier 2", "Training day"],
    "us": ["Platform subscription", "Implementation services", "Onboarding package", "Data processing units", "Premium support"],
    "de": ["Trockenbauwand beidseitig", "Dichtungssatz", "Fliesenkleber 25 kg", "Anfahrt Zone 2", "Arbeitsstunden Geselle", "Kugellager 6204", "Kabelkanal 40x60", "Schulung vor Ort"],
    "fr": ["Pose de carrelage", "Chambre double", "Câblage réseau", "Vin de table 6 bouteilles", "Heures de main-d'œuvre", "Joint torique 20 mm", "Location de salle", "Étagère métallique"],
}
RATES = {"NL": (21, 9), "BE": (21, 6), "DE": (19, 7), "FR": (20, 10), "GB": (20, 5), "CH": (D("8.1"), D("2.6")), "DK": (25,), "IE": (23, D("13.5"))}
MONTHS = invented.MONTHS


def party(rng, tongue, country):
    pick = lambda pool: rng.choice(pool[tongue])
    postcode, town = rng.choice(PLACES[country])
    words = {"last": pick(LASTS), "first": pick(FIRSTS), "noun": pick(NOUNS), "town": town, "trade": rng.choice(TRADES.get(tongue, ["Services"])), "caps": "".join(rng.choice("BCDFGHKLMNPRSTVW") for _ in range(3))}
    name = rng.choice(SHAPES[tongue]).format(**words)
    road, number = pick(ROADS), rng.randint(1, 380)
    street = road.format(number, number + 2) if "{" in road else f"{road} {number}{rng.choice(['', '', ' A', '-3', ' hs'])}"
    domain = "".join(c for c in name.lower().replace("é", "e").replace("ö", "o").replace("è", "e") if c.isascii() and c.isalnum())[:18] + {"NL": ".nl", "BE": ".be", "DE": ".de", "FR": ".fr"}.get(country, ".com")
    vat = {"CH": f"CHE-{rng.randint(100, 499)}.{rng.randint(100, 999)}.{rng.randint(100, 999)} MWST", "DK": f"DK{rng.randint(10000000, 99999999)}"}.get(country) or vat_id(rng, country)
    account = iban(rng, country) if country in ("NL", "BE", "DE", "FR", "IE", "GB") else None
    phone = f"{ {'NL': '0', 'BE': '+32 ', 'DE': '+49 ', 'FR': '+33 '}.get(country, '+1 ')}{rng.randint(10, 79)} {rng.randint(100, 999)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
    return Party(name, street, postcode, town, country, vat, str(rng.randint(10000000, 89999999)) if country == "NL" else None, account, domain, f"{pick(FIRSTS)} {pick(LASTS)}", phone)


NUMBERS = [lambda r, d: f"{r.randint(20, 29)}{r.randint(10**5, 10**6 - 1)}", lambda r, d: f"VF-{d.year % 100:02d}-{r.randint(100, 9999):05d}", lambda r, d: f"{d.year}.{r.randint(1, 9999):04d}", lambda r, d: f"{r.choice(['RE', 'AR', 'FA', 'SI', 'FV'])}{r.randint(10**4, 10**7)}",
           lambda r, d: f"{d.month:02d}{d.year % 100}-{r.randint(1, 400)}", lambda r, d: f"{r.randint(1, 99)}/{d.year}", lambda r, d: str(r.randint(10**9, 10**10 - 1)), lambda r, d: f"{r.choice('NWZ')}{r.randint(1000, 9999)}-{r.choice('ABC')}"]


def bill(rng, lang="nl", country=None, tongue=None, buyer="NL", rates=1, count=None, incl=False, free=None, kind="invoice", currency=None, due=True, scenario="plain", whole=False):
    """An invoice as the layouts need it; `free` is the category when no VAT is charged."""
    country = country or {"nl": "NL", "en": "GB", "de": "DE", "fr": "FR"}[lang]
    tongue = tongue or lang
    supplier, customer = party(rng, tongue, country), party(rng, {"NL": "nl", "BE": "nl", "DE": "de", "FR": "fr"}.get(buyer, "en"), buyer)
    issued = date(rng.choice([2024, 2025, 2026]), rng.randint(1, 12), rng.randint(1, 28))
    pool = [D(0)] if free else [D(r) for r in RATES[country][:rates]]
    lines = []
    for i in range(count or rng.choice([1, 2, 3, 4, 6, 9])):
        quantity = D(rng.choice([1, 1, 2, 3, 5, 8, 20])) if rng.random() < 0.8 else D(rng.randint(3, 90)) / 4
        price = D(rng.choice([15, 40, 85, 350, 1250])) if whole else cents(D(str(round(rng.choice([rng.uniform(1, 30), rng.uniform(20, 400), rng.uniform(100, 2500)]), 2))))
        rate = pool[i % len(pool)] if i < len(pool) else rng.choice(pool)
        lines.append(Line(rng.choice(GOODS[tongue]), quantity, {"nl": "st", "en": "ea", "de": "Stk", "fr": "u"}[lang], price, rate, cents(quantity * price), str(rng.randint(1000, 999999))))
    f = Facts(lang, scenario, kind, supplier, customer, rng.choice(NUMBERS)(rng, issued), issued, issued + timedelta(days=rng.choice([7, 10, 14, 30, 45])) if due and kind == "invoice" else None, None, str(rng.randint(10**5, 10**8)),
              str(rng.randint(10**3, 10**6)), lines, incl, D(0), D(0), D(0), D(0), currency=currency or {"GB": "GBP", "US": "USD", "CH": "CHF", "DK": "DKK"}.get(country, "EUR"))
    f.free = free
    total(f)
    return f


def total(f):
    """The sums of the lines, less the discount, by rate."""
    by_rate = {}
    for line in f.lines:
        by_rate[line.rate] = by_rate.get(line.rate, D(0)) + line.amount
    if f.discount:
        by_rate[f.lines[0].rate] -= f.discount
    f.rows = []
    for rate, amount in sorted(by_rate.items(), reverse=True):
        vat = cents(amount * rate / (100 + rate)) if f.incl else cents(amount * rate / 100)
        f.rows.append((rate, "S" if rate else f.free or "O", amount - vat if f.incl else amount, vat))
    if f.deposit:
        f.rows.append((D(0), "O", f.deposit, D(0)))
    f.net, f.vat = sum(r[2] for r in f.rows), sum(r[3] for r in f.rows)
    f.gross, f.sum_lines = f.net + f.vat, sum(l.amount for l in f.lines)


class Sheet:
    """The paper and the customs of a country for amounts and dates."""

    MARKS = {"NL": (".", ","), "BE": (".", ","), "DE": (".", ","), "FR": (" ", ","), "GB": (",", "."), "US": (",", "."), "CH": ("'", "."), "DK": (".", ","), "IE": (",", ".")}

    def __init__(self, path, f, rng, family="Helvetica", size=9, width=595, height=842):
        self.f, self.rng, self.s, self.c = f, rng, f.supplier, f.customer
        self.p = Paper(path, family, size, width, height)
        self.style = rng.randint(0, 99)
        self.shown = set()

    def n(self, value, places=2):
        value = value.quantize(D(1).scaleb(-places))
        thousands, point = self.MARKS[self.f.supplier.country]
        whole, _, fraction = str(abs(value)).partition(".")
        text = f"{int(whole):,}".replace(",", thousands) + (point + fraction if fraction else "")
        return f"-{text}" if value < 0 else text

    def m(self, value):
        """With the currency, as the country writes it."""
        sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(self.f.currency, self.f.currency)
        text, country = self.n(value), self.f.supplier.country
        if country in ("DE", "FR", "DK"):
            return f"{text} {sign if self.style % 3 else self.f.currency}"
        if country in ("GB", "US", "IE"):
            return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"
        return f"{sign if self.style % 4 or self.f.currency != 'EUR' else 'EUR'} {text}"

    def q(self, value):
        return format(value.normalize(), "f").replace(".", self.MARKS[self.f.supplier.country][1])

    def r(self, rate):
        return str(rate).replace(".", self.MARKS[self.f.supplier.country][1])

    def d(self, day):
        """Its country's ways to write a date, one per document."""
        names, country = MONTHS[self.f.lang], self.f.supplier.country
        ways = {
            "US": [f"{day.month:02d}/{day.day:02d}/{day.year}", f"{day.month}/{day.day}/{day.year}", f"{names[day.month - 1][:3]} {day.day}, {day.year}"],
            "GB": [f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.day} {names[day.month - 1]} {day.year}", f"{day.day:02d}-{names[day.month - 1][:3]}-{day.year % 100}"],
            "DE": [f"{day.day:02d}.{day.month:02d}.{day.year}", f"{day.day:02d}.{day.month:02d}.{day.year % 100}", f"{day.day}. {names[day.month - 1]} {day.year}"],
            "FR": [f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.day} {names[day.month - 1]} {day.year}", f"{day.day:02d}/{day.month:02d}/{day.year % 100}"],
        }
        ways["IE"], ways["CH"] = ways["GB"], ways["DE"]
        ways["NL"] = [f"{day.day:02d}-{day.month:02d}-{day.year}", f"{day.day} {names[day.month - 1]} {day.year}", f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.day} {names[day.month - 1][:3]}. '{day.year % 100}", f"{day.day:02d}-{names[day.month - 1][:3]}-{day.year}"]
        ways["BE"], ways["DK"] = ways["NL"][:3], [f"{day.day:02d}-{day.month:02d}-{day.year}", f"{day.day}. {names[day.month - 1]} {day.year}"]
        return ways[country][self.style % len(ways[country])]

    def town(self, who):
        return f"{who.town} {who.postcode}" if who.country == "GB" else f"{who.postcode} {who.town}".strip()

    def address(self, who):
        return [who.name, who.street, self.town(who)]

    def text(self, x, y, text, size=None, bold=False, align="left", color="#000000"):
        self.p.text(x, y, text, size, bold, align, color)

    def down(self, x, y, lines, step=12, **how):
        for line in lines:
            if line:
                self.text(x, y, line, **how)
                y += step
        return y

    def pairs(self, x, y, pairs, gap, step=13, right=None, **how):
        for label, value in pairs:
            if value:
                self.text(x, y, label, **how)
                self.text(right or x + gap, y, value, align="right" if right else "left", **how)
                y += step
        return y

    def ids(self, *which):
        """The identifiers that are printed; the others are unknown."""
        self.shown.update(which)

    def unknown(self, *more):
        s = self.s
        hidden = [k for k, v in (("supplier_vat_id", s.vat), ("supplier_kvk", s.kvk), ("supplier_iban", s.iban)) if v and k[9:] not in {"vat_id" if w == "vat" else w for w in self.shown}]
        return hidden + list(more)

    def save(self, *more):
        self.p.save()
        return self.unknown(*more)


# The layouts: each makes its facts and draws them.

def foot_letterhead(rng):
    """All about the firm stands at the foot; the buyer is printed large."""
    lang = rng.choice(["nl", "nl", "de", "fr", "en"])
    free = rng.choice([None, None, None, "AE"]) if lang == "nl" else None
    f = bill(rng, lang, free=free, rates=rng.choice([1, 2]))

    def draw(path):
        s = Sheet(path, f, rng, "Times", 10)
        w = {"nl": ("Rekeningnr", "De dato", "Te voldoen vóór", "Geleverd", "Bedrag in euro", "Samen", "btw", "Over te maken", "BTW naar u verlegd, uw btw-nummer"), "de": ("Rechnungskennzeichen", "Vom", "Zu überweisen bis", "Geliefert", "Betrag in Euro", "Zusammen", "MwSt", "Zu überweisen", ""),
             "fr": ("Référence facture", "Du", "À virer avant le", "Fourni", "Montant en euros", "Ensemble", "de TVA", "À virer", ""), "en": ("Invoice ref.", "Dated", "To be remitted by", "Supplied", "Amount", "Together", "VAT", "To be remitted", "")}[lang]
        s.down(70, 80, [f.customer.name], size=20, bold=True, color=BLUE)
        s.down(70, 98, s.address(f.customer)[1:], 14, size=11)
        y = s.pairs(70, 170, [(w[0], f.number), (w[1], s.d(f.issued)), (w[2], s.d(f.due))], 140, 15)
        y += 25
        s.text(70, y, w[3], bold=True)
        s.text(525, y, w[4], bold=True, align="right")
        s.p.line(70, y + 4, 525, y + 4)
        for l in f.lines:
            y += 17
            s.text(70, y, f"{s.q(l.quantity)} × {l.text}")
            s.text(525, y, s.n(l.amount), align="right")
        s.p.line(430, y + 6, 525, y + 6)
        rows = [(w[5], f.net)] + [(f"{s.r(rate)} % {w[6]}", vat) for rate, _, _, vat in f.rows if vat] + [(w[7], f.gross)]
        for label, value in rows:
            y += 18
            s.text(330, y, label, bold=label == w[7])
            s.text(525, y, s.m(value) if label == w[7] else s.n(value), bold=label == w[7], align="right")
        if free:
            s.text(70, y + 25, f"{w[8]} {f.customer.vat}")
        s.p.line(70, 770, 525, 770, 1)
        s.text(297, 784, f.supplier.name, 9, True, "center")
        s.text(297, 796, f"{f.supplier.street} · {s.town(f.supplier)} · {f.supplier.phone} · www.{f.supplier.domain}", 7.5, align="center")
        s.text(297, 807, " · ".join(x for x in (f"{ {'nl': 'btw', 'de': 'USt-Id', 'fr': 'TVA', 'en': 'VAT'}[lang]} {f.supplier.vat}", f.supplier.kvk and f"KvK {f.supplier.kvk}", f"IBAN {iban_style(rng, f.supplier.iban)}") if x), 7.5, align="center")
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw


def american(rng):
    """Bill to, ship to, remit to; months before days; the currency is the dollar of the letterhead's country."""
    f = bill(rng, "en", "US", "us", rates=1, free="O")

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(545, 60, "INVOICE", 22, True, "right", GREY)
        s.down(50, 50, [f.supplier.name], size=13, bold=True)
        s.down(50, 66, [f.supplier.street, f.supplier.postcode, f"EIN {rng.randint(10, 99)}-{rng.randint(10**6, 10**7 - 1)}", f"ar@{f.supplier.domain}"])
        s.pairs(380, 90, [("INVOICE #", f.number), ("INVOICE DATE", s.d(f.issued)), ("TERMS", f"Net {(f.due - f.issued).days}"), ("DUE DATE", s.d(f.due)), ("P.O. NO.", f.order)], 0, 14, right=545)
        for x, title in ((50, "BILL TO"), (220, "SHIP TO")):
            s.text(x, 185, title, 8, True, color=GREY)
            s.down(x, 198, s.address(f.customer) + ["The Netherlands"])
        y = 270
        for x, t, a in ((50, "QTY", "left"), (100, "DESCRIPTION", "left"), (450, "RATE", "right"), (545, "AMOUNT", "right")):
            s.text(x, y, t, 8, True, a)
        for l in f.lines:
            y += 18
            s.text(50, y, s.q(l.quantity))
            s.text(100, y, l.text)
            s.text(450, y, s.n(l.price), align="right")
            s.text(545, y, s.n(l.amount), align="right")
        y = s.pairs(370, y + 35, [("SUBTOTAL", s.n(f.net)), ("SALES TAX (0%)", "0.00"), ("TOTAL", s.m(f.gross)), ("PAYMENTS/CREDITS", "$0.00")], 0, 16, right=545)
        s.text(370, y + 6, "BALANCE DUE", 12, True)
        s.text(545, y + 6, s.m(f.gross), 12, True, "right")
        s.down(50, y + 40, ["Please remit in US dollars by wire to:", f"First Commerce Bank, ABA 0{rng.randint(10**7, 10**8 - 1)}, account {rng.randint(10**8, 10**9)}", "Thank you for your business!"], 13)
        return s.save("vat_breakdown")
    return f, draw


def british(rng):
    """A tax point, carriage, prices in pounds, numbers of two digits for the year."""
    f = bill(rng, "en", "GB", rates=rng.choice([1, 1, 2]), kind=rng.choice(["invoice"] * 4 + ["credit_note"]))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8.5)
        credit = f.kind == "credit_note"
        s.text(297, 55, f.supplier.name.upper(), 16, True, "center", RED)
        s.text(297, 70, f"{f.supplier.street}, {s.town(f.supplier)}   Tel {f.supplier.phone}", 7.5, align="center")
        s.text(297, 81, f"Registered in England No. {rng.randint(10**6, 10**7)}   VAT Reg No {f.supplier.vat[:5]} {f.supplier.vat[5:9]} {f.supplier.vat[9:]}", 7.5, align="center")
        s.text(50, 115, "SALES CREDIT" if credit else "VAT INVOICE", 14, True)
        s.p.box(50, 130, 290, 210)
        s.down(56, 144, ["Invoice address:"] + s.address(f.customer) + ["Netherlands"], 12)
        y = 130
        for label, value in [("Our Ref", f.number), ("Date/Tax Point", s.d(f.issued)), ("Your Order", f.order), ("A/C No", f.customer_number)] + ([("Payment due on", s.d(f.due))] if f.due else []):
            s.p.box(310, y, 545, y + 16)
            s.text(316, y + 11, label)
            s.text(430, y + 11, value)
            y += 16
        y = 240
        for x, t, a in ((50, "Stock Code", "left"), (115, "Details", "left"), (345, "Qty", "right"), (410, "Each", "right"), (475, "Net", "right"), (500, "VAT%", "left"), (545, "", "right")):
            s.text(x, y, t, 8, True, a)
        for l in f.lines:
            y += 13
            for x, t, a in ((50, l.article, "left"), (115, l.text, "left"), (345, s.q(l.quantity), "right"), (410, s.n(l.price), "right"), (475, s.n(l.amount), "right"), (520, f"{s.r(l.rate)}.0", "right")):
                s.text(x, y, t, align=a)
        y += 40
        s.pairs(340, y, [("Goods Total", s.m(f.net)), ("Carriage", s.m(D(0))), ("VAT Total", s.m(f.vat)), ("Credit Total" if credit else "Invoice Total", s.m(f.gross))], 0, 15, right=545, bold=True)
        s.text(50, y, "VAT analysis", 8, True)
        for rate, _, base, vat in f.rows:
            y += 12
            s.text(50, y, f"{s.r(rate)}.0% on {s.m(base)} = {s.m(vat)}", 8)
        s.text(50, 780, f"Bank: {f.supplier.iban[:2]} sort code {rng.randint(10, 99)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}   IBAN {iban_style(rng, f.supplier.iban)}   Goods remain our property until paid in full.", 7)
        s.ids("vat", "iban")
        return s.save()
    return f, draw


CARRY = {"nl": ("Nog over te dragen", "Overdracht vorig blad"), "de": ("Zwischensumme / Übertrag", "Übertrag von Seite {0}"), "fr": ("Sous-total à reporter", "Report page {0}"), "en": ("Sub-total carried over", "Brought over from page {0}")}


def carried(rng):
    """A table over several pages, its total carried from page to page; particulars again on each page."""
    lang = rng.choice(["nl", "nl", "de", "fr", "en"])
    f = bill(rng, lang, rates=rng.choice([1, 2]), count=rng.randint(34, 75), scenario="long")

    def draw(path):
        s = Sheet(path, f, rng, rng.choice(["Helvetica", "DejaVu", "Courier"]), 7.5)
        w = {"nl": ("Verkoopnota", "Nota", "Van", "Voldoen op", "Relatie", "Regel", "Artikelomschrijving", "Hoeveelheid", "Eenheidsprijs", "%", "Regelbedrag", "Bedrag zonder btw", "btw over", "Verschuldigd bedrag", "vel"),
             "de": ("Verkaufsrechnung", "Rechnung", "Datiert", "Fällig zum", "Konto", "Zeile", "Artikelbezeichnung", "Stückzahl", "Stückpreis", "%", "Zeilenwert", "Betrag ohne MwSt", "MwSt auf", "Geschuldeter Betrag", "Blatt"),
             "fr": ("Facture de vente", "Facture", "Datée du", "Exigible le", "Compte", "Ligne", "Désignation de l'article", "Quantité", "Prix unit.", "%", "Valeur", "Montant sans TVA", "TVA sur", "Somme due", "feuille"),
             "en": ("Sales invoice", "Invoice", "Dated", "Falls due", "Account", "Line", "Item description", "Quantity", "Price each", "%", "Line value", "Amount without VAT", "VAT on", "Sum owed", "sheet")}[lang]
        columns = [(40, "left"), (75, "left"), (360, "right"), (430, "right"), (460, "right"), (555, "right")]
        running, y = D(0), 0

        def top(page):
            s.text(40, 45, f.supplier.name, 12, True)
            s.text(555, 45, f"{w[0]}  ·  {w[14]} {page}", align="right")
            s.text(40, 58, f"{f.supplier.street}  {s.town(f.supplier)}  {f.supplier.domain}")
            y = 80
            if page == 1:
                s.down(40, y, s.address(f.customer), 11, size=9)
                y = 130
            s.text(40, y, f"{w[1]} {f.number}     {w[2]} {s.d(f.issued)}     {w[3]} {s.d(f.due)}     {w[4]} {f.customer_number}")
            y += 22
            s.p.line(40, y - 10, 555, y - 10)
            for (x, a), t in zip(columns, w[5:11]):
                s.text(x, y, t, bold=True, align=a)
            s.p.line(40, y + 4, 555, y + 4)
            y += 16
            if page > 1:
                s.text(75, y, CARRY[lang][1].format(page - 1), bold=True)
                s.text(555, y, s.n(running), bold=True, align="right")
                y += 13
            return y
        y = top(1)
        for i, l in enumerate(f.lines):
            if y > 745:
                s.text(75, y, CARRY[lang][0], bold=True)
                s.text(555, y, s.n(running), bold=True, align="right")
                s.p.page()
                y = top(s.p.pages)
            for (x, a), t in zip(columns, [str((i + 1) * 10), l.text, s.q(l.quantity), s.n(l.price), s.r(l.rate), s.n(l.amount)]):
                s.text(x, y, t, align=a)
            running += l.amount
            y += 12.5
        if y > 660:
            s.text(75, y, CARRY[lang][0], bold=True)
            s.text(555, y, s.n(running), bold=True, align="right")
            s.p.page()
            y = top(s.p.pages)
        y += 14
        s.p.line(330, y - 10, 555, y - 10)
        y = s.pairs(330, y, [(w[11], s.n(f.net))] + [(f"{s.r(rate)}% {w[12]} {s.n(base)}", s.n(vat)) for rate, _, base, vat in f.rows], 0, 13, right=555)
        s.text(330, y + 4, w[13], 9, True)
        s.text(555, y + 4, s.m(f.gross), 9, True, "right")
        s.text(40, 800, f"{ {'nl': 'Btw-identificatie', 'de': 'Umsatzsteuer-ID', 'fr': 'N° TVA', 'en': 'VAT number'}[lang]} {f.supplier.vat}  |  {'Kamer van Koophandel ' + f.supplier.kvk + '  |  ' if f.supplier.kvk else ''}{iban_style(rng, f.supplier.iban)}")
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw


def till(rng):
    """A till receipt: a name on top, articles with a code, paid by card or cash, VAT table at the foot."""
    lang = rng.choice(["nl", "nl", "nl", "de", "fr", "en"])
    f = bill(rng, lang, rates=2 if rng.random() < 0.7 else 1, count=rng.randint(2, 9), incl=True, due=False, kind="receipt")
    for l in f.lines:
        l.quantity, l.price = D(rng.choice([1, 1, 1, 2, 3])), cents(l.price % 40 + D("0.49"))
        l.amount = l.quantity * l.price
    total(f)

    def draw(path):
        height = 330 + 24 * len(f.lines)
        s = Sheet(path, f, rng, rng.choice(["DejaVuMono", "Courier", "DejaVuCond"]), 8, 226, height)
        w = {"nl": ("Bon", "Kassa", "TOTAAL", "PIN", "CONTANT", "TERUG", "BTW", "EXCL", "BEDRAG", "Bedankt en tot ziens"), "de": ("Beleg", "Kasse", "SUMME", "EC-Karte", "BAR", "Rückgeld", "MwSt", "Netto", "Steuer", "Vielen Dank für Ihren Einkauf"),
             "fr": ("Ticket", "Caisse", "TOTAL", "CB", "ESPECES", "RENDU", "TVA", "HT", "MONTANT", "Merci de votre visite"), "en": ("Receipt", "Till", "TOTAL", "CARD", "CASH", "CHANGE", "VAT", "NET", "AMOUNT", "Thank you, call again")}[lang]
        s.text(113, 25, f.supplier.name.upper() if s.style % 2 else f.supplier.name, 11, True, "center")
        s.text(113, 38, f.supplier.street, align="center")
        s.text(113, 49, f"{s.town(f.supplier)}  {f.supplier.phone}", align="center", size=7)
        y = 72
        clock = f"{rng.randint(8, 21):02d}:{rng.randint(0, 59):02d}"
        s.text(12, y, f"{s.d(f.issued)} {clock}")
        s.text(214, y, f"{w[0]} {f.number}", align="right", size=7)
        s.text(12, y + 11, f"{w[1]} {rng.randint(1, 9)}  #{rng.randint(10, 99)}")
        y += 30
        top = max(l.rate for l in f.lines)
        for l in f.lines:
            code = "A" if l.rate == top else "B"
            s.text(12, y, l.text[:24])
            if l.quantity != 1:
                y += 10
                s.text(24, y, f"{l.quantity} x {s.n(l.price)}")
            s.text(196, y, s.n(l.amount), align="right")
            s.text(204, y, code)
            y += 12
        s.p.line(12, y - 6, 214, y - 6)
        y += 8
        s.text(12, y, w[2], 11, True)
        s.text(196, y, s.m(f.gross), 11, True, "right")
        y += 16
        if s.style % 3:
            s.text(12, y, w[3])
            s.text(196, y, s.n(f.gross), align="right")
        else:
            paid = (f.gross / 10 + 1).quantize(D(1)) * 10
            s.text(12, y, w[4])
            s.text(196, y, s.n(paid), align="right")
            y += 11
            s.text(12, y, w[5])
            s.text(196, y, s.n(paid - f.gross), align="right")
        y += 22
        for x, t, a in ((12, w[6], "left"), (120, w[7], "right"), (196, w[8], "right")):
            s.text(x, y, t, align=a)
        for rate, _, base, vat in f.rows:
            y += 11
            s.text(12, y, f"{'A' if rate == top else 'B'} {s.r(rate)}%")
            s.text(120, y, s.n(base), align="right")
            s.text(196, y, s.n(vat), align="right")
        s.text(113, y + 25, w[9], align="center")
        if f.supplier.country == "NL":
            s.text(113, y + 38, f"BTW {f.supplier.vat}", 7, align="center")
            s.ids("vat")
        return s.save("customer_name", "invoice_number", "line_count")
    return f, draw


def craftsman(rng):
    """A German tradesman: labour and material apart, a discount on the sum, cash discount terms with other amounts."""
    f = bill(rng, "de", rates=1)
    f.discount = cents(f.sum_lines * rng.choice([2, 3, 5]) / 100) if rng.random() < 0.6 else D(0)
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        s.text(60, 60, f.supplier.name, 17, True, color=BLUE)
        s.text(60, 75, "Trockenbau · Fliesen · Sanierung", 8, color=GREY)
        s.text(60, 130, f"{f.supplier.name}, {f.supplier.street}, {s.town(f.supplier)}", 6.5)
        s.down(60, 145, ["Firma"] + s.address(f.customer) + ["NIEDERLANDE"], 13)
        s.pairs(370, 145, [("Rechn.-Nr.", f.number), ("Rechnungstag", s.d(f.issued)), ("Kd.-Nr.", f.customer_number), ("Ausführung", f"KW {rng.randint(10, 40)}/{f.issued.year}"), ("Sachbearbeiter", f.supplier.person)], 80)
        s.text(60, 240, "Schlussrechnung" if s.style % 2 else "Rechnung", 13, True)
        s.text(60, 256, f"Bauvorhaben: {f.customer.street}, {f.customer.town}")
        y = 280
        for x, t, a in ((60, "Pos.", "left"), (90, "Leistungsbeschreibung", "left"), (350, "Menge", "right"), (440, "EP", "right"), (535, "GP", "right")):
            s.text(x, y, t, bold=True, align=a)
        for i, l in enumerate(f.lines):
            y += 16
            for x, t, a in ((60, f"{i + 1:02d}", "left"), (90, l.text, "left"), (350, f"{s.q(l.quantity)} {l.unit}", "right"), (440, s.n(l.price), "right"), (535, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        y += 26
        rows = [("Summe Positionen", s.m(f.sum_lines))] if f.discount else []
        rows += [("abzüglich Nachlass", s.m(-f.discount)), ("Verbleibt netto", s.m(f.net))] if f.discount else [("Nettosumme", s.m(f.net))]
        y = s.pairs(330, y, rows + [(f"+ {s.r(f.rows[0][0])} % Umsatzsteuer", s.m(f.vat))], 0, 15, right=535)
        s.p.line(330, y - 10, 535, y - 10)
        s.text(330, y + 4, "Rechnungssumme", bold=True)
        s.text(535, y + 4, s.m(f.gross), bold=True, align="right")
        skonto = cents(f.gross * 2 / 100)
        wages = cents(f.gross * rng.randint(30, 70) / 100)
        y = s.down(60, y + 30, [f"Im Betrag enthaltener Lohnanteil brutto: {s.m(wages)}", f"Bei Zahlung innerhalb von 8 Tagen 2 % Skonto = {s.m(skonto)}, Zahlbetrag {s.m(f.gross - skonto)}.", f"Ohne Abzug zahlbar bis zum {s.d(f.due)}."], 14)
        for x, block in ((60, [f.supplier.name, f.supplier.street, s.town(f.supplier)]), (220, [f"Fon {f.supplier.phone}", f"info@{f.supplier.domain}", f"Steuernr. {rng.randint(10, 99)}/{rng.randint(100, 999)}/{rng.randint(10000, 99999)}"]), (360, [f"IBAN {iban_style(rng, f.supplier.iban)}", f"USt-ID {f.supplier.vat}", f"Amtsgericht {f.supplier.town} HRB {rng.randint(100, 9999)}"])):
            s.down(x, 790, block, 9, size=6.5, color=GREY)
        s.ids("vat", "iban")
        return s.save()
    return f, draw


def fuel(rng):
    """A fuel card's month: fills incl. VAT with dates, a recap per product with net and VAT, collected by direct debit."""
    f = bill(rng, "nl", rates=2, count=rng.randint(4, 14), incl=True)
    for l in f.lines:
        l.quantity, l.price = D(rng.randint(2000, 6500)) / 100, D(rng.randint(1650, 2290)) / 1000
        l.amount, l.text = cents(l.quantity * l.price), "Euro 95 E10" if l.rate == 21 else "Koffie/snack"
        if l.rate == 9:
            l.quantity, l.price = D(1), cents(l.price * 2)
            l.amount = l.price
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8)
        s.p.logo(40, 35, 90, 28, "#d35400")
        s.text(150, 55, f.supplier.name, 13, True)
        s.text(555, 55, "Verzamelfactuur tankpassen", 11, align="right")
        s.down(330, 95, s.address(f.customer), 12, size=9)
        y = s.pairs(40, 95, [("Verzamelfactuur", f.number), ("Opmaakdatum", s.d(f.issued)), ("Contract", f.customer_number), ("Incassodatum", s.d(f.due))], 90, 13)
        y = max(y, 160)
        for x, t, a in ((40, "Datum", "left"), (100, "Kaart", "left"), (170, "Kenteken", "left"), (240, "Product", "left"), (380, "Liters", "right"), (450, "Literprijs", "right"), (555, "Bedrag incl. btw", "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 12
            day = f.issued - timedelta(days=rng.randint(1, 28))
            for x, t, a in ((40, s.d(day), "left"), (100, f"**{rng.randint(1000, 9999)}", "left"), (170, f"{rng.choice('GHJKLN')}-{rng.randint(100, 999)}-{rng.choice('BDFGHK')}{rng.choice('BDFGHK')}", "left"), (240, l.text, "left"), (380, s.n(l.quantity), "right"), (450, s.n(l.price, 3), "right"), (555, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        y += 30
        s.text(240, y, "Recapitulatie", bold=True)
        y += 13
        for x, t, a in ((240, "Tarief", "left"), (380, "Excl. btw", "right"), (450, "Btw", "right"), (555, "Incl. btw", "right")):
            s.text(x, y, t, align=a, color=GREY)
        for rate, _, base, vat in f.rows:
            y += 12
            for x, t, a in ((240, f"{s.r(rate)}%", "left"), (380, s.n(base), "right"), (450, s.n(vat), "right"), (555, s.n(base + vat), "right")):
                s.text(x, y, t, align=a)
        y += 13
        s.p.line(240, y - 9, 555, y - 9)
        for x, t, a in ((240, "Totaal", "left"), (380, s.n(f.net), "right"), (450, s.n(f.vat), "right"), (555, s.m(f.gross), "right")):
            s.text(x, y, t, align=a, bold=True)
        s.down(40, y + 30, [f"Het totaalbedrag wordt op {s.d(f.due)} geïncasseerd van rekening {iban(rng, 'NL')}.", f"Incassant-ID NL{rng.randint(10, 99)}ZZZ{f.supplier.kvk}0000"], 12)
        s.text(40, 805, f"{f.supplier.name} | {f.supplier.street}, {s.town(f.supplier)} | KvK {f.supplier.kvk} | Btw {f.supplier.vat} | {f.supplier.iban}", 7)
        s.ids("vat", "kvk", "iban")
        # Whether the day of a direct debit is a due date is a matter of taste.
        return s.save("line_count", "due_date")
    return f, draw


def telecom(rng):
    """An account: what stood open, what was paid, this month's charges and the balance now to pay."""
    lang = rng.choice(["nl", "nl", "en", "fr"])
    f = bill(rng, lang, country="IE" if lang == "en" else None, rates=1, count=rng.randint(2, 5))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        w = {"nl": ("Uw maandrekening", "Rekeningkenmerk", "Opgesteld", "Klant", "Periode", "t/m", "Saldo vorige rekening", "Ontvangen betaling, dank u", "Kosten deze periode", "Btw", "Subtotaal deze rekening", "Totaal van deze rekening", "Wij schrijven dit rond {0} af.", "Abonnementen en verbruik"),
             "en": ("Your monthly bill", "Bill reference", "Bill date", "Account", "Period", "to", "Balance of last bill", "Payment received, thank you", "Charges this period", "VAT", "Charges before VAT", "Total of this bill", "We will collect this on or around {0}.", "Plans and usage"),
             "fr": ("Votre facture mensuelle", "Réf. de la facture", "Établie le", "Compte client", "Période", "au", "Solde de la facture précédente", "Votre paiement, merci", "Frais de la période", "TVA", "Total avant TVA", "Total de cette facture", "Prélèvement prévu le {0}.", "Abonnements et consommation")}[lang]
        s.text(50, 65, f.supplier.name, 18, True, color="#6c3483")
        s.down(360, 60, s.address(f.customer), 13)
        s.text(50, 130, w[0], 15, True)
        start = f.issued.replace(day=1)
        y = s.pairs(50, 155, [(w[1], f.number), (w[2], s.d(f.issued)), (w[3], f.customer_number), (w[4], f"{s.d(start)} {w[5]} {s.d(f.issued)}")], 130, 14)
        old = cents(D(rng.randint(2000, 30000)) / 100)
        y += 20
        y = s.pairs(50, y, [(w[6], s.m(old)), (w[7], s.m(-old))], 0, 15, right=535, color=GREY)
        y += 10
        s.text(50, y, w[13], 11, True)
        for l in f.lines:
            y += 15
            s.text(60, y, f"{l.text}")
            s.text(380, y, f"{s.q(l.quantity)} × {s.n(l.price)}", align="right")
            s.text(535, y, s.n(l.amount), align="right")
        y = s.pairs(50, y + 25, [(w[10], s.m(f.net)), (f"{w[9]} {s.r(f.rows[0][0])}% ({s.m(f.net)})", s.m(f.vat))], 0, 15, right=535)
        s.text(50, y + 6, w[11], 12, True)
        s.text(535, y + 6, s.m(f.gross), 12, True, "right")
        s.text(50, y + 30, w[12].format(s.d(f.due)))
        s.down(50, 790, [f"{f.supplier.name}, {f.supplier.street}, {s.town(f.supplier)} - {'KvK ' + f.supplier.kvk + ' - ' if f.supplier.kvk else ''}{ {'nl': 'btw', 'en': 'VAT', 'fr': 'TVA'}[lang]} {f.supplier.vat}"], size=7)
        s.ids("vat", "kvk")
        return s.save("due_date")
    return f, draw


def taken_back(rng):
    """A credit with minus signs that names the invoice it corrects and that invoice's date."""
    lang = rng.choice(["nl", "nl", "de", "fr"])
    f = bill(rng, lang, rates=rng.choice([1, 2]), kind="credit_note", count=rng.randint(1, 4))
    f.credited = rng.choice(NUMBERS)(rng, f.issued)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 8.5)
        w = {"nl": ("Creditering", "Nr. creditering", "d.d.", "Wij crediteren u factuur {0} van {1}", "Wat", "Aantal", "Prijs", "Bedrag", "Netto retour", "Btw {0}% retour", "Totaal terug te ontvangen", "Wij storten dit bedrag binnen 10 dagen op uw rekening."),
             "de": ("Rechnungsgutschrift", "Gutschriftsnr.", "vom", "Gutschrift zur Rechnung {0} vom {1}", "Was", "Anzahl", "Preis", "Betrag", "Netto zurück", "USt {0}% zurück", "Gutschriftsbetrag", "Der Betrag wird mit Ihrem Konto verrechnet."),
             "fr": ("Avoir client", "Avoir numéro", "du", "Annulation de la facture {0} du {1}", "Objet", "Nombre", "Prix", "Montant", "Net rendu", "TVA {0}% rendue", "Total de l'avoir", "Ce montant sera remboursé sous 10 jours.")}[lang]
        s.down(400, 60, s.address(f.supplier), 13, bold=True)
        s.down(400, 102, [f.supplier.phone, f"post@{f.supplier.domain}"], 12, size=7.5)
        s.down(60, 150, s.address(f.customer), 13)
        s.text(60, 225, w[0], 18, True, color=RED)
        s.text(60, 245, f"{w[1]} {f.number}  {w[2]} {s.d(f.issued)}")
        s.text(60, 262, w[3].format(f.credited, s.d(f.issued - timedelta(days=rng.randint(6, 60)))))
        y = 290
        for x, t, a in ((60, w[4], "left"), (330, w[5], "right"), (430, w[6], "right"), (535, w[7], "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 16
            for x, t, a in ((60, l.text, "left"), (330, f"-{s.q(l.quantity)}", "right"), (430, s.n(l.price), "right"), (535, s.n(-l.amount), "right")):
                s.text(x, y, t, align=a)
        y = s.pairs(300, y + 28, [(w[8], s.n(-f.net))] + [(w[9].format(s.r(rate)), s.n(-vat)) for rate, _, _, vat in f.rows] + [(w[10], s.m(-f.gross))], 0, 16, right=535)
        s.text(60, y + 14, w[11])
        s.text(60, 800, f"{ {'nl': 'Btw nr.', 'de': 'USt-IdNr.', 'fr': 'TVA intra'}[lang]} {f.supplier.vat}   {'K.v.K. nr. ' + f.supplier.kvk if f.supplier.kvk else ''}   {iban_style(rng, f.supplier.iban)}", 7.5)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw


def hired_staff(rng):
    """An agency's week: hours per person, VAT charged or reverse-charged, a part to a blocked account."""
    reverse = rng.random() < 0.5
    f = bill(rng, "nl", rates=1, free="AE" if reverse else None, count=rng.randint(2, 6))
    for l in f.lines:
        l.quantity, l.price, l.unit = D(rng.randint(16, 160)) / 4, cents(D(rng.randint(2450, 6900)) / 100), "uur"
        l.amount, l.text = cents(l.quantity * l.price), f"{rng.choice(FIRSTS['nl'])} {rng.choice(LASTS['nl'])}, {rng.choice(['timmerman', 'stukadoor', 'ijzervlechter', 'opperman'])}"
    total(f)
    f.blocked = iban(rng, "NL")

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        share = cents(f.gross * (20 if reverse else 25) / 100)
        s.text(60, 60, f.supplier.name, 15, True)
        s.down(60, 75, [f"{f.supplier.street}, {s.town(f.supplier)}", f"planning@{f.supplier.domain}"], 12, size=8)
        s.p.box(50, 110, 545, 180, "#f4f6f7", 0)
        s.down(60, 125, ["Inlener"] + s.address(f.customer), 13)
        s.pairs(330, 125, [("Urenfactuur", f.number), ("Datum opmaak", s.d(f.issued)), ("Betaling uiterlijk", s.d(f.due)), ("Loonheffingennr", f"{rng.randint(800000000, 899999999)}L01")], 95)
        y = 205
        for x, t, a in ((60, "Week", "left"), (95, "Medewerker en functie", "left"), (370, "Uren", "right"), (450, "Uurtarief", "right"), (540, "Totaal", "right")):
            s.text(x, y, t, bold=True, align=a)
        week = rng.randint(2, 50)
        for l in f.lines:
            y += 15
            for x, t, a in ((60, str(week), "left"), (95, l.text, "left"), (370, s.n(l.quantity), "right"), (450, s.n(l.price), "right"), (540, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        y = s.pairs(330, y + 28, [("Totaal uren", s.n(f.net))] + ([("BTW verlegd", s.n(D(0)))] if reverse else [("BTW 21%", s.n(f.vat))]) + [("Factuur totaal", s.m(f.gross))], 0, 15, right=540)
        y += 15
        s.p.box(50, y - 12, 545, y + 44)
        s.pairs(60, y, [(f"Storten op G-rekening {iban_style(rng, f.blocked)}", s.m(share)), (f"Storten op vrije rekening {iban_style(rng, f.supplier.iban)}", s.m(f.gross - share)), (f"Loonsom begrepen in deze factuur", s.m(cents(f.gross * 6 / 10)))], 0, 15, right=535)
        lines = [f"BTW verlegd naar {f.customer.vat}" if reverse else "", "Gecertificeerd NEN 4400-1 (SNA)."]
        s.down(60, y + 65, lines, 13)
        s.text(60, 800, f"KvK {f.supplier.kvk}   BTW {vat_style(rng, f.supplier.vat)}", 8)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw


def drinks(rng):
    """A drinks wholesaler: two rates, deposits charged and taken back without VAT, totals in a row of boxes."""
    f = bill(rng, "nl", rates=2, count=rng.randint(5, 14))
    f.deposit = cents(D(rng.randint(8, 120)) * D("0.30"))
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "Courier", 7.5)
        back = cents(f.deposit * rng.randint(1, 3) / 2)
        s.text(40, 45, f.supplier.name, 12, True)
        s.down(40, 58, [f.supplier.street, s.town(f.supplier), f"tel. {f.supplier.phone}", f"btw {f.supplier.vat}  kvk {f.supplier.kvk}"], 10)
        s.down(320, 58, [f"Afl.adres: {f.customer.name}", f"           {f.customer.street}", f"           {s.town(f.customer)}"], 10)
        s.text(40, 120, "FACTUUR", 12, True)
        for i, (a, b) in enumerate((("Klantnr", f.customer_number), ("Factnr", f.number), ("Datum", s.d(f.issued)), ("Rit", str(rng.randint(10, 99))), ("Verv.dat.", s.d(f.due)))):
            s.text(40 + i * 105, 140, a, bold=True)
            s.text(40 + i * 105, 151, b)
        y = 175
        for x, t, a in ((40, "Art.", "left"), (85, "Omschr.", "left"), (300, "Colli", "right"), (370, "Prijs", "right"), (400, "BTW", "left"), (480, "Bedrag", "right"), (550, "Statieg.", "right")):
            s.text(x, y, t, bold=True, align=a)
        left = f.deposit + back
        for i, l in enumerate(f.lines):
            y += 11
            part = cents(left / 2) if i < len(f.lines) - 1 and i < 3 else left if i == 3 or i == len(f.lines) - 1 else D(0)
            part = min(part, left)
            left -= part
            for x, t, a in ((40, l.article, "left"), (85, l.text, "left"), (300, s.q(l.quantity), "right"), (370, s.n(l.price), "right"), (405, "1" if l.rate == 9 else "2", "left"), (480, s.n(l.amount), "right"), (550, s.n(part) if part else "", "right")):
                s.text(x, y, t, align=a)
        y += 16
        s.text(85, y, "Retour emballage")
        s.text(550, y, s.n(-back), align="right")
        y += 30
        s.p.box(40, y - 12, 555, y + 16 + 12 * len([r for r in f.rows if r[3]]))
        for x, t in ((110, "Btw-tarief"), (200, "Goederen excl."), (290, "Btw"), (390, "Statiegeld saldo"), (550, "Te betalen")):
            s.text(x, y, t, bold=True, align="right")
        taxed = [r for r in f.rows if r[3]]
        for i, (rate, _, base, vat) in enumerate(taxed):
            y += 12
            for x, t in ((110, f"{s.r(rate)}%"), (200, s.n(base)), (290, s.n(vat)), (390, s.n(f.deposit) if i == 0 else ""), (550, s.m(f.gross) if i == len(taxed) - 1 else "")):
                s.text(x, y, t, align="right")
        s.text(40, y + 40, f"Betaling op {iban_style(rng, f.supplier.iban)} onder vermelding van klant- en factuurnummer.")
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw


def bilingual(rng):
    """A German exporter's form in two languages: intra-Community supply, weights, commodity codes."""
    f = bill(rng, "de", free="K", count=rng.randint(1, 6), scenario="intra")

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 8.5)
        s.text(545, 55, f.supplier.name, 14, True, "right")
        s.down(400, 72, [f.supplier.street, s.town(f.supplier), "Germany / Deutschland", f"Tel. {f.supplier.phone}"], 11, size=7.5)
        s.text(60, 130, "Käufer / Buyer", 7, color=GREY)
        s.down(60, 143, s.address(f.customer) + ["Niederlande / The Netherlands", f"USt-IdNr. / VAT-No.: {f.customer.vat}"], 12)
        y = s.pairs(340, 143, [("Rechnungs-Nr. / Invoice No.", f.number), ("Datum / Date", s.d(f.issued)), ("Kunden-Nr. / Customer No.", f.customer_number), ("Lieferschein / Delivery note", str(rng.randint(10**6, 10**7))), ("Lieferdatum / Date of delivery", s.d(f.issued - timedelta(days=3)))], 130, 12)
        s.text(60, 235, "RECHNUNG / INVOICE", 13, True)
        y = 260
        for x, t, a in ((60, "Pos.", "left"), (90, "Bezeichnung / Description", "left"), (370, "Menge / Qty", "right"), (455, "Preis / Price", "right"), (545, "Betrag / Amount", "right")):
            s.text(x, y, t, bold=True, align=a, size=8)
        for i, l in enumerate(f.lines):
            y += 15
            for x, t, a in ((60, str(i + 1), "left"), (90, l.text, "left"), (370, s.q(l.quantity), "right"), (455, s.n(l.price), "right"), (545, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
            y += 10
            s.text(90, y, f"Warennummer / Commodity code {rng.randint(10**7, 10**8 - 1)}, Ursprung / Origin DE, {rng.randint(1, 90)},{rng.randint(0, 9)} kg", 6.5, color=GREY)
        y = s.pairs(330, y + 30, [("Warenwert / Value of goods", s.n(f.net)), ("MwSt. / VAT 0 %", s.n(D(0))), ("Gesamt / Total EUR", s.n(f.gross))], 0, 15, right=545, bold=True)
        s.down(60, y + 15, ["Steuerfreie innergemeinschaftliche Lieferung gemäß § 4 Nr. 1b i.V.m. § 6a UStG / Tax-free intra-Community delivery.", f"Zahlungsbedingungen / Terms of payment: {(f.due - f.issued).days} Tage netto / days net, fällig / due {s.d(f.due)}"], 13)
        s.text(60, 795, f"USt-IdNr. / VAT-No. {f.supplier.vat}    IBAN {iban_style(rng, f.supplier.iban)}    Geschäftsführer / Managing director: {f.supplier.person}", 7)
        s.ids("vat", "iban")
        return s.save()
    return f, draw


def instalment(rng):
    """A builder's instalment: contract sum, what was billed before, and this instalment, reverse-charged or not."""
    reverse = rng.random() < 0.5
    f = bill(rng, "nl", rates=1, free="AE" if reverse else None, count=1, whole=True)
    number, of = rng.randint(1, 5), rng.randint(6, 9)
    f.lines[0].quantity, f.lines[0].price = D(1), D(rng.randint(40, 900)) * 50
    f.lines[0].amount, f.lines[0].text = f.lines[0].price, f"Termijn {number} van {of}"
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "Times", 11)
        s.text(60, 60, f.supplier.name, 18, True)
        s.text(60, 76, f"Aannemersbedrijf sinds {rng.randint(1920, 1999)}", 9, color=GREY)
        s.down(60, 125, s.address(f.customer), 15)
        s.text(60, 205, "TERMIJNFACTUUR", 14, True)
        y = s.pairs(60, 225, [("Ons factuurnummer", f.number), ("Factuurdatum", s.d(f.issued)), ("Werk", f"{rng.randint(1000, 9999)} Verbouwing {f.customer.street}"), ("Opdracht d.d.", s.d(f.issued - timedelta(days=90)))], 120, 15)
        contract = f.net * of
        y = s.pairs(60, y + 15, [("Aanneemsom", s.m(contract)), (f"Reeds gefactureerd t/m termijn {number - 1}", s.m(f.net * (number - 1))), (f"Nog te factureren na deze termijn", s.m(contract - f.net * number))], 0, 16, right=500, color=GREY)
        y = s.pairs(60, y + 15, [(f"{f.lines[0].text}: {s.r(cents(D(100) / of))} % van de aanneemsom", s.m(f.net)), ("Btw verlegd" if reverse else "Btw 21 %", s.m(f.vat)), ("Thans door u te betalen", s.m(f.gross))], 0, 18, right=500)
        lines = [f"Btw verlegd ingevolge art. 24b Uitvoeringsbesluit OB; btw-id opdrachtgever {f.customer.vat}." if reverse else "", f"Wij zien uw betaling graag voor {s.d(f.due)} tegemoet op {iban_style(rng, f.supplier.iban)}."]
        s.down(60, y + 20, lines, 16)
        s.text(60, 790, f"{f.supplier.street}   {s.town(f.supplier)}   {f.supplier.phone}", 8)
        s.text(60, 801, f"Handelsregister {f.supplier.kvk}   Btw-id {f.supplier.vat}", 8)
        s.ids("vat", "kvk", "iban")
        return s.save("line_count")
    return f, draw


def hotel(rng):
    """A folio: dated charges incl. VAT, a column for payments, a balance of nil, VAT per rate; a tourist tax without VAT."""
    lang = rng.choice(["nl", "en", "de", "fr"])
    country = {"nl": "NL", "en": "IE", "de": "DE", "fr": "FR"}[lang]
    f = bill(rng, lang, country, rates=2, count=rng.randint(2, 6), incl=True, due=False)
    nights = {"nl": ("Logies", "Diner restaurant"), "en": ("Room charge", "Restaurant dinner"), "de": ("Übernachtung", "Restaurant Abendessen"), "fr": ("Nuitée", "Dîner restaurant")}[lang]
    for l in f.lines:
        l.quantity, l.text = D(1), nights[0 if l.rate == RATES[country][1] else 1]
        l.price = l.amount = cents(l.price % 180 + 35)
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 8.5)
        w = {"nl": ("Gast", "Kamer", "Aankomst", "Vertrek", "Folionummer", "Factuurdatum", "Datum", "Omschrijving", "Debet", "Credit", "Totaal", "Betaald met creditcard", "Saldo", "Btw", "Netto", "Btw-bedrag", "Bruto"),
             "en": ("Guest", "Room", "Arrival", "Departure", "Folio no.", "Invoice date", "Date", "Description", "Charges", "Credits", "Total", "Visa card payment", "Balance", "VAT", "Net", "VAT amount", "Gross"),
             "de": ("Gast", "Zimmer", "Anreise", "Abreise", "Rechnung", "Rechnungsdatum", "Datum", "Beschreibung", "Soll", "Haben", "Gesamt", "Kreditkarte", "Saldo", "MwSt", "Netto", "Steuer", "Brutto"),
             "fr": ("Client", "Chambre", "Arrivée", "Départ", "Facture n°", "Date de facturation", "Date", "Libellé", "Débit", "Crédit", "Total", "Carte bancaire", "Solde", "TVA", "HT", "Montant TVA", "TTC")}[lang]
        s.text(297, 55, f"Hotel {f.supplier.name}", 15, True, "center")
        s.text(297, 70, f"{f.supplier.street}  ·  {s.town(f.supplier)}  ·  {f.supplier.phone}  ·  www.{f.supplier.domain}", 7.5, align="center")
        s.down(60, 115, [f"{w[0]}: {f.customer.person}"] + s.address(f.customer), 13)
        start = f.issued - timedelta(days=len(f.lines))
        s.pairs(350, 115, [(w[4], f.number), (w[5], s.d(f.issued)), (w[2], s.d(start)), (w[3], s.d(f.issued)), (w[1], str(rng.randint(100, 620)))], 100, 13)
        y = 210
        for x, t, a in ((60, w[6], "left"), (140, w[7], "left"), (430, w[8], "right"), (535, w[9], "right")):
            s.text(x, y, t, bold=True, align=a)
        for i, l in enumerate(f.lines):
            y += 15
            s.text(60, y, s.d(start + timedelta(days=i)))
            s.text(140, y, l.text)
            s.text(430, y, s.n(l.amount), align="right")
        y += 15
        s.text(60, y, s.d(f.issued))
        s.text(140, y, f"{w[11]} XXXX XXXX XXXX {rng.randint(1000, 9999)}")
        s.text(535, y, s.n(f.gross), align="right")
        y += 22
        s.p.line(60, y - 12, 535, y - 12)
        s.text(140, y, w[10], bold=True)
        s.text(430, y, s.m(f.gross), bold=True, align="right")
        s.text(535, y, s.m(f.gross), bold=True, align="right")
        y += 15
        s.text(140, y, w[12], bold=True)
        s.text(535, y, s.m(D(0)), bold=True, align="right")
        y += 35
        for x, t, a in ((60, w[13], "left"), (220, w[14], "right"), (330, w[15], "right"), (430, w[16], "right")):
            s.text(x, y, t, align=a, color=GREY)
        for rate, _, base, vat in f.rows:
            y += 13
            for x, t, a in ((60, f"{s.r(rate)} %", "left"), (220, s.n(base), "right"), (330, s.n(vat), "right"), (430, s.n(base + vat), "right")):
                s.text(x, y, t, align=a)
        s.text(297, 800, f"{ {'nl': 'Btw-nr.', 'en': 'VAT', 'de': 'USt-IdNr.', 'fr': 'N° TVA'}[lang]} {f.supplier.vat}{'  KvK ' + f.supplier.kvk if f.supplier.kvk else ''}", 7.5, align="center")
        s.ids("vat", "kvk")
        return s.save("line_count")
    return f, draw


def web_shop(rng):
    """Prices incl. VAT, a voucher, paid on the day; an order's number and date beside the invoice's."""
    lang = rng.choice(["nl", "nl", "de", "fr", "en"])
    f = bill(rng, lang, country="IE" if lang == "en" else None, rates=1, count=rng.randint(1, 5), incl=True, due=False)
    f.discount = D(rng.choice([0, 5, 10]))
    if f.discount > f.sum_lines / 3:
        f.discount = D(0)
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVu", 8)
        w = {"nl": ("Factuur", "Bestelling", "Besteldatum", "Factuur-ID", "Factuurdatum", "Verzenden naar", "Factureren naar", "Product", "Stuks", "Per stuk incl. btw", "Totaal incl. btw", "Tussentelling", "Waardebon", "Verzending", "Gratis", "Totaalprijs (incl. btw)", "Btw-aandeel {0}%", "Prijs zonder btw", "Voldaan via iDEAL op"),
             "de": ("Rechnung", "Bestellung", "Bestelldatum", "Rechnungs-ID", "Rechnungsdatum", "Lieferung an", "Rechnung an", "Produkt", "Stück", "Stückpreis inkl. MwSt", "Summe inkl. MwSt", "Zwischensumme", "Gutschein", "Versand", "Kostenlos", "Gesamtpreis (inkl. MwSt)", "MwSt-Anteil {0}%", "Preis ohne MwSt", "Bezahlt mit PayPal am"),
             "fr": ("Facture", "Commande", "Date de commande", "ID facture", "Date de facture", "Livrer à", "Facturer à", "Produit", "Nombre", "Prix TTC", "Total TTC", "Sous-total", "Bon d'achat", "Expédition", "Gratuit", "Prix total (TTC)", "Part de TVA {0}%", "Prix hors TVA", "Payé par carte le"),
             "en": ("Invoice", "Order", "Order date", "Invoice ID", "Invoice date", "Ship to", "Invoice to", "Product", "Pieces", "Price incl. VAT", "Total incl. VAT", "Subtotal", "Voucher", "Shipping", "Free", "Total price (incl. VAT)", "VAT share {0}%", "Price without VAT", "Paid by card on")}[lang]
        ordered = f.issued - timedelta(days=rng.randint(0, 3))
        s.p.logo(50, 40, 80, 24, "#1abc9c")
        s.text(545, 55, w[0], 18, True, "right")
        s.text(50, 85, f"{f.supplier.name} – {f.supplier.street} – {s.town(f.supplier)}", 7, color=GREY)
        for x, t in ((50, w[6]), (230, w[5])):
            s.text(x, 110, t, bold=True)
            s.down(x, 123, [f.customer.person] * (s.style % 2) + s.address(f.customer), 12)
        s.pairs(400, 110, [(w[3], f.number), (w[4], s.d(f.issued)), (w[1], f"W{f.order}"), (w[2], s.d(ordered))], 75, 13)
        y = 205
        s.p.box(50, y - 12, 545, y + 5, "#eaf2f8", 0)
        for x, t, a in ((55, w[7], "left"), (340, w[8], "right"), (445, w[9], "right"), (540, w[10], "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 20
            for x, t, a in ((55, l.text, "left"), (340, s.q(l.quantity), "right"), (445, s.m(l.price), "right"), (540, s.m(l.amount), "right")):
                s.text(x, y, t, align=a)
        rate, _, base, vat = f.rows[0]
        pairs = [(w[11], s.m(f.sum_lines))] + ([(w[12], s.m(-f.discount))] if f.discount else []) + [(w[13], w[14]), (w[15], s.m(f.gross)), (w[16].format(s.r(rate)), s.m(vat)), (w[17], s.m(base))]
        y = s.pairs(330, y + 30, pairs, 0, 15, right=540)
        s.text(330, y + 8, f"{w[18]} {s.d(ordered)}", color="#1e8449")
        s.text(50, 800, f"{f.supplier.name} · {ordered and ''}{ {'nl': 'Btw', 'de': 'USt-ID', 'fr': 'TVA', 'en': 'VAT'}[lang]} {f.supplier.vat}{' · KvK ' + f.supplier.kvk if f.supplier.kvk else ''} · klantenservice@{f.supplier.domain}", 7)
        s.ids("vat", "kvk")
        return s.save()
    return f, draw


def exchange(rng):
    """Another currency, with its worth in euros at a rate of exchange."""
    country = rng.choice(["CH", "GB", "DK"])
    lang, tongue = ("de", "de") if country == "CH" and rng.random() < 0.5 else ("en", "en")
    f = bill(rng, lang, country, tongue, rates=1, free="G" if rng.random() < 0.4 else None)

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        w = {"de": ("Rechnung", "Rechnung Nr.", "Ausstellungsdatum", "Zahlbar bis", "Bezeichnung", "Anz.", "Ansatz", "Total", "Total exkl. MWST", "MWST", "Total inkl. MWST", "Gegenwert in EUR zum Kurs", "Export, von der MWST befreit", "MWST-Nr."),
             "en": ("Invoice", "Invoice No", "Issue date", "Payable until", "Description", "Units", "Unit rate", "Sum", "Total excluding VAT", "VAT", "Total including VAT", "Equivalent in EUR at rate", "Export outside the customs territory, VAT 0%", "VAT No.")}[lang]
        s.down(60, 60, [f.supplier.name], size=14, bold=True)
        s.down(60, 76, s.address(f.supplier)[1:] + [{"CH": "Switzerland", "GB": "United Kingdom", "DK": "Denmark"}[country]], 12)
        s.down(350, 130, s.address(f.customer) + ["Netherlands"], 13)
        s.text(60, 215, f"{w[0]} ({f.currency})", 16, True)
        y = s.pairs(60, 238, [(w[1], f.number), (w[2], s.d(f.issued)), (w[3], s.d(f.due))], 110, 14)
        y += 20
        for x, t, a in ((60, w[4], "left"), (340, w[5], "right"), (430, w[6], "right"), (535, w[7], "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 16
            for x, t, a in ((60, l.text, "left"), (340, s.q(l.quantity), "right"), (430, s.n(l.price), "right"), (535, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        y = s.pairs(310, y + 30, [(w[8], f"{f.currency} {s.n(f.net)}"), (f"{w[9]} {s.r(f.rows[0][0])}%", f"{f.currency} {s.n(f.vat)}"), (w[10], f"{f.currency} {s.n(f.gross)}")], 0, 15, right=535)
        rate = D(rng.randint(8000, 12500)) / 10000 if country != "DK" else D("0.1340")
        s.text(310, y + 8, f"{w[11]} {rate}", 8, color=GREY)
        s.text(535, y + 8, f"EUR {s.n(cents(f.gross * rate))}", 8, align="right", color=GREY)
        if f.free:
            s.text(60, y + 40, w[12])
        account = f"   IBAN {iban_style(rng, f.supplier.iban)}" if f.supplier.iban else ""
        s.text(60, 790, f"{w[13]} {f.supplier.vat}{account}   {f.supplier.domain}", 8)
        s.ids("iban", *([] if country == "CH" else ["vat"]))
        return s.save()
    return f, draw


def clinic(rng):
    """Care without VAT: a patient, codes of treatments, an amount to transfer with a payment reference."""
    f = bill(rng, "nl", free="E", count=rng.randint(1, 5))
    f.reference = kenmerk(rng)

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(60, 60, f"{f.supplier.name}", 14, True, color="#117864")
        s.down(60, 75, [f"{f.supplier.street}", s.town(f.supplier), f"AGB-code {rng.randint(10**7, 10**8 - 1)}   KvK {f.supplier.kvk}"], 12, size=8)
        s.down(340, 130, s.address(f.customer), 13)
        s.pairs(60, 200, [("Nota nummer", f.number), ("Nota datum", s.d(f.issued)), ("Patiënt", f"{f.customer.person}, geb. {rng.randint(1, 28):02d}-{rng.randint(1, 12):02d}-{rng.randint(1950, 2010)}"), ("Betalingskenmerk", f.reference)], 100, 14)
        y = 275
        for x, t, a in ((60, "Datum", "left"), (130, "Code", "left"), (180, "Verrichting", "left"), (420, "Aantal", "right"), (535, "Bedrag", "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 15
            for x, t, a in ((60, s.d(f.issued - timedelta(days=rng.randint(2, 20))), "left"), (130, f"{rng.choice('CFMV')}{rng.randint(10, 99)}", "left"), (180, l.text, "left"), (420, s.q(l.quantity), "right"), (535, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        s.text(330, y + 28, "Totaal van deze nota", bold=True)
        s.text(535, y + 28, s.m(f.gross), bold=True, align="right")
        s.down(60, y + 60, ["Medische diensten zijn vrijgesteld van btw (art. 11 lid 1 sub g Wet OB).", f"Wilt u het bedrag vóór {s.d(f.due)} overmaken op {iban_style(rng, f.supplier.iban)}?"], 14)
        s.ids("kvk", "iban")
        return s.save()
    return f, draw


def round_sums(rng):
    """A club or a small firm: whole euros written with a dash, no VAT at all or VAT in a sentence."""
    free = rng.choice(["O", "O", None])
    f = bill(rng, "nl", free=free, count=rng.randint(1, 3), whole=True, incl=not free)
    for l in f.lines:
        l.quantity = D(1)
        l.amount = l.price
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "Times", 11)
        dash = lambda v: f"€ {s.n(v)[:-3]},-" if v == v.to_integral_value() else f"€ {s.n(v)}"
        name = f.supplier.name
        s.text(297, 70, name, 20, True, "center")
        s.text(297, 88, f"{f.supplier.street}, {s.town(f.supplier)}", 9, align="center")
        s.down(70, 150, ["Aan:"] + s.address(f.customer), 15)
        s.text(70, 240, f"{f.supplier.town}, {f.issued.day} {MONTHS['nl'][f.issued.month - 1]} {f.issued.year}")
        s.text(70, 270, f"Nota {f.number}", 13, True)
        y = 300
        for l in f.lines:
            s.text(70, y, l.text)
            s.text(480, y, dash(l.amount), align="right")
            y += 18
        s.p.line(400, y - 12, 480, y - 12)
        s.text(70, y + 4, "Door u te betalen", bold=True)
        s.text(480, y + 4, dash(f.gross), bold=True, align="right")
        y += 30
        if not free:
            s.text(70, y, f"In dit bedrag is € {s.n(f.vat)} aan btw (21%) begrepen.")
            y += 18
        s.down(70, y, [f"Graag vóór {f.due.day} {MONTHS['nl'][f.due.month - 1]} op rekening {iban_style(rng, f.supplier.iban)}", f"ten name van {f.supplier.name}, onder vermelding van het notanummer."], 16)
        s.text(70, 780, f"K.v.K. {f.supplier.kvk}" + (f"   btw-id {f.supplier.vat}" if not free else ""), 9)
        s.ids("kvk", "iban", *([] if free else ["vat"]))
        return s.save("vat_breakdown", *(["vat_zero_category"] if free else []))
    return f, draw


def cells(rng):
    """A form of cells: the label small above its value; supplier and buyer side by side, the buyer first."""
    lang = rng.choice(["nl", "fr", "de", "en"])
    buyer = "BE" if lang == "fr" else "NL"
    f = bill(rng, lang, country={"nl": "BE", "fr": "BE", "de": "DE", "en": "IE"}[lang], tongue=lang, buyer=buyer, rates=rng.choice([1, 2]))
    f.reference = ogm(rng) if f.supplier.country == "BE" else None

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8.5)
        w = {"nl": ("Gefactureerde", "Facturerende partij", "Stuk", "Stukdatum", "Vervalt", "Mededeling", "Ondernemingsnr.", "Prestatie", "Aant.", "Eenh.prijs", "Btw", "Waarde", "Maatstaf van heffing", "Verschuldigde btw", "Eindsom"),
             "fr": ("Partie facturée", "Partie facturante", "Pièce", "Date de pièce", "Échoit le", "Communication", "N° d'entreprise", "Prestation", "Nbre", "Prix unit.", "TVA", "Valeur", "Base d'imposition", "TVA due", "Somme finale"),
             "de": ("Rechnungsempfänger", "Rechnungssteller", "Dokument", "Dokumentdatum", "Fällig", "Verwendungszweck", "USt-IdNr.", "Leistung", "Anz.", "Preis", "USt", "Wert", "Steuerbasis", "Geschuldete USt", "Endsumme"),
             "en": ("Party invoiced", "Invoicing party", "Document", "Document date", "Falls due", "Payment message", "VAT no.", "Service", "No.", "Unit price", "VAT", "Value", "Taxable base", "VAT payable", "Final sum")}[lang]
        for x, title, who in ((50, w[0], f.customer), (300, w[1], f.supplier)):
            s.p.box(x, 50, x + 245, 130)
            s.text(x + 5, 60, title, 6.5, color=GREY)
            s.down(x + 5, 75, s.address(who) + [f"{w[6]} {who.vat}"], 13)
        x = 50
        for label, value in ((w[2], f.number), (w[3], s.d(f.issued)), (w[4], s.d(f.due)), (w[5], f.reference or f"{f.number} / {f.customer_number}")):
            s.p.box(x, 140, x + 123, 170)
            s.text(x + 5, 150, label, 6.5, color=GREY)
            s.text(x + 5, 163, value)
            x += 124
        y = 190
        columns = ((55, w[7], "left"), (330, w[8], "right"), (400, w[9], "right"), (450, w[10], "right"), (540, w[11], "right"))
        s.p.box(50, y - 10, 545, y + 5, "#d5d8dc")
        for cx, t, a in columns:
            s.text(cx, y, t, 7.5, True, a)
        for l in f.lines:
            y += 16
            s.p.box(50, y - 11, 545, y + 5)
            for (cx, _, a), t in zip(columns, (l.text, s.q(l.quantity), s.n(l.price), f"{s.r(l.rate)}%", s.n(l.amount))):
                s.text(cx, y, t, align=a)
        y += 30
        for rate, _, base, vat in f.rows:
            for cx, label, value in ((50, f"{w[12]} {s.r(rate)}%", s.n(base)), (215, f"{w[13]} {s.r(rate)}%", s.n(vat))):
                s.p.box(cx, y, cx + 160, y + 28)
                s.text(cx + 5, y + 9, label, 6.5, color=GREY)
                s.text(cx + 155, y + 22, value, align="right")
            y += 30
        s.p.box(400, y - 30, 545, y - 2, "#fcf3cf")
        s.text(405, y - 21, w[14], 6.5, color=GREY)
        s.text(540, y - 8, s.m(f.gross), 11, True, "right")
        s.text(50, y + 20, f"{f.supplier.name} – IBAN {iban_style(rng, f.supplier.iban)}")
        s.ids("vat", "iban")
        return s.save()
    return f, draw


def not_an_invoice(rng):
    """Papers around an invoice: a dunning letter with costs, an account, a pro forma, an order, a remittance, a packing list."""
    lang = rng.choice(["nl", "nl", "en", "de", "fr"])
    f = bill(rng, lang, country="IE" if lang == "en" else None, rates=1, count=rng.randint(2, 5), kind="invoice")
    f.kind = "other"
    what = rng.choice(["dunning", "account", "pro_forma", "order", "remittance", "packing"])
    f.scenario = what

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        title = {
            "nl": {"dunning": "Laatste sommatie", "account": "Saldo-opgave debiteuren", "pro_forma": "Pro-formafactuur", "order": "Bestelopdracht", "remittance": "Betaalspecificatie", "packing": "Paklijst"},
            "en": {"dunning": "Final demand", "account": "Account statement", "pro_forma": "Pro forma invoice", "order": "Purchase order", "remittance": "Remittance advice", "packing": "Packing list"},
            "de": {"dunning": "Letzte Mahnung", "account": "Saldenmitteilung", "pro_forma": "Proforma-Rechnung", "order": "Bestellung", "remittance": "Zahlungsavis", "packing": "Packliste"},
            "fr": {"dunning": "Dernière mise en demeure", "account": "Situation de compte", "pro_forma": "Facture pro forma", "order": "Bon de commande", "remittance": "Avis de paiement", "packing": "Liste de colisage"}}[lang][what]
        w = {"nl": ("factuur", "van", "Rente en kosten", "Openstaand totaal", "Netto", "Btw", "Totaal"), "en": ("invoice", "of", "Interest and costs", "Total outstanding", "Net", "VAT", "Total"), "de": ("Rechnung", "vom", "Zinsen und Kosten", "Offene Summe", "Netto", "MwSt", "Summe"), "fr": ("facture", "du", "Intérêts et frais", "Total restant dû", "Net", "TVA", "Total")}[lang]
        s.down(60, 60, s.address(f.supplier), 13, bold=True)
        s.text(60, 102, f"{f.supplier.domain}   {f.supplier.vat}   {f.supplier.iban}", 7.5)
        s.down(340, 130, s.address(f.customer), 13)
        s.text(60, 210, title, 15, True)
        s.text(60, 228, f"{f.supplier.town}, {s.d(f.issued)}")
        y = 260
        if what in ("dunning", "account", "remittance"):
            for i, l in enumerate(f.lines):
                s.text(60, y, f"{w[0]} {f.number[:-1]}{i}   {w[1]} {s.d(f.issued - timedelta(days=30 + 7 * i))}")
                s.text(520, y, s.m(l.amount), align="right")
                y += 16
            if what == "dunning":
                s.text(60, y, w[2])
                s.text(520, y, s.m(D(40)), align="right")
                y += 16
            s.text(60, y + 6, w[3] if what != "remittance" else w[6], bold=True)
            s.text(520, y + 6, s.m(f.sum_lines + (40 if what == "dunning" else 0)), bold=True, align="right")
        else:
            for l in f.lines:
                s.text(60, y, f"{s.q(l.quantity)}  {l.text}")
                if what != "packing":
                    s.text(520, y, s.m(l.amount), align="right")
                y += 16
            if what != "packing":
                s.pairs(330, y + 10, [(w[4], s.m(f.net)), (f"{w[5]} {s.r(f.rows[0][0])}%", s.m(f.vat)), (w[6], s.m(f.gross))], 0, 15, right=520)
        s.p.save()
        return []
    return f, draw


LAYOUTS = [foot_letterhead, american, british, carried, till, craftsman, fuel, telecom, taken_back, hired_staff, drinks, bilingual, instalment, hotel, web_shop, exchange, clinic, round_sums, cells, not_an_invoice]


def choose(family, layouts, seed, index):
    """The document of a seed in the layout whose turn it is, drawn by `draw`."""
    rng = random.Random(f"{family} {seed}")
    layout = layouts[index % len(layouts)]
    f, draw_it = layout(rng)
    f.layout, f.draw = layout.__name__, draw_it
    return f, rng


def facts_of(seed, index):
    return choose("unseen", LAYOUTS, seed, index)


def draw(path, f, rng, index):
    """Gives what is certainly not there, the tags and what is there for nobody to know."""
    unknown = f.draw(path)
    for key, value in (("supplier_vat_id", f.supplier.vat), ("supplier_iban", f.supplier.iban), ("supplier_kvk", f.supplier.kvk)):
        if value is None and key not in unknown:
            unknown.append(key)
    return [] if f.due else ["due_date"], [f.layout], unknown
