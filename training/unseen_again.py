"""Eight more layouts, written after the misses of `unseen` were mended, to see what of that holds for others."""

from datetime import timedelta
from decimal import Decimal as D

from facts import cents, iban_style
from unseen import GREY, Sheet, bill, choose, draw, total

LANGS = ["nl", "nl", "en", "de", "fr"]


def home(lang):
    return {"nl": "NL", "en": "IE", "de": "DE", "fr": "FR"}[lang]


def ids_line(s, lang):
    f = s.f
    word = {"nl": "Omzetbelastingnr.", "en": "VAT registration", "de": "Umsatzsteuer-Identifikationsnr.", "fr": "Identification TVA"}[lang]
    s.ids("vat", "kvk", "iban")
    return [x for x in (f"{word} {f.supplier.vat}", f.supplier.kvk and f"Handelsregister KvK {f.supplier.kvk}", f"IBAN {iban_style(s.rng, f.supplier.iban)}") if x]


def memo(rng):
    """A memo: all particulars in one sentence, a plain list, totals at the left edge."""
    lang = rng.choice(LANGS)
    f = bill(rng, lang, home(lang), rates=1, count=rng.randint(1, 4))

    def draw(path):
        s = Sheet(path, f, rng, "Times", 11)
        w = {"nl": ("Factuur {0}, verzonden op {1}", "Wilt u dit bedrag overschrijven voor {0}?", "Tezamen", "Daarbij btw {0}%", "Totaal door u over te schrijven"), "en": ("Invoice {0}, sent on {1}", "Would you transfer this before {0}?", "Work in all", "To which VAT {0}%", "Total for you to transfer"),
             "de": ("Rechnung {0}, versandt am {1}", "Bitte den Betrag vor dem {0} überweisen.", "Leistungen zusammen", "Hinzu USt {0}%", "Von Ihnen zu überweisen"), "fr": ("Facture {0}, envoyée le {1}", "Merci de virer cette somme avant le {0}.", "Prestations ensemble", "À quoi s'ajoute la TVA {0}%", "Total à virer par vos soins")}[lang]
        y = s.down(70, 70, s.address(f.supplier), 14, bold=True)
        y = s.down(70, y + 20, s.address(f.customer), 14)
        s.text(70, y + 30, w[0].format(f.number, s.d(f.issued)), 13)
        y += 60
        for l in f.lines:
            s.text(70, y, f"{l.text}, {s.q(l.quantity)} × {s.n(l.price)}")
            s.text(520, y, s.n(l.amount), align="right")
            y += 17
        y = s.pairs(70, y + 15, [(w[2], s.m(f.net)), (w[3].format(s.r(f.rows[0][0])), s.m(f.vat)), (w[4], s.m(f.gross))], 260, 17)
        y = s.down(70, y + 15, [w[1].format(s.d(f.due))], 15)
        s.down(70, y + 30, ids_line(s, lang), 13, size=9)
        return s.save()
    return f, draw


def statement_form(rng):
    """A form with numbered boxes; totals in a column of boxes right; two rates told by letters."""
    lang = rng.choice(LANGS)
    f = bill(rng, lang, home(lang), rates=2, count=rng.randint(3, 9))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8.5)
        w = {"nl": ("Rekeningsnummer", "Dagtekening", "Uiterste dag van betaling", "Uw inkoopnummer", "Dienst of goed", "Hoeveelh.", "À", "Bedrag", "T", "Belast met {0}% ({1})", "Belasting {0}%", "Eindtotaal in euro"),
             "en": ("Invoice identification", "Made out", "Last day for payment", "Purchase number", "Goods or service", "Quant.", "At", "Amount", "T", "Subject to {0}% ({1})", "Tax {0}%", "Final total in euro"),
             "de": ("Rechnungs-Kennziffer", "Ausfertigungstag", "Letzter Zahltag", "Einkaufsnummer", "Ware oder Dienst", "Menge", "Zu", "Betrag", "S", "Steuerpflichtig zu {0}% ({1})", "Steuer {0}%", "Endsumme in Euro"),
             "fr": ("Identifiant de facture", "Établie en date du", "Dernier jour de paiement", "N° d'achat", "Bien ou service", "Quant.", "À", "Montant", "T", "Imposable à {0}% ({1})", "Taxe {0}%", "Total final en euros")}[lang]
        s.text(50, 50, f.supplier.name, 15, True)
        s.text(50, 64, "  |  ".join([f.supplier.street, s.town(f.supplier), f.supplier.phone, f"facturatie@{f.supplier.domain}"]), 7.5)
        for i, (a, b) in enumerate(((w[0], f.number), (w[1], s.d(f.issued)), (w[2], s.d(f.due)), (w[3], f.order))):
            x, y = 50 + 250 * (i % 2), 85 + 32 * (i // 2)
            s.p.box(x, y, x + 240, y + 28)
            s.text(x + 4, y + 9, a, 6.5, color=GREY)
            s.text(x + 4, y + 22, b)
        s.down(300, 175, s.address(f.customer), 12)
        y = 250
        cols = ((50, w[4], "left"), (320, w[5], "right"), (400, w[6], "right"), (420, w[8], "left"), (540, w[7], "right"))
        for x, t, a in cols:
            s.text(x, y, t, 8, True, a)
        top = max(l.rate for l in f.lines)
        for l in f.lines:
            y += 14
            for (x, _, a), t in zip(cols, (l.text, s.q(l.quantity), s.n(l.price), "A" if l.rate == top else "B", s.n(l.amount))):
                s.text(x, y, t, align=a)
        y += 30
        for rate, _, base, vat in f.rows:
            letter = "A" if rate == top else "B"
            y = s.pairs(330, y, [(w[9].format(s.r(rate), letter), s.n(base)), (w[10].format(s.r(rate)), s.n(vat))], 0, 14, right=540)
        s.p.line(330, y - 6, 540, y - 6)
        s.text(330, y + 8, w[11], 10, True)
        s.text(540, y + 8, s.n(f.gross), 10, True, "right")
        s.text(50, 805, "   ".join(ids_line(s, lang)), 7)
        return s.save()
    return f, draw


def rental(rng):
    """A lessor's bill: tenant and landlord by name, a period, deposit apart, a payment reference."""
    f = bill(rng, "nl", rates=1, count=rng.randint(1, 3))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        s.text(60, 60, "HUURFACTUUR", 16, True)
        s.text(60, 90, "Verhuurder", 8, color=GREY)
        s.down(60, 103, s.address(f.supplier), 13)
        s.text(330, 90, "Huurder", 8, color=GREY)
        s.down(330, 103, s.address(f.customer), 13)
        y = s.pairs(60, 165, [("Nummer huurfactuur", f.number), ("Opgemaakt d.d.", s.d(f.issued)), ("Tijdvak", f"{s.d(f.issued)} tot {s.d(f.issued + timedelta(days=30))}"), ("Dient betaald te zijn op", s.d(f.due))], 150, 15)
        y += 20
        for l in f.lines:
            y += 16
            s.text(60, y, f"{l.text} ({s.q(l.quantity)})")
            s.text(530, y, s.m(l.amount), align="right")
        y = s.pairs(300, y + 30, [("Huur en bijkomende diensten", s.m(f.net)), ("Omzetbelasting 21%", s.m(f.vat)), ("Huurbedrag inclusief omzetbelasting", s.m(f.gross))], 0, 16, right=530)
        s.text(60, y + 20, f"De waarborgsom van {s.m(cents(f.net * 3))} blijft ongewijzigd.", 9)
        s.down(60, 780, ids_line(s, "nl"), 11, size=8)
        return s.save("line_count")
    return f, draw


def lab(rng):
    """English, months in letters; the amount due is told in words beside a stub to tear off that tells all again."""
    f = bill(rng, "en", rng.choice(["GB", "IE"]), rates=1, count=rng.randint(1, 5))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(50, 55, f.supplier.name, 14, True, color="#0b5345")
        s.down(50, 70, [f.supplier.street, s.town(f.supplier), f"Accounts: {f.supplier.phone}"], 11, size=8)
        s.text(545, 55, "Invoice", 18, align="right")
        s.pairs(360, 80, [("Our invoice ref", f.number), ("Date created", s.d(f.issued)), ("Customer ref", f.order), ("Settlement due by", s.d(f.due))], 0, 13, right=545)
        s.text(50, 150, "Charged to", 8, True)
        s.down(50, 163, s.address(f.customer) + ["Netherlands"], 12)
        y = 245
        for x, t, a in ((50, "Work carried out", "left"), (360, "Units", "right"), (450, "Unit charge", "right"), (545, "Charge", "right")):
            s.text(x, y, t, bold=True, align=a)
        for l in f.lines:
            y += 15
            for x, t, a in ((50, l.text, "left"), (360, s.q(l.quantity), "right"), (450, s.n(l.price), "right"), (545, s.n(l.amount), "right")):
                s.text(x, y, t, align=a)
        y = s.pairs(370, y + 28, [("Charges before VAT", s.m(f.net)), (f"VAT charged at {s.r(f.rows[0][0])}%", s.m(f.vat)), ("Charges with VAT", s.m(f.gross))], 0, 15, right=545)
        s.p.line(50, 690, 545, 690)
        s.text(50, 703, "Remittance slip - please return with your payment", 8, True)
        s.pairs(50, 718, [("Invoice ref", f.number), ("Amount to be settled", s.m(f.gross)), ("Account", f.customer_number)], 120, 13)
        s.text(50, 800, "    ".join(ids_line(s, "en")), 7.5)
        return s.save()
    return f, draw


def card_slip(rng):
    """A restaurant's receipt with the card slip under it; a tip; VAT as a sentence."""
    lang = rng.choice(["nl", "nl", "de", "fr"])
    f = bill(rng, lang, home(lang), rates=1, count=rng.randint(2, 6), incl=True, due=False, kind="receipt")
    for l in f.lines:
        l.quantity, l.price = D(rng.choice([1, 1, 2])), cents(l.price % 30 + D("2.50"))
        l.amount = l.quantity * l.price
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuMono", 7.5, 226, 420 + 14 * len(f.lines))
        w = {"nl": ("Tafel", "Rekening totaal", "incl. {0}% btw", "KLANTTICKET", "Bedrag", "Smakelijk!"), "de": ("Tisch", "Rechnung gesamt", "inkl. {0}% MwSt", "KUNDENBELEG", "Betrag", "Guten Appetit!"), "fr": ("Table", "Total à payer", "dont TVA {0}%", "TICKET CLIENT", "Montant", "Bon appétit !")}[lang]
        s.text(113, 30, f.supplier.name, 10, True, "center")
        s.text(113, 42, f.supplier.street, align="center")
        s.text(113, 53, s.town(f.supplier), align="center")
        s.text(15, 75, f"{w[0]} {rng.randint(1, 40)}")
        s.text(211, 75, f"{s.d(f.issued)}  {rng.randint(11, 22)}:{rng.randint(10, 59)}", align="right")
        y = 95
        for l in f.lines:
            s.text(15, y, f"{l.quantity} {l.text[:22]}")
            s.text(211, y, s.n(l.amount), align="right")
            y += 13
        s.text(15, y + 10, w[1], 9, True)
        s.text(211, y + 10, s.m(f.gross), 9, True, "right")
        s.text(15, y + 24, w[2].format(s.r(f.rows[0][0])))
        s.text(211, y + 24, s.n(f.vat), align="right")
        y += 60
        s.text(113, y, w[3], align="center")
        y = s.down(15, y + 16, [f"Terminal {rng.randint(10**6, 10**7)}", f"VISA **** {rng.randint(1000, 9999)}"], 12)
        s.text(15, y, w[4])
        s.text(211, y, s.m(f.gross), align="right")
        s.text(113, y + 40, w[5], align="center")
        return s.save("customer_name", "invoice_number", "line_count")
    return f, draw


def corrective(rng):
    """A correction: what was billed, what it should be, the difference credited."""
    lang = rng.choice(["nl", "de", "en"])
    f = bill(rng, lang, home(lang), rates=1, count=1, kind="credit_note")
    f.credited = f"{f.issued.year}{rng.randint(1000, 9999)}"

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        w = {"nl": ("Correctienota", "Creditnota kenmerk", "Uitgegeven op", "Heeft betrekking op onze factuur {0} d.d. {1}", "Te veel berekend", "Omzetbelasting daarover {0}%", "Wij boeken terug"), "de": ("Korrekturbeleg / Gutschrift", "Gutschrift-Kennung", "Ausgegeben am", "Bezug: unsere Rechnung {0} vom {1}", "Zu viel berechnet", "Umsatzsteuer darauf {0}%", "Wir erstatten"),
             "en": ("Credit advice", "Credit note identifier", "Issued on", "Concerns our invoice {0} of {1}", "Charged in excess", "VAT thereon {0}%", "We refund")}[lang]
        s.down(60, 60, s.address(f.supplier), 14, bold=True)
        s.down(60, 130, s.address(f.customer), 14)
        s.text(60, 210, w[0], 16, True)
        s.pairs(60, 235, [(w[1], f.number), (w[2], s.d(f.issued))], 150, 15)
        s.text(60, 275, w[3].format(f.credited, s.d(f.issued - timedelta(days=33))))
        s.text(60, 305, f.lines[0].text)
        s.pairs(60, 330, [(w[4], s.m(f.net)), (w[5].format(s.r(f.rows[0][0])), s.m(f.vat)), (w[6], s.m(f.gross))], 0, 18, right=500)
        s.down(60, 770, ids_line(s, lang), 12, size=8)
        return s.save("line_count")
    return f, draw


def columns_three(rng):
    """Three columns at the top, buyer in the middle; lines without a head; net and VAT in one row; reverse charge or not."""
    free = rng.choice([None, "AE"])
    f = bill(rng, "nl", rates=1, free=free, count=rng.randint(2, 6))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVu", 8)
        s.down(40, 60, s.address(f.supplier), 12)
        s.down(230, 60, ["Voor:"] + s.address(f.customer), 12)
        s.pairs(410, 60, [("Nota-id", f.number), ("Opsteldatum", s.d(f.issued)), ("Betaaldag", s.d(f.due))], 70, 13)
        y = 150
        for l in f.lines:
            y += 15
            s.text(40, y, l.text)
            s.text(330, y, f"{s.q(l.quantity)} à {s.n(l.price)}")
            s.text(550, y, s.n(l.amount), align="right")
        y += 35
        s.text(40, y, f"Netto {s.n(f.net)}")
        s.text(200, y, "Heffing verlegd naar afnemer" if free else f"Btw 21% {s.n(f.vat)}")
        s.text(550, y, f"Te ontvangen door ons {s.m(f.gross)}", bold=True, align="right")
        if free:
            s.text(40, y + 20, f"Btw-id afnemer {f.customer.vat}")
        s.text(297, 800, "  ·  ".join(ids_line(s, "nl")), 7, align="center")
        return s.save()
    return f, draw


def around(rng):
    """Not invoices: a confirmation of payment, an offer to renew, a notice of collection, a price change."""
    lang = rng.choice(["nl", "en", "de"])
    f = bill(rng, lang, home(lang), rates=1, count=rng.randint(1, 4))
    f.kind, f.scenario = "other", rng.choice(["paid", "renew", "collection"])

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        w = {"nl": {"paid": ("Bevestiging van uw betaling", "Wij ontvingen uw betaling van factuur {0}."), "renew": ("Voorstel tot verlenging", "Graag verlengen wij uw overeenkomst:"), "collection": ("Vooraankondiging incasso", "Binnenkort incasseren wij factuur {0}.")},
             "en": {"paid": ("Confirmation of payment", "We received your payment for invoice {0}."), "renew": ("Renewal proposal", "We are happy to renew your agreement:"), "collection": ("Direct debit pre-notification", "We will soon collect invoice {0}.")},
             "de": {"paid": ("Zahlungsbestätigung", "Wir haben Ihre Zahlung zur Rechnung {0} erhalten."), "renew": ("Verlängerungsangebot", "Gerne verlängern wir Ihren Vertrag:"), "collection": ("Ankündigung einer Lastschrift", "Demnächst ziehen wir Rechnung {0} ein.")}}[lang][f.scenario]
        s.down(60, 60, s.address(f.supplier), 14)
        s.down(330, 120, s.address(f.customer), 14)
        s.text(60, 210, w[0], 15, True)
        s.text(60, 230, s.d(f.issued))
        s.text(60, 260, w[1].format(f.number))
        y = 280
        for l in f.lines:
            s.text(60, y, l.text)
            s.text(520, y, s.m(l.amount), align="right")
            y += 16
        s.text(60, y + 8, {"nl": "Totaal", "en": "Total", "de": "Summe"}[lang], bold=True)
        s.text(520, y + 8, s.m(f.sum_lines), bold=True, align="right")
        s.down(60, 780, ids_line(s, lang), 12, size=8)
        s.p.save()
        return []
    return f, draw


LAYOUTS = [memo, statement_form, rental, lab, card_slip, corrective, columns_three, around]


def facts_of(seed, index):
    return choose("unseen again", LAYOUTS, seed, index)
