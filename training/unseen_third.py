"""Fifteen layouts of trades that the other families do not have: where totals stand first, in sentences or among old balances."""

from datetime import timedelta
from decimal import Decimal as D

from facts import cents, iban_style, vat_style
from unseen import BLUE, GREY, RED, Sheet, bill, choose, draw, total

LANGS = ["nl", "nl", "nl", "de", "fr", "en"]
HOME = {"nl": ["NL", "NL", "BE"], "de": ["DE"], "fr": ["FR", "BE"], "en": ["IE", "GB", "NL"]}


def some(rng, langs=LANGS, **how):
    """A bill of a language and one of its countries, and the words of a layout in that language."""
    lang = rng.choice(langs)
    country = rng.choice(HOME[lang])
    return bill(rng, lang, country, **how)


def ids(s):
    """The particulars of the supplier, in the order and the words of its language."""
    f, who = s.f, s.f.supplier
    words = {"nl": ("BTW", "KvK nr", "Bankrek. (IBAN)"), "de": ("USt-IdNr.", "Kammer-Nr.", "Bankverbindung"), "fr": ("N° TVA intracom.", "Reg.", "Coordonnées bancaires"), "en": ("VAT no", "Chamber of Commerce", "Bank account")}[f.lang]
    s.ids("vat", "kvk", "iban")
    return [f"{label} {value}" for label, value in zip(words, (vat_style(s.rng, who.vat), who.kvk, who.iban and iban_style(s.rng, who.iban))) if value]


def behind(s, value):
    """The amount with its currency, and its sign, behind."""
    return f"{s.n(abs(value))}{'-' if value < 0 else ''} {s.f.currency}"


def energy(rng):
    """A year's account: what was used, what was paid in advance, what is left; the whole bill is the smaller print."""
    f = some(rng, ["nl", "nl", "de"], rates=1, count=rng.randint(2, 5))
    f.prepaid = cents(f.gross * D(rng.choice(["0.7", "0.85", "1.1"])))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        w = {"nl": ("Jaarafrekening energie", "Afrekening", "Datum afrekening", "Klant", "Verbruiksperiode", "Wij schrijven af op", "Leveringskosten zonder btw", "Btw ({0}%)", "Kosten over deze periode", "Voorschotten in rekening gebracht", "U krijgt terug", "U betaalt bij"),
             "de": ("Jahresabrechnung Energie", "Abrechnung", "Abrechnungsdatum", "Kunde", "Verbrauchszeitraum", "Abbuchung am", "Lieferkosten ohne USt", "USt ({0}%)", "Kosten im Zeitraum", "Geleistete Abschläge", "Ihr Guthaben", "Ihre Nachzahlung")}[f.lang]
        left = f.gross - f.prepaid
        s.p.box(0, 0, 595, 50, "#fdebd0", 0)
        s.text(50, 32, f.supplier.name, 15, True, color=RED)
        s.down(50, 90, s.address(f.customer), 13, size=10)
        s.text(330, 90, w[0], 13, True)
        s.pairs(330, 108, [(w[1], f.number), (w[2], s.d(f.issued)), (w[3], f.customer_number), (w[4], f"{s.d(f.issued - timedelta(days=380))} - {s.d(f.issued - timedelta(days=15))}"), (w[5], s.d(f.due))], 100, 13)
        s.p.box(50, 190, 545, 235, "#f2f3f4", 0)
        s.text(62, 217, w[10] if left < 0 else w[11], 14, True)
        s.text(533, 217, s.m(abs(left)), 14, True, "right")
        y = 265
        for l in f.lines:
            s.text(50, y, l.text)
            s.text(400, y, f"{s.q(l.quantity)} x {s.n(l.price)}", align="right")
            s.text(545, y, s.n(l.amount), align="right")
            y += 15
        s.pairs(50, y + 12, [(w[6], s.n(f.net)), (w[7].format(s.r(f.rows[0][0])), s.n(f.vat)), (w[8], s.n(f.gross)), (w[9], s.n(-f.prepaid))], 0, 15, right=545)
        s.text(50, 800, f"{f.supplier.street}, {s.town(f.supplier)}, " + ", ".join(ids(s)), 7)
        return s.save("line_count")
    return f, draw


def band(rng):
    """A band of four cells, label over value, of which one is the amount; the sums before the lines."""
    f = some(rng, rates=rng.choice([1, 1, 2]))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVu", 8)
        w = {"nl": ("FACTUUR", "NR.", "DATUM", "BETALEN VOOR", "BEDRAG", "Exclusief", "Belasting", "Inclusief", "Specificatie"), "de": ("RECHNUNG", "NR.", "DATUM", "ZAHLBAR BIS", "BETRAG", "Ohne Steuer", "Steuer", "Mit Steuer", "Aufstellung"),
             "fr": ("FACTURE", "N°", "DATE", "À RÉGLER AVANT", "MONTANT", "Hors taxe", "Taxe", "Taxe comprise", "Détail"), "en": ("INVOICE", "NO.", "DATE", "PAY BY", "AMOUNT", "Excluding", "Tax", "Including", "Breakdown")}[f.lang]
        s.text(40, 55, f.supplier.name, 13, True)
        s.text(555, 55, w[0], 13, align="right", color=GREY)
        s.p.box(40, 70, 555, 110, "#1b4f72", 0)
        for x, label, value in zip((50, 180, 305, 430), w[1:5], (f.number, s.d(f.issued), s.d(f.due), s.m(f.gross))):
            s.text(x, 84, label, 6.5, color="#d6eaf8")
            s.text(x, 101, value, 10, True, color="#ffffff")
        s.down(40, 135, s.address(f.supplier)[1:] + ids(s), 11, size=7)
        s.down(320, 135, s.address(f.customer), 12)
        y = 215
        for x, t in zip((40, 180, 300, 420), ("", w[5], w[6], w[7])):
            s.text(x, y, t, 7, color=GREY)
        for rate, _, base, vat in f.rows:
            y += 14
            for x, t in zip((40, 180, 300, 420), (f"{s.r(rate)}%", s.n(base), s.n(vat), s.n(base + vat))):
                s.text(x, y, t)
        y += 40
        s.text(40, y, w[8], 10, True)
        for l in f.lines:
            y += 14
            s.text(40, y, f"{s.q(l.quantity)} {l.unit} {l.text} ({s.r(l.rate)}%)")
            s.text(555, y, s.n(l.amount), align="right")
        return s.save()
    return f, draw


def insurance(rng):
    """A premium without VAT: the policy has a number too, and a term that begins and ends."""
    f = some(rng, ["nl", "de", "fr"], free="E", count=rng.randint(1, 3))

    def draw(path):
        s = Sheet(path, f, rng, "Times", 10.5)
        w = {"nl": ("Premienota", "Polis", "Nota", "Opmaakdatum", "Premie van {0} tot {1}", "Totale premie", "Wilt u zorgen dat {0} uiterlijk {1} op onze rekening staat? Verzekeringen zijn vrijgesteld van btw.", "Geachte heer/mevrouw"),
             "de": ("Beitragsrechnung", "Versicherungsschein", "Rechnung", "Erstellt am", "Beitrag vom {0} bis {1}", "Gesamtbeitrag", "Bitte überweisen Sie {0} spätestens zum {1}. Versicherungsleistungen sind umsatzsteuerfrei (§ 4 Nr. 10 UStG).", "Sehr geehrte Damen und Herren"),
             "fr": ("Avis d'échéance", "Contrat", "Facture", "Établi le", "Cotisation du {0} au {1}", "Cotisation totale", "Merci de régler {0} au plus tard le {1}. Les opérations d'assurance sont exonérées de TVA.", "Madame, Monsieur")}[f.lang]
        s.text(60, 60, f.supplier.name, 16, True, color=BLUE)
        s.down(60, 110, s.address(f.customer), 14)
        s.text(60, 180, w[0], 14, True)
        s.pairs(60, 200, [(w[1], f"{rng.randint(10**6, 10**8)}"), (w[2], f.number), (w[3], s.d(f.issued))], 120, 14)
        s.text(60, 262, w[7] + ",")
        s.text(60, 282, w[4].format(s.d(f.issued + timedelta(days=20)), s.d(f.issued + timedelta(days=385))))
        y = s.pairs(60, 302, [(l.text, s.m(l.amount)) for l in f.lines] + [(w[5], s.m(f.gross))], 0, 16, right=480)
        s.down(60, y + 15, s.p.wrap(w[6].format(s.m(f.gross), s.d(f.due)), 440), 14)
        s.down(60, 770, [f"{f.supplier.street}, {s.town(f.supplier)}"] + ids(s), 11, size=8)
        return s.save("line_count", "vat_breakdown")
    return f, draw


def software(rng):
    """A subscription over the web: the sum and its day large at the top, labels without colons, perhaps a reverse charge."""
    free = rng.choice([None, None, "AE"])
    f = bill(rng, "en", rng.choice(["IE", "NL", "DE"]), "en", rates=1, free=free, count=rng.randint(1, 3))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.style = 1
        s.text(40, 55, "Invoice", 18, True)
        s.pairs(40, 80, [("Invoice number", f.number), ("Date of issue", s.d(f.issued)), ("Date due", s.d(f.due))], 85, 13, bold=False)
        s.down(40, 140, [f.supplier.name], bold=True)
        s.down(40, 152, s.address(f.supplier)[1:] + [f"billing@{f.supplier.domain}", f"VAT {f.supplier.vat}"])
        s.down(300, 140, ["Bill to"], bold=True)
        s.down(300, 152, s.address(f.customer) + ["Netherlands", f"VAT {f.customer.vat}"])
        s.ids("vat")
        s.text(40, 240, f"{s.m(f.gross)} due {s.d(f.due)}", 14, True)
        s.text(40, 258, "Pay online", 9, color=BLUE)
        y = 290
        for x, t, a in ((40, "Description", "left"), (340, "Qty", "right"), (430, "Unit price", "right"), (480, "Tax", "right"), (555, "Amount", "right")):
            s.text(x, y, t, 7.5, align=a, color=GREY)
        for l in f.lines:
            y += 18
            for x, t, a in ((40, l.text, "left"), (340, s.q(l.quantity), "right"), (430, s.m(l.price), "right"), (480, f"{s.r(l.rate)}%", "right"), (555, s.m(l.amount), "right")):
                s.text(x, y, t, align=a)
            s.text(40, y + 10, f"{s.d(f.issued)} – {s.d(f.issued + timedelta(days=30))}", 7, color=GREY)
            y += 10
        tax = [("VAT - reverse charge", s.m(D(0)))] if free else [(f"VAT ({s.r(f.rows[0][0])}% on {s.m(f.net)})", s.m(f.vat))]
        y = s.pairs(330, y + 28, [("Subtotal", s.m(f.net)), ("Total excluding tax", s.m(f.net)), *tax, ("Total", s.m(f.gross)), ("Amount due", s.m(f.gross))], 0, 15, right=555)
        if free:
            s.text(40, y + 10, "Tax to be paid on reverse charge basis", 8)
        return s.save()
    return f, draw


def workshop(rng):
    """A garage: labour and parts apart with sums of their own, the car and its days, amounts with the currency behind."""
    f = some(rng, ["nl", "de", "fr"], rates=1, count=rng.randint(3, 8))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8.5)
        w = {"nl": ("Werkorder", "Factuur", "Kenteken", "Km-stand", "Binnen", "Gereed / factuurdag", "Uiterste betaaldag", "ARBEID", "ONDERDELEN", "Som arbeid", "Som onderdelen", "Arbeid + onderdelen", "BTW", "Eindbedrag"),
             "de": ("Auftrag", "Rechnung", "Kennzeichen", "km-Stand", "Annahme", "Fertig / Rechnungstag", "Letzter Zahltag", "ARBEITSLOHN", "TEILE", "Summe Lohn", "Summe Teile", "Lohn + Teile", "USt.", "Endbetrag"),
             "fr": ("Ordre", "Facture", "Immatriculation", "Kilométrage", "Entrée", "Sortie / facturé le", "Limite de paiement", "MAIN-D'ŒUVRE", "PIÈCES", "Total main-d'œuvre", "Total pièces", "M.O. + pièces", "TVA", "Montant final")}[f.lang]
        s.text(40, 50, f.supplier.name, 14, True)
        s.down(40, 63, s.address(f.supplier)[1:] + [f.supplier.phone], 10, size=7.5)
        s.down(340, 63, s.address(f.customer), 12)
        cells = [(w[0], f.order), (w[1], f.number), (w[2], f"{rng.choice('GHJKL')}-{rng.randint(100, 999)}-XB"), (w[3], s.n(D(rng.randint(10000, 250000)), 0)), (w[4], s.d(f.issued - timedelta(days=3))), (w[5], s.d(f.issued)), (w[6], s.d(f.due))]
        for i, (label, value) in enumerate(cells):
            x, y = 40 + 130 * (i % 4), 130 + 34 * (i // 4)
            s.p.box(x, y, x + 130, y + 34)
            s.text(x + 4, y + 11, label, 7)
            s.text(x + 4, y + 26, value, bold=True)
        y, cut = 220, max(1, len(f.lines) // 2)
        for title, lines, sum_label in ((w[7], f.lines[:cut], w[9]), (w[8], f.lines[cut:], w[10])):
            s.text(40, y, title, bold=True)
            for l in lines:
                y += 13
                s.text(50, y, f"{s.q(l.quantity)} x {l.text}")
                s.text(530, y, behind(s, l.amount), align="right")
            y += 16
            s.text(300, y, sum_label)
            s.text(530, y, behind(s, sum((l.amount for l in lines), D(0))), align="right")
            y += 22
        s.pairs(300, y + 8, [(w[11], behind(s, f.net)), (f"{w[12]} {s.r(f.rows[0][0])} %", behind(s, f.vat)), (w[13], behind(s, f.gross))], 0, 15, right=530, bold=True)
        s.text(40, 810, " | ".join(ids(s)), 7)
        return s.save("line_count")
    return f, draw


def termin(rng):
    """An instalment of a contract: the contract's sum and what was billed before stand there too; perhaps VAT to the buyer."""
    free = rng.choice([None, "AE"])
    f = bill(rng, "nl", "NL", rates=1, free=free, count=1, whole=True)
    f.blocked = None

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        contract = cents(f.net * 5)
        s.down(50, 50, [f.supplier.name], bold=True, size=13)
        s.text(50, 64, f"{f.supplier.street} | {s.town(f.supplier)}", 8)
        s.down(50, 110, ["T.a.v. de crediteurenadministratie"] + s.address(f.customer), 13)
        s.text(50, 195, f"TERMIJNFACTUUR {f.number}", 13, True)
        y = s.pairs(50, 215, [("Dagtekening", s.d(f.issued)), ("Bestek / werk", f"{rng.randint(100, 999)}.{rng.randint(10, 99)}"), ("Betaling binnen", f"{(f.due - f.issued).days} dagen, dus voor {s.d(f.due)}")], 110, 14)
        y = s.pairs(50, y + 15, [("Aanneemsom", s.n(contract)), ("Meerwerk", s.n(D(0))), ("Eerder gefactureerd (2 termijnen)", s.n(cents(contract * 2 / 5))), ("Thans termijn 3 van 5 (20 %)", s.n(f.net)), ("Nog te factureren", s.n(cents(contract * 2 / 5)))], 0, 15, right=500)
        if free:
            y = s.pairs(50, y + 10, [("BTW verlegd", "0,00"), ("Te betalen termijn", s.m(f.gross))], 0, 16, right=500, bold=True)
            y = s.down(50, y, [f"Btw-nummer opdrachtgever: {f.customer.vat}"])
        else:
            y = s.pairs(50, y + 10, [("BTW 21 %", s.n(f.vat)), ("Te betalen termijn", s.m(f.gross))], 0, 16, right=500, bold=True)
        blocked = cents(f.gross * D("0.2"))
        s.down(50, y + 15, [f"Waarvan {s.m(blocked)} op G-rekening en {s.m(f.gross - blocked)} op de gewone rekening."])
        s.down(50, 780, ids(s), 11, size=8)
        return s.save("line_count")
    return f, draw


def parcel(rng):
    """A web shop: prices and sums with VAT alone, the order as prominent as the invoice, paid already."""
    f = some(rng, rates=1, incl=True, due=False)

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        w = {"nl": ("Bedankt voor je bestelling!", "Bestelling", "Factuurnr", "Besteld op", "Gefactureerd op", "Totaalprijs", "Daarin zit {0}% btw", "Betaald met iDEAL", "Bezorgen bij", "Nog te voldoen"), "de": ("Danke für deinen Einkauf!", "Bestellung", "Rechnungsnr", "Bestellt am", "Berechnet am", "Gesamtpreis", "Darin {0}% MwSt", "Bezahlt mit PayPal", "Lieferung an", "Noch offen"),
             "fr": ("Merci pour votre achat !", "Commande", "Facture n°", "Commandé le", "Facturé le", "Prix total", "Dont TVA {0}%", "Payé par carte", "Livraison à", "Reste à payer"), "en": ("Thanks for your order!", "Order", "Invoice no", "Ordered on", "Invoiced on", "Total price", "This includes {0}% VAT", "Paid by card", "Deliver to", "Left to pay")}[f.lang]
        s.text(40, 50, f.supplier.domain, 16, True, color=RED)
        s.text(40, 72, w[0], 11)
        s.pairs(40, 95, [(w[1], f.order), (w[3], s.d(f.issued - timedelta(days=2))), (w[2], f.number), (w[4], s.d(f.issued))], 90, 13)
        s.text(320, 95, w[8], 9, True)
        s.down(320, 108, s.address(f.customer), 12)
        y = 170
        for l in f.lines:
            y += 16
            s.text(40, y, f"{s.q(l.quantity)}x")
            s.text(70, y, l.text)
            s.text(540, y, s.m(l.amount), align="right")
        s.p.line(330, y + 8, 540, y + 8)
        s.pairs(330, y + 22, [(w[5], s.m(f.gross)), (w[6].format(s.r(f.rows[0][0])), s.m(f.vat)), (w[7], s.m(-f.gross)), (w[9], s.m(D(0)))], 0, 14, right=540)
        s.down(40, 770, [" - ".join(s.address(f.supplier))] + ids(s), 11, size=7.5)
        return s.save()
    return f, draw


def folio(rng):
    """A hotel: a row per day, a city tax outside VAT, arrival and departure, sums at the left."""
    f = some(rng, rates=1, incl=True, due=False, count=rng.randint(2, 6))
    f.deposit = cents(D(rng.randint(2, 12)) * D("2.35"))
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 8)
        w = {"nl": ("Verblijfsnota", "Kamer", "Aankomst", "Vertrek", "Notadatum", "Toeristenbelasting", "Totaal verblijf", "btw-grondslag {0}%", "btw-bedrag", "Gast"), "de": ("Hotelrechnung", "Zimmer", "Anreise", "Abreise", "Rechnung vom", "Kurtaxe", "Gesamt Aufenthalt", "Nettobetrag {0}%", "Steuerbetrag", "Gast"),
             "fr": ("Note d'hôtel", "Chambre", "Arrivée", "Départ", "Note du", "Taxe de séjour", "Total du séjour", "Base TVA {0}%", "Montant TVA", "Client"), "en": ("Guest bill", "Room", "Arrival", "Departure", "Bill date", "City tax", "Total stay", "VAT base {0}%", "VAT amount", "Guest")}[f.lang]
        s.text(297, 50, f.supplier.name, 14, True, "center")
        s.text(297, 63, f"{f.supplier.street} - {s.town(f.supplier)}", align="center")
        s.text(50, 95, w[9], 7, color=GREY)
        s.down(50, 107, s.address(f.customer), 11)
        s.pairs(350, 95, [(w[0], f.number), (w[4], s.d(f.issued)), (w[1], str(rng.randint(100, 600))), (w[2], s.d(f.issued - timedelta(days=len(f.lines)))), (w[3], s.d(f.issued))], 90, 12)
        y = 180
        for i, l in enumerate(f.lines):
            s.text(50, y, s.d(f.issued - timedelta(days=len(f.lines) - i)))
            s.text(150, y, l.text)
            s.text(500, y, s.n(l.amount), align="right")
            y += 14
        s.text(150, y, w[5])
        s.text(500, y, s.n(f.deposit), align="right")
        rate, _, base, vat = f.rows[0]
        s.pairs(50, y + 35, [(w[6], s.m(f.gross)), (w[7].format(s.r(rate)), s.n(base)), (w[8], s.n(vat))], 130, 14)
        s.text(297, 800, "   ".join(ids(s)), 7, align="center")
        return s.save("line_count")
    return f, draw


def practice(rng):
    """Care without VAT: a patient, a day of treatment, codes that look like numbers."""
    f = bill(rng, "nl", rng.choice(["NL", "BE"]), free="E", count=rng.randint(1, 5))

    def draw(path):
        s = Sheet(path, f, rng, "Times", 10)
        s.text(50, 55, f.supplier.name, 14, True)
        s.down(50, 70, s.address(f.supplier)[1:] + [f"AGB-code {rng.randint(10**7, 10**8 - 1)}"], 12, size=9)
        s.text(330, 55, "Declaratie aan", 8, color=GREY)
        s.down(330, 70, s.address(f.customer), 13)
        s.text(50, 150, f"Declaratie {f.number} van {s.d(f.issued)}, te betalen uiterlijk {s.d(f.due)}", bold=True)
        y = 180
        for x, t, a in ((50, "Behandeld op", "left"), (150, "Prestatie", "left"), (210, "Omschrijving", "left"), (520, "Tarief", "right")):
            s.text(x, y, t, 8, True, a)
        for i, l in enumerate(f.lines):
            y += 15
            s.text(50, y, s.d(f.issued - timedelta(days=10 + 3 * i)))
            s.text(150, y, l.article)
            s.text(210, y, l.text)
            s.text(520, y, s.n(l.amount), align="right")
        s.text(300, y + 22, "Door u verschuldigd", bold=True)
        s.text(520, y + 22, s.m(f.gross), bold=True, align="right")
        s.text(50, y + 50, "Gezondheidskundige verzorging is vrijgesteld van omzetbelasting.", 8)
        s.text(50, 790, "  ".join(ids(s)), 8)
        return s.save("vat_breakdown", "line_count")
    return f, draw


def solicitor(rng):
    """A lawyer's letter: the sums told in sentences, disbursements outside VAT."""
    f = some(rng, ["nl", "de", "fr", "en"], rates=1, count=1)
    f.deposit = cents(D(rng.randint(40, 400)) + D("0.75"))
    total(f)

    def draw(path):
        s = Sheet(path, f, rng, "Times", 11)
        w = {"nl": ("{0}, {1}", "Declaratienummer {0}", "Voor onze werkzaamheden brengen wij {0} in rekening. De omzetbelasting van {1}% hierover is {2}. Daarnaast betaalden wij voor u {3} aan griffierecht (onbelast). Wij verzoeken u het totaal van {4} voor {5} te voldoen."),
             "de": ("{0}, den {1}", "Kostennote Nr. {0}", "Für unsere Tätigkeit berechnen wir {0}. Die Umsatzsteuer von {1}% hierauf ist {2}. Verauslagt haben wir {3} an Gerichtskosten (nicht steuerbar). Wir bitten, die Summe von {4} bis zum {5} zu zahlen."),
             "fr": ("{0}, le {1}", "Note d'honoraires n° {0}", "Nos honoraires s'élèvent à {0}. La TVA de {1}% sur cette somme est de {2}. Nous avons avancé {3} de frais de greffe (hors TVA). Nous vous prions de régler la somme de {4} avant le {5}."),
             "en": ("{0}, {1}", "Fee note {0}", "Our fees for the work are {0}. VAT at {1}% on these comes to {2}. We paid court fees of {3} on your behalf (outside VAT). Kindly settle the sum of {4} before {5}.")}[f.lang]
        rate, _, base, vat = f.rows[0]
        s.text(525, 60, f.supplier.name, 15, align="right")
        s.down(525, 76, s.address(f.supplier)[1:], 12, size=8, align="right")
        s.down(70, 130, s.address(f.customer), 14)
        s.text(70, 215, w[0].format(f.supplier.town, s.d(f.issued)))
        s.text(70, 240, w[1].format(f.number), bold=True)
        s.text(70, 256, f.lines[0].text)
        s.down(70, 285, s.p.wrap(w[2].format(s.m(base), s.r(rate), s.m(vat), s.m(f.deposit), s.m(f.gross), s.d(f.due)), 450), 16)
        s.down(70, 770, ids(s), 11, size=8)
        return s.save("line_count")
    return f, draw


def minus_behind(rng):
    """A credit note whose amounts have their minus behind; the invoice it undoes stands first."""
    f = some(rng, rates=rng.choice([1, 2]), kind="credit_note", count=rng.randint(1, 4))
    f.credited = str(rng.randint(10**5, 10**7))

    def draw(path):
        s = Sheet(path, f, rng, "Courier", 9)
        w = {"nl": ("CREDITERING", "Op factuur", "Creditnr.", "Datum", "Totaal goederen", "BTW {0}%", "Totaal creditering"), "de": ("STORNO / GUTSCHRIFT", "Zu Rechnung", "Gutschriftnr.", "Datum", "Warenwert", "MwSt {0}%", "Gutschrift gesamt"),
             "fr": ("AVOIR", "Sur facture", "Avoir n°", "Date", "Total marchandises", "TVA {0}%", "Total de l'avoir"), "en": ("CREDIT", "Against invoice", "Credit no.", "Date", "Total goods", "VAT {0}%", "Total credited")}[f.lang]
        neg = lambda v: f"{s.n(v)}-"
        s.down(40, 50, s.address(f.supplier), 12)
        s.text(400, 50, w[0], 12, True)
        s.pairs(340, 70, [(w[1], f.credited), (w[2], f.number), (w[3], s.d(f.issued))], 110, 13)
        s.down(40, 130, s.address(f.customer), 12)
        y = 200
        for l in f.lines:
            s.text(40, y, f"{s.q(l.quantity):>6} {l.text[:34]}")
            s.text(540, y, neg(l.amount), align="right")
            y += 14
        s.pairs(300, y + 14, [(w[4], neg(f.net)), *[(w[5].format(s.r(r)), neg(v)) for r, _, _, v in f.rows], (f"{w[6]} {f.currency}", neg(f.gross))], 0, 14, right=540)
        s.down(40, 780, ids(s), 11, size=8)
        return s.save()
    return f, draw


def old_balance(rng):
    """A telecom account: the bill before, what was paid of it, this bill, and all that is to be paid."""
    f = some(rng, rates=1, count=rng.randint(2, 5))
    left = cents(D(rng.randint(10, 90)) + D("0.40"))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        w = {"nl": ("Rekening", "Rekeningnummer", "Datum", "Vorige rekening", "Ontvangen betalingen", "Nog openstaand", "Abonnementen en verbruik (excl.)", "Btw {0}%", "Deze rekening", "In totaal te voldoen", "Betaal uiterlijk"), "de": ("Ihre Rechnung", "Rechnungs-Nr.", "Datum", "Letzte Rechnung", "Erhaltene Zahlungen", "Noch offen", "Grundgebühr und Verbrauch (netto)", "USt {0}%", "Diese Rechnung", "Insgesamt zu zahlen", "Zahlen Sie bis"),
             "fr": ("Votre facture", "Facture n°", "Date", "Facture précédente", "Paiements reçus", "Reste dû", "Abonnements et consommation (HT)", "TVA {0}%", "Cette facture", "Au total à payer", "Payez avant le"), "en": ("Your bill", "Bill number", "Date", "Previous bill", "Payments received", "Still open", "Subscriptions and usage (ex VAT)", "VAT {0}%", "This bill", "In all to pay", "Pay by")}[f.lang]
        s.text(50, 55, f.supplier.name, 17, True, color=BLUE)
        s.down(50, 95, s.address(f.customer), 13)
        s.text(340, 95, w[0], 13, True)
        s.pairs(340, 112, [(w[1], f.number), (w[2], s.d(f.issued)), (w[10], s.d(f.due))], 95, 13)
        old = left + cents(D(rng.randint(20, 90)) + D("0.15"))
        y = s.pairs(50, 190, [(w[3], s.m(old)), (w[4], s.m(left - old)), (w[5], s.m(left))], 0, 15, right=540)
        y = s.pairs(50, y + 12, [(l.text, s.m(l.amount)) for l in f.lines], 0, 14, right=540)
        y = s.pairs(50, y + 12, [(w[6], s.m(f.net)), (w[7].format(s.r(f.rows[0][0])), s.m(f.vat)), (w[8], s.m(f.gross))], 0, 15, right=540)
        s.p.box(45, y + 4, 545, y + 24)
        s.text(50, y + 17, w[9], 10, True)
        s.text(540, y + 17, s.m(f.gross + left), 10, True, "right")
        s.text(50, 800, f"{f.supplier.street}, {s.town(f.supplier)}   " + "   ".join(ids(s)), 7)
        return s.save("line_count")
    return f, draw


def second_hand(rng):
    """A dealer under the margin scheme: one price, no VAT to be seen."""
    f = bill(rng, "nl", "NL", free="E", count=rng.randint(1, 2), whole=True, scenario="margin")

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 9)
        s.text(50, 60, f.supplier.name, 15, True)
        s.down(50, 75, s.address(f.supplier)[1:], 12)
        s.text(540, 60, "Verkoopbon", 13, align="right")
        s.pairs(350, 80, [("Bon", f.number), ("Verkocht op", s.d(f.issued)), ("Te betalen tot", s.d(f.due))], 0, 14, right=540)
        s.down(50, 150, ["Koper:"] + s.address(f.customer), 13)
        y = s.pairs(50, 240, [(l.text + f" ({s.q(l.quantity)})", s.m(l.amount)) for l in f.lines], 0, 17, right=540)
        s.text(350, y + 15, "Koopsom", bold=True)
        s.text(540, y + 15, s.m(f.gross), bold=True, align="right")
        s.text(50, y + 45, "Bijzondere regeling - gebruikte goederen. De btw is niet aftrekbaar.", 8)
        s.down(50, 780, ids(s), 11, size=8)
        return s.save("vat_breakdown", "vat_zero_category", "line_count")
    return f, draw


def freight(rng):
    """A haulier: a ruled table, values over their labels, sums in a row along the foot."""
    f = some(rng, rates=1, count=rng.randint(2, 7))

    def draw(path):
        s = Sheet(path, f, rng, "DejaVuCond", 8)
        w = {"nl": ("Vrachtfactuur", "Opgesteld", "Vervalt", "Debiteur", "Rit", "Bedrag", "Vracht en toeslagen", "BTW {0}%", "Factuurtotaal"), "de": ("Frachtrechnung", "Erstellt", "Verfällt", "Debitor", "Fahrt", "Betrag", "Fracht und Zuschläge", "USt {0}%", "Rechnungssumme"),
             "fr": ("Facture de transport", "Créée", "Échoit", "Débiteur", "Trajet", "Montant", "Fret et suppléments", "TVA {0}%", "Total facture"), "en": ("Freight invoice", "Drawn up", "Falls due", "Debtor", "Trip", "Amount", "Freight and surcharges", "VAT {0}%", "Invoice total")}[f.lang]
        s.down(40, 50, s.address(f.supplier), 11)
        s.down(330, 50, s.address(f.customer), 11)
        for x, value, label in zip((40, 170, 300, 430), (f.number, s.d(f.issued), s.d(f.due), f.customer_number), w[:4]):
            s.text(x, 120, value, 11, True)
            s.p.line(x, 124, x + 110, 124)
            s.text(x, 133, label, 6.5, color=GREY)
        y = 165
        s.text(45, y, w[4], bold=True)
        s.text(550, y, w[5], bold=True, align="right")
        for l in f.lines:
            s.p.box(40, y + 5, 555, y + 20)
            y += 15
            s.text(45, y, f"CMR {rng.randint(10**5, 10**6)}  {l.text}  {s.q(l.quantity)} x {s.n(l.price)}")
            s.text(550, y, s.n(l.amount), align="right")
        y += 60
        for x, value, label in zip((210, 380, 550), (s.n(f.net), s.n(f.vat), s.m(f.gross)), (w[6], w[7].format(s.r(f.rows[0][0])), w[8])):
            s.text(x, y, value, 11, True, "right")
            s.text(x, y + 10, label, 6.5, align="right", color=GREY)
        s.text(40, 810, "  /  ".join(ids(s)), 7)
        return s.save()
    return f, draw


def cash_discount(rng):
    """A craftsman's bill: two ways to pay with two amounts, the discount for quick payers beside the whole."""
    f = some(rng, ["de", "nl", "fr"], rates=rng.choice([1, 2]))

    def draw(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        w = {"nl": ("Rekening nr {0}", "{0}, {1}", "Netto", "plus {0} % btw over {1}", "Bruto", "Bij betaling voor {0}: 2 % korting, dus {1}", "Zonder korting voor {0}"), "de": ("Rechnung Nr. {0}", "{0}, den {1}", "Nettosumme", "zzgl. {0} % MwSt. auf {1}", "Bruttosumme", "Zahlbar bis {0} mit 2 % Skonto: {1}", "ohne Abzug bis {0}"),
             "fr": ("Facture no {0}", "{0}, le {1}", "Somme nette", "plus {0} % de TVA sur {1}", "Somme brute", "Avant le {0}, escompte 2 % : {1}", "sans escompte avant le {0}")}[f.lang]
        s.text(60, 45, f"{f.supplier.name} · {f.supplier.street} · {s.town(f.supplier)}", 7, color=GREY)
        s.down(60, 70, s.address(f.customer), 14)
        s.text(535, 150, w[1].format(f.supplier.town, s.d(f.issued)), align="right")
        s.text(60, 185, w[0].format(f.number), 14, True)
        y = 215
        for i, l in enumerate(f.lines):
            s.text(60, y, f"{i + 1}.")
            s.text(85, y, l.text)
            s.text(360, y, f"{s.q(l.quantity)} {l.unit}", align="right")
            s.text(440, y, behind(s, l.price), align="right")
            s.text(535, y, behind(s, l.amount), align="right")
            y += 17
        y = s.pairs(260, y + 10, [(w[2], behind(s, f.net)), *[(w[3].format(s.r(r), s.n(b)), behind(s, v)) for r, _, b, v in f.rows], (w[4], behind(s, f.gross))], 0, 16, right=535)
        s.down(60, y + 20, [w[5].format(s.d(f.issued + timedelta(days=5)), behind(s, cents(f.gross * D("0.98")))), w[6].format(s.d(f.due))], 14)
        s.down(60, 770, ids(s), 11, size=8)
        return s.save()
    return f, draw


LAYOUTS = [energy, band, insurance, software, workshop, termin, parcel, folio, practice, solicitor, minus_behind, old_balance, second_hand, freight, cash_discount]


def facts_of(seed, index):
    return choose("unseen third", LAYOUTS, seed, index)
