"""Words, amounts and dates as they are printed, by language."""

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
WORDS = {
    "nl": {"invoice": ["Factuur", "FACTUUR", "Verkoopfactuur"], "credit": ["Creditnota", "CREDITFACTUUR"], "number": ["Factuurnummer", "Factuurnr.", "Nummer", "Factuur nr"],
           "date": ["Factuurdatum", "Datum"], "due": ["Vervaldatum", "Uiterste betaaldatum", "Te betalen voor"], "customer": ["Debiteurnr.", "Klantnummer"],
           "text": ["Omschrijving", "Artikel", "Product"], "quantity": ["Aantal", "Aant."], "unit": ["Eenheid", "Eh."], "price": ["Prijs", "Stuksprijs", "Prijs excl."],
           "amount": ["Bedrag", "Totaal", "Totaal excl."], "vat": ["btw", "BTW"], "net": ["Subtotaal", "Totaal excl. btw", "Totaal exclusief btw"], "gross": ["Totaal", "Te betalen", "Totaal incl. btw", "Totaalbedrag"],
           "base": ["over", "Grondslag"], "iban": "IBAN", "vatid": ["Btw-nr.", "BTW", "Btw-id"], "kvk": "KvK", "free": "Btw vrijgesteld", "outside": "Niet belast met btw",
           "pay": "Wij verzoeken u het bedrag binnen {days} dagen over te maken op {iban} onder vermelding van {number}.", "debit": "Het bedrag wordt omstreeks {due} automatisch van uw rekening afgeschreven.",
           "reverse": "Btw verlegd naar {vat}", "credits": "Betreft creditering van factuur {number}", "page": "Pagina {n} van {m}", "carry": "Transport", "terms": "Betalingstermijn {days} dagen",
           "supply": "Leverdatum", "yourvat": "Uw btw-nummer"},
    "en": {"invoice": ["Invoice", "INVOICE", "Tax Invoice"], "credit": ["Credit Note"], "number": ["Invoice number", "Invoice no.", "Invoice #"], "date": ["Invoice date", "Date of issue", "Date"],
           "due": ["Due date", "Payment due"], "customer": ["Account"], "text": ["Description", "Item"], "quantity": ["Qty", "Quantity"], "unit": ["Unit"], "price": ["Unit price", "Rate"],
           "amount": ["Amount", "Line total"], "vat": ["VAT"], "net": ["Subtotal", "Total excl. VAT"], "gross": ["Total", "Amount due", "Total due"], "base": ["on"], "iban": "IBAN", "vatid": ["VAT ID", "VAT number"],
           "kvk": "Reg. no.", "free": "VAT exempt", "outside": "Outside scope of VAT", "pay": "Please pay within {days} days to {iban}, reference {number}.", "debit": "Your account will be debited on {due}.",
           "reverse": "Reverse charge: VAT to be accounted for by the recipient, {vat}", "credits": "Credit for invoice {number}", "page": "Page {n} of {m}", "carry": "Carried forward", "terms": "Payment terms {days} days",
           "supply": "Date of supply", "yourvat": "Your VAT number"},
    "de": {"invoice": ["Rechnung", "RECHNUNG"], "credit": ["Gutschrift"], "number": ["Rechnungsnummer", "Rechnung Nr.", "Rechnungs-Nr."], "date": ["Rechnungsdatum", "Datum"], "due": ["Fällig am", "Zahlbar bis"],
           "customer": ["Kundennummer"], "text": ["Bezeichnung", "Artikel"], "quantity": ["Menge", "Anzahl"], "unit": ["Einheit"], "price": ["Einzelpreis", "Preis"], "amount": ["Gesamt", "Betrag"],
           "vat": ["MwSt.", "USt."], "net": ["Nettobetrag", "Zwischensumme netto"], "gross": ["Gesamtbetrag", "Rechnungsbetrag"], "base": ["auf"], "iban": "IBAN", "vatid": ["USt-IdNr."], "kvk": "HRB", "free": "steuerfrei",
           "outside": "nicht steuerbar", "pay": "Zahlbar innerhalb von {days} Tagen auf {iban}, Verwendungszweck {number}.", "debit": "Der Betrag wird am {due} abgebucht.",
           "reverse": "Steuerfreie innergemeinschaftliche Lieferung / Steuerschuldnerschaft des Leistungsempfängers, {vat}", "credits": "Gutschrift zu Rechnung {number}", "page": "Seite {n} von {m}", "carry": "Übertrag",
           "terms": "Zahlungsziel {days} Tage", "supply": "Leistungsdatum", "yourvat": "Ihre USt-IdNr."},
    "fr": {"invoice": ["Facture", "FACTURE"], "credit": ["Avoir"], "number": ["Facture n°", "Numéro de facture"], "date": ["Date de facture", "Date"], "due": ["Échéance", "Date d'échéance"], "customer": ["N° client"],
           "text": ["Désignation", "Description"], "quantity": ["Qté", "Quantité"], "unit": ["Unité"], "price": ["Prix unitaire", "P.U. HT"], "amount": ["Montant HT", "Total HT"], "vat": ["TVA"],
           "net": ["Total HT"], "gross": ["Total TTC", "Net à payer"], "base": ["sur"], "iban": "IBAN", "vatid": ["N° TVA"], "kvk": "RCS", "free": "exonéré de TVA", "outside": "hors TVA",
           "pay": "Règlement sous {days} jours sur {iban}, référence {number}.", "debit": "Prélèvement le {due}.", "reverse": "Exonération de TVA, livraison intracommunautaire, autoliquidation, {vat}",
           "credits": "Avoir sur facture {number}", "page": "Page {n} sur {m}", "carry": "Report", "terms": "Paiement à {days} jours", "supply": "Date de livraison", "yourvat": "Votre n° TVA"},
}


def grouped(value, lang, places=2):
    text = f"{abs(value):,.{places}f}"
    if lang != "en":
        text = text.replace(",", "\0").replace(".", ",").replace("\0", " " if lang == "fr" else ".")
    return ("-" if value < 0 else "") + text


def number(value, lang):
    """A quantity without needless zeros."""
    text = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return text if lang == "en" else text.replace(".", ",")


def day(value, lang, style):
    """A date in one of four styles."""
    if style == "iso":
        return value.isoformat()
    if style == "long":
        month = MONTHS[lang][value.month - 1]
        return f"{value.day}. {month} {value.year}" if lang == "de" else f"{month} {value.day}, {value.year}" if lang == "en" else f"{value.day} {month} {value.year}"
    mark = "-" if style == "dash" else "/" if lang == "fr" or style == "slash" else "."
    return f"{value.day:02d}{mark}{value.month:02d}{mark}{value.year}"


def spaced(iban):
    return " ".join(iban[i:i + 4] for i in range(0, len(iban), 4))
