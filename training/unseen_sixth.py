"""Twelve more layouts: sums side by side, wordings of small firms and of neighbours; written without a look at the reader."""

from datetime import timedelta
from decimal import Decimal as D

from facts import cents
from held_out import ogm
from unseen import GREY, Sheet, bill, choose, draw, total
from unseen_fifth import foot, table


def side_by_side(s, y, pairs, left=50, right=545, size=9):
    """Labels over their sums, spread over the width."""
    step = (right - left) / len(pairs)
    for i, (label, value) in enumerate(pairs):
        s.text(left + step * (i + 1) - 6, y, label, 7.5, align="right", color=GREY)
        s.text(left + step * (i + 1) - 6, y + 13, value, size, i == len(pairs) - 1, align="right")
    return y + 30


def freelancer(rng):
    """A freelancer under the small businesses scheme: hours by day, one sum, no word of net."""
    f = bill(rng, "nl", free="E", count=rng.randint(1, 5))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        s.down(60, 60, s.address(f.supplier) + [f"KVK {f.supplier.kvk}", f"btw-id {f.supplier.vat}"], 13)
        s.ids("vat", "kvk", "iban")
        s.down(60, 165, ["Voor:"] + s.address(f.customer), 13)
        s.text(60, 240, f"factuur {f.number}", 16, True)
        s.text(60, 258, f"{f.supplier.town}, {s.d(f.issued)}")
        y = table(s, 290, ((60, "wat", "left", lambda l: l.text), (380, "uren", "right", lambda l: s.q(l.quantity)), (450, "tarief", "right", lambda l: s.n(l.price)), (535, "bedrag", "right", lambda l: s.n(l.amount))))
        s.text(450, y + 24, "totaal", bold=True, align="right")
        s.text(535, y + 24, s.m(f.gross), bold=True, align="right")
        s.text(60, y + 60, "Vrijgesteld van omzetbelasting op grond van artikel 25 Wet OB (kleineondernemersregeling).", 8.5)
        s.text(60, y + 76, f"Maak het bedrag over vóór {s.d(f.due)} op {f.supplier.iban} t.n.v. {f.supplier.name}.", 8.5)
        return s.save()
    return f, draw_it


def catering(rng):
    """A caterer: two rates, all sums in one row of a table."""
    f = bill(rng, "nl", rates=2, count=rng.randint(2, 8))

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 9)
        s.text(297, 50, f.supplier.name, 18, True, "center", "#7b241c")
        s.text(297, 66, f"{f.supplier.street} - {s.town(f.supplier)} - {f.supplier.phone}", 8, align="center")
        s.down(50, 105, s.address(f.customer), 12)
        s.pairs(360, 105, [("Rekening", f.number), ("Van", s.d(f.issued)), ("Feest", s.d(f.issued - timedelta(days=4))), ("Klant", f.customer_number), ("Graag betaald op", s.d(f.due))], 90, 13)
        y = table(s, 190, ((50, "Aantal", "left", lambda l: s.q(l.quantity)), (100, "Gerecht / dienst", "left", lambda l: l.text), (400, "p.st.", "right", lambda l: s.n(l.price)), (450, "btw", "right", lambda l: f"{s.r(l.rate)}%"), (545, "bedrag", "right", lambda l: s.n(l.amount))))
        cells = [("Excl. btw", s.n(f.net))]
        for r, _, base, vat in reversed(f.rows):
            cells += [(f"Over {s.r(r)}%", s.n(base)), (f"Btw {s.r(r)}%", s.n(vat))]
        side_by_side(s, y + 25, cells + [("Te voldoen", s.m(f.gross))])
        foot(s, 800, "Btw-nr.", "K.v.K.", "Rekeningnr.")
        return s.save()
    return f, draw_it


def flemish(rng):
    """A Belgian bill in Dutch: maatstaf, vervaldag and a structured communication."""
    f = bill(rng, "nl", "BE", rates=rng.choice([1, 2]), count=rng.randint(1, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.down(50, 50, s.address(f.supplier) + [f"Ondernemingsnummer {f.supplier.vat[2:6]}.{f.supplier.vat[6:9]}.{f.supplier.vat[9:]} RPR"], 12)
        s.text(545, 50, "FACTUUR", 20, True, "right")
        s.down(330, 110, s.address(f.customer) + [f"BTW {f.customer.vat}"], 12)
        for x, label, value in ((50, "Nr.", f.number), (150, "Factuurdatum", s.d(f.issued)), (270, "Vervaldag", s.d(f.due)), (390, "Uw ref.", f.order)):
            s.text(x, 190, label, 8, True)
            s.text(x, 203, value)
        y = table(s, 230, ((50, "Omschrijving", "left", lambda l: l.text), (330, "Hoev.", "right", lambda l: s.q(l.quantity)), (410, "Eenh.prijs", "right", lambda l: s.n(l.price)), (460, "BTW %", "right", lambda l: s.r(l.rate)), (545, "Netto", "right", lambda l: s.n(l.amount))))
        s.text(50, y + 25, "Maatstaf van heffing", 8, True)
        s.text(240, y + 25, "BTW %", 8, True, "right")
        s.text(320, y + 25, "BTW-bedrag", 8, True, "right")
        down = y + 25
        for r, _, base, vat in f.rows:
            down += 13
            s.text(130, down, s.n(base), align="right")
            s.text(240, down, s.r(r), align="right")
            s.text(320, down, s.n(vat), align="right")
        s.pairs(380, y + 25, [("Totaal netto", s.m(f.net)), ("Totaal BTW", s.m(f.vat)), ("Te betalen", s.m(f.gross))], 0, 15, right=545, bold=True)
        s.text(50, down + 40, f"Gelieve te storten met vermelding van {ogm(rng)}", 9)
        foot(s, 800, "BTW", "", "IBAN")
        return s.save()
    return f, draw_it


def haulier(rng):
    """A German haulier: sums side by side at the foot, the date in words, the supplier at the right."""
    f = bill(rng, "de", "DE", count=rng.randint(1, 4))

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuCond", 10)
        s.down(545, 50, s.address(f.supplier) + [f"Tel. {f.supplier.phone}", f"Sachbearbeiter: {f.supplier.person}"], 13, align="right")
        s.down(60, 130, ["Herrn/Frau/Firma"] + s.address(f.customer), 13)
        s.text(60, 225, f"Frachtrechnung Nr. {f.number} vom {s.d(f.issued)}", 12, True)
        s.text(60, 242, f"Tour {f.order}, Leistungsmonat {f.issued.month:02d}/{f.issued.year}")
        y = table(s, 275, ((60, "Pos. / Text", "left", lambda l: l.text), (400, "Anz.", "right", lambda l: s.q(l.quantity)), (470, "Einzel", "right", lambda l: s.n(l.price)), (545, "EUR", "right", lambda l: s.n(l.amount))))
        y = side_by_side(s, y + 40, [("Warenwert netto", s.n(f.net)), ("MwSt.-Satz", f"{s.r(f.rows[0][0])} %"), ("MwSt.-Betrag", s.n(f.vat)), ("Endbetrag EUR", s.n(f.gross))], 60)
        s.text(60, y + 15, f"Fällig am {s.d(f.due)} ohne Abzug.")
        foot(s, 800, "USt-ID-Nr.:", "", "Konto", x=60)
        return s.save()
    return f, draw_it


def artisan(rng):
    """A French craftsman: two rates, sums in a frame, the day to pay in a sentence."""
    f = bill(rng, "fr", "FR", rates=rng.choice([1, 2]), count=rng.randint(2, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        s.down(50, 55, s.address(f.supplier) + [f"N° TVA intracommunautaire : {f.supplier.vat}"], 13)
        s.ids("vat", "iban")
        s.down(330, 110, ["Client"] + s.address(f.customer), 13)
        s.text(50, 185, f"Facture n° {f.number}", 14, True)
        s.text(50, 202, f"Fait à {f.supplier.town}, le {s.d(f.issued)} - selon devis accepté n° {f.order}")
        y = table(s, 230, ((50, "Désignation", "left", lambda l: l.text), (340, "Qté", "right", lambda l: s.q(l.quantity)), (420, "P.U. HT", "right", lambda l: s.n(l.price)), (465, "TVA", "right", lambda l: f"{s.r(l.rate)} %"), (545, "Montant HT", "right", lambda l: s.n(l.amount))))
        rows = [("Total HT", s.m(f.net))] + [(f"TVA {s.r(r)} %", s.m(v)) for r, _, _, v in f.rows] + [("Total TTC", s.m(f.gross)), ("Net à payer", s.m(f.gross))]
        s.p.box(330, y + 14, 550, y + 24 + 15 * len(rows))
        y = s.pairs(340, y + 27, rows, 0, 15, right=545)
        s.text(50, y + 25, f"À régler au plus tard le {s.d(f.due)} par virement : {f.supplier.iban}", 9)
        s.text(50, y + 40, "Pénalités de retard : trois fois le taux d'intérêt légal. Indemnité forfaitaire de recouvrement : 40 €.", 7)
        return s.save()
    return f, draw_it


def studio(rng):
    """A Dutch firm that bills in English: parties side by side, ISO dates."""
    f = bill(rng, "en", "NL", tongue="nl", count=rng.randint(1, 5))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(50, 60, "invoice", 26, color="#1f618d")
        s.down(50, 95, ["From"] + s.address(f.supplier), 12)
        s.down(300, 95, ["To"] + s.address(f.customer), 12)
        y = s.pairs(50, 165, [("No", f.number), ("Date", f.issued.isoformat()), ("Due", f.due.isoformat()), ("Project", f.order)], 60, 13)
        y = table(s, y + 20, ((50, "Item", "left", lambda l: l.text), (380, "Qty", "right", lambda l: s.q(l.quantity)), (460, "Rate", "right", lambda l: s.n(l.price)), (545, "Amount", "right", lambda l: s.n(l.amount))))
        s.pairs(400, y + 25, [("Net", s.n(f.net)), ("BTW 21%", s.n(f.vat)), ("To pay", s.m(f.gross))], 0, 15, right=545)
        foot(s, 790, "BTW/VAT", "CoC", "IBAN")
        return s.save()
    return f, draw_it


def wholesale(rng):
    """A discount on the whole, before VAT; the sum after it stands in a row of its own."""
    f = bill(rng, "nl", count=rng.randint(3, 9))
    f.discount = cents(f.sum_lines / 20)
    total(f)

    def draw_it(path):
        s = Sheet(path, f, rng, "Courier", 8.5)
        s.down(50, 50, [f.supplier.name.upper(), f.supplier.street, s.town(f.supplier)], 11)
        s.down(330, 50, s.address(f.customer), 11)
        y = s.pairs(50, 120, [("FACTUURNR", f.number), ("DATUM", s.d(f.issued)), ("VERV.DATUM", s.d(f.due)), ("DEBITEUR", f.customer_number), ("PAKBON", f.order)], 90, 12)
        y = table(s, y + 15, ((50, "ARTIKEL", "left", lambda l: l.text[:3].upper() + "-" + s.n(l.price)[-2:]), (110, "OMSCHRIJVING", "left", lambda l: l.text), (370, "AANT", "right", lambda l: s.q(l.quantity)), (450, "PRIJS", "right", lambda l: s.n(l.price)), (545, "BEDRAG", "right", lambda l: s.n(l.amount))), 12)
        s.pairs(340, y + 22, [("GOEDERENBEDRAG", s.n(f.sum_lines)), ("ORDERKORTING 5%", s.n(-f.discount)), ("GRONDSLAG BTW", s.n(f.net)), ("BTW 21,00 %", s.n(f.vat)), ("FACTUURBEDRAG EUR", s.n(f.gross))], 0, 13, right=545)
        foot(s, 800, "BTW", "HR", "IBAN", size=7)
        return s.save()
    return f, draw_it


def across_the_border(rng):
    """Goods out of Germany, free of VAT: the buyer's identifier larger than the seller's."""
    f = bill(rng, "de", "DE", free="K", count=rng.randint(1, 5))

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVu", 8.5)
        s.down(60, 60, s.address(f.customer) + ["NIEDERLANDE", "", f"Ihre USt-IdNr.: {f.customer.vat}"], 13)
        s.text(545, 60, f.supplier.name, 15, True, "right", "#1d8348")
        s.down(545, 76, [f.supplier.street, s.town(f.supplier)], 12, align="right")
        s.text(60, 190, f"RECHNUNG {f.number}", 14, True)
        y = s.pairs(60, 208, [("Rechnungsdatum", s.d(f.issued)), ("Lieferdatum", s.d(f.issued - timedelta(days=2))), ("Auftrag", f.order), ("Zahlbar bis", s.d(f.due))], 110, 13)
        y = table(s, y + 18, ((60, "Artikel", "left", lambda l: l.text), (370, "Menge", "right", lambda l: s.q(l.quantity)), (455, "Preis/Einh.", "right", lambda l: s.n(l.price)), (545, "Gesamt", "right", lambda l: s.n(l.amount))))
        y = s.pairs(350, y + 22, [("Zwischensumme", s.m(f.net)), ("MwSt. 0 %", s.m(f.vat)), ("Rechnungsbetrag", s.m(f.gross))], 0, 15, right=545)
        s.text(60, y + 20, "Steuerfreie innergemeinschaftliche Lieferung nach § 4 Nr. 1 Buchst. b i.V.m. § 6a UStG.")
        foot(s, 800, "USt-IdNr.", "", "Bankverbindung", x=60)
        return s.save()
    return f, draw_it


def provider(rng):
    """A subscription: prices with VAT, debited around a day."""
    f = bill(rng, "nl", count=rng.randint(1, 4), incl=True)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        s.text(50, 60, f.supplier.name, 15, True, color="#6c3483")
        s.down(50, 110, s.address(f.customer), 13)
        s.text(330, 110, "Je maandfactuur", 14, True)
        y = s.pairs(330, 130, [("Factuurnummer", f.number), ("Factuurdatum", s.d(f.issued)), ("Klantnummer", f.customer_number)], 100, 14)
        s.text(50, 205, f"Op {s.d(f.due)} schrijven we {s.m(f.gross)} van je rekening af.", 10, True)
        y = 235
        for l in f.lines:
            s.text(50, y, l.text)
            s.text(400, y, f"{s.q(l.quantity)} x {s.n(l.price)}", align="right")
            s.text(545, y, s.n(l.amount), align="right")
            y += 15
        y = s.pairs(300, y + 15, [("Totaal inclusief btw", s.m(f.gross)), ("Waarvan btw (21%)", s.m(f.vat)), ("Totaal exclusief btw", s.m(f.net))], 0, 15, right=545)
        s.text(50, 785, f"{f.supplier.name} | {f.supplier.street} | {s.town(f.supplier)} | {f.supplier.domain}", 7.5)
        foot(s, 800, "Btw-nummer", "KvK-nummer", "Bankrekening")
        return s.save()
    return f, draw_it


def school(rng):
    """A training institute, exempt: a grid of labels, participant and course before the sum."""
    f = bill(rng, "nl", free="E", count=rng.randint(1, 3), whole=True)

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 9.5)
        s.text(50, 55, f.supplier.name, 13, True)
        s.down(50, 70, [f.supplier.street, s.town(f.supplier)], 12)
        s.down(50, 120, ["Factuuradres", f.customer.name, f"t.a.v. {f.customer.person}", f.customer.street, s.town(f.customer)], 12)
        for i, (label, value) in enumerate((("Factuurdatum", s.d(f.issued)), ("Factuurnummer", f.number), ("Relatienummer", f.customer_number), ("Betaaldatum", s.d(f.due)))):
            x, y = 50 + 250 * (i % 2), 205 + 18 * (i // 2)
            s.text(x, y, label, color=GREY)
            s.text(x + 110, y, value)
        y = 265
        for l in f.lines:
            s.text(50, y, f"{l.text} - deelnemer {f.customer.person}")
            s.text(545, y, s.m(l.amount), align="right")
            y += 16
        y = s.pairs(330, y + 14, [("Cursusgeld", s.m(f.net)), ("Btw-vrijgesteld (CRKBO)", s.m(f.vat)), ("Totaalbedrag", s.m(f.gross))], 0, 16, right=545)
        foot(s, 800, "Btw", "KvK", "IBAN")
        return s.save()
    return f, draw_it


def card(rng):
    """A card at the head with the sum and the day; VAT at the foot of the lines; particulars in a column at the left."""
    f = bill(rng, "nl", rates=rng.choice([1, 2]), count=rng.randint(2, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.p.box(40, 40, 190, 800, fill="#eaf2f8", width=0)
        s.down(50, 60, s.address(f.supplier), 12)
        s.down(50, 120, [f"Btw {f.supplier.vat}", f"KvK {f.supplier.kvk}", "", f.supplier.iban], 12, size=7.5)
        s.ids("vat", "kvk", "iban")
        s.text(210, 60, "Te betalen", 8, color=GREY)
        s.text(210, 80, s.m(f.gross), 18, True)
        s.text(400, 60, "Uiterlijk", 8, color=GREY)
        s.text(400, 80, s.d(f.due), 12, True)
        s.down(210, 115, s.address(f.customer), 12)
        s.text(210, 170, f"Factuur {f.number} | {s.d(f.issued)} | opdracht {f.order}", 9, True)
        y = table(s, 200, ((210, "Product", "left", lambda l: l.text), (400, "Aantal", "right", lambda l: s.q(l.quantity)), (470, "Stuk", "right", lambda l: s.n(l.price)), (550, "Totaal", "right", lambda l: s.n(l.amount))))
        y = s.pairs(350, y + 25, [("Som", s.n(f.net))] + [(f"{s.r(r)}% btw over {s.n(b)}", s.n(v)) for r, _, b, v in f.rows] + [("Samen", s.n(f.gross))], 0, 14, right=550)
        return s.save()
    return f, draw_it


def credit_memo(rng):
    """An English credit note with positive amounts."""
    f = bill(rng, "en", rng.choice(["GB", "IE"]), kind="credit_note", count=rng.randint(1, 3))
    f.credited = f"INV-{rng.randint(1000, 9999)}"

    def draw_it(path):
        s = Sheet(path, f, rng, "Times", 11)
        s.text(60, 60, "Credit Note", 20, True)
        s.down(330, 60, s.address(f.supplier) + [f"VAT Reg. No. {f.supplier.vat}"], 13)
        s.ids("vat")
        s.down(60, 130, s.address(f.customer), 13)
        y = s.pairs(60, 195, [("Credit note no.", f.number), ("Tax point", s.d(f.issued)), ("Original invoice", f.credited)], 110, 14)
        y = table(s, y + 20, ((60, "Description", "left", lambda l: l.text), (400, "Units", "right", lambda l: s.q(l.quantity)), (540, "Value", "right", lambda l: s.n(l.amount))), 15)
        s.pairs(350, y + 25, [("Goods total", s.m(f.net)), (f"VAT at {s.r(f.rows[0][0])}%", s.m(f.vat)), ("Total credit", s.m(f.gross))], 0, 16, right=540)
        return s.save()
    return f, draw_it


LAYOUTS = [freelancer, catering, flemish, haulier, artisan, studio, wholesale, across_the_border, provider, school, card, credit_memo]


def facts_of(seed, index):
    return choose("unseen sixth", LAYOUTS, seed, index)
