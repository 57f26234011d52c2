"""Fourteen layouts that were written after the weights were fitted and are never fitted on: other words, other order."""

from decimal import Decimal as D

import facts as invented
from facts import cents, date_style, facts, iban_style, money_style, vat_style
from paper import Paper

GREY = "#666666"


def ogm(rng):
    head = rng.randint(10**8, 10**10 - 1)
    return f"+++{head // 10**7:03d}/{head // 10**3 % 10**4:04d}/{head % 10**3:03d}{head % 97 or 97:02d}+++"


def kenmerk(rng):
    """A Dutch betalingskenmerk of 16 digits."""
    body = [rng.randint(0, 9) for _ in range(15)]
    weights = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1]
    total = sum(d * weights[i % 10] for i, d in enumerate(reversed(body)))
    check = 11 - total % 11
    return f"{ {10: 1, 11: 0}.get(check, check)}" + "".join(map(str, body))


def percent(f, rate):
    return str(rate).replace(".", "," if f.lang != "en" else ".")


FREE = {
    "nl": {"AE": "BTW verlegd conform art. 12 lid 5 Wet OB", "K": "Intracommunautaire levering, tarief 0%", "G": "Export: 0% BTW wegens uitvoer buiten de EU", "E": "Deze prestatie is vrijgesteld van omzetbelasting", "O": ""},
    "en": {"AE": "VAT: reverse charge, recipient to account for the tax", "K": "Exempt intra-Community supply (Art. 138)", "G": "Zero-rated: export of goods", "E": "Supply exempt from VAT", "O": ""},
    "de": {"AE": "Die Steuerschuldnerschaft geht auf den Leistungsempfänger über (§ 13b UStG)", "K": "Umsatzsteuerfreie innergemeinschaftliche Lieferung nach § 6a UStG", "G": "Umsatzsteuerfreie Ausfuhrlieferung gem. § 6 UStG", "E": "Umsatzsteuerfreie Leistung gem. § 4 UStG", "O": ""},
    "fr": {"AE": "TVA autoliquidée par le preneur (art. 283-2 du CGI)", "K": "Livraison intracommunautaire exonérée de TVA", "G": "Exportation exonérée de TVA (art. 262-I)", "E": "Opération exonérée de TVA", "O": ""},
}
SMALL = {"small": "Vrijgesteld van omzetbelasting wegens toepassing van de kleineondernemersregeling (KOR)", "margin": "Margeregeling: bijzondere regeling voor gebruikte goederen"}


def free_text(f):
    if f.scenario in SMALL:
        return SMALL[f.scenario]
    for _, category, _, vat in f.rows:
        if not vat and category in FREE[f.lang] and not f.vat:
            return FREE[f.lang][category]
    return ""


class Draw:
    """What all layouts share: the paper and how amounts and dates are printed."""

    def __init__(self, path, f, rng, family="Helvetica", size=9, width=595, height=842):
        self.f, self.rng = f, rng
        self.p = Paper(path, family, size, width, height)
        self.plain, self.money = money_style(rng, f)
        self.day = date_style(rng, f)
        self.taxed = [r for r in f.rows if r[3]]
        self.s, self.c = f.supplier, f.customer

    def quantity(self, value):
        return format(value.normalize(), "f").replace(".", "." if self.f.lang == "en" else ",")

    def stack(self, x, y, lines, step=12, **how):
        for line in lines:
            if line:
                self.p.text(x, y, line, **how)
                y += step
        return y

    def party(self, party, sep=" "):
        return [party.name, party.street, f"{party.postcode}{sep}{party.town}"]

    def table(self, y, columns, rows, step=13, bottom=760, again=None, head=True, size=None):
        """Columns are (title, x, alignment); the head comes again on each page."""
        def heading(y):
            if head:
                for title, x, align in columns:
                    self.p.text(x, y, title, size, True, align)
                return y + step * 1.2
            return y
        y = heading(y)
        for index, row in enumerate(rows):
            if y > bottom:
                if again:
                    again(self, index, True)
                self.p.page()
                y = heading(again(self, index, False) if again else 60)
            for (_, x, align), cell in zip(columns, row):
                self.p.text(x, y, cell, size, align=align)
            y += step
        return y


def studio(path, f, rng):
    """A designer's sheet: the amount on top, everything about the firm at the foot, no table head."""
    d = Draw(path, f, rng, "DejaVuCond", 9)
    w = {"nl": ("Rekening", "Te voldoen", "voor", "Gelieve te betalen uiterlijk", "Btw", "Tezamen zonder btw"), "en": ("Bill", "Payable", "for", "Please settle by", "VAT", "Together before VAT"),
         "de": ("Rechnung", "Zu begleichen", "für", "Bitte zahlen bis", "USt.", "Zusammen ohne USt."), "fr": ("Facture", "À acquitter", "pour", "Merci de payer avant le", "TVA", "Ensemble hors TVA")}[f.lang]
    d.p.logo(430, 40, 110, 30, "#884ea0")
    d.p.text(60, 90, f"{w[0]} {f.number}", 20, True)
    d.p.text(60, 108, d.day(f.issued), color=GREY)
    d.stack(60, 140, [w[2]] + d.party(d.c) + ([f"{w[4]} {d.c.vat}"] if f.scenario in ("reverse", "intra") and d.c.vat else []), 13)
    d.p.text(380, 140, w[1], 10, color=GREY)
    d.p.text(380, 162, d.money(f.gross), 18, True)
    if f.due:
        d.p.text(380, 178, f"{w[3]} {d.day(f.due)}", 8)
    y = 250
    for l in f.lines:
        text = l.text if l.quantity == 1 else f"{d.quantity(l.quantity)} x {l.text} à {d.plain(l.price)}"
        d.p.text(60, y, text)
        d.p.text(535, y, d.plain(l.amount), align="right")
        y += 16
    y += 8
    d.p.line(380, y - 12, 535, y - 12)
    for label, value in [(w[5], f.net)] * bool(d.taxed) + [(f"{w[4]} {percent(f, r)}%", v) for r, _, _, v in d.taxed] + [(w[1], f.gross)]:
        d.p.text(380, y, label)
        d.p.text(535, y, d.plain(value), align="right")
        y += 15
    d.p.text(60, y + 10, free_text(f), 8)
    ids = [f"{a} {b}" for a, b in (("BTW" if f.lang == "nl" else w[4], d.s.vat), ("KvK", d.s.kvk), ("IBAN", d.s.iban and iban_style(rng, d.s.iban))) if b]
    d.p.text(60, 790, d.s.name, 8, True)
    d.p.text(60, 801, f"{d.s.street}, {d.s.postcode} {d.s.town}  /  {d.s.domain}", 8)
    d.p.text(60, 812, "  /  ".join(ids), 8)
    d.p.save()


def ledger_print(path, f, rng):
    """A wholesaler's typewriter print: the totals in one row at the foot of the last page."""
    d = Draw(path, f, rng, "Courier", 8)
    d.money = d.plain
    p = d.p
    p.text(40, 50, d.s.name.upper(), 11, True)
    d.stack(40, 64, [f"{d.s.street}  {d.s.postcode} {d.s.town}", f"Tel {d.s.phone}   E-mail verkoop@{d.s.domain}", f"BTW-nr {d.s.vat}  KvK-nr {d.s.kvk or '-'}  Rek. {iban_style(rng, d.s.iban or '')}"], 11)
    d.stack(320, 130, d.party(d.c, "  "), 11)
    titles = ["Debiteur", "Faktuurnr", "Fakt.datum", "Uw order", "Blad"]
    title = "C R E D I T N O T A" if f.kind == "credit_note" else "F A K T U U R"
    p.text(40, 205, title, 12, True)
    for i, (a, b) in enumerate(zip(titles, [f.customer_number, f.number, d.day(f.issued), f.order or "", "1"])):
        p.text(40 + i * 105, 230, a)
        p.text(40 + i * 105, 242, b)
    if f.due:
        p.text(40, 258, f"Vervaldatum {d.day(f.due)}")
    columns = [("Artikel", 40, "left"), ("Omschrijving", 100, "left"), ("Besteld", 330, "right"), ("Prijs", 400, "right"), ("B", 430, "left"), ("Waarde", 555, "right")]
    rows = [(l.article, l.text[:38], d.quantity(l.quantity), d.plain(l.price), "H" if l.rate == max(x.rate for x in f.lines) else "L", d.plain(l.amount)) for l in f.lines]
    def again(d, index, ending):
        carried = sum((l.amount for l in f.lines[:index]), D(0))
        if ending:
            d.p.text(420, 790, "Transporteren", align="right")
            d.p.text(555, 790, d.plain(carried), align="right")
            return 0
        d.p.text(40, 50, f"{d.s.name}   Faktuurnr {f.number}   Blad {d.p.pages}")
        d.p.text(420, 70, "Transport", align="right")
        d.p.text(555, 70, d.plain(carried), align="right")
        return 95
    y = d.table(285, columns, rows, 11, 760, again)
    if y > 690:
        p.page()
        y = 80
    y = max(y + 20, 640)
    p.line(40, y - 12, 555, y - 12)
    heads = ["Goederen", "Emballage", "Grondslag", "Btw %", "Btw-bedrag", "Totaal EUR"]
    xs = [95, 165, 250, 305, 400, 555]
    for x, h in zip(xs, heads):
        p.text(x, y, h, align="right")
    free = free_text(f)
    rows = d.taxed or [(D(0), "", f.net, D(0))]
    for i, (r, _, base, vat) in enumerate(rows):
        y += 12
        cells = [d.plain(f.net - f.deposit) if i == 0 else "", d.plain(f.deposit) if i == 0 and f.deposit else "", d.plain(base), percent(f, r), d.plain(vat), d.plain(f.gross) if i == len(rows) - 1 else ""]
        for x, c in zip(xs, cells):
            p.text(x, y, c, align="right")
    p.text(40, y + 20, free)
    p.save()


def freelancer(path, f, rng):
    """Left-hand totals, running text, hours; the number in a sentence."""
    d = Draw(path, f, rng, "Times", 11)
    p = d.p
    d.stack(60, 60, [d.c.name, f"t.a.v. {d.c.person}" if f.lang == "nl" else d.c.person, d.c.street, f"{d.c.postcode} {d.c.town}"], 14)
    d.stack(400, 60, [d.s.name, d.s.street, f"{d.s.postcode} {d.s.town}", d.s.phone, f"hallo@{d.s.domain}"], 14)
    say = {
        "nl": (f"{d.s.town}, {d.day(f.issued)}", f"Betreft: declaratie {f.number}", "Hierbij breng ik u de volgende werkzaamheden in rekening:", "Som van de werkzaamheden", "Omzetbelasting", "Alles bij elkaar", "Het bedrag zie ik graag {0}tegemoet op rekening {1} ten name van {2}.", "vóór {0} ", "Btw-identificatie", "Inschrijving KvK"),
        "en": (f"{d.s.town}, {d.day(f.issued)}", f"Re: invoice {f.number}", "I hereby charge you for the following work:", "Sum of the work", "Value added tax", "All in all", "Kindly transfer this sum {0}to {1} in the name of {2}.", "by {0} ", "VAT reg", "CoC"),
        "de": (f"{d.s.town}, den {d.day(f.issued)}", f"Betreff: Honorarrechnung {f.number}", "Für folgende Arbeiten erlaube ich mir zu berechnen:", "Summe der Arbeiten", "Umsatzsteuer", "Insgesamt", "Bitte überweisen Sie den Betrag {0}auf {1}, Inhaber {2}.", "bis {0} ", "USt-Identnummer", "KvK"),
        "fr": (f"{d.s.town}, le {d.day(f.issued)}", f"Objet : note d'honoraires {f.number}", "Je vous prie de trouver le détail des travaux :", "Somme des travaux", "Taxe sur la valeur ajoutée", "En tout", "Je vous saurais gré de verser cette somme {0}sur {1}, au nom de {2}.", "avant le {0} ", "Identifiant TVA", "KvK"),
    }[f.lang]
    p.text(60, 170, say[0])
    p.text(60, 200, say[1], 12, True)
    y = 230
    p.text(60, y, say[2])
    y += 24
    for l in f.lines:
        p.text(70, y, f"- {l.text} ({d.quantity(l.quantity)} × {d.money(l.price)})")
        p.text(470, y, d.money(l.amount), align="right")
        y += 15
    y += 14
    for label, value in [(say[3], f.net)] + [(f"{say[4]} {percent(f, r)}%", v) for r, _, _, v in d.taxed] + [(say[5], f.gross)]:
        p.text(60, y, label)
        p.text(300, y, d.money(value), align="right")
        y += 15
    y = d.stack(60, y + 8, [free_text(f)], 16)
    text = say[6].format(say[7].format(d.day(f.due)) if f.due else "", iban_style(rng, d.s.iban or "-"), d.s.name)
    y = d.stack(60, y + 14, p.wrap(text, 470), 14)
    ids = [f"{a}: {b}" for a, b in ((say[8], d.s.vat), (say[9], d.s.kvk)) if b]
    d.stack(60, y + 20, ids, 14)
    p.save()


def canteen(path, f, rng):
    """Prices include VAT; the VAT is told in a sentence under the total."""
    d = Draw(path, f, rng, "DejaVuSerif", 8.5)
    p = d.p
    p.text(297, 50, d.s.name, 16, True, "center")
    p.text(297, 66, f"{d.s.street} ~ {d.s.postcode} {d.s.town} ~ {d.s.phone}", 8, align="center")
    w = {"nl": ("NOTA", "Notanr.", "Notadatum", "Graag voldoen vóór", "Gast", "Consumptie", "Stuks", "Prijs", "Bedrag", "Totaal van de nota", "waarin begrepen {0}% btw: {1}"), "en": ("BILL", "Bill no.", "Bill date", "Kindly settle by", "Guest", "Item", "Pieces", "Price", "Amount", "Total of this bill", "including {0}% VAT: {1}"),
         "de": ("RECHNUNG", "Rechn.-Nr.", "Rechn.-Datum", "Zu begleichen bis", "Gast", "Position", "Stück", "Preis", "Betrag", "Summe der Rechnung", "darin {0}% MwSt.: {1}"), "fr": ("NOTE", "Note n°", "Date de la note", "À régler avant le", "Client", "Consommation", "Nombre", "Prix", "Montant", "Total de la note", "dont {0}% de TVA : {1}")}[f.lang]
    p.text(60, 110, w[0], 13, True)
    y = d.stack(60, 130, [f"{w[4]}: {d.c.name}", d.c.street, f"{d.c.postcode} {d.c.town}"], 12)
    x = 360
    for a, b in [(w[1], f.number), (w[2], d.day(f.issued))] + ([(w[3], d.day(f.due))] if f.due else []):
        p.text(x, y - 36, a)
        p.text(x + 110, y - 36, b)
        y += 12
    rows = [(d.quantity(l.quantity), l.text, d.plain(l.price), d.plain(l.amount)) for l in f.lines]
    y = d.table(220, [(w[6], 60, "left"), (w[5], 110, "left"), (w[7], 440, "right"), (w[8], 535, "right")], rows, 14)
    p.line(400, y, 535, y)
    p.text(300, y + 18, w[9], 11, True)
    p.text(535, y + 18, d.money(f.gross), 11, True, "right")
    y += 34
    for r, _, _, vat in d.taxed:
        p.text(300, y, w[10].format(percent(f, r), d.money(vat)), 8)
        y += 12
    y = d.stack(60, 770, [" ".join(x for x in (d.s.vat and f"BTW {vat_style(rng, d.s.vat)}" if f.lang == "nl" else f"VAT {d.s.vat}", d.s.kvk and f"KvK {d.s.kvk}") if x), f"IBAN {iban_style(rng, d.s.iban or '')}"], 12, size=8)
    p.save()


def columns_foot(path, f, rng):
    """A business letter with a reference line, right totals and a foot of four columns."""
    d = Draw(path, f, rng, "Helvetica", 9)
    p = d.p
    w = {"de": ("Rechnung", "Ihr Zeichen", "Unser Beleg", "Belegdatum", "Pos", "Leistungsart", "Menge", "Einzelpreis EUR", "Gesamtpreis EUR", "Summe Positionen", "zzgl. {0} % USt.", "Rechnungsendbetrag", "Spätestens zahlbar am", "Handelsregister", "USt-IdNr."),
         "nl": ("Factuur", "Uw kenmerk", "Ons documentnummer", "Documentdatum", "Pos", "Verrichting", "Hvh", "Stuksprijs", "Regelbedrag", "Som der posten", "vermeerderd met {0}% btw", "Eindbedrag factuur", "Uiterlijk te voldoen op", "Handelsregister", "Btw-id"),
         "en": ("Invoice", "Your ref", "Our document no", "Document date", "Pos", "Service rendered", "Qty", "Each", "Extended", "Sum of items", "plus {0}% VAT", "Final amount", "Payable no later than", "Company no", "VAT ID"),
         "fr": ("Facture", "Votre réf.", "Notre pièce n°", "Date de pièce", "Pos", "Prestation fournie", "Qté", "P.U.", "Montant", "Somme des postes", "plus TVA {0} %", "Montant final", "Payable au plus tard le", "RCS", "TVA")}[f.lang]
    p.text(535, 60, d.s.name, 15, True, "right", "#1f618d")
    p.text(60, 120, f"{d.s.name} · {d.s.street} · {d.s.postcode} {d.s.town}", 6.5, color=GREY)
    d.stack(60, 134, d.party(d.c) + [invented.COUNTRY[d.c.country][["nl", "en", "de", "fr"].index(f.lang)]], 12)
    for i, (a, b) in enumerate([(w[1], f.order or "-"), (w[2], f.number), (w[3], d.day(f.issued))]):
        p.text(60 + i * 170, 220, a, 7, color=GREY)
        p.text(60 + i * 170, 231, b)
    p.text(60, 262, w[0], 13, True)
    rows = [(str(i + 1), l.text, f"{d.quantity(l.quantity)} {l.unit}", d.plain(l.price), d.plain(l.amount)) for i, l in enumerate(f.lines)]
    y = d.table(285, [(w[4], 60, "left"), (w[5], 85, "left"), (w[6], 350, "right"), (w[7], 440, "right"), (w[8], 535, "right")], rows, 13, 640)
    y += 6
    free = free_text(f)
    for label, value in [(w[9], f.sum_lines)] + [(w[10].format(percent(f, r)), v) for r, _, _, v in d.taxed] + [(w[11], f.gross)]:
        p.text(340, y, label, bold=label == w[11])
        p.text(535, y, d.plain(value), bold=label == w[11], align="right")
        y += 13
    y = d.stack(60, y + 6, [free, f"{w[14]} {d.c.vat}" if d.c.vat and f.scenario in ("reverse", "intra") else ""], 12)
    if f.due:
        p.text(60, y + 8, f"{w[12]} {d.day(f.due)}.")
    blocks = [[d.s.name, d.s.street, f"{d.s.postcode} {d.s.town}"], [d.s.phone, f"kontakt@{d.s.domain}", f"www.{d.s.domain}"], ["Volksbank" if f.lang == "de" else "Bank", iban_style(rng, d.s.iban or "-")], [f"{w[14]} {d.s.vat}", f"{w[13]} {d.s.kvk or 'B 12345'}" if f.lang != "nl" else f"KvK {d.s.kvk or '-'}"]]
    for i, block in enumerate(blocks):
        d.stack(60 + i * 125, 790, block, 9, size=6.5, color=GREY)
    p.save()


def french_boxes(path, f, rng):
    """Boxes: particulars left, buyer right, VAT bottom left, the amount to pay bottom right."""
    d = Draw(path, f, rng, "DejaVuCond", 8.5)
    p = d.p
    w = {"fr": ("FACTURE", "Pièce n°", "Émise en date du", "Code tiers", "À payer pour le", "DOIT", "Taux", "Assiette", "Taxe", "NET À PAYER", "Total hors taxe", "Total de la taxe", "Réf", "Article", "Qté", "PU", "Total"),
         "nl": ("FACTUUR", "Stuknr.", "Opgemaakt d.d.", "Klantcode", "Te betalen tegen", "AAN", "Tarief", "Maatstaf", "Belasting", "TE BETALEN BEDRAG", "Totaal zonder belasting", "Totaal belasting", "Ref", "Artikel", "Hoev", "EP", "Totaal"),
         "en": ("INVOICE", "Doc. no.", "Made out on", "Client code", "To be paid by", "INVOICED TO", "Rate", "Base", "Tax", "AMOUNT TO PAY", "Total without tax", "Total tax", "Ref", "Article", "Qty", "UP", "Total"),
         "de": ("RECHNUNG", "Beleg-Nr.", "Ausgefertigt am", "Kundencode", "Zahlbar bis", "AN", "Satz", "Basis", "Steuer", "ZU ZAHLENDER BETRAG", "Gesamt ohne Steuer", "Gesamt Steuer", "Ref", "Artikel", "Mg", "EP", "Gesamt")}[f.lang]
    d.stack(45, 50, [d.s.name], 13, size=13, bold=True)
    d.stack(45, 66, [d.s.street, f"{d.s.postcode} {d.s.town}", f"Tél/Tel {d.s.phone}", f"{'TVA' if f.lang == 'fr' else 'VAT' if f.lang == 'en' else 'BTW' if f.lang == 'nl' else 'USt-ID'} {d.s.vat}"], 11)
    p.box(310, 110, 550, 185)
    p.text(318, 122, w[5], 7, True)
    d.stack(318, 136, d.party(d.c) + ([f"{d.c.vat}"] if f.scenario in ("reverse", "intra") and d.c.vat else []), 12)
    p.box(45, 110, 290, 185)
    y = 126
    p.text(52, y, w[0], 12, True)
    for a, b in [(w[1], f.number), (w[2], d.day(f.issued)), (w[3], f.customer_number)] + ([(w[4], d.day(f.due))] if f.due else []):
        y += 13
        p.text(52, y, f"{a} : ")
        p.text(150, y, b)
    rows = [(l.article, l.text, d.quantity(l.quantity), d.plain(l.price), d.plain(l.amount)) for l in f.lines]
    y = d.table(215, [(w[12], 45, "left"), (w[13], 105, "left"), (w[14], 370, "right"), (w[15], 450, "right"), (w[16], 550, "right")], rows, 13, 640)
    y = max(y + 20, 560)
    if y > 690:
        p.page()
        y = 80
    p.box(45, y - 12, 270, y + 10 + 13 * max(len(d.taxed), 1))
    for x, t in ((52, w[6]), (150, w[7]), (235, w[8])):
        p.text(x, y, t, 7.5, True)
    for i, (r, _, base, vat) in enumerate(d.taxed or [(D(0), "", f.net, D(0))]):
        for x, t in ((52, f"{percent(f, r)} %"), (150, d.plain(base)), (235, d.plain(vat))):
            p.text(x, y + 13 * (i + 1), t)
    p.box(330, y - 12, 550, y + 44)
    for i, (a, b) in enumerate([(w[10], d.plain(f.net)), (w[11], d.plain(f.vat)), (w[9], d.money(f.gross))]):
        p.text(338, y + 4 + i * 16, a, bold=i == 2)
        p.text(545, y + 4 + i * 16, b, bold=i == 2, align="right")
    d.stack(45, y + 70, [free_text(f), f"IBAN {iban_style(rng, d.s.iban or '-')}"], 13)
    p.save()


def subscription(path, f, rng):
    """A web service: issued by, billed to, a period, a short table, the amount due in a line of its own."""
    d = Draw(path, f, rng, "Helvetica", 10)
    p = d.p
    w = {"en": ("Invoice", "Invoice reference", "Raised on", "Settle by", "Issued by", "Billed to", "Service period", "What", "How many", "Each", "Line sum", "Before tax", "Tax ({0}%)", "Amount due"),
         "nl": ("Factuur", "Factuurkenmerk", "Aangemaakt op", "Graag betalen voor", "Uitgegeven door", "In rekening gebracht aan", "Dienstperiode", "Wat", "Hoeveel", "Per stuk", "Regelsom", "Vóór btw", "Btw ({0}%)", "Te betalen"),
         "de": ("Rechnung", "Rechnungskennung", "Erstellt am", "Bitte zahlen bis", "Ausgestellt von", "Berechnet an", "Leistungszeitraum", "Was", "Anzahl", "Je Stück", "Zeilensumme", "Vor Steuer", "Steuer ({0}%)", "Fälliger Betrag"),
         "fr": ("Facture", "Référence de facture", "Créée le", "À régler avant le", "Émis par", "Facturé à", "Période de service", "Quoi", "Combien", "Pièce", "Somme ligne", "Avant taxe", "Taxe ({0}%)", "Montant dû")}[f.lang]
    p.text(50, 60, w[0], 24, True)
    for i, (a, b) in enumerate([(w[1], f.number), (w[2], d.day(f.issued))] + ([(w[3], d.day(f.due))] if f.due else [])):
        p.text(50, 90 + i * 14, a, bold=True)
        p.text(190, 90 + i * 14, b)
    ours = d.party(d.s) + [f"hello@{d.s.domain}", d.s.vat or "", f"IBAN {d.s.iban}" if d.s.iban else ""]
    theirs = d.party(d.c) + [d.c.vat if f.scenario in ("reverse", "intra", "plain") and d.c.vat else ""]
    swap = rng.random() < 0.4
    for x, title, lines in ((50, w[4], ours), (310, w[5], theirs)) if not swap else ((310, w[4], ours), (50, w[5], theirs)):
        p.text(x, 160, title, 9, True, color=GREY)
        d.stack(x, 175, lines, 13)
    start = f.issued.replace(day=1)
    p.text(50, 275, f"{w[6]}: {d.day(start)} – {d.day(f.issued)}")
    rows = [(l.text, d.quantity(l.quantity), d.money(l.price), d.money(l.amount)) for l in f.lines]
    y = d.table(305, [(w[7], 50, "left"), (w[8], 340, "right"), (w[9], 440, "right"), (w[10], 545, "right")], rows, 17, 700)
    for a, b in [(w[11], f.net)] * bool(d.taxed) + [(w[12].format(percent(f, r)), v) for r, _, _, v in d.taxed] + [(w[13], f.gross)]:
        y += 16
        p.text(340, y, a, bold=a == w[13])
        p.text(545, y, d.money(b), bold=a == w[13], align="right")
    p.text(50, y + 30, free_text(f), 9)
    p.save()


def builder(path, f, rng):
    """Construction: instalments, a blocked account with its share, reverse charge in words, two accounts."""
    d = Draw(path, f, rng, "Helvetica", 9)
    p, f = d.p, d.f
    p.logo(45, 40, 130, 36, "#b9770e")
    d.stack(380, 48, [d.s.name, d.s.street, f"{d.s.postcode}  {d.s.town}", f"T {d.s.phone}", f"E administratie@{d.s.domain}", f"KvK {d.s.kvk}   BTW {vat_style(rng, d.s.vat)}"], 11, size=8)
    d.stack(45, 130, d.party(d.c, "  ") + [f"Uw btw-nr. {d.c.vat}" if d.c.vat else ""], 12)
    p.text(45, 210, "TERMIJNFACTUUR" if f.kind == "invoice" else "CREDITNOTA", 13, True)
    pairs = [("Nummer factuur", f.number), ("D.d.", d.day(f.issued)), ("Werknr.", f.order or "24017"), ("Vervalt", d.day(f.due) if f.due else "30 dagen netto")]
    for i, (a, b) in enumerate(pairs):
        p.text(45 + (i % 2) * 250, 232 + (i // 2) * 13, a)
        p.text(140 + (i % 2) * 250, 232 + (i // 2) * 13, f": {b}")
    rows = [(f"{i + 1}e", l.text, d.money(l.amount)) for i, l in enumerate(f.lines)]
    y = d.table(275, [("Termijn", 45, "left"), ("Werkzaamheden", 95, "left"), ("Bedrag", 545, "right")], rows, 14, 640)
    y += 10
    free = free_text(f)
    p.text(300, y, "Bedrag van deze termijn")
    p.text(545, y, d.money(f.net), align="right")
    for r, _, _, vat in d.taxed:
        y += 14
        p.text(300, y, f"{percent(f, r)}% omzetbelasting")
        p.text(545, y, d.money(vat), align="right")
    if free:
        y += 14
        p.text(300, y, "Omzetbelasting")
        p.text(545, y, "verlegd" if f.rows[0][1] == "AE" else "n.v.t.", align="right")
    y += 16
    p.text(300, y, "Totaal te ontvangen", bold=True)
    p.text(545, y, d.money(f.gross), bold=True, align="right")
    y = d.stack(45, y + 20, [free], 13)
    if f.blocked and f.gross > 0:
        share = cents(f.gross * D("0.25"))
        p.text(45, y + 12, f"Wij verzoeken u {d.money(share)} over te maken op onze G-rekening {iban_style(rng, f.blocked)}")
        p.text(45, y + 24, f"en het restant van {d.money(f.gross - share)} op bankrekening {iban_style(rng, d.s.iban)}.")
        y += 24
    else:
        p.text(45, y + 12, f"Bankrekening {iban_style(rng, d.s.iban)} t.n.v. {d.s.name}")
    p.save()


def belgian(path, f, rng):
    """Two languages in each label, a structured communication, the buyer's VAT id larger than the seller's."""
    d = Draw(path, f, rng, "DejaVu", 8)
    p = d.p
    p.text(50, 55, d.s.name, 12, True)
    p.text(50, 68, f"{d.s.street} - {d.s.postcode} {d.s.town}", 7.5)
    d.stack(330, 110, d.party(d.c), 12, size=9)
    if d.c.vat:
        p.text(330, 148, f"BTW/TVA klant: {d.c.vat}", 10, True)
    p.text(50, 190, "CREDITNOTA / NOTE DE CRÉDIT" if f.kind == "credit_note" else "FACTUUR / FACTURE", 12, True)
    for i, (a, b) in enumerate([("Nr. / N°", f.number), ("Datum / Date", d.day(f.issued)), ("Vervaldag / Échéance", d.day(f.due) if f.due else "")]):
        p.text(50, 210 + i * 12, a)
        p.text(170, 210 + i * 12, b)
    rows = [(l.text, d.quantity(l.quantity), d.plain(l.price), f"{percent(f, l.rate)}", d.plain(l.amount)) for l in f.lines]
    y = d.table(265, [("Benaming / Libellé", 50, "left"), ("Hoev./Qté", 330, "right"), ("E.P./P.U.", 410, "right"), ("BTW/TVA %", 470, "right"), ("Bedrag/Montant", 550, "right")], rows, 13, 650, size=7.5)
    y += 16
    for x, t in ((110, "MVH / Base"), (190, "%"), (270, "BTW / TVA"), (400, "Totaal / Total")):
        p.text(x, y, t, 7, True, "right")
    for r, _, base, vat in d.taxed or [(D(0), "", f.net, D(0))]:
        y += 12
        for x, t in ((110, d.plain(base)), (190, percent(f, r)), (270, d.plain(vat)), (400, d.plain(base + vat))):
            p.text(x, y, t, align="right")
    y += 22
    p.text(330, y, "Te betalen / À payer", 10, True)
    p.text(550, y, d.money(f.gross), 10, True, "right")
    y = d.stack(50, y + 18, [free_text(f), f"Gestructureerde mededeling / Communication structurée: {ogm(rng)}"], 13)
    p.text(50, 800, f"{d.s.vat} - RPR {d.s.town} - {iban_style(rng, d.s.iban or '-')}", 7)
    p.save()


def utility(path, f, rng):
    """Page one tells the sum in words, the arithmetic stands on page two; a payment reference with check digits."""
    d = Draw(path, f, rng, "Helvetica", 9.5)
    p = d.p
    p.text(50, 55, d.s.name, 17, True, color="#117a65")
    d.stack(50, 110, [d.c.name, d.c.street, f"{d.c.postcode}  {d.c.town}"], 13)
    d.stack(370, 110, [f"Klantcode {f.customer_number}", f"Notanummer {f.number}", f"Verzonden {d.day(f.issued)}"], 13)
    reference = kenmerk(rng)
    p.text(50, 200, "Uw nota in het kort", 13, True)
    y = 222
    for a, b in [("Totaal van deze nota", d.money(f.gross)), ("Hiervan is btw", d.money(f.vat))]:
        p.text(50, y, a)
        p.text(300, y, b, align="right")
        y += 15
    if f.due:
        p.text(50, y, "Wij schrijven het bedrag niet af; maak het zelf over uiterlijk")
        p.text(350, y, d.day(f.due))
        y += 15
    p.text(50, y + 8, f"Op {iban_style(rng, d.s.iban)} met betalingskenmerk {reference}")
    f.reference = reference
    d.stack(50, 780, [f"{d.s.name}, {d.s.street}, {d.s.postcode} {d.s.town}", f"KvK-nummer {d.s.kvk}  btw-nummer {d.s.vat}"], 11, size=7.5)
    p.page()
    p.text(50, 60, f"Toelichting bij nota {f.number}", 12, True)
    rows = [(l.text, d.quantity(l.quantity), d.plain(l.price), d.plain(l.amount)) for l in f.lines]
    y = d.table(90, [("Waarvoor", 50, "left"), ("Aantal", 330, "right"), ("Prijs per eenheid", 430, "right"), ("Kosten", 545, "right")], rows, 14, 700)
    y += 8
    for a, b in [("Kosten samen", f.net)] + [(f"Btw {percent(f, r)}% over {d.plain(base)}", v) for r, _, base, v in d.taxed] + [("Totale kosten", f.gross)]:
        p.text(50, y, a)
        p.text(545, y, d.plain(b), align="right")
        y += 14
    p.text(50, y, free_text(f))
    p.save()


def wholesaler(path, f, rng):
    """Many lines over pages with carried sums, a discount column, crates, VAT per rate at the end."""
    d = Draw(path, f, rng, "DejaVuCond", 7.5)
    p = d.p
    p.text(40, 45, d.s.name, 13, True)
    d.stack(40, 58, [f"{d.s.street}, {d.s.postcode} {d.s.town}", f"btw {vat_style(rng, d.s.vat)} | handelsreg. {d.s.kvk or '-'} | bank {iban_style(rng, d.s.iban or '')}"], 10, size=7)
    d.stack(330, 100, d.party(d.c, "  "), 11)
    x = 40
    for a, b, width in [("Relatie", f.customer_number, 70), ("Factuur", f.number, 90), ("Van", d.day(f.issued), 100), ("Betalen t/m", d.day(f.due) if f.due else "", 100)]:
        p.text(x, 160, a, 6.5, True)
        p.text(x, 171, b)
        x += width
    columns = [("Code", 40, "left"), ("Aantal", 130, "right"), ("Product", 145, "left"), ("Brutoprijs", 400, "right"), ("Krt", 435, "right"), ("T", 460, "right"), ("Nettowaarde", 555, "right")]
    top = max(l.rate for l in f.lines)
    rows = [(l.article, d.quantity(l.quantity), l.text, d.plain(l.price), f"{l.discount}%" if l.discount else "", "2" if l.rate == top else "1", d.plain(l.amount)) for l in f.lines]
    def again(d, index, ending):
        carried = sum((l.amount for l in f.lines[:index]), D(0))
        d.p.text(460, 800 if ending else 60, "naar volgende blad" if ending else "van vorige blad", align="right")
        d.p.text(555, 800 if ending else 60, d.plain(carried), align="right")
        return 84
    y = d.table(195, columns, rows, 11, 770, again)
    if y > 700:
        p.page()
        y = 70
    y += 14
    step = [("Waarde goederen", f.sum_lines)]
    if f.discount:
        step.append(("Af: klantenkorting", -f.discount))
    if f.shipping:
        step.append(("Bij: bezorging", f.shipping))
    for r, _, base, vat in d.taxed:
        step.append((f"Btw {percent(f, r)}% over {d.plain(base)}", vat))
    if f.deposit:
        step.append(("Statiegeld kratten", f.deposit))
    step.append(("Te betalen EUR", f.gross))
    for a, b in step:
        p.text(300, y, a, bold=b == f.gross)
        p.text(555, y, d.plain(b), bold=b == f.gross, align="right")
        y += 12
    p.text(40, y, free_text(f))
    p.save()


def refund(path, f, rng):
    """Credit notes: in words, signs before or none at all, the invoice that is credited more prominent."""
    d = Draw(path, f, rng, "Times", 10)
    p = d.p
    w = {"nl": ("Creditfactuur", "Creditnr.", "Opgemaakt", "Hoort bij factuur", "Wij crediteren u het volgende", "Netto", "Btw {0}%", "Totaal creditbedrag"), "en": ("Credit memo", "Memo no.", "Made out", "Belongs to invoice", "We credit you with the following", "Net", "VAT {0}%", "Total credit"),
         "de": ("Rechnungskorrektur", "Korrektur-Nr.", "Erstellt", "Gehört zu Rechnung", "Wir schreiben Ihnen gut", "Netto", "USt. {0}%", "Gutschriftsbetrag"), "fr": ("Avoir", "Avoir n°", "Établi", "Se rapporte à la facture", "Nous portons à votre crédit", "Net", "TVA {0}%", "Total de l'avoir")}[f.lang]
    sign = -1 if rng.random() < 0.5 else 1
    d.stack(55, 55, d.party(d.s) + [x for x in (d.s.vat, d.s.kvk and f"KvK {d.s.kvk}", d.s.iban and f"IBAN {iban_style(rng, d.s.iban)}", d.s.domain) if x], 12)
    d.stack(340, 120, d.party(d.c), 13)
    p.text(55, 205, w[0], 15, True)
    for i, (a, b) in enumerate([(w[3], f.credited or "2024-001"), (w[1], f.number), (w[2], d.day(f.issued))]):
        p.text(55, 226 + 13 * i, f"{a}:", bold=i == 0)
        p.text(190, 226 + 13 * i, b, bold=i == 0)
    p.text(55, 280, w[4])
    y = 300
    for l in f.lines:
        p.text(55, y, f"{d.quantity(l.quantity)} {l.unit}  {l.text}")
        p.text(530, y, d.plain(l.amount * sign), align="right")
        y += 14
    for a, b in [(w[5], f.net)] + [(w[6].format(percent(f, r)), v) for r, _, _, v in d.taxed] + [(w[7], f.gross)]:
        y += 15
        p.text(330, y, a)
        p.text(530, y, d.money(b * sign), align="right")
    p.text(55, y + 25, free_text(f))
    p.save()


def receipt(path, f, rng):
    """A roll of paper from a till."""
    lines = f.lines[:8]
    d = Draw(path, f, rng, rng.choice(["Courier", "DejaVuMono"]), 7.5, 226, 330 + 12 * len(lines))
    p = d.p
    f.lines = lines
    rates = sorted({l.rate for l in lines}, reverse=True)
    f.rows = []
    for r in rates:
        total = sum(l.amount for l in lines if l.rate == r)
        vat = cents(total * r / (100 + r))
        f.rows.append((r, "S", total - vat, vat))
    f.net, f.vat = sum(r[2] for r in f.rows), sum(r[3] for r in f.rows)
    f.gross = f.net + f.vat
    f.kind, f.due = "receipt", None
    w = {"nl": ("Totaal", "Btw", "over", "Pinbetaling", "Bon", "Graag tot ziens"), "en": ("Total", "VAT", "on", "Card payment", "Receipt", "See you soon"), "de": ("Summe", "MwSt", "auf", "Kartenzahlung", "Bon", "Auf Wiedersehen"), "fr": ("Total", "TVA", "sur", "Carte bancaire", "Ticket", "À bientôt")}[f.lang]
    y = 25
    for text in (d.s.name, d.s.street, f"{d.s.postcode} {d.s.town}", f"{w[1]} {d.s.vat}"):
        p.text(113, y, text, 8 if y == 25 else 7, y == 25, "center")
        y += 11
    y += 8
    p.text(12, y, f"{d.day(f.issued)}  {rng.randint(8, 21):02d}:{rng.randint(0, 59):02d}")
    p.text(214, y, f"{w[4]} {f.number}", align="right")
    y += 16
    for l in lines:
        p.text(12, y, f"{d.quantity(l.quantity)} {l.text[:22]}")
        p.text(214, y, d.plain(l.amount), align="right")
        y += 11
    p.line(12, y - 6, 214, y - 6)
    y += 6
    p.text(12, y, w[0], 10, True)
    p.text(214, y, d.money(f.gross), 10, True, "right")
    y += 14
    p.text(12, y, w[3])
    p.text(214, y, d.plain(f.gross), align="right")
    y += 14
    for r, _, base, vat in f.rows:
        p.text(12, y, f"{w[1]} {percent(f, r)}% {w[2]} {d.plain(base)}")
        p.text(214, y, d.plain(vat), align="right")
        y += 11
    p.text(113, y + 12, w[5], align="center")
    p.save()
    return [], [], ["customer_name", "supplier_iban", "supplier_kvk", "invoice_number"]


def no_invoice(path, f, rng):
    """Reminders, quotes, statements, orders, delivery notes in words of their own."""
    d = Draw(path, f, rng, "Helvetica", 9.5)
    p = d.p
    titles = {
        "nl": {"reminder": ("Herinnering tot betaling", "Onze factuur {0} van {1} staat nog open."), "quote": ("Prijsaanbieding", "Graag bieden wij u aan:"), "statement": ("Overzicht van uw openstaande facturen", "Stand per {1}"), "order": ("Bevestiging van uw opdracht", "Wij hebben de volgende bestelling genoteerd:"), "delivery": ("Afleverbon", "Geleverde goederen bij order {0}")},
        "en": {"reminder": ("Friendly payment reminder", "Our invoice {0} of {1} is still open."), "quote": ("Price quotation", "We are pleased to offer:"), "statement": ("Statement of your account", "Position at {1}"), "order": ("Acknowledgement of order", "We have noted the following order:"), "delivery": ("Goods delivery note", "Goods delivered for order {0}")},
        "de": {"reminder": ("Zahlungserinnerung", "Unsere Rechnung {0} vom {1} ist noch offen."), "quote": ("Preisangebot", "Gerne bieten wir Ihnen an:"), "statement": ("Aufstellung offener Posten", "Stand {1}"), "order": ("Auftragsbestätigung", "Wir haben folgende Bestellung notiert:"), "delivery": ("Warenlieferschein", "Gelieferte Waren zu Auftrag {0}")},
        "fr": {"reminder": ("Rappel amical", "Notre facture {0} du {1} reste ouverte."), "quote": ("Offre de prix", "Nous avons le plaisir de vous proposer :"), "statement": ("Relevé de vos factures ouvertes", "Situation au {1}"), "order": ("Accusé de réception de commande", "Nous avons noté la commande suivante :"), "delivery": ("Bordereau de livraison", "Marchandises livrées pour la commande {0}")},
    }[f.lang][f.scenario]
    d.stack(50, 50, d.party(d.s) + [d.s.domain, d.s.vat or ""], 12)
    d.stack(330, 110, d.party(d.c), 13)
    p.text(50, 190, titles[0], 14, True)
    p.text(50, 206, d.day(f.issued))
    p.text(50, 230, titles[1].format(f.number, d.day(f.issued)))
    y = 255
    for i, l in enumerate(f.lines):
        if f.scenario == "statement":
            p.text(50, y, f"{f.number[:-1]}{i}   {d.day(f.issued)}")
        else:
            p.text(50, y, f"{d.quantity(l.quantity)}  {l.text}")
        if f.scenario != "delivery":
            p.text(540, y, d.money(l.amount), align="right")
        y += 14
    if f.scenario not in ("delivery",):
        total = {"nl": "Totaal", "en": "Total", "de": "Summe", "fr": "Total"}[f.lang]
        if f.scenario in ("quote", "order") and d.taxed:
            for r, _, _, vat in d.taxed:
                p.text(330, y + 8, f"{ {'nl': 'Btw', 'en': 'VAT', 'de': 'MwSt.', 'fr': 'TVA'}[f.lang]} {percent(f, r)}%")
                p.text(540, y + 8, d.money(vat), align="right")
                y += 14
        p.text(330, y + 10, total, bold=True)
        p.text(540, y + 10, d.money(f.gross if f.scenario != "statement" else f.sum_lines), bold=True, align="right")
    p.save()


NORMAL = [("plain", 50), ("reverse", 12), ("intra", 8), ("export", 4), ("exempt", 6)]
DUTCH = [("plain", 45), ("reverse", 12), ("small", 8), ("margin", 6), ("exempt", 6)]
# Layout, its cases, its language where it has only one.
LAYOUTS = [
    (studio, NORMAL, None), (ledger_print, [("plain", 30), ("mixed", 30), ("long", 20), ("deposit", 12), ("credit", 8)], "nl"), (freelancer, NORMAL, None), (canteen, [("incl", 1)], None),
    (columns_foot, NORMAL + [("mixed", 12)], None), (french_boxes, NORMAL + [("mixed", 14)], None), (subscription, NORMAL, None), (builder, [("blocked", 40), ("reverse", 40), ("plain", 20)], "nl"),
    (belgian, [("plain", 40), ("mixed", 40), ("intra", 10), ("credit", 10)], "nl"), (utility, DUTCH + [("mixed", 20)], "nl"), (wholesaler, [("long", 30), ("mixed", 25), ("discount", 20), ("deposit", 15), ("low", 10)], "nl"), (refund, [("credit", 1)], None),
    (receipt, [("incl", 1)], None), (no_invoice, [(s, 1) for s in invented.OTHER], None),
]


def facts_of(seed, index):
    layout, cases, lang = LAYOUTS[index % len(LAYOUTS)]
    f, rng = facts(seed, cases, lang)
    if f.shipping and layout is not wholesaler:
        # No layout but that one has a place for it besides the lines.
        text = {"nl": "Bezorging", "en": "Delivery to site", "de": "Zustellung", "fr": "Acheminement"}[f.lang]
        f.lines.append(invented.Line(text, D(1), f.lines[0].unit, f.shipping, f.lines[0].rate, f.shipping, "Z900"))
        f.sum_lines += f.shipping
        f.shipping = D(0)
    return f, rng


def draw(path, f, rng, index):
    layout = LAYOUTS[index % len(LAYOUTS)][0]
    # What a layout has no place for is not on the document.
    f.prepaid = D(0)
    f.second_iban = None
    if layout is not builder:
        f.blocked = None
    told = layout(path, f, rng)
    unknown = list(told[2]) if told else []
    if layout in (french_boxes, belgian, subscription) or layout is columns_foot and f.lang != "nl":
        unknown.append("supplier_kvk")
    return [] if f.due else ["due_date"], [layout.__name__], unknown
