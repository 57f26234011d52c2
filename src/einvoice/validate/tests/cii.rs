//! CII: that its elements are taken for the right terms, and the rules of its binding.

use super::Case;

/// Rules of EN 16931, which are the same for both syntaxes.
#[rustfmt::skip]
pub(super) const CII_CASES: &[Case] = &[
    (&["DZ-NUMBER"], &[("<ram:GrandTotalAmount>229.90", "<ram:GrandTotalAmount>229,90")]),
    (&["DZ-DATE"], &[("20260430", "20260431")]),
    (&["BR-01"], &[("<ram:ID>urn:cen.eu:en16931:2017</ram:ID>", "")]),
    (&["BR-02"], &[("<ram:ID>2026-118</ram:ID>", "")]),
    (&["BR-03"], &[(r#"<ram:IssueDateTime><udt:DateTimeString format="102">20260331</udt:DateTimeString></ram:IssueDateTime>"#, "")]),
    (&["BR-03"], &[(r#"<ram:IssueDateTime><udt:DateTimeString format="102">20260331"#, r#"<ram:IssueDateTime><udt:DateTimeString format="101">260331"#)]),
    (&["BR-04"], &[("<ram:TypeCode>380</ram:TypeCode>", "")]),
    (&["BR-05"], &[("<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", "")]),
    (&["BR-06"], &[("<ram:Name>De Bron Water B.V.</ram:Name>", "")]),
    (&["BR-07"], &[("<ram:Name>Klant N.V.</ram:Name>", "")]),
    (&["BR-09"], &[("<ram:CityName>Delft</ram:CityName><ram:CountryID>NL</ram:CountryID>", "<ram:CityName>Delft</ram:CityName>")]),
    (&["BR-10"], &[("<ram:PostalTradeAddress><ram:CityName>Breda</ram:CityName><ram:CountryID>NL</ram:CountryID></ram:PostalTradeAddress>", "")]),
    (&["BR-12"], &[("<ram:LineTotalAmount>200.00</ram:LineTotalAmount><ram:AllowanceTotalAmount>", "<ram:AllowanceTotalAmount>")]),
    (&["BR-17"], &[("<ram:Name>Factor B.V.</ram:Name>", "")]),
    (&["BR-18"], &[("<ram:Name>Fiscaal B.V.</ram:Name>", "")]),
    (&["BR-21"], &[("<ram:LineID>1</ram:LineID>", "")]),
    (&["BR-23"], &[(r#"<ram:BilledQuantity unitCode="MTQ">"#, "<ram:BilledQuantity>")]),
    (&["BR-25"], &[("<ram:Name>Water</ram:Name>", "")]),
    (&["BR-27"], &[("<ram:ChargeAmount>99.00", "<ram:ChargeAmount>-99.00")]),
    (&["BR-28"], &[("<ram:ChargeAmount>100.00", "<ram:ChargeAmount>-100.00")]),
    (&["BR-29"], &[("20260301", "20260401")]),
    (&["BR-30"], &[("20260302", "20260402")]),
    (&["BR-33", "BR-CO-21"], &[("<ram:Reason>korting</ram:Reason>", "")]),
    (&["BR-44", "BR-CO-24"], &[("<ram:Reason>spoed</ram:Reason>", "")]),
    (&["BR-48", "BR-CO-17", "BR-S-09"], &[("<ram:BasisAmount>190.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>21</ram:RateApplicablePercent>", "<ram:BasisAmount>190.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>")]),
    (&["BR-49"], &[("<ram:TypeCode>58</ram:TypeCode>", "")]),
    (&["BR-50", "BR-61"], &[("<ram:IBANID>NL91ABNA0417164300</ram:IBANID>", "")]),
    (&["BR-52"], &[("<ram:IssuerAssignedID>bijlage</ram:IssuerAssignedID>", "")]),
    (&["BR-54"], &[("<ram:Value>4</ram:Value>", "")]),
    (&["BR-55"], &[("<ram:IssuerAssignedID>2026-100</ram:IssuerAssignedID>", "")]),
    (&["BR-56"], &[(r#"<ram:ID schemeID="VA">NL002455799B11</ram:ID>"#, "")]),
    (&["BR-57"], &[("<ram:ShipToTradeParty><ram:PostalTradeAddress><ram:CountryID>NL</ram:CountryID>", "<ram:ShipToTradeParty><ram:PostalTradeAddress>")]),
    (&["BR-62"], &[(r#"<ram:URIID schemeID="0106">"#, "<ram:URIID>")]),
    (&["BR-65"], &[(r#" listID="STI""#, "")]),
    (&["BR-CO-03"], &[("<ram:BasisAmount>190.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>", r#"<ram:BasisAmount>190.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:TaxPointDate><udt:DateString format="102">20260331</udt:DateString></ram:TaxPointDate><ram:DueDateTypeCode>5</ram:DueDateTypeCode>"#)]),
    (&["BR-CO-04", "BR-S-08"], &[("<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>", "<ram:TypeCode>VAT</ram:TypeCode>")]),
    (&["BR-CO-04"], &[("<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>", "<ram:CategoryCode>S</ram:CategoryCode>")]),
    (&["BR-CO-10", "BR-CO-13"], &[("<ram:LineTotalAmount>200.00</ram:LineTotalAmount><ram:AllowanceTotalAmount>", "<ram:LineTotalAmount>201.00</ram:LineTotalAmount><ram:AllowanceTotalAmount>")]),
    (&["BR-CO-14", "BR-CO-15"], &[(r#"<ram:TaxTotalAmount currencyID="EUR">39.90"#, r#"<ram:TaxTotalAmount currencyID="EUR">40.90"#)]),
    (&["BR-CO-16"], &[("<ram:DuePayableAmount>200.00", "<ram:DuePayableAmount>201.00")]),
    (&["BR-CL-01"], &[("<ram:TypeCode>380", "<ram:TypeCode>1")]),
    (&["BR-CL-08"], &[("<ram:SubjectCode>AAI", "<ram:SubjectCode>QQQ")]),
    (&["BR-CL-10"], &[(r#"<ram:GlobalID schemeID="0088">"#, r#"<ram:GlobalID schemeID="GLN">"#)]),
    (&["BR-CL-15"], &[("<ram:OriginTradeCountry><ram:ID>NL", "<ram:OriginTradeCountry><ram:ID>XX")]),
    (&["BR-CL-23"], &[(r#"<ram:BilledQuantity unitCode="MTQ">"#, r#"<ram:BilledQuantity unitCode="STUK">"#)]),
    (&["BR-DEC-14"], &[("229.90", "229.900")]),
    (&["BR-DEC-27"], &[("<ram:ActualAmount>2.00", "<ram:ActualAmount>2.000")]),
    (&["BR-S-10"], &[("<ram:BasisAmount>190.00</ram:BasisAmount>", "<ram:ExemptionReason>x</ram:ExemptionReason><ram:BasisAmount>190.00</ram:BasisAmount>")]),
];

const NOTE: &str = "<ram:IncludedNote><ram:Content>Met dank</ram:Content>";
const LINE_ID: &str = "<ram:LineID>1</ram:LineID>";
const SELLER: &str = "<ram:SellerTradeParty>";
const BUYER: &str = "<ram:BuyerTradeParty>";
const TERMS: &str = "<ram:SpecifiedTradePaymentTerms>";
const DISCOUNT: &str = "<ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1.00</ram:ActualAmount>";
const DOCUMENTS: &str = "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>bijlage";
const LINE_TAX: &str = "<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>";
const ROW: &str = "<ram:ApplicableTradeTax><ram:CalculatedAmount>39.90";

/// Rules of the CII binding.
#[rustfmt::skip]
pub(super) const CII_BINDING_CASES: &[Case] = &[
    (&["CII-SR-003"], &[("<ram:GuidelineSpecified", "<ram:BusinessProcessSpecifiedDocumentContextParameter/><ram:BusinessProcessSpecifiedDocumentContextParameter/><ram:GuidelineSpecified")]),
    (&["CII-SR-009"], &[("<ram:GuidelineSpecified", "<ram:GuidelineSpecifiedDocumentContextParameter/><ram:GuidelineSpecified")]),
    (&["CII-SR-010"], &[("<ram:ID>urn:cen.eu:en16931:2017</ram:ID>", "<ram:ID>urn:cen.eu:en16931:2017</ram:ID><ram:ID>2</ram:ID>")]),
    (&["CII-SR-014"], &[("<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode>380</ram:TypeCode><ram:TypeCode>380</ram:TypeCode>")]),
    (&["CII-SR-030"], &[(NOTE, "<ram:IncludedNote><ram:Content>Met</ram:Content><ram:Content>dank</ram:Content>")]),
    (&["CII-SR-039"], &[(LINE_ID, "<ram:LineID>1</ram:LineID><ram:IncludedNote/><ram:IncludedNote/>")]),
    (&["CII-SR-040"], &[(LINE_ID, "<ram:LineID>1</ram:LineID><ram:IncludedNote><ram:Content>a</ram:Content><ram:Content>b</ram:Content></ram:IncludedNote>")]),
    (&["CII-SR-069"], &[("<ram:Description>hardheid</ram:Description>", "<ram:Description>hard</ram:Description><ram:Description>heid</ram:Description>")]),
    (&["CII-SR-072"], &[("<ram:Value>4</ram:Value>", "<ram:Value>4</ram:Value><ram:Value>5</ram:Value>")]),
    (&["CII-SR-090"], &[("<ram:OriginTradeCountry><ram:ID>NL</ram:ID>", "<ram:OriginTradeCountry>")]),
    (&["CII-SR-090"], &[("<ram:OriginTradeCountry><ram:ID>NL</ram:ID>", "<ram:OriginTradeCountry><ram:ID>NL</ram:ID><ram:ID>BE</ram:ID>")]),
    (&["CII-SR-119"], &[(DISCOUNT, "<ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>")]),
    (&["CII-SR-119"], &[(DISCOUNT, "<ram:ActualAmount>1.00</ram:ActualAmount>")]),
    (&["CII-SR-440"], &[(DISCOUNT, "<ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1.00</ram:ActualAmount><ram:ActualAmount>0.00</ram:ActualAmount>")]),
    (&["CII-SR-441"], &[("<ram:ChargeAmount>99.00</ram:ChargeAmount>", "<ram:ChargeAmount>99.00</ram:ChargeAmount><ram:ChargeAmount>98.00</ram:ChargeAmount>")]),
    (&["CII-SR-449"], &[("<ram:ShipToTradeParty>", r#"<ram:ShipToTradeParty><ram:ID>1</ram:ID><ram:GlobalID schemeID="0088">8712345000004</ram:GlobalID>"#)]),
    (&["CII-SR-450"], &[(BUYER, r#"<ram:BuyerTradeParty><ram:ID>1</ram:ID><ram:GlobalID schemeID="0088">8712345000004</ram:GlobalID>"#)]),
    (&["CII-SR-451"], &[("<ram:PayeeTradeParty>", r#"<ram:PayeeTradeParty><ram:ID>1</ram:ID><ram:GlobalID schemeID="0088">8712345000011</ram:GlobalID>"#)]),
    (&["CII-SR-452"], &[(TERMS, "<ram:SpecifiedTradePaymentTerms><ram:Description>netto</ram:Description></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradePaymentTerms>")]),
    (&["CII-SR-453"], &[(TERMS, "<ram:SpecifiedTradePaymentTerms><ram:Description>netto</ram:Description><ram:Description>contant</ram:Description>")]),
    (&["CII-SR-454"], &[(LINE_TAX, "<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>21</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:ApplicableTradeTax>")]),
    (&["CII-SR-455"], &[(SELLER, "<ram:SellerTradeParty><ram:DefinedTradeContact/><ram:DefinedTradeContact/>")]),
    (&["CII-SR-456"], &[(BUYER, "<ram:BuyerTradeParty><ram:DefinedTradeContact/><ram:DefinedTradeContact/>")]),
    (&["CII-SR-457"], &[(DOCUMENTS, "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID><ram:TypeCode>50</ram:TypeCode></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>2</ram:IssuerAssignedID><ram:TypeCode>50</ram:TypeCode></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>bijlage")]),
    (&["CII-SR-458"], &[(DOCUMENTS, "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>2</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>bijlage")]),
    (&["CII-SR-459"], &[(SELLER, r#"<ram:SellerTradeParty><ram:URIUniversalCommunication><ram:URIID schemeID="0106">64000003</ram:URIID></ram:URIUniversalCommunication>"#)]),
    (&["CII-SR-460"], &[(BUYER, r#"<ram:BuyerTradeParty><ram:URIUniversalCommunication><ram:URIID schemeID="0106">64000003</ram:URIID></ram:URIUniversalCommunication><ram:URIUniversalCommunication><ram:URIID schemeID="0106">64000011</ram:URIID></ram:URIUniversalCommunication>"#)]),
    (&["CII-SR-461"], &[(ROW, r#"<ram:ApplicableTradeTax><ram:TaxPointDate><udt:DateString format="102">20260331</udt:DateString></ram:TaxPointDate><ram:TaxPointDate><udt:DateString format="102">20260330</udt:DateString></ram:TaxPointDate><ram:CalculatedAmount>39.90"#)]),
    (&["CII-SR-462"], &[(ROW, "<ram:ApplicableTradeTax><ram:DueDateTypeCode>5</ram:DueDateTypeCode><ram:DueDateTypeCode>29</ram:DueDateTypeCode><ram:CalculatedAmount>39.90")]),
    (&["CII-SR-463"], &[("<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>", "<ram:SpecifiedTradeAllowanceCharge>")]),
    (&["CII-SR-465"], &[(SELLER, "<ram:SellerTradeParty><ram:DefinedTradeContact><ram:PersonName>A</ram:PersonName><ram:DepartmentName>B</ram:DepartmentName></ram:DefinedTradeContact>")]),
    (&["CII-SR-466"], &[(BUYER, "<ram:BuyerTradeParty><ram:DefinedTradeContact><ram:PersonName>A</ram:PersonName><ram:DepartmentName>B</ram:DepartmentName></ram:DefinedTradeContact>")]),
];
