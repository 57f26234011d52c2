"""Layouts of invoices on paper, as different as the programs that print them."""

import random

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
        from ids import LAND
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
            out.append(w["reverse"].format(vat=self.client.vat_id))
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
        p.text(160, y, value)
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


LAYOUTS = {"right_head": right_head, "left_plain": left_plain}
