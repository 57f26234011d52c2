"""More layouts: wholesale lists over pages, bills with gross prices, hours, utilities, and those of the neighbours."""

from decimal import Decimal as D

from buying import charged
from ids import cents
from layouts import LAYOUTS, Sheet, fitted, party, percent, price, quantity, small_print, sums
from paper import Paper
from wording import number, spaced


def wholesale(bill, family=None):
    """Dense lines with article numbers over several pages, deposits apart, a table of VAT at the end."""
    s = Sheet(bill, family or "cond")
    p, w = Paper(s.family, 8), s.words
    total = bill.net * 0
    goods = [line for line in bill.lines if line.treat != "O"]
    apart = [line for line in bill.lines if line.treat == "O"]
    per_page = 9
    pages = max(1, -(-(len(goods) + len(apart)) // per_page))

    def head(n):
        p.text(40, 48, s.supplier.name, 14, True, color=s.color)
        p.text(40, 62, f"{', '.join(s.address(s.supplier))}   {s.supplier.email}", 7.5)
        p.text(40, 72, "   ".join(s.idents()), 7.5)
        party(p, 40, 110, s, 9, 12)
        y = 104
        for label, value in [(s.title.upper(), "")] + s.meta() + [(w["page"].format(n=n, m=pages), "")]:
            p.text(370, y, label, bold=not value)
            p.text(470, y, value)
            y += 12
        p.box(40, 186, 555, 200, fill="#dddddd", width=0.4)
        for x, label, align in ((44, "Art.nr.", "left"), (92, w["text"], "left"), (330, w["quantity"], "right"), (338, w["unit"], "left"), (430, w["price"], "right"), (478, f"% {w['vat']}", "right"), (551, w["amount"], "right")):
            p.text(x, 196, label, 7.5, True, align)

    head(1)
    y, count, page = 214, 0, 1
    for line in goods + apart:
        if count and count % per_page == 0:
            p.text(430, y + 6, w["carry"], bold=True, align="right")
            p.text(551, y + 6, s.money(total), bold=True, align="right")
            p.page()
            page += 1
            head(page)
            p.text(430, 214, w["carry"], align="right")
            p.text(551, 214, s.money(total), align="right")
            y = 230
        p.text(44, y, str(sum(ord(c) * (i + 3) for i, c in enumerate(line.text)) * 7 % 90000 + 10000))
        p.text(92, y, line.text)
        p.text(330, y, quantity(line, s), align="right")
        p.text(338, y, line.unit)
        p.text(430, y, price(line, s), align="right")
        p.text(478, y, number(line.rate if line.treat in ("S", "M", "F") else 0, s.lang), align="right")
        p.text(551, y, s.money(line.net), align="right")
        total += line.net
        count += 1
        y += 13
    y = max(y + 20, 420)
    for x, label, align in ((44, w["vat"] + " %", "left"), (190, w["base"].capitalize() if w["base"] != "over" else "Grondslag", "right"), (270, w["vat"], "right")):
        p.text(x, y, label, bold=True, align=align)
    row = y
    for (treat, rate), (base, vat) in bill.vat.items():
        row += 13
        p.text(44, row, number(rate, s.lang))
        p.text(190, row, s.money(base), align="right")
        p.text(270, row, s.money(vat), align="right")
    for label, value in ((w["net"], bill.net), (w["vat"], bill.vat_total)):
        p.text(400, y, label)
        p.text(551, y, s.money(value), align="right")
        y += 13
    p.box(396, y - 9, 555, y + 6, width=0.6)
    p.text(400, y + 2, w["gross"], bold=True)
    p.text(551, y + 2, s.money(bill.gross, True), bold=True, align="right")
    small_print(p, 40, max(y, row) + 34, s.notes(), 500)
    return p


def gross_prices(bill, family=None):
    """As a web shop prints it: prices with VAT, the VAT in it below the total."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    fitted(p, 50, 64, s.supplier.name, 18, 300, s.color)
    y = 60
    for text in s.address(s.supplier) + [s.supplier.email] + s.idents():
        p.text(545, y, text, 8, align="right")
        y += 11
    party(p, 50, 150, s)
    p.text(50, 222, f"{s.title}", 15, True)
    p.text(50, 240, "     ".join(f"{label}: {value}" for label, value in s.meta()[:3]), 9)
    y = 276
    p.line(50, y + 5, 545, y + 5, 1)
    for x, label, align in ((50, w["quantity"], "left"), (100, w["text"], "left"), (440, w["vat"], "right"), (545, {"nl": "Bedrag incl. btw", "en": "Amount incl. VAT", "de": "Betrag brutto", "fr": "Montant TTC"}[s.lang], "right")):
        p.text(x, y, label, bold=True, align=align)
    y += 22
    for line, amount in zip(bill.lines, with_vat(bill)):
        p.text(50, y, quantity(line, s))
        p.text(100, y, line.text)
        p.text(440, y, percent(line, s), align="right")
        p.text(545, y, s.money(amount, True), align="right")
        y += 16
    p.line(50, y - 5, 545, y - 5, 1)
    p.text(330, y + 12, w["gross"], 11, True)
    p.text(545, y + 12, s.money(bill.gross, True), 11, True, align="right")
    y += 30
    for (treat, rate), (base, vat) in bill.vat.items():
        if treat in ("S", "F"):
            p.text(330, y, f"{'Waarvan' if s.lang == 'nl' else 'incl.'} {number(rate, s.lang)}% {w['vat']}")
            p.text(545, y, s.money(vat, True), align="right")
            y += 13
    p.text(330, y, w["net"])
    p.text(545, y, s.money(bill.net, True), align="right")
    small_print(p, 50, y + 40, s.notes(), 480)
    return p


def with_vat(bill):
    """Lines with VAT, in whole cents; what rounding leaves is in the last of each rate."""
    out, left = [], {key: base + vat for key, (base, vat) in bill.vat.items()}
    last = {}
    for n, line in enumerate(bill.lines):
        key = (charged(line.treat), line.rate if charged(line.treat) in ("S", "F") else D(0))
        last[key] = n
    for n, line in enumerate(bill.lines):
        key = (charged(line.treat), line.rate if charged(line.treat) in ("S", "F") else D(0))
        amount = left[key] if last[key] == n else cents(line.net * (100 + key[1]) / 100)
        left[key] -= amount
        out.append(amount)
    return out


def hours(bill, family=None):
    """A specialist's bill: what was done in sentences, no column for quantities."""
    s = Sheet(bill, family or "serifcond")
    p, w = Paper(s.family, 10.5), s.words
    p.text(535, 66, s.supplier.name, 14, True, "right")
    for n, text in enumerate(s.address(s.supplier) + [s.supplier.email]):
        p.text(535, 82 + n * 12, text, 9, align="right")
    party(p, 70, 150, s, 10.5, 14)
    town = s.supplier.address["city"]
    p.text(70, 226, f"{town}, {s.day(bill.day)}")
    p.text(70, 256, f"{s.title} {w['number'].lower()} {bill.number}", 11.5, True)
    if bill.due and bill.gross > 0:
        p.text(70, 272, f"{w['due']} {s.day(bill.due)}", 9.5)
    y = 310
    for line in bill.lines:
        for part in p.wrap(f"{line.text}: {quantity(line, s)} {line.unit} à € {price(line, s)}", 330):
            p.text(70, y, part)
            y += 14
        p.text(535, y - 14, s.money(line.net, True), align="right")
        y += 6
    p.line(420, y - 8, 535, y - 8)
    y = sums(p, s, 300, 535, y + 10, 15)
    y = small_print(p, 70, y + 34, s.notes(), 440, 14)
    p.text(70, y + 20, "   ".join(s.idents()), 8.5)
    return p


def utility(bill, family=None):
    """Two pages: a summary with totals first, what was delivered on the second."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 10), s.words
    p.box(40, 40, 210, 70, fill=s.color, width=0)
    p.text(50, 60, s.supplier.name.split(" ")[0], 15, True, color="#ffffff")
    party(p, 60, 160, s)
    y = 160
    for label, value in s.meta():
        p.text(340, y, label, 9, color="#444444")
        p.text(540, y, value, 9, align="right")
        y += 13
    p.text(60, 280, f"{s.title}", 17, True)
    y = 316
    groups = {}
    for line in bill.lines:
        groups.setdefault(line.kind, [line.text, bill.net * 0])[1] += line.net
    for text, amount in groups.values():
        p.text(60, y, text)
        p.text(540, y, s.money(amount, True), align="right")
        y += 16
    p.line(60, y - 6, 540, y - 6)
    y = sums(p, s, 60, 540, y + 12, 16)
    small_print(p, 60, y + 30, s.notes(), 470, 14)
    p.text(60, 780, f"{s.supplier.name}, {', '.join(s.address(s.supplier))}", 8)
    p.text(60, 792, ", ".join(s.idents()), 8)
    p.text(540, 792, w["page"].format(n=1, m=2), 8, align="right")
    p.page()
    p.text(60, 80, f"Specificatie {bill.number}" if s.lang == "nl" else f"{w['text']} {bill.number}", 13, True)
    y = 116
    for line in bill.lines:
        p.text(60, y, line.text)
        p.text(340, y, f"{quantity(line, s)} {line.unit}", align="right")
        p.text(430, y, price(line, s), align="right")
        p.text(540, y, s.money(line.net), align="right")
        y += 16
    p.text(540, 792, w["page"].format(n=2, m=2), 8, align="right")
    return p


def german(bill, family=None):
    """A letter by DIN 5008: sender's line over the address, particulars at the right, three columns at the foot."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(540, 60, s.supplier.name, 15, True, "right", s.color)
    p.text(71, 136, f"{s.supplier.name} · {' · '.join(s.address(s.supplier)[:2])}", 6.5, color="#555555")
    p.line(71, 139, 300, 139, 0.3)
    y = party(p, 71, 154, s, 10, 13)
    p.text(71, y, "Niederlande", 10)
    y = 154
    for label, value in s.meta() + [("Leistungsdatum", s.day(bill.day))]:
        p.text(350, y, label, 9)
        p.text(540, y, value, 9, align="right")
        y += 13
    p.text(71, 262, f"{s.title} {bill.number}", 13, True)
    y = 290
    p.line(71, y + 5, 540, y + 5)
    for x, label, align in ((71, "Pos.", "left"), (100, w["text"], "left"), (360, w["quantity"], "right"), (446, w["price"], "right"), (540, w["amount"], "right")):
        p.text(x, y, label, 9, True, align)
    y += 20
    for n, line in enumerate(bill.lines, 1):
        p.text(71, y, str(n))
        p.text(100, y, line.text)
        p.text(360, y, f"{quantity(line, s)} {line.unit}", align="right")
        p.text(446, y, price(line, s), align="right")
        p.text(540, y, s.money(line.net), align="right")
        y += 15
    p.line(71, y - 4, 540, y - 4)
    y = sums(p, s, 360, 540, y + 12)
    small_print(p, 71, y + 28, s.notes() + ["Vielen Dank für Ihren Auftrag."], 460)
    p.line(71, 766, 540, 766, 0.4)
    for x, texts in ((71, [s.supplier.name] + s.address(s.supplier)), (240, ["Sparkasse", f"IBAN {spaced(bill.iban_shown)}"]), (420, [f"USt-IdNr. {s.supplier.vat_id}", "Amtsgericht HRB 4711", s.supplier.email])):
        for n, text in enumerate(texts):
            p.text(x, 778 + n * 10, text, 7)
    return p


def french(bill, family=None):
    """A facture with a framed table and its sums at the right."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(45, 60, s.supplier.name, 15, True, color=s.color)
    for n, text in enumerate(s.address(s.supplier) + [s.supplier.email]):
        p.text(45, 76 + n * 12, text, 9)
    p.box(320, 110, 550, 184)
    party(p, 332, 128, s)
    p.text(45, 168, f"{s.title} n° {bill.number}", 13, True)
    p.text(45, 184, f"{w['date']} : {s.day(bill.day)}", 9.5)
    if bill.gross > 0:
        p.text(45, 199, f"{w['due']} : {s.day(bill.due)}", 9.5)
    bottom = 260 + 18 * len(bill.lines)
    p.box(45, 226, 550, bottom)
    p.line(45, 244, 550, 244)
    for x in (320, 380, 460):
        p.line(x, 226, x, bottom)
    for x, label, align in ((50, w["text"], "left"), (375, w["quantity"], "right"), (455, w["price"], "right"), (545, w["amount"], "right")):
        p.text(x, 239, label, 9, True, align)
    y = 258
    for line in bill.lines:
        p.text(50, y, line.text)
        p.text(375, y, quantity(line, s), align="right")
        p.text(455, y, price(line, s), align="right")
        p.text(545, y, s.money(line.net), align="right")
        y += 18
    y = bottom + 22
    for label, value in ((w["net"], bill.net), (w["vat"], bill.vat_total), (w["gross"], bill.gross)):
        p.text(400, y, label, bold=label == w["gross"])
        p.text(545, y, f"{s.money(value)} €", bold=label == w["gross"], align="right")
        y += 15
    small_print(p, 45, y + 24, s.notes(), 480)
    p.text(297, 800, f"{s.supplier.name} - {w['vatid']} {s.supplier.vat_id}" + (f" - IBAN {spaced(bill.iban_shown)}" if bill.iban_shown else ""), 7.5, align="center")
    return p


def english(bill, family=None):
    """As services from abroad print it: from and to beside each other, the sum at the foot."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(50, 70, s.title, 24, True)
    p.text(545, 66, s.supplier.name, 13, True, "right", s.color)
    y = 104
    for label, value in s.meta()[:3]:
        p.text(50, y, label, bold=True)
        p.text(150, y, value)
        y += 14
    y = 180
    p.text(50, y - 4, s.supplier.name, 9.5, True)
    for n, text in enumerate(s.address(s.supplier) + [s.supplier.email] + ([f"{s.supplier.country} VAT {s.supplier.vat_id}"] if s.supplier.vat_id else [])):
        p.text(50, y + 10 + n * 13, text, 9.5)
    p.text(310, y - 4, "Bill to", 9.5, True)
    for n, text in enumerate([s.client.name] + s.address(s.client) + ["Netherlands", f"NL VAT {s.client.vat_id}"]):
        p.text(310, y + 10 + n * 13, text, 9.5)
    p.text(50, 290, f"€{s.money(bill.gross)} due {s.day(bill.due) if bill.due else ''}", 15, True)
    y = 326
    for x, label, align in ((50, w["text"], "left"), (370, w["quantity"], "right"), (455, w["price"], "right"), (545, w["amount"], "right")):
        p.text(x, y, label, 8.5, color="#555555", align=align)
    p.line(50, y + 6, 545, y + 6, 0.4)
    y += 22
    for line in bill.lines:
        p.text(50, y, line.text)
        p.text(370, y, quantity(line, s), align="right")
        p.text(455, y, f"€{price(line, s)}", align="right")
        p.text(545, y, f"€{s.money(line.net)}", align="right")
        y += 18
    y += 8
    for label, value, bold in ((w["net"], bill.net, False), (f"{w['vat']} (0%)" if not bill.vat_total else w["vat"], bill.vat_total, False), (w["gross"], bill.gross, True)):
        p.line(330, y - 11, 545, y - 11, 0.3)
        p.text(330, y, label, bold=bold)
        p.text(545, y, f"€{s.money(value)}", bold=bold, align="right")
        y += 17
    small_print(p, 50, y + 24, s.notes(), 490)
    return p


def belgian(bill, family=None):
    """Belgian: structured message, VAT number as enterprise number, table of VAT beside the sums."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(55, 62, s.supplier.name, 16, True, color=s.color)
    p.text(55, 78, f"{', '.join(s.address(s.supplier))}", 9)
    p.text(55, 90, f"BTW {s.supplier.vat_id[:2]} {s.supplier.vat_id[2:6]}.{s.supplier.vat_id[6:9]}.{s.supplier.vat_id[9:]} - RPR Antwerpen - IBAN {spaced(bill.iban_shown)}", 8.5)
    party(p, 340, 140, s)
    p.text(340, 196, f"BTW {s.client.vat_id}", 9)
    y = 140
    p.text(55, y, s.title, 13, True)
    for label, value in s.meta():
        y += 15
        p.text(55, y, label)
        p.text(170, y, value)
    y = 250
    p.box(55, y - 12, 545, y + 5, fill="#e8e8e8", width=0)
    for x, label, align in ((60, w["text"], "left"), (340, w["quantity"], "right"), (420, w["price"], "right"), (460, w["vat"], "right"), (540, w["amount"], "right")):
        p.text(x, y, label, 9, True, align)
    y += 20
    for line in bill.lines:
        p.text(60, y, line.text)
        p.text(340, y, quantity(line, s), align="right")
        p.text(420, y, price(line, s), align="right")
        p.text(460, y, percent(line, s), align="right")
        p.text(540, y, s.money(line.net), align="right")
        y += 15
    y = sums(p, s, 380, 540, y + 18)
    body = f"{abs(hash_of(bill.number)) % 10**10:010d}"
    check = int(body) % 97 or 97
    text = f"{body}{check:02d}"
    small_print(p, 55, y + 26, s.notes() + [f"Gestructureerde mededeling: +++{text[:3]}/{text[3:7]}/{text[7:]}+++"], 480)
    return p


def hash_of(text):
    out = 7
    for c in text:
        out = out * 131 + ord(c)
    return out


def typed(bill, family=None):
    """As an old program prints it in one width, with lines of signs."""
    s = Sheet(bill, "mono" if family else "courier")
    p, w = Paper(s.family, 9.5), s.words
    out = [s.supplier.name.upper()] + s.address(s.supplier) + s.idents() + ["", ""]
    right = [s.client.name] + s.address(s.client)
    out += [f"{'':42}{text}" for text in right] + ["", ""]
    out += [f"{s.title.upper()}", ""] + [f"{label:<22}: {value}" for label, value in s.meta()] + [""]
    out += ["-" * 80, f"{w['quantity'][:8]:>8}  {w['text'][:34]:<34}{w['price'][:10]:>11}{w['vat'][:4]:>6}{w['amount'][:12]:>15}", "-" * 80]
    for line in bill.lines:
        out.append(f"{quantity(line, s):>8}  {line.text[:34]:<34}{price(line, s):>11}{percent(line, s):>6}{s.money(line.net):>15}")
    out += ["-" * 80, f"{w['net']:>58}{s.money(bill.net):>18}"]
    out += [f"{label:>58}{s.money(value):>18}" for label, value in s.tax_rows()]
    out += [f"{'':60}{'=' * 16}", f"{w['gross'] + ' EUR':>58}{s.money(bill.gross):>18}", "", ""]
    y = 60
    for text in out:
        p.text(58, y, text)
        y += 12.5
    small_print(p, 58, y, s.notes(), 470)
    return p


def sum_row(bill, family=None):
    """Supplier and customer side by side; the sums stand in one row of boxes at the foot of the page."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9), s.words
    p.box(40, 40, 290, 130)
    p.box(305, 40, 555, 130)
    p.text(50, 58, s.supplier.name, 11, True)
    for n, text in enumerate(s.address(s.supplier) + s.idents()):
        p.text(50, 71 + n * 11, text, 8)
    party(p, 315, 60, s)
    p.text(40, 164, s.title, 15, True, color=s.color)
    for n, (label, value) in enumerate(s.meta()):
        p.text(180 + n * 98, 156, label, 7.5, color="#555555")
        p.text(180 + n * 98, 168, value)
    y = 206
    p.line(40, y + 4, 555, y + 4)
    for x, label, align in ((40, w["text"], "left"), (345, w["quantity"], "right"), (352, w["unit"], "left"), (455, w["price"], "right"), (555, w["amount"], "right")):
        p.text(x, y, label, bold=True, align=align)
    y += 19
    for line in bill.lines:
        p.text(40, y, line.text)
        p.text(345, y, quantity(line, s), align="right")
        p.text(352, y, line.unit)
        p.text(455, y, price(line, s), align="right")
        p.text(555, y, s.money(line.net), align="right")
        y += 15
    cells = [(w["net"], bill.net)]
    for (treat, rate), (base, vat) in bill.vat.items():
        if treat in ("S", "F"):
            cells.append((f"{w['vat']} {number(rate, s.lang)}%", vat))
    cells.append((w["gross"], bill.gross))
    step = 515 / len(cells)
    p.box(40, 690, 555, 726)
    for n, (label, value) in enumerate(cells):
        if n:
            p.line(40 + n * step, 690, 40 + n * step, 726)
        p.text(46 + n * step, 703, label, 8, color="#444444")
        p.text(34 + (n + 1) * step, 719, s.money(value, True), 10, n == len(cells) - 1, align="right")
    small_print(p, 40, 748, s.notes(), 510)
    return p


def folio(bill, family=None):
    """A hotel's: each night with its price with VAT; what is outside VAT is in the total."""
    s = Sheet(bill, family)
    p, w = Paper(s.family, 9.5), s.words
    p.text(297, 62, s.supplier.name, 18, align="center", color=s.color)
    p.text(297, 78, " | ".join(s.address(s.supplier)), 8.5, align="center")
    party(p, 60, 130, s)
    for n, (label, value) in enumerate(s.meta()[:3]):
        p.text(330, 130 + n * 14, f"{label}")
        p.text(535, 130 + n * 14, value, align="right")
    p.text(60, 222, s.title, 14, True)
    y = 250
    for x, label, align in ((60, w["date"].split(" ")[0] if s.lang == "nl" else w["date"], "left"), (140, w["text"], "left"), (400, w["quantity"], "right"), (535, "Bedrag incl." if s.lang == "nl" else w["gross"], "right")):
        p.text(x, y, label, bold=True, align=align)
    p.line(60, y + 4, 535, y + 4)
    y += 20
    for line, amount in zip(bill.lines, with_vat(bill)):
        p.text(60, y, f"{bill.day.day:02d}-{bill.day.month:02d}")
        p.text(140, y, line.text)
        p.text(400, y, quantity(line, s), align="right")
        p.text(535, y, s.money(amount), align="right")
        y += 15
    p.line(60, y - 5, 535, y - 5)
    p.text(330, y + 12, w["gross"], 11, True)
    p.text(535, y + 12, s.money(bill.gross, True), 11, True, align="right")
    y += 46
    for x, label in ((60, w["vat"] + " %"), (250, "Netto"), (350, w["vat"]), (450, "Bruto")):
        p.text(x, y, label, 8.5, True, "left" if x == 60 else "right")
    for (treat, rate), (base, vat) in bill.vat.items():
        y += 13
        p.text(60, y, f"{number(rate, s.lang)}%" if treat in ("S", "F") else w["outside"], 8.5)
        for x, value in ((250, base), (350, vat), (450, base + vat)):
            p.text(x, y, s.money(value), 8.5, align="right")
    small_print(p, 60, y + 34, s.notes(), 470)
    p.text(297, 800, " | ".join(s.idents()), 8, align="center")
    return p


LAYOUTS.update(wholesale=wholesale, gross_prices=gross_prices, hours=hours, utility=utility, german=german, french=french, english=english, belgian=belgian,
               typed=typed, sum_row=sum_row, folio=folio)
DUTCH = ["right_head", "left_plain", "footer_only", "centre_codes", "amount_first", "wholesale", "gross_prices", "hours", "typed", "sum_row"]


def layout_for(supplier, rng):
    """A supplier's own layout."""
    if supplier.trade == "Hotel":
        return "folio"
    if supplier.country == "BE":
        return "belgian"
    if supplier.lang != "nl":
        return {"de": rng.choice(["german", "german", "sum_row"]), "en": rng.choice(["english", "english", "amount_first"]), "fr": "french"}[supplier.lang]
    if supplier.trade in ("Energie", "Waterbedrijf", "Telecom"):
        return rng.choice(["utility", "amount_first", "left_plain"])
    if "groothandel" in supplier.trade.lower() or supplier.trade in ("Dranken", "Bouwmaterialen", "Groothandel"):
        return rng.choice(["wholesale", "wholesale", "centre_codes", "typed"])
    if supplier.trade in ("Administratie", "Accountants", "Advocaten", "Juristen", "Timmerbedrijf"):
        return rng.choice(["hours", "right_head", "footer_only"])
    return rng.choice(DUTCH)
