"""Twelve layouts after the papers that firms really send: bookkeeping packages, trades, utilities, hotels, carriers, webshops.

Written without a look at how values are found, for a measurement on what nobody fitted or mended for.
"""

import random
from datetime import timedelta
from decimal import Decimal as D

from facts import cents, iban_style
from held_out import ogm
from unseen import GREY, Sheet, bill, choose, draw, total  # noqa: F401 (generate.py calls draw)
from unseen_again import home


def table(s, y, cols, rows, step=13, head=True, **how):
    """`cols` are (x, title, align); gives the height below the last row."""
    if head:
        for x, title, align in cols:
            s.text(x, y, title, bold=True, align=align, **how)
        y += step + 2
    for row in rows:
        for (x, _, align), cell in zip(cols, row):
            s.text(x, y, cell, align=align, **how)
        y += step
    return y


def energy(rng):
    """A utility: a period, an unpaid bill of before that is due too, meter readings, direct debit."""
    f = bill(rng, "nl", rates=1, count=rng.randint(2, 5))
    old, debit = cents(D(rng.randint(20, 400)) + D("0.37")), rng.random() < 0.5

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.p.logo(50, 40, 80, 24, "#1e8449")
        s.down(50, 110, s.address(f.customer), 12)
        s.text(330, 60, "Uw termijnfactuur", 15, True, color="#1e8449")
        s.pairs(330, 80, [("Klantnummer", f.customer_number), ("Factuurnummer", f.number), ("Factuurdatum", s.d(f.issued)), ("Periode", f"{s.d(f.issued - timedelta(days=30))} t/m {s.d(f.issued - timedelta(days=1))}"), ("Contractrekening", f.order)], 90, 13)
        y = table(s, 200, ((50, "Verbruik en kosten", "left"), (400, "Aantal", "right"), (470, "Tarief", "right"), (545, "Kosten", "right")), [(l.text, s.q(l.quantity), s.n(l.price), s.n(l.amount)) for l in f.lines])
        y = s.pairs(300, y + 16, [("Totaal exclusief btw", s.m(f.net)), ("21% btw", s.m(f.vat)), ("Totaal van deze factuur", s.m(f.gross)), ("Nog openstaand van vorige facturen", s.m(old))], 0, 15, right=545)
        s.p.line(300, y - 8, 545, y - 8)
        s.text(300, y + 5, "Door u te betalen", bold=True)
        s.text(545, y + 5, s.m(f.gross + old), bold=True, align="right")
        s.text(50, y + 45, f"Het bedrag schrijven wij rond {s.d(f.due)} van uw rekening NL** **** **** **{rng.randint(10, 99)} af." if debit else f"Wilt u ervoor zorgen dat wij het bedrag uiterlijk {s.d(f.due)} hebben ontvangen?")
        s.text(50, y + 60, f"Meterstand begin {rng.randint(10000, 20000)}   meterstand eind {rng.randint(20001, 30000)}   EAN 8716{rng.randint(10**13, 10**14 - 1)}", 8, color=GREY)
        s.down(50, 790, [f"{f.supplier.name}, {f.supplier.street}, {s.town(f.supplier)}", f"KvK {f.supplier.kvk}   btw-nr {f.supplier.vat}   IBAN {iban_style(rng, f.supplier.iban)}"], 10, size=7)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def webshop(rng):
    """Prices with VAT, an order number in larger letters than the invoice's, paid already."""
    lang = rng.choice(["nl", "nl", "de", "en"])
    f = bill(rng, lang, home(lang), rates=1, count=rng.randint(1, 5), incl=True, due=False)

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVu", 8.5)
        w = {"nl": ("Bestelling", "Factuur", "Besteldatum", "Factuurdatum", "Factuuradres", "Bezorgadres", "Product", "Aantal", "Prijs", "Totaal", "Subtotaal", "Verzendkosten", "Totaalbedrag", "waarvan {0}% btw", "exclusief btw", "Betaald met iDEAL", "Nog te betalen"),
             "de": ("Bestellung", "Rechnung", "Bestelldatum", "Rechnungsdatum", "Rechnungsadresse", "Lieferadresse", "Produkt", "Anzahl", "Preis", "Summe", "Zwischensumme", "Versand", "Gesamtsumme", "davon {0}% MwSt", "ohne MwSt", "Bezahlt mit PayPal", "Noch zu zahlen"),
             "en": ("Order", "Invoice", "Order date", "Invoice date", "Billing address", "Shipping address", "Product", "Qty", "Price", "Total", "Subtotal", "Delivery", "Order total", "of which {0}% VAT", "excluding VAT", "Paid by card", "Left to pay")}[lang]
        s.text(45, 55, f.supplier.domain.upper(), 17, True, color="#6c3483")
        s.text(550, 55, f"{w[0]} #{f.order}", 13, True, "right")
        s.pairs(380, 75, [(w[1], f.number), (w[3], s.d(f.issued)), (w[2], s.d(f.issued - timedelta(days=rng.randint(1, 3))))], 0, 12, right=550)
        for x, title in ((45, w[4]), (220, w[5])):
            s.text(x, 130, title, bold=True)
            s.down(x, 143, s.address(f.customer), 11)
        y = table(s, 205, ((45, w[6], "left"), (380, w[7], "right"), (460, w[8], "right"), (550, w[9], "right")), [(l.text, s.q(l.quantity), s.m(l.price), s.m(l.amount)) for l in f.lines], 15)
        s.pairs(330, y + 18, [(w[10], s.m(f.sum_lines)), (w[11], s.m(D(0))), (w[12], s.m(f.gross)), (w[13].format(s.r(f.rows[0][0])), s.m(f.vat)), (w[14], s.m(f.net)), (w[15], s.m(f.gross)), (w[16], s.m(D(0)))], 0, 14, right=550)
        s.text(297, 800, "  |  ".join(x for x in (f.supplier.name, f.supplier.street, s.town(f.supplier), f.supplier.vat, f.supplier.kvk and f"KvK {f.supplier.kvk}") if x), 6.5, align="center", color=GREY)
        s.ids("vat", "kvk")
        return s.save()
    return f, draw_it


def word_template(rng):
    """A freelancer's Word template: a bordered table to the foot, blank rows, the name as a heading; small business now and then."""
    free = rng.choice([None, None, "E"])
    f = bill(rng, "nl", rates=1, free=free, count=rng.randint(1, 3), whole=True)

    def draw_it(path):
        s = Sheet(path, f, rng, "Times", 11)
        s.text(56, 60, f.supplier.name, 22, color="#2e74b5")
        s.text(56, 76, f"{f.supplier.street}, {s.town(f.supplier)} | {f.supplier.phone}", 9, color=GREY)
        s.text(540, 60, "FACTUUR", 22, align="right", color="#a6a6a6")
        s.text(56, 110, "Aan:", bold=True)
        s.down(56, 125, [f"t.a.v. {f.customer.person}"] + s.address(f.customer), 14)
        s.pairs(340, 110, [("FACTUURNR.:", f.number), ("DATUM:", s.d(f.issued)), ("VERVALDATUM:", s.d(f.due)), ("PROJECT:", f.order)], 100, 14)
        y, bottom = 215, 215
        edges = (56, 110, 360, 450, 540)
        rows = [("Uren", "Omschrijving", "Tarief", "Bedrag")] + [(s.q(l.quantity), l.text, s.m(l.price), s.m(l.amount)) for l in f.lines] + [("", "", "", "")] * 3
        for row in rows:
            for i, cell in enumerate(row):
                s.p.box(edges[i], bottom, edges[i + 1], bottom + 20)
                s.text(edges[i] + 5 if i < 2 else edges[i + 1] - 5, bottom + 14, cell, bold=bottom == y, align="left" if i < 2 else "right")
            bottom += 20
        for label, value in (("Subtotaal", f.net), ("BTW" if free else "BTW 21%", f.vat), ("Totaal", f.gross)):
            s.p.box(360, bottom, 450, bottom + 20)
            s.p.box(450, bottom, 540, bottom + 20)
            s.text(445, bottom + 14, label, bold=True, align="right")
            s.text(535, bottom + 14, s.m(value), align="right")
            bottom += 20
        if free:
            s.text(56, bottom + 25, "Vrijgesteld van omzetbelasting op grond van artikel 25 van de Wet OB (kleineondernemersregeling).", 9)
        s.text(56, bottom + 50, f"Gelieve binnen {(f.due - f.issued).days} dagen over te maken op {iban_style(rng, f.supplier.iban)} ten name van {f.supplier.name}.", 9)
        s.text(297, 800, f"KVK: {f.supplier.kvk}  -  BTW-id: {f.supplier.vat}", 9, align="center")
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def matrix(rng):
    """An ERP's print in one width of letter: capitals, VAT codes, carried sums, a table of VAT at the foot."""
    f = bill(rng, "nl", rates=2, count=rng.randint(6, 14))

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuMono", 7.5)
        top = max(l.rate for l in f.lines)
        s.down(40, 45, [x.upper() for x in s.address(f.supplier)] + [f"TEL {f.supplier.phone}   KVK {f.supplier.kvk}", f"BTWNR {f.supplier.vat}", f"BANK  {f.supplier.iban}"], 10)
        s.down(320, 120, [x.upper() for x in s.address(f.customer)], 10)
        s.text(40, 175, "F A C T U U R", 9, True)
        table(s, 195, ((40, "DEBITEUR", "left"), (130, "FACTNR", "left"), (240, "FACTDATUM", "left"), (340, "VERVALDATUM", "left"), (450, "ORDERNR", "left")), [(f.customer_number, f.number, s.d(f.issued), s.d(f.due), f.order)], 10)
        cols = ((40, "ARTIKEL", "left"), (95, "OMSCHRIJVING", "left"), (330, "AANTAL", "right"), (350, "EH", "left"), (430, "PRIJS", "right"), (500, "BEDRAG", "right"), (520, "BC", "left"))
        y = table(s, 235, cols, [(l.article, l.text.upper()[:34], s.q(l.quantity), l.unit.upper(), s.n(l.price), s.n(l.amount), "4" if l.rate == top else "2") for l in f.lines], 11)
        s.text(95, y + 4, "AFGELEVERD FRANCO HUIS")
        y = max(y + 40, 600)
        y = table(s, y, ((40, "BC", "left"), (80, "BTW%", "left"), (210, "GRONDSLAG", "right"), (310, "BTW-BEDRAG", "right"), (400, "GOEDEREN", "right"), (500, "FACTUURBEDRAG", "right")),
                  [("4" if r == top else "2", s.n(r), s.n(b), s.n(v), s.n(f.net) if r == top else "", f"EUR {s.n(f.gross)}" if r == top else "") for r, _, b, v in f.rows], 11)
        s.text(40, y + 20, "BETALING NETTO BINNEN DE VERVALDATUM. RECLAMES BINNEN 8 DAGEN.", 7)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def folio(rng):
    """A hotel: dated rows with VAT in them, a guest beside the firm that pays, settled by card."""
    lang = rng.choice(["en", "de", "fr", "nl"])
    f = bill(rng, lang, home(lang), rates=2, count=rng.randint(3, 7), incl=True, due=False)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 8.5)
        w = {"en": ("Guest", "Room", "Arrival", "Departure", "Folio / Invoice No.", "Invoice date", "Date", "Description", "Charges", "Credits", "Total charges", "VAT {0}%", "Net", "VAT", "Gross", "Balance", "Mastercard"),
             "de": ("Gast", "Zimmer", "Anreise", "Abreise", "Rechnungs-Nr.", "Rechnungsdatum", "Datum", "Leistung", "Belastung", "Zahlung", "Gesamtbetrag", "MwSt {0}%", "Netto", "MwSt", "Brutto", "Saldo", "EC-Karte"),
             "fr": ("Client", "Chambre", "Arrivée", "Départ", "Facture n°", "Date de facture", "Date", "Prestation", "Débit", "Crédit", "Total TTC", "TVA {0}%", "HT", "TVA", "TTC", "Solde", "Carte bancaire"),
             "nl": ("Gast", "Kamer", "Aankomst", "Vertrek", "Factuurnr.", "Factuurdatum", "Datum", "Omschrijving", "Bij", "Af", "Totaal incl. btw", "BTW {0}%", "Excl.", "BTW", "Incl.", "Saldo", "Pinbetaling")}[lang]
        s.text(297, 50, f.supplier.name, 16, True, "center")
        s.text(297, 63, f"{f.supplier.street}  {s.town(f.supplier)}  {f.supplier.phone}", 7.5, align="center")
        s.down(60, 100, s.address(f.customer), 12)
        s.pairs(340, 100, [(w[0], f.customer.person), (w[1], str(rng.randint(101, 620))), (w[2], s.d(f.issued - timedelta(days=2))), (w[3], s.d(f.issued)), (w[4], f.number), (w[5], s.d(f.issued))], 110, 12)
        cols = ((60, w[6], "left"), (150, w[7], "left"), (450, w[8], "right"), (535, w[9], "right"))
        rows = [(s.d(f.issued - timedelta(days=2 - min(i, 2))), l.text, s.n(l.amount), "") for i, l in enumerate(f.lines)] + [(s.d(f.issued), f"{w[16]} XXXX{rng.randint(1000, 9999)}", "", s.n(f.gross))]
        y = table(s, 200, cols, rows, 13)
        s.p.line(60, y - 6, 535, y - 6)
        y = s.pairs(300, y + 8, [(w[10], s.m(f.gross)), (w[15], s.m(D(0)))], 0, 14, right=535, bold=True)
        table(s, y + 15, ((60, "", "left"), (220, w[12], "right"), (300, w[13], "right"), (380, w[14], "right")), [(w[11].format(s.r(r)), s.n(b), s.n(v), s.n(b + v)) for r, _, b, v in f.rows], 12)
        s.text(297, 805, " · ".join(x for x in (f.supplier.vat, f.supplier.kvk and f"KvK {f.supplier.kvk}", f"IBAN {iban_style(rng, f.supplier.iban)}") if x), 7, align="center")
        s.ids("vat", "kvk", "iban")
        return s.save("line_count")
    return f, draw_it


def carrier(rng):
    """Transport: consignments with places, a surcharge for diesel among the rows, terms in small print between table and totals."""
    free = rng.choice([None, None, "AE"])
    f = bill(rng, "nl", rates=1, free=free, count=rng.randint(3, 8))
    for l in f.lines[:-1]:
        l.text = f"{rng.choice(['Utrecht', 'Venlo', 'Gent', 'Duisburg'])} - {rng.choice(['Lille', 'Zwolle', 'Bremen', 'Breda'])}"
    f.lines[-1].text = "Dieseltoeslag"

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8.5)
        s.text(50, 55, f.supplier.name, 18, True, color="#922b21")
        s.text(50, 68, f"Internationaal transport - opslag - distributie      {f.supplier.street}, {s.town(f.supplier)}", 7)
        s.down(50, 110, s.address(f.customer), 12)
        table(s, 175, ((50, "Factuur", "left"), (150, "Datum", "left"), (260, "Relatie", "left"), (350, "Uw ref.", "left"), (450, "Betalen voor", "left")), [(f.number, s.d(f.issued), f.customer_number, f.order, s.d(f.due))], 12)
        y = table(s, 215, ((50, "Zending", "left"), (120, "Traject", "left"), (320, "Kg", "right"), (380, "Colli", "right"), (460, "Vracht", "right"), (545, "EUR", "right")),
                  [(l.article, l.text, str(rng.randint(80, 9000)), s.q(l.quantity), s.n(l.price), s.n(l.amount)) for l in f.lines], 12)
        y = s.down(50, y + 8, ["Op al onze werkzaamheden zijn de AVC 2002 en voor grensoverschrijdend vervoer de CMR van toepassing.", "Verzekerd tot EUR 3,40 per kg; meerwaarde alleen na opgave."], 9, size=6.5)
        pairs = [("Vrachtkosten", s.n(f.net)), ("BTW verlegd" if free else "21,00 % BTW", s.n(f.vat)), ("Te betalen EUR", s.n(f.gross))]
        y = s.pairs(400, y + 16, pairs, 0, 13, right=545)
        if free:
            s.text(50, y, f"BTW verlegd naar {f.customer.vat}")
        s.text(50, 800, f"IBAN {f.supplier.iban}   BTW {f.supplier.vat}   Handelsregister {f.supplier.kvk}", 7.5)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def belgian(rng):
    """Flemish or Walloon trades: 6 % or 21 %, a structured message, the buyer's VAT number above the seller's."""
    lang = rng.choice(["nl", "fr"])
    f = bill(rng, lang, "BE", lang, buyer="BE", rates=rng.choice([1, 2]), count=rng.randint(1, 5))
    f.reference = ogm(rng)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        w = {"nl": ("FACTUUR nr.", "Datum", "Vervaldag", "BTW klant", "Omschrijving", "Hoev.", "Eenh.prijs", "BTW", "Bedrag", "Maatstaf van heffing", "BTW-bedrag", "Totaal excl.", "Totaal BTW", "TOTAAL TE BETALEN", "Gestructureerde mededeling", "BTW", "RPR"),
             "fr": ("FACTURE n°", "Date", "Échéance", "TVA client", "Description", "Qté", "Prix unit.", "TVA", "Montant", "Base imposable", "Montant TVA", "Total HTVA", "Total TVA", "TOTAL À PAYER", "Communication structurée", "TVA", "RPM")}[lang]
        s.text(60, 55, f.supplier.name, 15, True)
        s.down(60, 70, [f.supplier.street, f"B-{s.town(f.supplier)}", f"GSM {f.supplier.phone}"], 12)
        s.down(330, 110, s.address(f.customer) + [f"{w[3]}: {f.customer.vat}"], 13)
        s.text(60, 190, f"{w[0]} {f.number}", 12, True)
        s.pairs(60, 206, [(w[1], s.d(f.issued)), (w[2], s.d(f.due))], 80, 13)
        y = table(s, 250, ((60, w[4], "left"), (340, w[5], "right"), (420, w[6], "right"), (465, w[7], "right"), (540, w[8], "right")), [(l.text, s.q(l.quantity), s.n(l.price), f"{s.r(l.rate)}%", s.n(l.amount)) for l in f.lines], 14)
        y = table(s, y + 30, ((60, w[7], "left"), (220, w[9], "right"), (320, w[10], "right")), [(f"{s.r(r)} %", s.n(b), s.n(v)) for r, _, b, v in f.rows], 13)
        y = s.pairs(360, y, [(w[11], s.m(f.net)), (w[12], s.m(f.vat)), (w[13], s.m(f.gross))], 0, 15, right=540, bold=True)
        s.text(60, y + 20, f"{w[14]}: {f.reference}")
        number = f.supplier.vat
        s.text(60, 800, f"{w[15]} {number[:2]} {number[2:6]}.{number[6:9]}.{number[9:]}  -  {w[16]} {f.supplier.town}  -  IBAN {iban_style(rng, f.supplier.iban)}", 8)
        s.ids("vat", "iban")
        return s.save()
    return f, draw_it


def package(rng):
    """A bookkeeping package's own layout: address for a window, a stripe of particulars, a discount on all, totals in a stripe."""
    f = bill(rng, "nl", rates=1, count=rng.randint(2, 7))
    f.discount = cents(f.net * rng.choice([2, 5, 10]) / 100)
    total(f)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.down(545, 45, s.address(f.supplier) + [f.supplier.phone, f"info@{f.supplier.domain}", "", f"K.v.K. {f.supplier.kvk}", f"BTW {f.supplier.vat}", iban_style(rng, f.supplier.iban)], 11, size=8, align="right")
        s.down(75, 145, s.address(f.customer), 13, size=10)
        s.text(50, 235, "Factuur", 20)
        s.p.box(50, 245, 545, 275, "#eaeded", 0)
        for x, label, value in ((56, "Factuurnummer", f.number), (180, "Factuurdatum", s.d(f.issued)), (300, "Vervaldatum", s.d(f.due)), (420, "Debiteurnummer", f.customer_number)):
            s.text(x, 256, label, 7, color=GREY)
            s.text(x, 269, value)
        y = table(s, 300, ((50, "Aantal", "left"), (100, "Omschrijving", "left"), (440, "Prijs p/st", "right"), (480, "BTW", "right"), (545, "Bedrag", "right")), [(s.q(l.quantity), l.text, s.n(l.price), f"{s.r(l.rate)}%", s.n(l.amount)) for l in f.lines], 14)
        y = s.pairs(360, y + 10, [("Regels", s.n(f.sum_lines)), ("Korting", s.n(-f.discount))], 0, 13, right=545) + 8
        s.p.box(50, y, 545, y + 32, "#eaeded", 0)
        for x, label, value in ((160, "Excl. BTW", s.n(f.net)), (290, "BTW 21%", s.n(f.vat)), (539, "Totaal incl. BTW", s.m(f.gross))):
            s.text(x, y + 12, label, 7, align="right", color=GREY)
            s.text(x, y + 26, value, bold=x > 500, align="right")
        s.text(50, 790, "Wij verzoeken u vriendelijk het bedrag voor de vervaldatum te voldoen onder vermelding van factuur- en debiteurnummer.", 8)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def craftsman(rng):
    """A German craftsman's final bill: sums by title, paid on account before, the share of wages."""
    f = bill(rng, "de", "DE", rates=1, count=rng.randint(3, 8))
    paid = cents(f.gross * rng.choice([D("0.3"), D("0.5")]))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        s.text(535, 55, f.supplier.name, 15, True, "right")
        s.text(535, 68, f"{f.supplier.street} · {s.town(f.supplier)} · Tel. {f.supplier.phone}", 8, align="right")
        s.text(65, 125, f"{f.supplier.name} · {f.supplier.street} · {s.town(f.supplier)}", 6)
        s.down(65, 140, s.address(f.customer), 13)
        s.text(65, 230, f"Schlussrechnung Nr. {f.number}", 13, True)
        s.pairs(380, 140, [("Datum", s.d(f.issued)), ("Kunden-Nr.", f.customer_number), ("Bauvorhaben", f.order), ("Leistungszeitraum", f"{s.d(f.issued - timedelta(days=20))}")], 85, 13)
        y = table(s, 260, ((65, "Pos.", "left"), (95, "Leistung", "left"), (370, "Menge", "right"), (445, "EP €", "right"), (535, "GP €", "right")), [(f"{i + 1:02d}", l.text, f"{s.q(l.quantity)} {l.unit}", s.n(l.price), s.n(l.amount)) for i, l in enumerate(f.lines)], 14)
        y = s.pairs(330, y + 14, [("Nettosumme", s.m(f.net)), ("zzgl. 19 % MwSt.", s.m(f.vat)), ("Bruttosumme", s.m(f.gross)), ("abzüglich Abschlagszahlung", s.m(-paid)), ("Noch zu überweisen", s.m(f.gross - paid))], 0, 15, right=535)
        s.down(65, y + 20, [f"Bitte überweisen Sie den Restbetrag bis zum {s.d(f.due)} ohne Abzug.", f"Im Betrag sind Lohnkosten von {s.n(cents(f.gross / 3))} € brutto enthalten (§ 35a EStG)."], 13)
        s.text(297, 800, f"Steuernr. {rng.randint(100, 399)}/{rng.randint(1000, 9999)}/{rng.randint(1000, 9999)}  |  USt-IdNr. {f.supplier.vat}  |  IBAN {iban_style(rng, f.supplier.iban)}", 7.5, align="center")
        s.ids("vat", "iban")
        return s.save()
    return f, draw_it


def societe(rng):
    """A French company: SIRET and capital at the foot, a table of VAT left of the totals, penalties in small print."""
    f = bill(rng, "fr", "FR", buyer=rng.choice(["FR", "NL"]), rates=rng.choice([1, 2]), count=rng.randint(2, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVu", 8)
        s.text(45, 50, f.supplier.name, 14, True, color="#154360")
        s.down(45, 64, [f.supplier.street, s.town(f.supplier), f"Tél : {f.supplier.phone}"], 11)
        s.p.box(310, 90, 550, 160)
        s.down(318, 105, s.address(f.customer), 13)
        table(s, 190, ((45, "FACTURE N°", "left"), (170, "Date", "left"), (290, "Code client", "left"), (390, "Échéance", "left"), (490, "Règlement", "left")), [(f.number, s.d(f.issued), f.customer_number, s.d(f.due), "Virement")], 13)
        y = table(s, 235, ((45, "Référence", "left"), (110, "Désignation", "left"), (350, "Qté", "right"), (420, "PU HT", "right"), (480, "TVA", "right"), (550, "Total HT", "right")), [(l.article, l.text, s.q(l.quantity), s.n(l.price), f"{s.r(l.rate)},00", s.n(l.amount)) for l in f.lines])
        y = max(y + 25, 520)
        table(s, y, ((45, "Taux", "left"), (170, "Base HT", "right"), (260, "Montant TVA", "right")), [(f"{s.r(r)},00 %", s.n(b), s.n(v)) for r, _, b, v in f.rows])
        s.pairs(370, y, [("Total HT", s.m(f.net)), ("Total TVA", s.m(f.vat)), ("NET À PAYER TTC", s.m(f.gross))], 0, 16, right=550, bold=True)
        s.down(45, y + 80, ["Pas d'escompte pour paiement anticipé. Pénalités de retard : trois fois le taux d'intérêt légal.", "Indemnité forfaitaire pour frais de recouvrement : 40,00 €."], 10, size=6.5)
        number = "".join(c for c in f.supplier.vat if c.isdigit())[-9:]
        s.text(297, 790, f"{f.supplier.name} au capital de {rng.randint(5, 90)} 000 € - SIRET {number} 000{rng.randint(11, 99)} - APE 4339Z - TVA {f.supplier.vat}", 6.5, align="center")
        s.text(297, 801, f"IBAN {iban_style(rng, f.supplier.iban)}", 6.5, align="center")
        s.ids("vat", "iban")
        return s.save()
    return f, draw_it


def returned(rng):
    """Goods sent back: a credit note with a minus at the totals or not, and the invoice it belongs to."""
    lang = rng.choice(["nl", "nl", "en", "de", "fr"])
    f = bill(rng, lang, home(lang), rates=1, count=rng.randint(1, 4), kind="credit_note")
    f.credited = f"{f.issued.year % 100}{rng.randint(10000, 99999)}"

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 8.5)
        w = {"nl": ("CREDITFACTUUR", "Nummer", "Datum", "Bij factuur", "Retour ontvangen", "Stuks", "Waarde", "Excl. btw", "btw", "Te crediteren", "Het bedrag wordt verrekend met openstaande posten."), "en": ("CREDIT NOTE", "Number", "Date", "Against invoice", "Goods returned", "Units", "Value", "Excl. VAT", "VAT", "Total credit", "This amount will be set off against open items."),
             "de": ("GUTSCHRIFT", "Nummer", "Datum", "Zu Rechnung", "Retoure", "Stück", "Wert", "Netto", "MwSt.", "Gutschriftsbetrag", "Der Betrag wird mit offenen Posten verrechnet."), "fr": ("AVOIR", "Numéro", "Date", "Sur facture", "Marchandises retournées", "Qté", "Valeur", "Montant HT", "TVA", "Total de l'avoir", "Ce montant sera déduit des factures ouvertes.")}[lang]
        s.text(545, 60, w[0], 16, True, "right")
        s.down(50, 60, s.address(f.supplier), 12)
        s.down(50, 130, s.address(f.customer), 12)
        s.pairs(380, 130, [(w[1], f.number), (w[2], s.d(f.issued)), (w[3], f.credited)], 0, 13, right=545)
        y = table(s, 210, ((50, w[4], "left"), (430, w[5], "right"), (545, w[6], "right")), [(l.text, s.q(l.quantity), s.n(l.amount)) for l in f.lines], 14)
        s.p.line(380, y, 545, y)
        y = s.pairs(380, y + 16, [(w[7], s.n(f.net)), (f"{s.r(f.rows[0][0])}% {w[8]}", s.n(f.vat)), (w[9], s.m(f.gross))], 0, 14, right=545)
        s.text(50, y + 25, w[10])
        s.text(50, 800, "   ".join(x for x in (f.supplier.vat, f.supplier.kvk and f"KvK {f.supplier.kvk}", iban_style(rng, f.supplier.iban)) if x), 7.5)
        s.ids("vat", "kvk", "iban")
        return s.save()
    return f, draw_it


def mobile(rng):
    """Telecom: a first page with the sum by number, amounts without VAT, a sum that is collected on a day."""
    f = bill(rng, "nl", rates=1, count=rng.randint(2, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(50, 55, f.supplier.name, 14, True, color="#117864")
        s.down(50, 100, s.address(f.customer), 12)
        s.text(50, 175, f"Uw rekening van {s.m(f.gross)}", 16, True)
        s.text(50, 192, f"Dit bedrag wordt op of kort na {s.d(f.due)} automatisch afgeschreven.")
        s.p.box(370, 90, 550, 165, "#e8f6f3", 0)
        s.pairs(378, 105, [("Klantnummer", f.customer_number), ("Rekeningnummer", f.number), ("Rekeningdatum", s.d(f.issued)), ("Incassant-ID", f"NL{rng.randint(10, 99)}ZZZ{f.supplier.kvk}0000")], 80, 13, size=8)
        y = table(s, 225, ((50, "Abonnementen en gebruik", "left"), (340, "Nummer", "left"), (545, "Excl. btw", "right")), [(l.text, f"06-{rng.randint(10000000, 59999999)}", s.m(l.amount)) for l in f.lines], 14)
        s.pairs(50, y + 14, [("Totaal zonder btw", s.m(f.net)), ("Btw hoog tarief 21%", s.m(f.vat)), ("Totaal rekening", s.m(f.gross))], 0, 15, right=545)
        s.text(50, 780, f"Vragen? Bel {f.supplier.phone} of kijk op www.{f.supplier.domain}", 8, color=GREY)
        s.text(50, 795, f"{f.supplier.street}, {s.town(f.supplier)}  KvK {f.supplier.kvk}  btw {f.supplier.vat}  IBAN {iban_style(rng, f.supplier.iban)}", 7)
        s.ids("vat", "kvk", "iban")
        return s.save("line_count")
    return f, draw_it


LAYOUTS = [energy, webshop, word_template, matrix, folio, carrier, belgian, package, craftsman, societe, returned, mobile]


def facts_of(seed, index):
    return choose("unseen fourth", LAYOUTS, seed, index)
