//! For every rule a document that breaks it, and nothing else than it cannot help breaking with it.

use std::collections::BTreeSet;

use super::*;

const FULL: &str = include_str!("samples/full.ubl.xml");
const EN: &str = "urn:cen.eu:en16931:2017";
const PEPPOL: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const NLCIUS: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0";
const G_ACCOUNT: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0#conformant#urn:fdc:nen.nl:gaccount:v1.0";

/// The rules that a document does not meet.
fn broken(xml: &str) -> BTreeSet<&'static str> {
    let found = validate(xml.as_bytes()).unwrap();
    found.findings.iter().map(|f| f.rule.id).collect()
}

fn of_specification(id: &str) -> String {
    FULL.replacen(
        &format!(">{EN}</cbc:CustomizationID>"),
        &format!(">{id}</cbc:CustomizationID>"),
        1,
    )
}

/// A document with each first text replaced by the second, once.
fn edited(xml: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(xml.to_owned(), |xml, (old, new)| {
        assert!(xml.contains(old), "{old}");
        xml.replacen(old, new, 1)
    })
}

/// A row of the table: the rules that break, and the edits that break them.
type Case = (
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const S21: &str = "<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>";
const PAYABLE: &str = r#"<cbc:PayableAmount currencyID="EUR">301.00</cbc:PayableAmount>"#;
const DOC_ALLOWANCE: &str = "<cbc:AllowanceChargeReason>korting</cbc:AllowanceChargeReason>";
const DOC_CHARGE: &str = "<cbc:AllowanceChargeReason>vracht</cbc:AllowanceChargeReason>";
const LINE_ALLOWANCE: &str = "<cbc:AllowanceChargeReason>actie</cbc:AllowanceChargeReason>";
const LINE_CHARGE: &str = "<cbc:AllowanceChargeReason>spoed</cbc:AllowanceChargeReason>";
const MEANS_END: &str = "</cac:PayeeFinancialAccount></cac:PaymentMeans>";
const COUNTRY: &str =
    "<cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>";
const SELLER: &str = "<cac:AccountingSupplierParty><cac:Party>";
const BUYER: &str = "<cac:AccountingCustomerParty><cac:Party>";
const VAT_SCHEME: &str = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

const CASES: &[Case] = &[
    (&["DZ-NUMBER"], &[("378.90", "378,90")]),
    (
        &["DZ-DATE"],
        &[("<cbc:DueDate>2026-04-30", "<cbc:DueDate>2026-04-31")],
    ),
    (
        &["BR-02"],
        &[("<cbc:ID>2026-118</cbc:ID>", "<cbc:ID> </cbc:ID>")],
    ),
    (
        &["BR-03"],
        &[("<cbc:IssueDate>2026-03-31</cbc:IssueDate>", "")],
    ),
    (
        &["BR-04"],
        &[("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "")],
    ),
    (
        &["BR-05"],
        &[(
            "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>",
            "",
        )],
    ),
    (
        &["BR-06"],
        &[(
            "<cbc:RegistrationName>De Bron Water B.V.</cbc:RegistrationName>",
            "",
        )],
    ),
    (
        &["BR-07"],
        &[(
            "<cbc:RegistrationName>Klant N.V.</cbc:RegistrationName>",
            "",
        )],
    ),
    (
        &["BR-08"],
        &[(
            "<cac:PostalAddress><cbc:StreetName>Kade 1</cbc:StreetName><cbc:CityName>Delft</cbc:CityName><cbc:PostalZone>2611 AA</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>",
            "",
        )],
    ),
    (&["BR-09"], &[(COUNTRY, "")]),
    (
        &["BR-10"],
        &[(
            "<cac:PostalAddress><cbc:StreetName>Plein 2</cbc:StreetName><cbc:CityName>Breda</cbc:CityName><cbc:PostalZone>4811 AB</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>",
            "",
        )],
    ),
    (
        &["BR-11"],
        &[(
            "4811 AB</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>",
            "4811 AB</cbc:PostalZone>",
        )],
    ),
    (
        &["BR-12"],
        &[(
            r#"<cbc:LineExtensionAmount currencyID="EUR">340.00</cbc:LineExtensionAmount>"#,
            "",
        )],
    ),
    (
        &["BR-13"],
        &[(
            r#"<cbc:TaxExclusiveAmount currencyID="EUR">330.00</cbc:TaxExclusiveAmount>"#,
            "",
        )],
    ),
    (
        &["BR-14"],
        &[(
            r#"<cbc:TaxInclusiveAmount currencyID="EUR">378.90</cbc:TaxInclusiveAmount>"#,
            "",
        )],
    ),
    (&["BR-15"], &[(PAYABLE, "")]),
    (
        &["BR-17"],
        &[(
            "<cac:PartyName><cbc:Name>Factor B.V.</cbc:Name></cac:PartyName>",
            "",
        )],
    ),
    (
        &["BR-18"],
        &[(
            "<cac:PartyName><cbc:Name>Fiscaal B.V.</cbc:Name></cac:PartyName>",
            "",
        )],
    ),
    (
        &["BR-19"],
        &[(
            "<cac:PostalAddress><cbc:StreetName>Laan 3</cbc:StreetName><cbc:CityName>Goes</cbc:CityName><cbc:PostalZone>4461 AA</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>",
            "",
        )],
    ),
    (
        &["BR-20"],
        &[(
            "4461 AA</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>",
            "4461 AA</cbc:PostalZone>",
        )],
    ),
    (
        &["BR-21"],
        &[("<cac:InvoiceLine><cbc:ID>2</cbc:ID>", "<cac:InvoiceLine>")],
    ),
    (
        &["BR-22", "BR-23"],
        &[(
            r#"<cbc:InvoicedQuantity unitCode="C62">4</cbc:InvoicedQuantity>"#,
            "",
        )],
    ),
    (
        &["BR-23"],
        &[(
            r#"<cbc:InvoicedQuantity unitCode="C62">"#,
            "<cbc:InvoicedQuantity>",
        )],
    ),
    (
        &["BR-24", "BR-CO-10", "BR-S-08"],
        &[(
            r#"<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>"#,
            "",
        )],
    ),
    (&["BR-25"], &[("<cbc:Name>Boek</cbc:Name>", "")]),
    (
        &["BR-26"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00</cbc:PriceAmount>"#,
            "",
        )],
    ),
    (
        &["BR-27"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="EUR">-25.00"#,
        )],
    ),
    (
        &["BR-28"],
        &[(
            r#"<cbc:BaseAmount currencyID="EUR">100.00"#,
            r#"<cbc:BaseAmount currencyID="EUR">-100.00"#,
        )],
    ),
    (
        &["BR-29"],
        &[("<cbc:StartDate>2026-03-01", "<cbc:StartDate>2026-04-01")],
    ),
    (
        &["BR-30"],
        &[("<cbc:StartDate>2026-03-02", "<cbc:StartDate>2026-04-02")],
    ),
    (
        &["BR-31", "BR-CO-11", "BR-S-08"],
        &[(r#"<cbc:Amount currencyID="EUR">20.00</cbc:Amount>"#, "")],
    ),
    (
        &["BR-32", "BR-S-08"],
        &[(S21, "<cbc:Percent>21</cbc:Percent>")],
    ),
    (&["BR-33", "BR-CO-21"], &[(DOC_ALLOWANCE, "")]),
    (
        &["BR-36", "BR-CO-12", "BR-S-08"],
        &[(r#"<cbc:Amount currencyID="EUR">10.00</cbc:Amount>"#, "")],
    ),
    (
        &["BR-37", "BR-S-08"],
        &[(
            r"200.00</cbc:BaseAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>
  <cac:TaxTotal>",
            "200.00</cbc:BaseAmount></cac:AllowanceCharge>\n  <cac:TaxTotal>",
        )],
    ),
    (&["BR-38", "BR-CO-22"], &[(DOC_CHARGE, "")]),
    (
        &["BR-41"],
        &[(r#"<cbc:Amount currencyID="EUR">5.00</cbc:Amount>"#, "")],
    ),
    (&["BR-42", "BR-CO-23"], &[(LINE_ALLOWANCE, "")]),
    (
        &["BR-43"],
        &[(r#"<cbc:Amount currencyID="EUR">7.00</cbc:Amount>"#, "")],
    ),
    (&["BR-44", "BR-CO-24"], &[(LINE_CHARGE, "")]),
    (
        &["BR-45"],
        &[(
            r#"<cbc:TaxableAmount currencyID="EUR">190.00</cbc:TaxableAmount>"#,
            "",
        )],
    ),
    (
        &["BR-46", "BR-CO-14"],
        &[(
            r#"<cbc:TaxAmount currencyID="EUR">39.90</cbc:TaxAmount>"#,
            "",
        )],
    ),
    (
        &["BR-47", "BR-E-01"],
        &[("<cac:TaxCategory><cbc:ID>E</cbc:ID>", "<cac:TaxCategory>")],
    ),
    (
        &["BR-48"],
        &[(
            "<cac:TaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>",
            "<cac:TaxCategory><cbc:ID>E</cbc:ID>",
        )],
    ),
    (
        &["BR-49"],
        &[("<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>", "")],
    ),
    (
        &["BR-50", "BR-61"],
        &[(
            "<cbc:ID>NL91ABNA0417164300</cbc:ID>",
            "<cbc:Name>rekening</cbc:Name>",
        )],
    ),
    (
        &["BR-51"],
        &[(
            "</cbc:PaymentID><cac:PayeeFinancialAccount>",
            "</cbc:PaymentID><cac:CardAccount><cbc:PrimaryAccountNumberID>1234567890123456</cbc:PrimaryAccountNumberID><cbc:NetworkID>x</cbc:NetworkID></cac:CardAccount><cac:PayeeFinancialAccount>",
        )],
    ),
    (&["BR-52"], &[("<cbc:ID>bijlage</cbc:ID>", "")]),
    (
        &["BR-53"],
        &[(
            "<cbc:BuyerReference>",
            "<cbc:TaxCurrencyCode>USD</cbc:TaxCurrencyCode><cbc:BuyerReference>",
        )],
    ),
    (&["BR-54"], &[("<cbc:Value>4</cbc:Value>", "")]),
    (
        &["BR-55", "UBL-SR-07"],
        &[(
            "<cbc:ID>2026-100</cbc:ID>",
            "<cbc:IssueDate>2026-01-01</cbc:IssueDate>",
        )],
    ),
    (
        &["BR-56"],
        &[(
            "<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:TaxRepresentativeParty>",
            "</cac:TaxRepresentativeParty>",
        )],
    ),
    (
        &["BR-57"],
        &[(
            "<cbc:CityName>Ede</cbc:CityName><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>",
            "<cbc:CityName>Ede</cbc:CityName>",
        )],
    ),
    (
        &["BR-61"],
        &[(
            "<cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount>",
            "",
        )],
    ),
    (
        &["BR-62"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000003"#,
            "<cbc:EndpointID>64000003",
        )],
    ),
    (
        &["BR-63"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            "<cbc:EndpointID>64000011",
        )],
    ),
    (&["BR-64"], &[(r#"<cbc:ID schemeID="0160">"#, "<cbc:ID>")]),
    (
        &["BR-65"],
        &[(
            r#"<cbc:ItemClassificationCode listID="STI">"#,
            "<cbc:ItemClassificationCode>",
        )],
    ),
    (
        &["BR-CO-03"],
        &[
            (
                "<cbc:Note>#",
                "<cbc:TaxPointDate>2026-03-31</cbc:TaxPointDate><cbc:Note>#",
            ),
            (
                "<cbc:EndDate>2026-03-31</cbc:EndDate>",
                "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode>",
            ),
        ],
    ),
    (
        &["BR-CO-04", "BR-E-08"],
        &[(
            "<cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID>",
            "<cac:ClassifiedTaxCategory>",
        )],
    ),
    (&["BR-CO-09"], &[("NL002455799B11", "002455799B11")]),
    (&["BR-CO-10", "BR-CO-13"], &[("340.00", "341.00")]),
    (
        &["BR-CO-11", "BR-CO-13"],
        &[(
            r#"<cbc:AllowanceTotalAmount currencyID="EUR">20.00"#,
            r#"<cbc:AllowanceTotalAmount currencyID="EUR">21.00"#,
        )],
    ),
    (
        &["BR-CO-12", "BR-CO-13"],
        &[(
            r#"<cbc:ChargeTotalAmount currencyID="EUR">10.00"#,
            r#"<cbc:ChargeTotalAmount currencyID="EUR">11.00"#,
        )],
    ),
    (
        &["BR-CO-13"],
        &[
            ("330.00", "331.00"),
            ("378.90", "379.90"),
            ("301.00", "302.00"),
        ],
    ),
    (
        &["BR-CO-14"],
        &[
            ("48.90", "49.90"),
            ("378.90", "379.90"),
            ("301.00", "302.00"),
        ],
    ),
    (&["BR-CO-15"], &[("378.90", "379.90"), ("301.00", "302.00")]),
    (&["BR-CO-16"], &[("301.00", "302.00")]),
    (
        &["BR-CO-17", "BR-S-09"],
        &[
            (
                r#"<cbc:TaxAmount currencyID="EUR">39.90"#,
                r#"<cbc:TaxAmount currencyID="EUR">41.00"#,
            ),
            ("48.90", "50.00"),
            ("378.90", "380.00"),
            ("301.00", "302.10"),
        ],
    ),
    (
        &["BR-CO-19"],
        &[(
            "<cbc:StartDate>2026-03-01</cbc:StartDate><cbc:EndDate>2026-03-31</cbc:EndDate>",
            "",
        )],
    ),
    (
        &["BR-CO-20"],
        &[(
            "<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:EndDate>2026-03-30</cbc:EndDate>",
            "",
        )],
    ),
    (
        &["BR-CO-25"],
        &[
            ("<cbc:DueDate>2026-04-30</cbc:DueDate>", ""),
            (
                "<cac:PaymentTerms><cbc:Note>30 dagen</cbc:Note></cac:PaymentTerms>",
                "",
            ),
        ],
    ),
    (
        &["BR-CO-26"],
        &[
            (
                r#"<cac:PartyIdentification><cbc:ID schemeID="0088">8712345000004</cbc:ID></cac:PartyIdentification>"#,
                "",
            ),
            (
                "<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>",
                "",
            ),
            (
                r#"<cbc:CompanyID schemeID="0106">64000003</cbc:CompanyID>"#,
                "",
            ),
        ],
    ),
    (
        &["BR-DEC-01", "UBL-DT-01"],
        &[(
            r#"<cbc:Amount currencyID="EUR">20.00"#,
            r#"<cbc:Amount currencyID="EUR">20.000"#,
        )],
    ),
    (
        &["BR-DEC-02", "UBL-DT-01"],
        &[(
            r#"<cbc:BaseAmount currencyID="EUR">200.00"#,
            r#"<cbc:BaseAmount currencyID="EUR">200.000"#,
        )],
    ),
    (
        &["BR-DEC-05", "UBL-DT-01"],
        &[(
            r#"<cbc:Amount currencyID="EUR">10.00"#,
            r#"<cbc:Amount currencyID="EUR">10.000"#,
        )],
    ),
    (
        &["BR-DEC-06", "UBL-DT-01"],
        &[(
            r#"10.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">200.00"#,
            r#"10.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">200.000"#,
        )],
    ),
    (&["BR-DEC-09", "UBL-DT-01"], &[("340.00", "340.000")]),
    (
        &["BR-DEC-10", "UBL-DT-01"],
        &[(
            r#"<cbc:AllowanceTotalAmount currencyID="EUR">20.00"#,
            r#"<cbc:AllowanceTotalAmount currencyID="EUR">20.000"#,
        )],
    ),
    (
        &["BR-DEC-11", "UBL-DT-01"],
        &[(
            r#"<cbc:ChargeTotalAmount currencyID="EUR">10.00"#,
            r#"<cbc:ChargeTotalAmount currencyID="EUR">10.000"#,
        )],
    ),
    (&["BR-DEC-12", "UBL-DT-01"], &[("330.00", "330.000")]),
    (&["BR-DEC-13", "UBL-DT-01"], &[("48.90", "48.900")]),
    (&["BR-DEC-14", "UBL-DT-01"], &[("378.90", "378.900")]),
    (
        &["BR-DEC-15", "UBL-DT-01"],
        &[
            (
                "<cbc:BuyerReference>",
                "<cbc:TaxCurrencyCode>USD</cbc:TaxCurrencyCode><cbc:BuyerReference>",
            ),
            (
                "<cac:LegalMonetaryTotal>",
                r#"<cac:TaxTotal><cbc:TaxAmount currencyID="USD">50.000</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>"#,
            ),
        ],
    ),
    (&["BR-DEC-16", "UBL-DT-01"], &[("78.00", "78.000")]),
    (&["BR-DEC-17", "UBL-DT-01"], &[(">0.10<", ">0.100<")]),
    (&["BR-DEC-18", "UBL-DT-01"], &[("301.00", "301.000")]),
    (&["BR-DEC-19", "UBL-DT-01"], &[("190.00", "190.000")]),
    (&["BR-DEC-20", "UBL-DT-01"], &[("39.90", "39.900")]),
    (
        &["BR-DEC-23", "UBL-DT-01"],
        &[(
            r#"<cbc:LineExtensionAmount currencyID="EUR">100.00"#,
            r#"<cbc:LineExtensionAmount currencyID="EUR">100.000"#,
        )],
    ),
    (
        &["BR-DEC-24", "UBL-DT-01"],
        &[(
            r#"<cbc:Amount currencyID="EUR">5.00"#,
            r#"<cbc:Amount currencyID="EUR">5.000"#,
        )],
    ),
    (
        &["BR-DEC-25", "UBL-DT-01"],
        &[(
            r"5.00</cbc:Amount>",
            r#"5.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">50.000</cbc:BaseAmount>"#,
        )],
    ),
    (
        &["BR-DEC-27", "UBL-DT-01"],
        &[(
            r#"<cbc:Amount currencyID="EUR">7.00"#,
            r#"<cbc:Amount currencyID="EUR">7.000"#,
        )],
    ),
    (
        &["BR-DEC-28", "UBL-DT-01"],
        &[(
            r"7.00</cbc:Amount>",
            r#"7.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">70.000</cbc:BaseAmount>"#,
        )],
    ),
    (
        &["BR-CL-01"],
        &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")],
    ),
    (
        &["BR-CL-03"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="EUX">25.00"#,
        )],
    ),
    (
        &["BR-CL-04", "BR-CO-15"],
        &[(
            "<cbc:DocumentCurrencyCode>EUR",
            "<cbc:DocumentCurrencyCode>EUX",
        )],
    ),
    (
        &["BR-CL-05", "BR-53"],
        &[(
            "<cbc:BuyerReference>",
            "<cbc:TaxCurrencyCode>EUX</cbc:TaxCurrencyCode><cbc:BuyerReference>",
        )],
    ),
    (
        &["BR-CL-06"],
        &[(
            "<cbc:EndDate>2026-03-31</cbc:EndDate>",
            "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>4</cbc:DescriptionCode>",
        )],
    ),
    (&["BR-CL-07"], &[(r#"schemeID="ABT""#, r#"schemeID="QQQ""#)]),
    (&["BR-CL-08"], &[("#AAI#", "#QQQ#")]),
    (
        &["BR-CL-10"],
        &[(
            r#"<cac:PartyIdentification><cbc:ID schemeID="0088">"#,
            r#"<cac:PartyIdentification><cbc:ID schemeID="GLN">"#,
        )],
    ),
    (
        &["BR-CL-11"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000003"#,
            r#"<cbc:CompanyID schemeID="KVK">64000003"#,
        )],
    ),
    (&["BR-CL-13"], &[(r#"listID="STI""#, r#"listID="QQQ""#)]),
    (
        &["BR-CL-14"],
        &[(
            COUNTRY,
            "<cac:Country><cbc:IdentificationCode>NLD</cbc:IdentificationCode></cac:Country>",
        )],
    ),
    (
        &["BR-CL-15"],
        &[(
            "<cac:OriginCountry><cbc:IdentificationCode>NL",
            "<cac:OriginCountry><cbc:IdentificationCode>XX",
        )],
    ),
    (
        &["BR-CL-16"],
        &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>99")],
    ),
    (
        &["BR-CL-17", "BR-E-01"],
        &[(
            "<cac:TaxCategory><cbc:ID>E</cbc:ID>",
            "<cac:TaxCategory><cbc:ID>Q</cbc:ID>",
        )],
    ),
    (
        &["BR-CL-18", "BR-E-08"],
        &[(
            "<cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID>",
            "<cac:ClassifiedTaxCategory><cbc:ID>Q</cbc:ID>",
        )],
    ),
    (
        &["BR-CL-19"],
        &[(
            DOC_ALLOWANCE,
            "<cbc:AllowanceChargeReasonCode>1</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["BR-CL-20"],
        &[(
            DOC_CHARGE,
            "<cbc:AllowanceChargeReasonCode>QQQ</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["BR-CL-21"],
        &[(r#"schemeID="0160""#, r#"schemeID="GTIN""#)],
    ),
    (
        &["BR-CL-22"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-QQ</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["BR-CL-23"],
        &[(r#"unitCode="C62""#, r#"unitCode="STUK""#)],
    ),
    (
        &["BR-CL-24"],
        &[(r#"mimeCode="application/pdf""#, r#"mimeCode="text/html""#)],
    ),
    (
        &["BR-CL-25"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000003"#,
            r#"<cbc:EndpointID schemeID="QQ">64000003"#,
        )],
    ),
    (
        &["BR-CL-26"],
        &[(
            r#"<cac:DeliveryLocation><cbc:ID schemeID="0088">"#,
            r#"<cac:DeliveryLocation><cbc:ID schemeID="GLN">"#,
        )],
    ),
    (
        &["BR-B-01", "BR-B-02", "BR-E-01"],
        &[(
            "<cac:TaxCategory><cbc:ID>E</cbc:ID>",
            "<cac:TaxCategory><cbc:ID>B</cbc:ID>",
        )],
    ),
    (
        &["UBL-SR-01"],
        &[(
            "<cac:ContractDocumentReference>",
            "<cac:ContractDocumentReference><cbc:ID>C-4</cbc:ID></cac:ContractDocumentReference><cac:ContractDocumentReference>",
        )],
    ),
    (
        &["UBL-SR-02"],
        &[(
            "<cac:ContractDocumentReference>",
            "<cac:ReceiptDocumentReference><cbc:ID>R-1</cbc:ID></cac:ReceiptDocumentReference><cac:ReceiptDocumentReference><cbc:ID>R-2</cbc:ID></cac:ReceiptDocumentReference><cac:ContractDocumentReference>",
        )],
    ),
    (
        &["UBL-SR-03"],
        &[(
            "<cac:ContractDocumentReference>",
            "<cac:DespatchDocumentReference><cbc:ID>R-1</cbc:ID></cac:DespatchDocumentReference><cac:DespatchDocumentReference><cbc:ID>R-2</cbc:ID></cac:DespatchDocumentReference><cac:ContractDocumentReference>",
        )],
    ),
    (
        &["UBL-SR-05"],
        &[(
            "<cac:PaymentTerms>",
            "<cac:PaymentTerms><cbc:Note>contant</cbc:Note></cac:PaymentTerms><cac:PaymentTerms>",
        )],
    ),
    (
        &["UBL-SR-06"],
        &[(
            "<cac:BillingReference>",
            "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>a</cbc:ID></cac:InvoiceDocumentReference>",
        )],
    ),
    (
        &["UBL-SR-08"],
        &[(
            "<cac:InvoicePeriod>",
            "<cac:InvoicePeriod><cbc:StartDate>2026-03-01</cbc:StartDate></cac:InvoicePeriod><cac:InvoicePeriod>",
        )],
    ),
    (
        &["UBL-SR-09"],
        &[(
            "<cbc:RegistrationName>De Bron Water B.V.",
            "<cbc:RegistrationName>De Bron</cbc:RegistrationName><cbc:RegistrationName>De Bron Water B.V.",
        )],
    ),
    (
        &["UBL-SR-10"],
        &[(
            r"</cac:PartyIdentification>
    <cac:PostalAddress>",
            "</cac:PartyIdentification><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>b</cbc:Name></cac:PartyName><cac:PostalAddress>",
        )],
    ),
    (
        &["UBL-SR-11"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000003</cbc:CompanyID>"#,
            r#"<cbc:CompanyID schemeID="0106">64000003</cbc:CompanyID><cbc:CompanyID schemeID="0106">64000004</cbc:CompanyID>"#,
        )],
    ),
    (
        &["UBL-SR-12"],
        &[(
            "<cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cbc:CompanyID>NL1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme>",
        )],
    ),
    (
        &["UBL-SR-13", "UBL-SR-42"],
        &[(
            "<cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cbc:CompanyID>1</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>2</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme>",
        )],
    ),
    (
        &["UBL-SR-14"],
        &[(
            "64000003</cbc:CompanyID></cac:PartyLegalEntity>",
            "64000003</cbc:CompanyID><cbc:CompanyLegalForm>a</cbc:CompanyLegalForm><cbc:CompanyLegalForm>b</cbc:CompanyLegalForm></cac:PartyLegalEntity>",
        )],
    ),
    (
        &["UBL-SR-15"],
        &[(
            "<cbc:RegistrationName>Klant N.V.",
            "<cbc:RegistrationName>Klant</cbc:RegistrationName><cbc:RegistrationName>Klant N.V.",
        )],
    ),
    (
        &["UBL-SR-16"],
        &[(
            "<cac:PartyIdentification><cbc:ID>K-11",
            "<cac:PartyIdentification><cbc:ID>K-12</cbc:ID></cac:PartyIdentification><cac:PartyIdentification><cbc:ID>K-11",
        )],
    ),
    (
        &["UBL-SR-17"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000011</cbc:CompanyID>"#,
            r#"<cbc:CompanyID schemeID="0106">64000011</cbc:CompanyID><cbc:CompanyID schemeID="0106">64000004</cbc:CompanyID>"#,
        )],
    ),
    (
        &["UBL-SR-18"],
        &[(
            "<cac:PartyTaxScheme><cbc:CompanyID>NL002455799B11",
            "<cac:PartyTaxScheme><cbc:CompanyID>NL1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>NL002455799B11",
        )],
    ),
    (
        &["UBL-SR-22"],
        &[(
            "<cac:PartyName><cbc:Name>Fiscaal B.V.",
            "<cac:PartyName><cbc:Name>Fiscaal</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>Fiscaal B.V.",
        )],
    ),
    (
        &["UBL-SR-24"],
        &[(
            "<cac:Delivery>",
            "<cac:Delivery><cbc:ActualDeliveryDate>2026-03-29</cbc:ActualDeliveryDate></cac:Delivery><cac:Delivery>",
        )],
    ),
    (
        &["UBL-SR-25"],
        &[(
            "</cac:DeliveryLocation>",
            "</cac:DeliveryLocation><cac:DeliveryParty><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>b</cbc:Name></cac:PartyName></cac:DeliveryParty>",
        )],
    ),
    (
        &["UBL-SR-26", "UBL-SR-44"],
        &[(
            "<cbc:PaymentID>",
            "<cbc:PaymentID>1</cbc:PaymentID><cbc:PaymentID>",
        )],
    ),
    (
        &["UBL-SR-27"],
        &[(
            "<cbc:PaymentMeansCode>",
            "<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentMeansCode>",
        )],
    ),
    (
        &["UBL-SR-28"],
        &[(
            MEANS_END,
            "</cac:PayeeFinancialAccount><cac:PaymentMandate><cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID></cac:PaymentMandate></cac:PaymentMeans>",
        )],
    ),
    (
        &["UBL-SR-30"],
        &[(
            DOC_ALLOWANCE,
            "<cbc:AllowanceChargeReason>a</cbc:AllowanceChargeReason><cbc:AllowanceChargeReason>b</cbc:AllowanceChargeReason>",
        )],
    ),
    (
        &["UBL-SR-31"],
        &[(
            DOC_CHARGE,
            "<cbc:AllowanceChargeReason>a</cbc:AllowanceChargeReason><cbc:AllowanceChargeReason>b</cbc:AllowanceChargeReason>",
        )],
    ),
    (
        &["UBL-SR-32"],
        &[(
            "<cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReason>a</cbc:TaxExemptionReason><cbc:TaxExemptionReason>",
        )],
    ),
    (
        &["UBL-SR-33"],
        &[(
            "<cbc:ID>bijlage</cbc:ID>",
            "<cbc:ID>bijlage</cbc:ID><cbc:DocumentDescription>a</cbc:DocumentDescription><cbc:DocumentDescription>b</cbc:DocumentDescription>",
        )],
    ),
    (
        &["UBL-SR-34"],
        &[(
            "<cbc:Note>maart</cbc:Note>",
            "<cbc:Note>maart</cbc:Note><cbc:Note>april</cbc:Note>",
        )],
    ),
    (
        &["UBL-SR-35"],
        &[(
            "<cac:OrderLineReference>",
            "<cac:OrderLineReference><cbc:LineID>6</cbc:LineID></cac:OrderLineReference><cac:OrderLineReference>",
        )],
    ),
    (
        &["UBL-SR-36"],
        &[(
            "<cac:OrderLineReference>",
            "<cac:InvoicePeriod><cbc:StartDate>2026-03-02</cbc:StartDate></cac:InvoicePeriod><cac:OrderLineReference>",
        )],
    ),
    (
        &["UBL-SR-37"],
        &[(
            "100.00</cbc:BaseAmount></cac:AllowanceCharge>",
            r#"100.00</cbc:BaseAmount></cac:AllowanceCharge><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00</cbc:Amount></cac:AllowanceCharge>"#,
        )],
    ),
    (
        &["UBL-SR-39"],
        &[(
            SELLER,
            "<cac:ProjectReference><cbc:ID>1</cbc:ID></cac:ProjectReference><cac:ProjectReference><cbc:ID>2</cbc:ID></cac:ProjectReference><cac:AccountingSupplierParty><cac:Party>",
        )],
    ),
    (
        &["UBL-SR-40"],
        &[(
            "<cbc:ID>K-11</cbc:ID></cac:PartyIdentification>",
            "<cbc:ID>K-11</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>b</cbc:Name></cac:PartyName>",
        )],
    ),
    (
        &["UBL-SR-43"],
        &[("<cbc:DocumentTypeCode>130", "<cbc:DocumentTypeCode>131")],
    ),
    (
        &["UBL-SR-07", "BR-55"],
        &[(
            "<cac:InvoiceDocumentReference><cbc:ID>2026-100</cbc:ID>",
            "<cac:InvoiceDocumentReference><cbc:IssueDate>2026-01-01</cbc:IssueDate>",
        )],
    ),
    (
        &["UBL-SR-04"],
        &[(
            "<cac:AdditionalDocumentReference><cbc:ID>bijlage",
            "<cac:AdditionalDocumentReference><cbc:ID>o</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference><cac:AdditionalDocumentReference><cbc:ID>bijlage",
        )],
    ),
    (
        &["UBL-SR-19"],
        &[(
            "<cac:PartyName><cbc:Name>Factor",
            "<cac:PartyName><cbc:Name>Fac</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>Factor",
        )],
    ),
    (
        &["UBL-SR-20"],
        &[(
            "<cac:PayeeParty>",
            "<cac:PayeeParty><cac:PartyIdentification><cbc:ID>7</cbc:ID></cac:PartyIdentification>",
        )],
    ),
    (
        &["UBL-SR-21"],
        &[(
            "Factor B.V.</cbc:Name></cac:PartyName>",
            "Factor B.V.</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:CompanyID>1</cbc:CompanyID><cbc:CompanyID>2</cbc:CompanyID></cac:PartyLegalEntity>",
        )],
    ),
    (
        &["UBL-SR-23"],
        &[(
            "</cac:PartyTaxScheme></cac:TaxRepresentativeParty>",
            "</cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:TaxRepresentativeParty>",
        )],
    ),
    (
        &["UBL-SR-29"],
        &[(
            "<cac:PayeeParty>",
            r#"<cac:PayeeParty><cac:PartyIdentification><cbc:ID schemeID="SEPA">NL1</cbc:ID></cac:PartyIdentification><cac:PartyIdentification><cbc:ID schemeID="SEPA">NL2</cbc:ID></cac:PartyIdentification>"#,
        )],
    ),
    (
        &["UBL-SR-51"],
        &[(
            "<cbc:StreetName>Laan 3</cbc:StreetName><cbc:CityName>Goes</cbc:CityName><cbc:PostalZone>4461 AA</cbc:PostalZone>",
            "<cbc:StreetName>Laan 3</cbc:StreetName><cbc:CityName>Goes</cbc:CityName><cbc:PostalZone>4461 AA</cbc:PostalZone><cac:AddressLine><cbc:Line>a</cbc:Line></cac:AddressLine><cac:AddressLine><cbc:Line>b</cbc:Line></cac:AddressLine>",
        )],
    ),
    (
        &["UBL-SR-42", "UBL-SR-12"],
        &[(
            "<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>12</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>",
        )],
    ),
    (
        &["UBL-SR-44"],
        &[(
            MEANS_END,
            "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>anders</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
        )],
    ),
    (
        &["UBL-SR-47"],
        &[(
            MEANS_END,
            "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
        )],
    ),
    (
        &["UBL-SR-45"],
        &[(
            "<cbc:PaymentID>",
            "<cbc:PaymentDueDate>2026-04-30</cbc:PaymentDueDate><cbc:PaymentDueDate>2026-04-30</cbc:PaymentDueDate><cbc:PaymentID>",
        )],
    ),
    (
        &["UBL-SR-48"],
        &[(
            "<cac:AdditionalItemProperty>",
            "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory><cac:AdditionalItemProperty>",
        )],
    ),
    (
        &["UBL-SR-49"],
        &[(
            "<cbc:EndDate>2026-03-31</cbc:EndDate>",
            "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode><cbc:DescriptionCode>3</cbc:DescriptionCode>",
        )],
    ),
    (
        &["UBL-SR-50"],
        &[(
            "<cbc:Description>",
            "<cbc:Description>a</cbc:Description><cbc:Description>",
        )],
    ),
    (
        &["UBL-SR-52"],
        &[(
            "<cac:DocumentReference>",
            r"<cac:DocumentReference><cbc:ID>b</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference><cac:DocumentReference>",
        )],
    ),
    (
        &["UBL-SR-53"],
        &[(
            "<cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme>",
        )],
    ),
    (
        &["UBL-SR-54"],
        &[(
            "</cbc:PaymentID><cac:PayeeFinancialAccount>",
            "</cbc:PaymentID><cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID></cac:CardAccount><cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID></cac:CardAccount><cac:PayeeFinancialAccount>",
        )],
    ),
    (
        &["UBL-SR-55"],
        &[(
            MEANS_END,
            "</cac:PayeeFinancialAccount><cac:PaymentMandate><cbc:ID>1</cbc:ID></cac:PaymentMandate><cac:PaymentMandate/></cac:PaymentMeans>",
        )],
    ),
    (
        &["UBL-SR-56"],
        &[(
            "<cac:ContractDocumentReference>",
            "<cac:OriginatorDocumentReference><cbc:ID>R-1</cbc:ID></cac:OriginatorDocumentReference><cac:OriginatorDocumentReference><cbc:ID>R-2</cbc:ID></cac:OriginatorDocumentReference><cac:ContractDocumentReference>",
        )],
    ),
    (
        &["UBL-DT-01"],
        &[(
            r#"<cbc:Amount currencyID="EUR">5.00"#,
            r#"<cbc:TransactionAmount currencyID="EUR">5.005</cbc:TransactionAmount><cbc:Amount currencyID="EUR">5.00"#,
        )],
    ),
    (&["UBL-DT-06"], &[(r#" mimeCode="application/pdf""#, "")]),
    (&["UBL-DT-07"], &[(r#" filename="bijlage.pdf""#, "")]),
];

const PEPPOL_CASES: &[Case] = &[
    (
        &["PEPPOL-EN16931-R001", "PEPPOL-EN16931-R007"],
        &[(
            "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>",
            "",
        )],
    ),
    (
        &["PEPPOL-EN16931-R007"],
        &[("billing:01:1.0", "billing:1:1.0")],
    ),
    (
        &["PEPPOL-EN16931-R002"],
        &[(
            "<cbc:DocumentCurrencyCode>",
            "<cbc:Note>nog een</cbc:Note><cbc:DocumentCurrencyCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R003"],
        &[
            ("<cbc:BuyerReference>afdeling 7</cbc:BuyerReference>", ""),
            (
                "<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>",
                "",
            ),
            (
                "<cac:OrderLineReference><cbc:LineID>7</cbc:LineID></cac:OrderLineReference>",
                "",
            ),
        ],
    ),
    (
        &["PEPPOL-EN16931-R005", "PEPPOL-EN16931-R054"],
        &[(
            "<cbc:BuyerReference>",
            "<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode><cbc:BuyerReference>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R008"],
        &[(
            "<cbc:Description>uit de bron</cbc:Description>",
            "<cbc:Description/>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R010"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011</cbc:EndpointID>"#,
            "",
        )],
    ),
    (
        &["PEPPOL-EN16931-R020"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000003</cbc:EndpointID>"#,
            "",
        )],
    ),
    (
        &["PEPPOL-EN16931-R040"],
        &[(
            "<cbc:MultiplierFactorNumeric>10<",
            "<cbc:MultiplierFactorNumeric>11<",
        )],
    ),
    (
        &["PEPPOL-EN16931-R041"],
        &[(
            r#"20.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">200.00</cbc:BaseAmount>"#,
            "20.00</cbc:Amount>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R042"],
        &[(
            "<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>",
            "",
        )],
    ),
    (
        &["PEPPOL-EN16931-R043"],
        &[("<cbc:ChargeIndicator>true<", "<cbc:ChargeIndicator>1<")],
    ),
    (
        &["PEPPOL-EN16931-R044"],
        &[(
            r#"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00"#,
            r#"<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R046"],
        &[(
            r#"<cbc:Amount currencyID="EUR">1.00"#,
            r#"<cbc:Amount currencyID="EUR">2.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R051"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="USD">25.00"#,
        )],
    ),
    (
        &[
            "PEPPOL-EN16931-R053",
            "PEPPOL-EN16931-R054",
            "BR-CO-18",
            "BR-E-01",
            "BR-S-01",
        ],
        &[
            ("<cac:TaxSubtotal>", "<cac:TaxSubtotalX>"),
            ("</cac:TaxSubtotal>", "</cac:TaxSubtotalX>"),
            ("<cac:TaxSubtotal>", "<cac:TaxSubtotalX>"),
            ("</cac:TaxSubtotal>", "</cac:TaxSubtotalX>"),
            ("<cac:TaxSubtotal>", "<cac:TaxSubtotalX>"),
            ("</cac:TaxSubtotal>", "</cac:TaxSubtotalX>"),
        ],
    ),
    (
        &["PEPPOL-EN16931-R054", "BR-53"],
        &[(
            "<cbc:BuyerReference>",
            "<cbc:TaxCurrencyCode>USD</cbc:TaxCurrencyCode><cbc:BuyerReference>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R055"],
        &[
            (
                "<cbc:BuyerReference>",
                "<cbc:TaxCurrencyCode>USD</cbc:TaxCurrencyCode><cbc:BuyerReference>",
            ),
            (
                "<cac:LegalMonetaryTotal>",
                r#"<cac:TaxTotal><cbc:TaxAmount currencyID="USD">-50.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>"#,
            ),
        ],
    ),
    (
        &["PEPPOL-EN16931-R061"],
        &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>59")],
    ),
    (
        &["PEPPOL-EN16931-R100", "UBL-SR-52"],
        &[(
            "<cac:DocumentReference>",
            r"<cac:DocumentReference><cbc:ID>b</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference><cac:DocumentReference>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R101"],
        &[(
            "meter</cbc:ID><cbc:DocumentTypeCode>130",
            "meter</cbc:ID><cbc:DocumentTypeCode>131",
        )],
    ),
    (
        &["PEPPOL-EN16931-R110"],
        &[("<cbc:StartDate>2026-03-02", "<cbc:StartDate>2026-02-02")],
    ),
    (
        &["PEPPOL-EN16931-R111"],
        &[("<cbc:EndDate>2026-03-30", "<cbc:EndDate>2026-04-30")],
    ),
    (
        &["PEPPOL-EN16931-R120"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="EUR">24.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R121"],
        &[(
            r"25.00</cbc:PriceAmount>",
            r#"25.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">0</cbc:BaseQuantity>"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R130"],
        &[(
            r#"<cbc:BaseQuantity unitCode="MTQ">"#,
            r#"<cbc:BaseQuantity unitCode="LTR">"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-CL001", "BR-CL-24"],
        &[(r#"mimeCode="application/pdf""#, r#"mimeCode="text/html""#)],
    ),
    (
        &["PEPPOL-EN16931-CL002", "BR-CL-19"],
        &[(
            DOC_ALLOWANCE,
            "<cbc:AllowanceChargeReasonCode>1</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-CL003", "BR-CL-20"],
        &[(
            DOC_CHARGE,
            "<cbc:AllowanceChargeReasonCode>QQQ</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-CL006", "BR-CL-06"],
        &[(
            "<cbc:EndDate>2026-03-31</cbc:EndDate>",
            "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>4</cbc:DescriptionCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-CL007", "PEPPOL-EN16931-R051", "BR-CL-03"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="EUX">25.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-CL008"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000003"#,
            r#"<cbc:EndpointID schemeID="EM">64000003"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-P0100"],
        &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>389")],
    ),
    (
        &["PEPPOL-EN16931-P0112"],
        &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>326")],
    ),
    (
        &["PEPPOL-EN16931-P0104"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-G</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-P0105"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-O</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-P0106"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-IC</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-P0107"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-AE</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["PEPPOL-EN16931-F001", "DZ-DATE"],
        &[("<cbc:DueDate>2026-04-30", "<cbc:DueDate>30-04-2026")],
    ),
    (
        &["PEPPOL-EN16931-F001"],
        &[("<cbc:DueDate>2026-04-30", "<cbc:DueDate>2026-04-30Z")],
    ),
    (
        &["PEPPOL-COMMON-R040"],
        &[(
            "8712345000004</cbc:ID></cac:PartyIdentification>",
            "8712345000003</cbc:ID></cac:PartyIdentification>",
        )],
    ),
    (
        &["PEPPOL-COMMON-R041"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0192">974760674"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R042"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0184">12345678"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R043"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0208">0403170702"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R044"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0201">ABC"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R045"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0210">12345678901"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R046", "BR-CL-25", "PEPPOL-EN16931-CL008"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="9907">12345678901"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R047"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0211">IT12345678901"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R050"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0151">12345678901"#,
        )],
    ),
    (
        &["PEPPOL-COMMON-R049"],
        &[(
            r#"<cbc:EndpointID schemeID="0106">64000011"#,
            r#"<cbc:EndpointID schemeID="0007">1234567890"#,
        )],
    ),
    (
        &["NL-R-002"],
        &[("<cbc:StreetName>Kade 1</cbc:StreetName>", "")],
    ),
    (
        &["NL-R-003"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000003"#,
            "<cbc:CompanyID>64000003",
        )],
    ),
    (
        &["NL-R-004"],
        &[("<cbc:StreetName>Plein 2</cbc:StreetName>", "")],
    ),
    (
        &["NL-R-005"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000011"#,
            "<cbc:CompanyID>64000011",
        )],
    ),
    (
        &["NL-R-006"],
        &[("<cbc:StreetName>Laan 3</cbc:StreetName>", "")],
    ),
    (
        &["NL-R-007"],
        &[(
            r"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>2026118</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
            "",
        )],
    ),
    (
        &["NL-R-008"],
        &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>42")],
    ),
    (
        &["NL-R-009"],
        &[(
            "<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>",
            "",
        )],
    ),
];

const NLCIUS_CASES: &[Case] = &[
    (
        &["BR-NL-1"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000003"#,
            "<cbc:CompanyID>64000003",
        )],
    ),
    (
        &["BR-NL-2"],
        &[
            ("<cbc:BuyerReference>afdeling 7</cbc:BuyerReference>", ""),
            (
                "<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>",
                "",
            ),
            (
                "<cac:OrderLineReference><cbc:LineID>7</cbc:LineID></cac:OrderLineReference>",
                "",
            ),
        ],
    ),
    (
        &["BR-NL-3"],
        &[("<cbc:StreetName>Kade 1</cbc:StreetName>", "")],
    ),
    (
        &["BR-NL-4"],
        &[("<cbc:StreetName>Plein 2</cbc:StreetName>", "")],
    ),
    (
        &["BR-NL-5"],
        &[("<cbc:StreetName>Laan 3</cbc:StreetName>", "")],
    ),
    (
        &["BR-NL-7"],
        &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>386")],
    ),
    (
        &["BR-NL-8", "BR-CL-01"],
        &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")],
    ),
    (
        &["BR-NL-9"],
        &[
            ("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>384"),
            (
                "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>2026-100</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>",
                "",
            ),
        ],
    ),
    (
        &["BR-NL-10"],
        &[(
            r#"<cbc:CompanyID schemeID="0106">64000011"#,
            "<cbc:CompanyID>64000011",
        )],
    ),
    (
        &["BR-NL-11"],
        &[(
            r"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>2026118</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
            "",
        )],
    ),
    (
        &["BR-NL-12"],
        &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>42")],
    ),
    (
        &["BR-NL-13"],
        &[(
            "<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>",
            "",
        )],
    ),
    (
        &["BR-NL-19", "BR-NL-33"],
        &[
            (
                "<cbc:BuyerReference>",
                "<cbc:TaxCurrencyCode>USD</cbc:TaxCurrencyCode><cbc:BuyerReference>",
            ),
            (
                "<cac:LegalMonetaryTotal>",
                r#"<cac:TaxTotal><cbc:TaxAmount currencyID="USD">50.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>"#,
            ),
        ],
    ),
    (
        &["BR-NL-20"],
        &[(
            "<cbc:Note>#",
            "<cbc:TaxPointDate>2026-03-31</cbc:TaxPointDate><cbc:Note>#",
        )],
    ),
    (
        &["BR-NL-21"],
        &[(
            "<cbc:EndDate>2026-03-31</cbc:EndDate>",
            "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode>",
        )],
    ),
    (
        &["BR-NL-24"],
        &[(
            "<cbc:ID>2026-100</cbc:ID>",
            "<cbc:ID>2026-100</cbc:ID><cbc:IssueDate>2026-01-01</cbc:IssueDate>",
        )],
    ),
    (
        &["BR-NL-25"],
        &[(
            "<cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cbc:CompanyID>1</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme>",
        )],
    ),
    (
        &["BR-NL-26"],
        &[(
            "64000003</cbc:CompanyID></cac:PartyLegalEntity>",
            "64000003</cbc:CompanyID><cbc:CompanyLegalForm>a</cbc:CompanyLegalForm></cac:PartyLegalEntity>",
        )],
    ),
    (
        &["BR-NL-27"],
        &[(
            "2611 AA</cbc:PostalZone>",
            "2611 AA</cbc:PostalZone><cac:AddressLine><cbc:Line>a</cbc:Line></cac:AddressLine>",
        )],
    ),
    (
        &["BR-NL-28"],
        &[(
            "2611 AA</cbc:PostalZone>",
            "2611 AA</cbc:PostalZone><cbc:CountrySubentity>ZH</cbc:CountrySubentity>",
        )],
    ),
    (
        &["BR-NL-29"],
        &[(
            "<cbc:PaymentMeansCode>",
            r#"<cbc:PaymentMeansCode name="overboeking">"#,
        )],
    ),
    (
        &["BR-NL-30"],
        &[(
            "<cbc:ID>NL91ABNA0417164300</cbc:ID>",
            "<cbc:ID>NL91ABNA0417164300</cbc:ID><cbc:Name>De Bron</cbc:Name>",
        )],
    ),
    (
        &["BR-NL-31"],
        &[
            ("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>58"),
            (
                "<cbc:ID>NL91ABNA0417164300</cbc:ID>",
                "<cbc:ID>NL91ABNA0417164300</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>ABNANL2A</cbc:ID></cac:FinancialInstitutionBranch>",
            ),
        ],
    ),
    (
        &["BR-NL-32"],
        &[(
            DOC_ALLOWANCE,
            "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["BR-NL-33"],
        &[(
            "<cac:LegalMonetaryTotal>",
            r#"<cac:TaxTotal><cbc:TaxAmount currencyID="USD">50.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>"#,
        )],
    ),
    (
        &["BR-NL-34"],
        &[(
            DOC_CHARGE,
            "<cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>",
        )],
    ),
    (
        &["BR-NL-35"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (
        &["SI-UBL-2"],
        &[(
            "<cbc:Description>uit de bron</cbc:Description>",
            "<cbc:Description/>",
        )],
    ),
];

/// The document with a blocked account beside the ordinary one.
const WITH_G_ACCOUNT: &[(&str, &str)] = &[
    (
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30",
        "<cac:PaymentMeans><cbc:ID>GACCOUNT</cbc:ID><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL57RABO0107307510</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cbc:ID>GEWOON</cbc:ID><cbc:PaymentMeansCode>30",
    ),
    (
        "<cac:PaymentTerms><cbc:Note>30 dagen</cbc:Note></cac:PaymentTerms>",
        r#"<cac:PaymentTerms><cbc:PaymentMeansID>GACCOUNT</cbc:PaymentMeansID><cbc:Amount currencyID="EUR">75.00</cbc:Amount></cac:PaymentTerms><cac:PaymentTerms><cbc:PaymentMeansID>GEWOON</cbc:PaymentMeansID><cbc:Amount currencyID="EUR">226.00</cbc:Amount></cac:PaymentTerms>"#,
    ),
];

const G_CASES: &[Case] = &[
    (
        &["BR-GA-1", "BR-GA-3", "BR-GA-6"],
        &[(
            r#"<cac:PaymentTerms><cbc:PaymentMeansID>GEWOON</cbc:PaymentMeansID><cbc:Amount currencyID="EUR">226.00</cbc:Amount></cac:PaymentTerms>"#,
            "",
        )],
    ),
    (
        &["BR-GA-2", "BR-GA-6"],
        &[(
            "<cac:PaymentMeans>",
            "<cac:PaymentMeans><cbc:ID>DERDE</cbc:ID><cbc:PaymentMeansCode>48</cbc:PaymentMeansCode></cac:PaymentMeans><cac:PaymentMeans>",
        )],
    ),
    (&["BR-GA-3"], &[("226.00", "225.00")]),
    (
        &["BR-GA-4", "BR-GA-6"],
        &[("<cbc:PaymentMeansID>GEWOON</cbc:PaymentMeansID>", "")],
    ),
    (&["BR-GA-5"], &[("<cbc:ID>GEWOON</cbc:ID>", "")]),
    (
        &["BR-GA-6"],
        &[("<cbc:PaymentMeansID>GEWOON", "<cbc:PaymentMeansID>ANDERS")],
    ),
    (
        &["BR-GA-7"],
        &[
            ("<cbc:ID>GACCOUNT</cbc:ID>", "<cbc:ID>G</cbc:ID>"),
            ("<cbc:PaymentMeansID>GACCOUNT", "<cbc:PaymentMeansID>G"),
        ],
    ),
];

/// Rules that a table breaks, each first in a row of its own; panics where something else broke.
fn run(base: &str, cases: &[Case], tested: &mut BTreeSet<&'static str>) {
    assert_eq!(broken(base), BTreeSet::new());
    let mut wrong = Vec::new();
    for (rules, edits) in cases {
        let xml = edited(base, edits);
        save(rules[0], &xml);
        let expected: BTreeSet<&str> = rules.iter().copied().collect();
        let found = broken(&xml);
        if found != expected {
            wrong.push(format!("{}: {found:?} instead of {expected:?}", rules[0]));
        }
        tested.extend(*rules);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Puts a broken document where other validators can look at it, when asked.
fn save(rule: &str, xml: &str) {
    if let Some(folder) = std::env::var_os("DIZZY_BROKEN") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            std::path::Path::new(&folder).join(format!("{rule}.xml")),
            xml,
        )
        .unwrap();
    }
}

/// A small invoice with a line, an allowance and a charge of one category.
fn of_category(code: &str, rate: Option<&str>, reason: Option<&str>, vat: &str) -> String {
    let percent = rate.map_or(String::new(), |rate| {
        format!("<cbc:Percent>{rate}</cbc:Percent>")
    });
    let tax = |name: &str| {
        format!("<cac:{name}><cbc:ID>{code}</cbc:ID>{percent}{VAT_SCHEME}</cac:{name}>")
    };
    let reason = reason.map_or(String::new(), |reason| {
        format!("<cbc:TaxExemptionReason>{reason}</cbc:TaxExemptionReason>")
    });
    let ids = |id: &str| {
        if code == "O" {
            String::new()
        } else {
            format!(
                "<cac:PartyTaxScheme><cbc:CompanyID>{id}</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme>"
            )
        }
    };
    let gross: rust_decimal::Decimal = "110.00".parse::<rust_decimal::Decimal>().unwrap()
        + vat.parse::<rust_decimal::Decimal>().unwrap();
    format!(
        r#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>{EN}</cbc:CustomizationID><cbc:ID>1</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate><cbc:DueDate>2026-04-30</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
{SELLER}<cac:PostalAddress>{COUNTRY}</cac:PostalAddress>{}<cac:PartyLegalEntity><cbc:RegistrationName>A</cbc:RegistrationName><cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
{BUYER}<cac:PostalAddress>{COUNTRY}</cac:PostalAddress>{}<cac:PartyLegalEntity><cbc:RegistrationName>B</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:Delivery><cbc:ActualDeliveryDate>2026-03-30</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address>{COUNTRY}</cac:Address></cac:DeliveryLocation></cac:Delivery>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>k</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">10.00</cbc:Amount>{}</cac:AllowanceCharge>
<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>t</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">20.00</cbc:Amount>{}</cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>{code}</cbc:ID>{percent}{reason}{VAT_SCHEME}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">110.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount currencyID="EUR">20.00</cbc:ChargeTotalAmount><cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>x</cbc:Name>{}</cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine></Invoice>"#,
        ids("NL004495445B01"),
        ids("NL002455799B11"),
        tax("TaxCategory"),
        tax("TaxCategory"),
        tax("ClassifiedTaxCategory"),
    )
}

/// Breaks the ten rules of a category one after the other.
fn run_category(
    prefix: &str,
    code: &'static str,
    rate: Option<&str>,
    tested: &mut BTreeSet<&'static str>,
) {
    let has_reason = !matches!(code, "S" | "Z" | "L" | "M");
    let vat = match rate {
        Some("21") => "23.10",
        Some("7") => "7.70",
        _ => "0.00",
    };
    let base = of_category(code, rate, has_reason.then_some("reden"), vat);
    assert_eq!(broken(&base), BTreeSet::new(), "{code}");
    let mut check = |suffixes: &[&str], others: &[&str], xml: String| {
        let ids: BTreeSet<String> = suffixes
            .iter()
            .map(|suffix| format!("{prefix}-{suffix}"))
            .chain(others.iter().map(|other| (*other).to_owned()))
            .collect();
        save(&format!("{prefix}-{}", suffixes[0]), &xml);
        let found = broken(&xml);
        let found_owned: BTreeSet<String> = found.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(found_owned, ids, "{prefix}-{}", suffixes[0]);
        tested.extend(found);
    };
    let percent = rate.map_or(String::new(), |rate| {
        format!("<cbc:Percent>{rate}</cbc:Percent>")
    });
    let line = format!("<cac:ClassifiedTaxCategory><cbc:ID>{code}</cbc:ID>{percent}");
    let part = format!("<cac:TaxCategory><cbc:ID>{code}</cbc:ID>{percent}");
    let end = base.find("</cac:AllowanceCharge>").unwrap();
    let subtotal = base.find("<cac:TaxSubtotal>").unwrap();
    let subtotal_end = base.find("</cac:TaxTotal>").unwrap();

    // -01: no row
    let no_row = format!("{}{}", &base[..subtotal], &base[subtotal_end..]);
    check(&["01"], &["BR-CO-18"], no_row);
    // -02, -03, -04: identifiers, of which each kind of part is left with the category in turn

    let broken_ids = if code == "O" {
        base.replacen(
            "<cac:PartyLegalEntity><cbc:RegistrationName>A",
            &format!("<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>A"),
            1,
        )
    } else {
        base.replacen(
            &format!("<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme>"),
            "",
            1,
        )
    };
    check(&["02", "03", "04"], &[], broken_ids);
    // -05, -06, -07: the rate of the line, the allowance, the charge
    let wrong = match code {
        "S" => "<cbc:Percent>0</cbc:Percent>",
        "L" | "M" => "<cbc:Percent>-1</cbc:Percent>",
        _ => "<cbc:Percent>5</cbc:Percent>",
    };
    let with_rate = |text: &str| {
        text.replacen(
            &format!("<cbc:ID>{code}</cbc:ID>{percent}"),
            &format!("<cbc:ID>{code}</cbc:ID>{wrong}"),
            1,
        )
    };
    let by_rate = matches!(code, "S" | "L" | "M");
    let base_breaks: &[&str] = if by_rate { &["08"] } else { &[] };
    let line_at = base.find(&line).unwrap();
    let mut ids = vec!["05"];
    ids.extend(base_breaks);
    check(
        &ids,
        &[],
        format!("{}{}", &base[..line_at], with_rate(&base[line_at..])),
    );
    let mut ids = vec!["06"];
    ids.extend(base_breaks);
    check(&ids, &[], with_rate(&base));
    let mut ids = vec!["07"];
    ids.extend(base_breaks);
    check(
        &ids,
        &[],
        format!("{}{}", &base[..end], with_rate(&base[end..])),
    );
    assert!(base.contains(&part));
    // -08: the base
    let taxable = r#"<cbc:TaxableAmount currencyID="EUR">110.00"#;
    let (other_base, also): (&str, &[&str]) = if by_rate {
        (r#"<cbc:TaxableAmount currencyID="EUR">111.50"#, &[])
    } else {
        (r#"<cbc:TaxableAmount currencyID="EUR">110.01"#, &[])
    };
    check(&["08"], also, base.replacen(taxable, other_base, 1));
    // -09: the VAT
    let row_vat = format!(r#"110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}"#);
    let (wrong_vat, also): (&str, &[&str]) = if by_rate {
        ("30.00", &["BR-CO-14", "BR-CO-17"])
    } else {
        ("0.40", &["BR-CO-14"])
    };
    check(
        &["09"],
        also,
        base.replacen(
            &row_vat,
            &format!(r#"110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{wrong_vat}"#),
            1,
        ),
    );
    // -10: the reason
    let xml = if has_reason {
        base.replacen(
            "<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>",
            "",
            1,
        )
    } else {
        let at = subtotal + base[subtotal..].find(VAT_SCHEME).unwrap();
        format!(
            "{}<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>{}",
            &base[..at],
            &base[at..]
        )
    };
    check(&["10"], &[], xml);
}

#[test]
fn every_rule_is_broken_by_an_example() {
    let mut tested = BTreeSet::new();
    let peppol = of_specification(PEPPOL);
    let nlcius = of_specification(NLCIUS);
    for (base, cases) in [
        (FULL, CASES),
        (&peppol, PEPPOL_CASES),
        (&nlcius, NLCIUS_CASES),
    ] {
        run(base, cases, &mut tested);
    }
    let with_g_account = edited(&of_specification(G_ACCOUNT), WITH_G_ACCOUNT);
    run(&with_g_account, G_CASES, &mut tested);
    for (prefix, code, rate) in [
        ("BR-S", "S", Some("21")),
        ("BR-Z", "Z", Some("0")),
        ("BR-E", "E", Some("0")),
        ("BR-AE", "AE", Some("0")),
        ("BR-IC", "K", Some("0")),
        ("BR-G", "G", Some("0")),
        ("BR-O", "O", None),
        ("BR-AF", "L", Some("7")),
        ("BR-AG", "M", Some("7")),
    ] {
        run_category(prefix, code, rate, &mut tested);
    }

    let mut alone = |rule: &'static [&'static str], xml: &str| {
        save(rule[0], xml);
        assert_eq!(broken(xml), rule.iter().copied().collect());
        tested.extend(rule);
    };
    let no_specification = FULL.replacen(
        &format!("<cbc:CustomizationID>{EN}</cbc:CustomizationID>"),
        "",
        1,
    );
    alone(&["BR-01"], &no_specification);
    let from = FULL.find("<cac:InvoiceLine>").unwrap();
    let to = FULL.find("</Invoice>").unwrap();
    let no_lines = format!("{}{}", &FULL[..from], &FULL[to..]);
    alone(&["BR-16", "BR-E-08", "BR-S-08"], &no_lines);
    let k = of_category("K", Some("0"), Some("reden"), "0.00");
    alone(
        &["BR-IC-11"],
        &k.replacen(
            "<cbc:ActualDeliveryDate>2026-03-30</cbc:ActualDeliveryDate>",
            "",
            1,
        ),
    );
    alone(
        &["BR-IC-12"],
        &k.replacen(
            &format!(
                "<cac:DeliveryLocation><cac:Address>{COUNTRY}</cac:Address></cac:DeliveryLocation>"
            ),
            "",
            1,
        ),
    );
    let o = of_category("O", None, Some("reden"), "0.00");
    let z = |name: &str| format!("<cac:{name}><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>");
    alone(
        &["BR-O-12", "BR-O-08", "BR-Z-01", "BR-Z-02"],
        &o.replacen(
            "<cac:ClassifiedTaxCategory><cbc:ID>O</cbc:ID>",
            &z("ClassifiedTaxCategory"),
            1,
        ),
    );
    alone(
        &["BR-O-13", "BR-O-08", "BR-Z-01", "BR-Z-03"],
        &o.replacen("<cac:TaxCategory><cbc:ID>O</cbc:ID>", &z("TaxCategory"), 1),
    );
    let charge = o.find("</cac:AllowanceCharge>").unwrap();
    alone(
        &["BR-O-14", "BR-O-08", "BR-Z-01", "BR-Z-04"],
        &format!(
            "{}{}",
            &o[..charge],
            o[charge..].replacen("<cac:TaxCategory><cbc:ID>O</cbc:ID>", &z("TaxCategory"), 1)
        ),
    );
    let row = format!(
        r#"<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">0.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>{VAT_SCHEME}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>"#
    );
    alone(&["BR-O-11"], &o.replacen("</cac:TaxTotal>", &row, 1));

    // credit notes, of Peppol
    let credit = of_specification(PEPPOL)
        .replace("<Invoice ", "<CreditNote ")
        .replace("</Invoice>", "</CreditNote>")
        .replace("schema:xsd:Invoice-2", "schema:xsd:CreditNote-2")
        .replace("InvoiceTypeCode>380", "CreditNoteTypeCode>381")
        .replace("</cbc:InvoiceTypeCode>", "</cbc:CreditNoteTypeCode>")
        .replace("<cbc:InvoiceTypeCode", "<cbc:CreditNoteTypeCode")
        .replace("cac:InvoiceLine>", "cac:CreditNoteLine>")
        .replace("cbc:InvoicedQuantity", "cbc:CreditedQuantity");
    assert_eq!(broken(&credit), BTreeSet::new());
    alone(&["NL-R-001"], &credit.replacen("<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>2026-100</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>", "", 1));
    alone(
        &["PEPPOL-EN16931-P0101"],
        &credit.replacen(">381<", ">308<", 1),
    );
    let project = "<cac:AdditionalDocumentReference><cbc:ID>P</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>";
    alone(
        &["PEPPOL-EN16931-R080"],
        &credit.replacen(
            "<cac:AdditionalDocumentReference>",
            &format!("{project}{project}<cac:AdditionalDocumentReference>"),
            1,
        ),
    );
    // exemptions of the margin scheme, with another category
    let ae = of_category("AE", Some("0"), Some("reden"), "0.00").replacen(
        &format!(">{EN}<"),
        &format!(">{PEPPOL}<"),
        1,
    );
    for (rule, code) in [
        ("PEPPOL-EN16931-P0108", "D"),
        ("PEPPOL-EN16931-P0109", "F"),
        ("PEPPOL-EN16931-P0110", "I"),
        ("PEPPOL-EN16931-P0111", "J"),
    ] {
        let xml = ae.replacen(
            "<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>",
            &format!("<cbc:TaxExemptionReasonCode>VATEX-EU-{code}</cbc:TaxExemptionReasonCode>"),
            1,
        );
        let fresh: Vec<_> = broken(&xml).difference(&broken(&ae)).copied().collect();
        assert_eq!(fresh, [rule]);
        tested.insert(rule);
    }

    let untested: Vec<_> = rules()
        .map(|(_, rule)| rule.id)
        .filter(|id| !tested.contains(id))
        .collect();
    assert_eq!(
        untested,
        Vec::<&str>::new(),
        "rules without an example that breaks them"
    );
}

#[test]
fn rules_have_one_identifier_each_and_sentences_in_both_languages() {
    let mut seen = BTreeSet::new();
    for (_, rule) in rules() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        for text in [rule.nl, rule.en] {
            assert!(
                text.ends_with(['.', ')']) && text.len() > 15,
                "{}: {text}",
                rule.id
            );
        }
    }
}

#[test]
fn places_are_named_and_the_rest_is_counted() {
    let line = "<cac:InvoiceLine><cbc:ID>x</cbc:ID></cac:InvoiceLine>".repeat(30);
    let xml = FULL.replacen("</Invoice>", &format!("{line}</Invoice>"), 1);
    let found = validate(xml.as_bytes()).unwrap();
    let finding = found
        .findings
        .iter()
        .find(|f| f.rule.id == "BR-25")
        .unwrap();
    assert_eq!((finding.places.len(), finding.count), (5, 30));
    assert_eq!(finding.places[0], "/Invoice/cac:InvoiceLine[4]");
}

#[test]
fn specifications_decide_which_rules_apply() {
    let sets = |id: &str| {
        let specification = Specification::of(id, Syntax::Cii);
        (
            specification.name,
            specification.is_en16931(),
            specification.applies(RuleSet::Nlcius),
            specification.applies(RuleSet::Peppol),
        )
    };
    assert_eq!(sets(EN), ("EN 16931", true, false, false));
    assert_eq!(sets(PEPPOL), ("Peppol BIS Billing 3", true, false, true));
    assert_eq!(sets(NLCIUS), ("NLCIUS (SI-UBL 2.0)", true, true, false));
    assert_eq!(
        sets("urn:factur-x.eu:1p0:minimum"),
        ("Factur-X header profile", false, false, false)
    );
    assert_eq!(
        sets("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0").0,
        "XRechnung"
    );
    assert_eq!(
        sets("urn:ferd:CrossIndustryDocument:invoice:1p0:comfort"),
        ("", false, false, false)
    );
    assert_eq!(sets(""), ("EN 16931", true, false, false));
    assert!(Specification::of(G_ACCOUNT, Syntax::Ubl).applies(RuleSet::GAccount));
}

#[test]
fn an_invoice_in_an_envelope_and_one_in_cii_are_checked_too() {
    let inner = FULL.split_once("?>").unwrap().1;
    let xml = format!(
        "<StandardBusinessDocument xmlns='urn:x'><Header/>{inner}</StandardBusinessDocument>"
    );
    assert!(validate(xml.as_bytes()).unwrap().is_valid());
    assert!(matches!(
        validate(b"<html/>"),
        Err(Cause::XmlIncomplete { .. })
    ));
    let cii = include_bytes!("../samples/invoice.cii.xml");
    assert_eq!(validate(cii).unwrap().syntax, Syntax::Cii);
}

/// The same for CII: that its elements are taken for the right terms.
#[rustfmt::skip]
const CII_CASES: &[Case] = &[
    (&["DZ-NUMBER"], &[("<ram:GrandTotalAmount>229.90", "<ram:GrandTotalAmount>229,90")]),
    (&["DZ-DATE"], &[("20260430", "20260431")]),
    (&["BR-01"], &[("<ram:ID>urn:cen.eu:en16931:2017</ram:ID>", "")]),
    (&["BR-02"], &[("<ram:ID>2026-118</ram:ID>", "")]),
    (&["BR-03"], &[(r#"<ram:IssueDateTime><udt:DateTimeString format="102">20260331</udt:DateTimeString></ram:IssueDateTime>"#, "")]),
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

#[test]
fn cii_is_taken_for_the_right_terms() {
    run(
        include_str!("samples/full.cii.xml"),
        CII_CASES,
        &mut BTreeSet::new(),
    );
}
