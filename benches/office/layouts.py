"""Layouts of invoices on paper, as different as the programs that print them."""

import random

from ids import LAND
from paper import Paper
from wording import WORDS, day, grouped, number, spaced


class Sheet:
    """A purchase with what all layouts need of it: words of one choice, dates in one style, rows of VAT."""

    def __init__(self, bill, family=None):
        self.bill, self.supplier, self.client = bill, bill.supplier, bill.client
        self.lang = self.supplier.lang
        self.rng = random.Random(f"{self.supplier.key}:{self.supplier.style['seed']}")
        self.words = {key: (self.rng.choice(value) if isinstance(value, list) else value) for key, value in WORDS[self.lang].items()}
        self.date_style = self.rng.choice({"nl": ["dash", "dash", "long", "slash"], "en": ["long", "iso", "long"], "de": ["dot", "dot", "long"], "fr": ["slash", "long"]}[self.lang])
        self.color = self.supplier.style["color"]
        self.family = family or {"sans": "helvetica", "serif": "times", "cond": "cond", "mono": "courier"}[self.supplier.style["font"]]
        self.customer_number = str(self.rng.randrange(1000, 99999))
        self.euro = self.rng.choice(["€ ", "€ ", "EUR ", ""])
        self.tax_label = self.rng.choice(["{vat} {rate}%", "{vat} {rate}% {base} {on}", "{rate}% {vat}"])

    def money(self, value, symbol=False):
        return (self.euro if symbol else "") + grouped(value, self.lang)

    def day(self, value):
        return day(value, self.lang, self.date_style)

    @property
    def title(self):
        return self.words["credit" if self.bill.gross < 0 else "invoice"]

    def meta(self):
        w, b = self.words, self.bill
        rows = [(w["number"], b.number), (w["date"], self.day(b.day))]
        if b.due and b.gross > 0 and "terms" not in b.flags:
            rows.append((w["due"], self.day(b.due)))
        rows.append((w["customer"], self.customer_number))
        return rows

    def address(self, who):
        a = who.address
        town = f"{a['postcode']} {a['city']}" if a["country"] not in ("US",) else f"{a['city']}, {a['postcode']}"
        if a["country"] == "NL":
            town = f"{a['postcode']}  {a['city']}"
        return [a["street"], town] + ([LAND[a["country"]]] if a["country"] != "NL" else [])

    def idents(self):
        s, w = self.supplier, self.words
        out = []
        if s.kvk:
            out.append(f"{w['kvk']} {s.kvk}")
        if s.vat_id:
            out.append(f"{w['vatid']} {s.vat_id}")
        if self.bill.iban_shown:
            out.append(f"{w['iban']} {spaced(self.bill.iban_shown)}")
        return out

    def tax_rows(self):
        """(label, amount) of each rate, and of what is outside VAT."""
        out, w = [], self.words
        for (treat, rate), (base, vat) in self.bill.vat.items():
            if treat in ("S", "F"):
                label = self.tax_label.format(vat=w["vat"], rate=number(rate, self.lang), base=w["base"] if w["base"] in ("over", "on", "auf", "sur") else "over", on=self.money(base))
                out.append((label, vat))
        if not out:
            out.append((f"{w['vat']} 0%", 0 * self.bill.gross))
        return out

    def notes(self):
        w, b = self.words, self.bill
        out = []
        if any(treat in ("AE", "EU", "NEU") for treat, _ in b.vat):
            text = "Intracommunautaire levering, vrijgesteld van btw (art. 39bis WBTW), btw-nummer afnemer {vat}" if self.supplier.country == "BE" else w["reverse"]
            out.append(text.format(vat=self.client.vat_id))
        if any(treat == "E" for treat, _ in b.vat):
            out.append(w["free"])
        if b.credit_of:
            out.append(w["credits"].format(number=b.credit_of))
        if b.gross > 0:
            if "debit" in self.supplier.more:
                out.append(w["debit"].format(due=self.day(b.due)))
            elif b.iban_shown:
                out.append(w["pay"].format(days=self.supplier.terms, iban=spaced(b.iban_shown), number=b.number))
        return out


def fitted(paper, x, y, text, size, width, color="#000000", align="left"):
    """A name as large as its place allows."""
    while paper.length(text, size, True) > width and size > 7:
        size -= 0.5
    paper.text(x, y, text, size, True, align, color)


def quantity(line, sheet):
    return number(line.quantity, sheet.lang)


def price(line, sheet):
    return grouped(line.price, sheet.lang, 3 if line.price.as_tuple().exponent < -2 else 2)


def percent(line, sheet):
    return f"{number(line.rate, sheet.lang)}%" if line.treat in ("S", "M", "F") else "0%"


def right_head(bill, family=None):
    """Letterhead at the right, customer at the left, a table with a column for VAT."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.disc(430, 52, 14, s.color)
    fitted(p, 452, 58, s.supplier.name, 13, 110, s.color)
    y = 84
    for text in s.address(s.supplier) + s.idents() + [s.supplier.email]:
        p.text(415, y, text, 8.5)
        y += 11.5
    y = 150
    for text in [s.client.name] + s.address(s.client):
        p.text(60, y, text, 10)
        y += 13
    p.text(60, 236, s.title, 18, True)
    y = 262
    for label, value in s.meta():
        p.text(60, y, label, bold=True)
        p.text(185, y, value)
        y += 13.5
    y += 18
    at = {"text": 60, "qty": 320, "unit": 334, "price": 420, "rate": 462, "amount": 535}
    for key, label, align in (("text", w["text"], "left"), ("qty", w["quantity"], "right"), ("price", w["price"], "right"), ("rate", w["vat"], "right"), ("amount", w["amount"], "right")):
        p.text(at[key], y, label, bold=True, align=align)
    p.line(60, y + 4, 535, y + 4)
    y += 18
    for line in bill.lines:
        p.text(at["text"], y, line.text)
        p.text(at["qty"], y, quantity(line, s), align="right")
        p.text(at["unit"], y, line.unit, 8)
        p.text(at["price"], y, price(line, s), align="right")
        p.text(at["rate"], y, percent(line, s), align="right")
        p.text(at["amount"], y, s.money(line.net), align="right")
        y += 15
    p.line(330, y, 535, y)
    y += 16
    for label, value in [(w["net"], bill.net)] + s.tax_rows():
        p.text(335, y, label)
        p.text(535, y, s.money(value, True), align="right")
        y += 14
    p.line(330, y - 8, 535, y - 8)
    p.text(335, y + 6, w["gross"], bold=True)
    p.text(535, y + 6, s.money(bill.gross, True), bold=True, align="right")
    y += 44
    for note in s.notes():
        for part in p.wrap(note, 470):
            p.text(60, y, part)
            y += 12.5
    return p


def left_plain(bill, family=None):
    """Letterhead at the left, particulars in a row of boxes, no VAT in the table, rates below it."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9), s.words
    p.text(50, 60, s.supplier.name, 16, True, color=s.color)
    p.text(50, 74, " · ".join(s.address(s.supplier)), 8)
    p.text(50, 85, " · ".join(s.idents()), 8)
    p.line(50, 92, 545, 92, 1.2, s.color)
    y = 130
    for text in [s.client.name] + s.address(s.client):
        p.text(330, y, text, 10)
        y += 13
    p.text(50, 214, f"{s.title} {bill.number}", 14, True)
    rows = s.meta()
    step = 495 / len(rows)
    p.box(50, 228, 545, 262, width=0.5)
    for n, (label, value) in enumerate(rows):
        p.text(56 + n * step, 240, label, 7.5, color="#555555")
        p.text(56 + n * step, 255, value, 9.5)
    y = 292
    p.box(50, y - 12, 545, y + 5, fill="#eeeeee", width=0)
    p.text(55, y, w["quantity"], bold=True)
    p.text(120, y, w["text"], bold=True)
    p.text(450, y, w["price"], bold=True, align="right")
    p.text(540, y, w["amount"], bold=True, align="right")
    y += 20
    for line in bill.lines:
        p.text(55, y, f"{quantity(line, s)} {line.unit}")
        p.text(120, y, line.text)
        p.text(450, y, price(line, s), align="right")
        p.text(540, y, s.money(line.net), align="right")
        y += 16
    p.line(50, y - 4, 545, y - 4)
    y += 14
    p.text(360, y, w["net"])
    p.text(540, y, s.money(bill.net, True), align="right")
    for label, value in s.tax_rows():
        y += 14
        p.text(360, y, label)
        p.text(540, y, s.money(value, True), align="right")
    y += 18
    p.text(360, y, w["gross"], 11, True)
    p.text(540, y, s.money(bill.gross, True), 11, True, align="right")
    y += 40
    for note in s.notes():
        for part in p.wrap(note, 480):
            p.text(50, y, part)
            y += 12
    return p


def party(p, x, y, sheet, size=10, step=13, color="#000000"):
    """The customer's address."""
    for text in [sheet.client.name] + sheet.address(sheet.client):
        p.text(x, y, text, size, color=color)
        y += step
    return y


def small_print(p, x, y, notes, width, step=12, size=None):
    for note in notes:
        for part in p.wrap(note, width, size):
            p.text(x, y, part, size)
            y += step
    return y


def sums(p, sheet, x, right, y, step=14, strong=True):
    """Net, VAT by rate, total, below each other."""
    rows = [(sheet.words["net"], sheet.bill.net)] + sheet.tax_rows()
    for label, value in rows:
        p.text(x, y, label)
        p.text(right, y, sheet.money(value, True), align="right")
        y += step
    p.text(x, y + 3, sheet.words["gross"], bold=strong)
    p.text(right, y + 3, sheet.money(sheet.bill.gross, True), bold=strong, align="right")
    return y + step + 3


def footer_only(bill, family=None):
    """No name at the head but a mark; who sends it stands small at the foot."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.disc(70, 62, 18, s.color)
    p.box(96, 50, 150, 74, fill=s.color, width=0)
    party(p, 70, 140, s)
    p.text(70, 232, s.title, 20, color=s.color)
    y = 250
    for label, value in s.meta():
        y += 14
        p.text(70, y, f"{label}:")
        p.text(190, y, value)
    y += 34
    p.line(70, y - 12, 540, y - 12, 1, s.color)
    for x, label, align in ((70, w["text"], "left"), (360, w["price"], "right"), (430, w["quantity"], "right"), (540, w["amount"], "right")):
        p.text(x, y, label, bold=True, align=align)
    y += 18
    for line in bill.lines:
        p.text(70, y, line.text)
        p.text(360, y, price(line, s), align="right")
        p.text(430, y, quantity(line, s), align="right")
        p.text(540, y, s.money(line.net), align="right")
        y += 15
    p.line(70, y - 6, 540, y - 6, 1, s.color)
    y = sums(p, s, 340, 540, y + 12)
    small_print(p, 70, y + 30, s.notes(), 460)
    p.line(70, 778, 540, 778, 0.4)
    p.text(305, 790, f"{s.supplier.name}  |  {', '.join(s.address(s.supplier))}", 7.5, align="center")
    p.text(305, 801, "  |  ".join(s.idents() + [s.supplier.email]), 7.5, align="center")
    return p


def centre_codes(bill, family=None):
    """Letterhead in the middle, VAT as a code on each line that is explained below."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(297, 60, s.supplier.name, 17, True, "center", s.color)
    p.text(297, 76, " - ".join(s.address(s.supplier)), 9, align="center")
    p.text(297, 88, " - ".join(s.idents()), 8, align="center")
    p.line(150, 96, 445, 96), p.line(150, 99, 445, 99)
    party(p, 320, 136, s)
    y = 140
    for label, value in [(s.title, "")] + s.meta():
        p.text(55, y, f"{label:<16}" + (f": {value}" if value else ""), bold=not value)
        y += 14
    y = 236
    p.box(55, y - 12, 545, y + 4, width=0.5)
    for x, label, align in ((62, "Pos", "left"), (90, w["text"], "left"), (372, w["quantity"], "right"), (448, w["price"], "right"), (468, w["vat"], "left"), (540, w["amount"], "right")):
        p.text(x, y, label, 8.5, True, align)
    codes = {}
    y += 18
    for n, line in enumerate(bill.lines, 1):
        rate = line.rate if line.treat in ("S", "M", "F") else 0
        mark = codes.setdefault(rate, {0: "0", 9: "1", 21: "2"}.get(int(rate), "3"))
        p.text(62, y, str(n))
        p.text(90, y, line.text)
        p.text(372, y, quantity(line, s), align="right")
        p.text(448, y, price(line, s), align="right")
        p.text(472, y, mark)
        p.text(540, y, s.money(line.net), align="right")
        y += 15
    p.box(55, 240, 545, y, width=0.5)
    y += 18
    p.text(55, y, f"{w['vat']}-code: " + ", ".join(f"{mark} = {number(rate, s.lang)} %" for rate, mark in sorted(codes.items())), 8)
    y = sums(p, s, 360, 540, y + 14)
    small_print(p, 55, y + 26, s.notes(), 480)
    return p


def amount_first(bill, family=None):
    """What is to be paid stands large at the top; the lines come after it."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.box(0, 0, 595, 84, fill=s.color, width=0)
    p.text(48, 50, s.supplier.name, 17, True, color="#ffffff")
    p.text(547, 40, s.title, 11, color="#ffffff", align="right")
    p.text(547, 58, f"# {bill.number}", 11, True, color="#ffffff", align="right")
    p.text(48, 118, w["gross"], 9, color="#666666")
    p.text(48, 144, s.money(bill.gross, True), 22, True)
    rows = s.meta()[1:]
    for n, (label, value) in enumerate(rows):
        p.text(230 + n * 118, 118, label, 8, color="#666666")
        p.text(230 + n * 118, 134, value, 10)
    party(p, 48, 186, s)
    y = 186
    for text in s.address(s.supplier) + s.idents():
        p.text(330, y, text, 8.5)
        y += 12
    y = 270
    for x, label, align in ((48, w["text"], "left"), (400, f"{w['quantity']} x {w['price'].lower()}", "right"), (460, w["vat"], "right"), (547, w["amount"], "right")):
        p.text(x, y, label, 8.5, color="#666666", align=align)
    y += 8
    for line in bill.lines:
        p.line(48, y, 547, y, 0.3, "#bbbbbb")
        y += 17
        p.text(48, y, line.text, bold=True)
        p.text(400, y, f"{quantity(line, s)} x {price(line, s)}", align="right")
        p.text(460, y, percent(line, s), align="right")
        p.text(547, y, s.money(line.net, True), align="right")
        y += 6
    p.line(48, y, 547, y, 0.3, "#bbbbbb")
    y = sums(p, s, 340, 547, y + 22)
    small_print(p, 48, y + 26, s.notes(), 490)
    return p


LAYOUTS = {"right_head": right_head, "left_plain": left_plain, "footer_only": footer_only, "centre_codes": centre_codes, "amount_first": amount_first}
