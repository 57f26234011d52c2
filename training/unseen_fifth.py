"""Ten more layouts, easy on the totals and hard on the parties and the day to pay; written without a look at the reader."""

from datetime import timedelta
from decimal import Decimal as D

from facts import cents, iban_style
from unseen import GREY, Sheet, bill, choose, draw


def foot(s, y, *words, x=50, size=7.5):
    """The particulars of the supplier in one line: VAT number, register, account, each after its own word."""
    vat, kvk, account = words
    s.ids("vat", "kvk", "iban")
    parts = [f"{vat} {s.s.vat}", s.s.kvk and f"{kvk} {s.s.kvk}", f"{account} {iban_style(s.rng, s.s.iban)}"]
    s.text(x, y, " / ".join(p for p in parts if p), size)


def table(s, y, columns, step=14):
    """The lines under heads; a column is where it stands, its head, how it is aligned and what it shows of a line."""
    for x, head, align, _ in columns:
        s.text(x, y, head, bold=True, align=align)
    for line in s.f.lines:
        y += step
        for x, _, align, of in columns:
            s.text(x, y, of(line), align=align)
    return y


def energy(rng):
    """A yearly bill of an energy firm: the old balance and what was paid stand beside this bill's own sums."""
    f = bill(rng, "nl", count=rng.randint(2, 5))
    old = cents(D(rng.randint(2000, 30000)) / 100)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9.5)
        s.text(50, 50, f.supplier.name, 17, True, color="#196f3d")
        s.p.box(40, 70, 555, 118, fill="#e9f7ef", width=0)
        for x, label, value in ((50, "Notanummer", f.number), (200, "Datum nota", s.d(f.issued)), (330, "Wij schrijven af op", s.d(f.due)), (460, "Bedrag deze nota", s.m(f.gross))):
            s.text(x, 87, label, 7.5, color=GREY)
            s.text(x, 105, value, 10, True)
        s.down(50, 150, s.address(f.customer), 13)
        s.text(330, 150, f"Klantnr {f.customer_number}   EAN 8716{rng.randint(10**13, 10**14 - 1)}", 8)
        y = table(s, 220, ((50, "Levering en netbeheer", "left", lambda l: l.text), (360, "Verbruik", "right", lambda l: s.q(l.quantity)), (440, "Tarief", "right", lambda l: s.n(l.price)), (540, "Kosten", "right", lambda l: s.n(l.amount))))
        y = s.pairs(300, y + 25, [("Kosten zonder btw", s.n(f.net)), ("Btw hoog 21%", s.n(f.vat)), ("Bedrag deze nota", s.n(f.gross)), ("Saldo vorige nota", s.n(old)), ("Ontvangen betalingen", s.n(-old))], 0, 15, right=540)
        s.text(50, y + 25, "Het termijnbedrag wordt vanaf volgende maand " + s.m(cents(f.gross / 6)) + ".", 8.5)
        foot(s, 800, "Btw", "Kamer van Koophandel", "Rek.")
        return s.save()
    return f, draw_it


def insurance(rng):
    """A premium note: exempt of VAT, the policy's number next to the note's, a period."""
    f = bill(rng, "nl", free="E", count=rng.randint(1, 3))

    def draw_it(path):
        s = Sheet(path, f, rng, "Times", 11)
        s.down(60, 70, s.address(f.customer), 14)
        s.text(540, 70, f.supplier.name, 14, True, "right")
        s.text(540, 84, f"{f.supplier.street}, {s.town(f.supplier)}", 9, align="right")
        s.text(60, 160, "PREMIENOTA", 15, True)
        y = s.pairs(60, 185, [("Polis", f"{rng.randint(10**7, 10**8)}"), ("Nota", f.number), ("Opmaakdatum", s.d(f.issued)), ("Verzekerde periode", f"{s.d(f.issued)} - {s.d(f.issued + timedelta(days=364))}"), ("Betalen uiterlijk", s.d(f.due))], 140, 16)
        for l in f.lines:
            y += 18
            s.text(60, y, l.text)
            s.text(540, y, s.m(l.amount), align="right")
        y = s.pairs(60, y + 30, [("Premie", s.m(f.net)), ("Btw (vrijgesteld, art. 11 Wet OB)", s.m(f.vat)), ("Door u verschuldigd", s.m(f.gross))], 0, 18, right=540)
        foot(s, 800, "Btw-identificatie", "KvK", "IBAN", x=60)
        return s.save()
    return f, draw_it


def notary(rng):
    """A letter: the sums are told in sentences."""
    f = bill(rng, "nl", count=rng.randint(1, 3), whole=True)

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuSerif", 9.5)
        s.text(297, 55, f.supplier.name, 15, True, "center")
        s.text(297, 70, f"{f.supplier.street} · {s.town(f.supplier)} · {f.supplier.phone}", 8, align="center")
        s.down(70, 115, s.address(f.customer), 14)
        s.text(70, 185, f"{f.supplier.town}, {s.d(f.issued)}")
        s.text(70, 203, f"Declaratie {f.number} inzake dossier {f.order}")
        s.text(70, 235, "Geachte heer, mevrouw,")
        y = s.down(70, 258, [f"- {l.text}: {s.m(l.amount)}" for l in f.lines], 15)
        s.down(70, y + 12, [f"Het honorarium beloopt {s.m(f.net)}. Daarover is {s.m(f.vat)} omzetbelasting", f"(21%) verschuldigd, zodat deze declaratie sluit op {s.m(f.gross)}.",
                            f"Ik verzoek u dit bedrag vóór {s.d(f.due)} te doen bijschrijven."], 16)
        foot(s, 800, "Btw-id", "KvK", "Derdengeldenrekening", x=70, size=7)
        return s.save("line_count")
    return f, draw_it


def saas(rng):
    """English; the amount due in the head, labels over values, a period of service per line."""
    f = bill(rng, "en", rng.choice(["IE", "IE", "GB"]), count=rng.randint(1, 4))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        s.text(50, 60, f"{s.m(f.gross)} due {s.d(f.due)}", 18, True)
        for x, label, value in ((50, "INVOICE", f.number), (200, "ISSUED", s.d(f.issued)), (330, "PAYMENT TERMS", s.d(f.due)), (450, "WORKSPACE", f.customer_number)):
            s.text(x, 95, label, 6.5, color=GREY)
            s.text(x, 108, value)
        s.down(50, 145, s.address(f.supplier), 12)
        s.down(330, 145, s.address(f.customer), 12)
        y = 220
        for l in f.lines:
            s.text(50, y, l.text, bold=True)
            s.text(50, y + 11, f"{s.d(f.issued)} – {s.d(f.issued + timedelta(days=30))}", 7, color=GREY)
            s.text(400, y, f"{s.q(l.quantity)} seats at {s.m(l.price)}", align="right")
            s.text(545, y, s.m(l.amount), align="right")
            y += 30
        s.pairs(350, y + 10, [("Before tax", s.m(f.net)), (f"VAT – {s.r(f.rows[0][0])}%", s.m(f.vat)), ("Invoice total", s.m(f.gross)), ("Paid so far", s.m(D(0)))], 0, 15, right=545)
        foot(s, 800, "VAT", "", "IBAN")
        return s.save()
    return f, draw_it


def rechnung(rng):
    """German after DIN 5008: a column of particulars right, two rates, cash discount, an earlier instalment's number."""
    f = bill(rng, "de", "DE", rates=2, count=rng.randint(2, 7))

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        s.text(70, 100, f"{f.supplier.name} · {f.supplier.street} · {s.town(f.supplier)}", 6.5)
        s.down(70, 118, s.address(f.customer), 13)
        s.pairs(350, 118, [("Unser Zeichen", f.supplier.person), ("Vorgang", f.number), ("Ihr Auftrag", f.order), ("Köln/Datum" if f.supplier.town == "Köln" else "Datum", s.d(f.issued)), ("Ohne Abzug bis", s.d(f.due))], 90, 14)
        s.text(70, 235, f"Rechnung {f.number}", 13, True)
        y = table(s, 265, ((70, "Leistung", "left", lambda l: l.text), (350, "Menge", "right", lambda l: s.q(l.quantity)), (440, "EP", "right", lambda l: s.n(l.price)), (530, "GP", "right", lambda l: s.n(l.amount))))
        y = s.pairs(300, y + 24, [("Summe o. USt.", s.m(f.net))] + [(f"zzgl. {s.r(r)} % USt. aus {s.n(b)}", s.m(v)) for r, _, b, v in f.rows] + [("Rechnungssumme", s.m(f.gross))], 0, 15, right=530)
        s.text(70, y + 20, f"Bei Zahlung innerhalb von 7 Tagen 2 % Skonto = {s.m(cents(f.gross * D('0.02')))}, danach rein netto.", 9)
        foot(s, 800, "USt-Id", "", "Bank", x=70)
        return s.save()
    return f, draw_it


def facture(rng):
    """French; sums in a band at the left, a deposit that was paid before, the rate as a decimal."""
    f = bill(rng, "fr", "FR", count=rng.randint(1, 5))
    f.prepaid = cents(f.gross / 4)

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVuCond", 9)
        s.down(50, 55, s.address(f.supplier), 12, bold=True)
        s.text(330, 55, "Doit :", 8, color=GREY)
        s.down(330, 68, s.address(f.customer), 12)
        s.text(50, 130, f"FACTURE {f.number} du {s.d(f.issued)} - règlement au {s.d(f.due)}", 11, True)
        y = table(s, 165, ((50, "Nature des prestations", "left", lambda l: l.text), (340, "Nb", "right", lambda l: s.q(l.quantity)), (430, "Unitaire", "right", lambda l: s.n(l.price)), (545, "Valeur", "right", lambda l: s.n(l.amount))))
        y = s.pairs(50, y + 30, [("Base hors taxe", s.m(f.net)), (f"T.V.A. à {s.n(D(f.rows[0][0]))} %", s.m(f.vat)), ("Somme toutes taxes", s.m(f.gross)), ("Acompte du " + s.d(f.issued - timedelta(days=20)), s.m(-f.prepaid)), ("Solde à régler", s.m(f.gross - f.prepaid))], 210, 15)
        foot(s, 800, "Identifiant TVA", "", "Virement :")
        return s.save()
    return f, draw_it


def term(rng):
    """A builder's term: the sum of the contract, the terms billed before, reverse charge and a blocked account."""
    free = rng.choice(["AE", "AE", None])
    f = bill(rng, "nl", free=free, count=1, whole=True)

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 10)
        s.down(60, 60, s.address(f.supplier), 13)
        s.down(330, 60, ["Opdrachtgever:"] + s.address(f.customer) + [f"Btw-nr opdrachtgever {f.customer.vat}"], 13)
        s.text(60, 160, f"Termijnnota {f.number}", 15, True)
        y = s.pairs(60, 185, [("Datum", s.d(f.issued)), ("Bestek", f.order), ("Betaaltermijn tot", s.d(f.due))], 110, 15)
        y = s.pairs(60, y + 15, [("Aanneemsom", s.m(f.net * 5)), ("Reeds gefactureerde termijnen", s.m(f.net * 2)), (f"Termijn 3: {f.lines[0].text}", s.m(f.net))], 0, 16, right=530)
        y = s.pairs(300, y + 20, [("Termijn excl. omzetbelasting", s.m(f.net)), ("Omzetbelasting verlegd" if free else "Omzetbelasting 21%", s.m(f.vat)), ("Te betalen termijn", s.m(f.gross)), ("waarvan op G-rekening", s.m(cents(f.gross * D("0.3"))))], 0, 16, right=530)
        foot(s, 800, "Ob-nummer", "KvK", "Bankrekening", x=60)
        return s.save("line_count")
    return f, draw_it


def parcel(rng):
    """A web shop: prices with VAT, two rates, paid at once, no date to pay by."""
    f = bill(rng, "nl", rates=2, count=rng.randint(2, 6), incl=True, due=False)

    def draw_it(path):
        s = Sheet(path, f, rng, "DejaVu", 8)
        s.text(50, 55, f.supplier.domain, 16, True, color="#ca6f1e")
        s.text(545, 55, f"Aankoopbewijs / factuur {f.number}", 10, True, "right")
        s.text(545, 70, f"Besteld en gefactureerd op {s.d(f.issued)}, bestelling {f.order}", align="right")
        s.down(50, 100, ["Bezorgd bij"] + s.address(f.customer), 12)
        y = table(s, 175, ((50, "Wat u kocht", "left", lambda l: l.text), (340, "Stuks", "right", lambda l: s.q(l.quantity)), (430, "Per stuk", "right", lambda l: s.n(l.price)), (460, "Btw", "left", lambda l: f"{s.r(l.rate)}%"), (545, "Samen incl. btw", "right", lambda l: s.n(l.amount))))
        y = s.pairs(330, y + 25, [("U betaalde met iDEAL", s.m(f.gross))], 0, 15, right=545, bold=True)
        for r, _, b, v in f.rows:
            y = s.pairs(330, y, [(f"inbegrepen btw {s.r(r)}% over {s.n(b)}", s.n(v))], 0, 13, right=545)
        s.pairs(330, y, [("Zonder btw", s.m(f.net)), ("Btw samen", s.m(f.vat))], 0, 13, right=545)
        s.text(50, 785, f"{f.supplier.name}, {f.supplier.street}, {s.town(f.supplier)}", 7.5)
        foot(s, 800, "btw", "KvK", "IBAN")
        return s.save()
    return f, draw_it


def garage(rng):
    """A garage: number plate and mileage, labour and parts apart, or a used car under the margin scheme."""
    margin = rng.random() < 0.3
    f = bill(rng, "nl", free="E" if margin else None, count=rng.randint(2, 6))

    def draw_it(path):
        s = Sheet(path, f, rng, "Courier", 9)
        s.down(50, 55, s.address(f.supplier) + [f.supplier.phone], 12, bold=True)
        s.down(50, 120, s.address(f.customer), 12)
        y = s.pairs(350, 55, [("WERKORDER", f.order), ("NOTA", f.number), ("D.D.", s.d(f.issued)), ("VOLDOEN", s.d(f.due)), ("KENTEKEN", f"{rng.randint(1, 9)}-XKR-{rng.randint(10, 99)}"), ("KM-STAND", f"{rng.randint(10, 250)}.{rng.randint(100, 999)}")], 80, 13)
        y = table(s, 190, ((50, "VERRICHT / GELEVERD", "left", lambda l: l.text), (380, "AANT", "right", lambda l: s.q(l.quantity)), (460, "A", "right", lambda l: s.n(l.price)), (545, "BEDRAG", "right", lambda l: s.n(l.amount))))
        half = s.f.lines[0].amount
        rows = [("ARBEID", s.n(half)), ("ONDERDELEN", s.n(f.net - half)), ("TEZAMEN EX BTW", s.n(f.net)), ("BTW 21,00%", s.n(f.vat)), ("TOTAAL GENERAAL", s.n(f.gross))]
        y = s.pairs(330, y + 25, rows[4:] if margin else rows, 0, 14, right=545)
        if margin:
            s.text(50, y + 15, "Bijzondere regeling - gebruikte goederen. Btw niet aftrekbaar.")
        foot(s, 800, "BTW-NUMMER", "KVK", "BANK", size=7)
        return s.save(*(["net_total", "vat_total", "vat_breakdown"] if margin else []))
    return f, draw_it


def returned(rng):
    """A credit note: amounts with the minus after them or before, the credited invoice in the same row as its own number."""
    f = bill(rng, "nl", kind="credit_note", count=rng.randint(1, 3))
    f.credited = f"{f.issued.year}{rng.randint(10000, 99999)}"
    after = rng.random() < 0.5

    def draw_it(path):
        s = Sheet(path, f, rng, "Helvetica", 9)
        minus = lambda v: s.n(v) + "-" if after else "- " + s.n(v)
        s.text(545, 55, "CREDITNOTA", 18, True, "right")
        s.down(50, 55, s.address(f.supplier), 12)
        s.down(50, 120, s.address(f.customer), 12)
        for x, label, value in ((50, "Creditnummer", f.number), (190, "Gecrediteerde factuur", f.credited), (330, "Datum", s.d(f.issued)), (450, "Retournummer", f.order)):
            s.text(x, 190, label, 7.5, color=GREY)
            s.text(x, 203, value)
        y = table(s, 235, ((50, "Teruggenomen", "left", lambda l: l.text), (380, "Aantal", "right", lambda l: s.q(l.quantity)), (545, "Waarde", "right", lambda l: minus(l.amount))))
        y = s.pairs(350, y + 25, [("Waarde ex btw", minus(f.net)), ("Btw 21%", minus(f.vat)), ("Tegoed", minus(f.gross))], 0, 15, right=545)
        s.text(50, y + 20, "Wij verrekenen dit tegoed met uw volgende bestelling.")
        foot(s, 800, "BTW", "KvK", "IBAN")
        return s.save()
    return f, draw_it


LAYOUTS = [energy, insurance, notary, saas, rechnung, facture, term, parcel, garage, returned]


def facts_of(seed, index):
    return choose("unseen fifth", LAYOUTS, seed, index)
