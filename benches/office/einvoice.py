"""E-invoices: UBL 2.1 (NLCIUS or plain EN 16931), and the CII inside a hybrid PDF."""

from decimal import Decimal as D
from xml.sax.saxutils import escape

CATEGORY = {"S": "S", "M": "S", "AE": "AE", "EU": "K", "NEU": "O", "O": "E", "E": "E", "F": "S"}
REASON = {"AE": "Btw verlegd", "K": "Intracommunautaire levering", "O": "Niet onderworpen aan btw", "E": "Vrijgesteld of niet onderworpen aan btw"}
UNITS = {"kg": "KGM", "uur": "HUR", "l": "LTR", "m3": "MTQ", "mnd": "MON", "dag": "DAY", "kWh": "KWH", "ton": "TNE"}


def category(treat, service=False):
    return "AE" if treat == "EU" and service else CATEGORY[treat]


def party(name, address, vat, kvk, role):
    endpoint = f'<cbc:EndpointID schemeID="0106">{kvk}</cbc:EndpointID>' if kvk else ""
    tax = f"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>" if vat else ""
    legal = f'<cbc:CompanyID schemeID="0106">{kvk}</cbc:CompanyID>' if kvk else ""
    return (f"<cac:{role}><cac:Party>{endpoint}<cac:PostalAddress><cbc:StreetName>{escape(address['street'])}</cbc:StreetName><cbc:CityName>{escape(address['city'])}</cbc:CityName>"
            f"<cbc:PostalZone>{address['postcode']}</cbc:PostalZone><cac:Country><cbc:IdentificationCode>{address['country']}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
            f"{tax}<cac:PartyLegalEntity><cbc:RegistrationName>{escape(name)}</cbc:RegistrationName>{legal}</cac:PartyLegalEntity></cac:Party></cac:{role}>")


def amount(name, value):
    return f'<cbc:{name} currencyID="EUR">{value:.2f}</cbc:{name}>'


def ubl(bill, service=False):
    """The UBL invoice or credit note of a purchase (a credit note has its amounts turned)."""
    p, supplier, client = bill, bill.supplier, bill.client
    credit = p.gross < 0
    sign = -1 if credit else 1
    root, item, quantity = ("CreditNote", "CreditNoteLine", "CreditedQuantity") if credit else ("Invoice", "InvoiceLine", "InvoicedQuantity")
    rows, merged = "", {}
    for (treat, rate), (base, vat) in p.vat.items():
        row = merged.setdefault((category(treat, service), rate), [D(0), D(0)])
        row[0], row[1] = row[0] + sign * base, row[1] + sign * vat

    def tax(name, cat, rate, reason=True):
        percent = "" if cat == "O" else f"<cbc:Percent>{rate}</cbc:Percent>"
        why = f"<cbc:TaxExemptionReason>{REASON[cat]}</cbc:TaxExemptionReason>" if reason and cat in REASON else ""
        return f"<cac:{name}><cbc:ID>{cat}</cbc:ID>{percent}{why}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:{name}>"

    for (cat, rate), (base, vat) in merged.items():
        rows += f"<cac:TaxSubtotal>{amount('TaxableAmount', base)}{amount('TaxAmount', vat)}{tax('TaxCategory', cat, rate)}</cac:TaxSubtotal>"
    lines = ""
    for n, line in enumerate(p.lines, 1):
        cat = category(line.treat, service)
        rate = line.rate if cat == "S" else D(0)
        unit = UNITS.get(line.unit, "C62")
        lines += (f'<cac:{item}><cbc:ID>{n}</cbc:ID><cbc:{quantity} unitCode="{unit}">{sign * line.quantity}</cbc:{quantity}>{amount("LineExtensionAmount", sign * line.net)}'
                  f"<cac:Item><cbc:Name>{escape(line.text)}</cbc:Name>{tax('ClassifiedTaxCategory', cat, rate, False)}</cac:Item>"
                  f'<cac:Price><cbc:PriceAmount currencyID="EUR">{abs(line.price)}</cbc:PriceAmount></cac:Price></cac:{item}>')
    iban = bill.iban_shown
    means = (f"<cac:PaymentMeans><cbc:PaymentMeansCode>{'59' if 'debit' in supplier.more else '30'}</cbc:PaymentMeansCode><cbc:PaymentID>{escape(p.number)}</cbc:PaymentID>"
             + (f"<cac:PaymentMandate><cbc:ID>M-{supplier.code}</cbc:ID></cac:PaymentMandate>" if "debit" in supplier.more else f"<cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount>")
             + "</cac:PaymentMeans>")
    credited = f"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{escape(p.credit_of)}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>" if p.credit_of else ""
    net, vat = sign * p.net, sign * p.vat_total
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
            'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
            f"<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{escape(p.number)}</cbc:ID><cbc:IssueDate>{p.day}</cbc:IssueDate>"
            + (f"<cbc:DueDate>{p.due}</cbc:DueDate>" if p.due and not credit else "")
            + ("<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>" if credit else "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>")
            + f"<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>{client.key}-{supplier.code}</cbc:BuyerReference>{credited}"
            + party(supplier.name, supplier.address, supplier.vat_id, supplier.kvk, "AccountingSupplierParty") + party(client.name, client.address, client.vat_id, client.kvk, "AccountingCustomerParty")
            + f"<cac:Delivery><cbc:ActualDeliveryDate>{p.day}</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>"
            + means + f"<cac:TaxTotal>{amount('TaxAmount', vat)}{rows}</cac:TaxTotal><cac:LegalMonetaryTotal>{amount('LineExtensionAmount', net)}{amount('TaxExclusiveAmount', net)}"
            f"{amount('TaxInclusiveAmount', net + vat)}{amount('PayableAmount', net + vat)}</cac:LegalMonetaryTotal>{lines}</{root}>\n")


def cii(bill, service=False):
    """The same as a Cross Industry Invoice, as Factur-X and ZUGFeRD hold it (EN 16931)."""
    p, supplier, client = bill, bill.supplier, bill.client
    credit = p.gross < 0
    sign = -1 if credit else 1

    def seller(role, name, address, vat, kvk):
        legal = f'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0106">{kvk}</ram:ID></ram:SpecifiedLegalOrganization>' if kvk else ""
        tax = f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat}</ram:ID></ram:SpecifiedTaxRegistration>' if vat else ""
        return (f"<ram:{role}><ram:Name>{escape(name)}</ram:Name>{legal}<ram:PostalTradeAddress><ram:PostcodeCode>{address['postcode']}</ram:PostcodeCode>"
                f"<ram:LineOne>{escape(address['street'])}</ram:LineOne><ram:CityName>{escape(address['city'])}</ram:CityName><ram:CountryID>{address['country']}</ram:CountryID>"
                f"</ram:PostalTradeAddress>{tax}</ram:{role}>")

    def tax(cat, rate, base=None, vat=None):
        amounts = f"<ram:CalculatedAmount>{vat:.2f}</ram:CalculatedAmount>" if vat is not None else ""
        why = f"<ram:ExemptionReason>{REASON[cat]}</ram:ExemptionReason>" if base is not None and cat in REASON else ""
        basis = f"<ram:BasisAmount>{base:.2f}</ram:BasisAmount>" if base is not None else ""
        return f"<ram:ApplicableTradeTax>{amounts}<ram:TypeCode>VAT</ram:TypeCode>{why}{basis}<ram:CategoryCode>{cat}</ram:CategoryCode><ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"

    lines = ""
    for n, line in enumerate(p.lines, 1):
        cat = category(line.treat, service)
        lines += (f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{n}</ram:LineID></ram:AssociatedDocumentLineDocument>"
                  f"<ram:SpecifiedTradeProduct><ram:Name>{escape(line.text)}</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
                  f"<ram:ChargeAmount>{abs(line.price)}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
                  f'<ram:BilledQuantity unitCode="{UNITS.get(line.unit, "C62")}">{sign * line.quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>'
                  f"{tax(cat, line.rate if cat == 'S' else 0)}<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{sign * line.net:.2f}</ram:LineTotalAmount>"
                  "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>")
    merged = {}
    for (treat, rate), (base, vat) in p.vat.items():
        row = merged.setdefault((category(treat, service), rate), [D(0), D(0)])
        row[0], row[1] = row[0] + sign * base, row[1] + sign * vat
    rows = "".join(tax(cat, rate, base, vat) for (cat, rate), (base, vat) in merged.items())
    net, vat = sign * p.net, sign * p.vat_total
    date = f'<udt:DateTimeString format="102">{p.day:%Y%m%d}</udt:DateTimeString>'
    due = f'<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">{p.due:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>' if p.due and not credit else ""
    means = "" if "debit" in supplier.more or not bill.iban_shown else (
        f"<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{bill.iban_shown}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>")
    credited = f"<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>{escape(p.credit_of)}</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>" if p.credit_of else ""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
            'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">'
            "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
            f"<rsm:ExchangedDocument><ram:ID>{escape(p.number)}</ram:ID><ram:TypeCode>{381 if credit else 380}</ram:TypeCode><ram:IssueDateTime>{date}</ram:IssueDateTime></rsm:ExchangedDocument>"
            f"<rsm:SupplyChainTradeTransaction>{lines}<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>{client.key}</ram:BuyerReference>"
            + seller("SellerTradeParty", supplier.name, supplier.address, supplier.vat_id, supplier.kvk) + seller("BuyerTradeParty", client.name, client.address, client.vat_id, client.kvk)
            + f"</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>{date}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>"
            f"</ram:ApplicableHeaderTradeDelivery><ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>{escape(p.number)}</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
            f"{means}{rows}{due}<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{net:.2f}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net:.2f}</ram:TaxBasisTotalAmount>"
            f'<ram:TaxTotalAmount currencyID="EUR">{vat:.2f}</ram:TaxTotalAmount><ram:GrandTotalAmount>{net + vat:.2f}</ram:GrandTotalAmount><ram:DuePayableAmount>{net + vat:.2f}</ram:DuePayableAmount>'
            f"</ram:SpecifiedTradeSettlementHeaderMonetarySummation>{credited}</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n")
