"""What comes in the post beside invoices: reminders, statements, quotes, pro formas."""

from datetime import timedelta

from layouts import Sheet, party, quantity, price
from paper import Paper


def head(bill, title):
    s = Sheet(bill)
    p = Paper(s.family, 10)
    p.text(60, 66, s.supplier.name, 15, True, color=s.color)
    p.text(60, 80, " · ".join(s.address(s.supplier) + s.idents()), 7.5)
    y = party(p, 60, 150, s)
    p.text(60, y + 40, title, 15, True)
    return s, p, y + 70


def reminder(bill):
    s, p, y = head(bill, "Betalingsherinnering")
    sent = bill.due + timedelta(days=12)
    p.text(60, y, f"Datum {s.day(sent)}")
    for text in ["Geachte administratie,", "", "Bij controle van onze boekhouding zagen wij dat onderstaande factuur nog niet is betaald.",
                 "Wij verzoeken u het openstaande bedrag binnen zeven dagen te voldoen."]:
        y += 16
        p.text(60, y, text)
    y += 30
    for x, text in ((60, "Factuurnummer"), (190, "Factuurdatum"), (300, "Vervaldatum"), (430, "Openstaand")):
        p.text(x, y, text, bold=True)
    y += 16
    for x, text in ((60, bill.number), (190, s.day(bill.day)), (300, s.day(bill.due)), (430, s.money(bill.gross, True))):
        p.text(x, y, text)
    p.text(60, y + 40, "Hebt u inmiddels betaald, dan kunt u deze herinnering als niet verzonden beschouwen.")
    return p


def statement(bill, others):
    s, p, y = head(bill, "Rekeningoverzicht")
    p.text(60, y, f"Overzicht van openstaande posten per {s.day(bill.day)}")
    y += 28
    for x, text in ((60, "Datum"), (160, "Document"), (300, "Vervalt"), (430, "Bedrag")):
        p.text(x, y, text, bold=True)
    total = bill.gross * 0
    for one in [bill, *others]:
        y += 16
        for x, text in ((60, s.day(one.day)), (160, one.number), (300, s.day(one.due)), (430, s.money(one.gross, True))):
            p.text(x, y, text)
        total += one.gross
    p.text(300, y + 24, "Saldo", bold=True)
    p.text(430, y + 24, s.money(total, True), bold=True)
    return p


def offer(bill, title, number_label, note):
    s, p, y = head(bill, title)
    p.text(60, y, f"{number_label} {bill.number}")
    p.text(60, y + 15, f"Datum {s.day(bill.day)}")
    y += 44
    for x, text, align in ((60, "Omschrijving", "left"), (360, "Aantal", "right"), (440, "Prijs", "right"), (535, "Bedrag", "right")):
        p.text(x, y, text, bold=True, align=align)
    for line in bill.lines:
        y += 16
        p.text(60, y, line.text)
        p.text(360, y, quantity(line, s), align="right")
        p.text(440, y, price(line, s), align="right")
        p.text(535, y, s.money(line.net), align="right")
    y += 26
    for label, value in [("Totaal exclusief btw", bill.net)] + s.tax_rows() + [("Totaal inclusief btw", bill.gross)]:
        p.text(340, y, label)
        p.text(535, y, s.money(value, True), align="right")
        y += 15
    for part in p.wrap(note, 460):
        y += 16
        p.text(60, y, part)
    return p
