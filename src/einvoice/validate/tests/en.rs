//! A document that breaks each rule of EN 16931 and of the syntax UBL.

use super::*;

pub(super) const CASES: &[Case] = &[
    (&["DZ-NUMBER"], &[("378.90", "378,90")]),
    (&["DZ-DATE"], &[("<cbc:DueDate>2026-04-30", "<cbc:DueDate>2026-04-31")]),
    (&["BR-02"], &[("<cbc:ID>2026-118</cbc:ID>", "<cbc:ID> </cbc:ID>")]),
    (&["BR-03"], &[("<cbc:IssueDate>2026-03-31</cbc:IssueDate>", "")]),
    (&["BR-04"], &[("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "")]),
    (&["BR-05"], &[("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "")]),
    (&["BR-06"], &[("<cbc:RegistrationName>De Bron Water B.V.</cbc:RegistrationName>", "")]),
    (&["BR-07"], &[("<cbc:RegistrationName>Klant N.V.</cbc:RegistrationName>", "")]),
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
        &[(r#"<cbc:LineExtensionAmount currencyID="EUR">340.00</cbc:LineExtensionAmount>"#, "")],
    ),
    (
        &["BR-13"],
        &[(r#"<cbc:TaxExclusiveAmount currencyID="EUR">330.00</cbc:TaxExclusiveAmount>"#, "")],
    ),
    (
        &["BR-14"],
        &[(r#"<cbc:TaxInclusiveAmount currencyID="EUR">378.90</cbc:TaxInclusiveAmount>"#, "")],
    ),
    (&["BR-15"], &[(PAYABLE, "")]),
    (&["BR-17"], &[("<cac:PartyName><cbc:Name>Factor B.V.</cbc:Name></cac:PartyName>", "")]),
    (&["BR-18"], &[("<cac:PartyName><cbc:Name>Fiscaal B.V.</cbc:Name></cac:PartyName>", "")]),
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
    (&["BR-21"], &[("<cac:InvoiceLine><cbc:ID>2</cbc:ID>", "<cac:InvoiceLine>")]),
    (
        &["BR-22", "BR-23"],
        &[(r#"<cbc:InvoicedQuantity unitCode="C62">4</cbc:InvoicedQuantity>"#, "")],
    ),
    (&["BR-23"], &[(r#"<cbc:InvoicedQuantity unitCode="C62">"#, "<cbc:InvoicedQuantity>")]),
    (
        &["BR-24", "BR-CO-10", "BR-S-08"],
        &[(r#"<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>"#, "")],
    ),
    (&["BR-25"], &[("<cbc:Name>Boek</cbc:Name>", "")]),
    (&["BR-26"], &[(r#"<cbc:PriceAmount currencyID="EUR">25.00</cbc:PriceAmount>"#, "")]),
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
    (&["BR-29"], &[("<cbc:StartDate>2026-03-01", "<cbc:StartDate>2026-04-01")]),
    (&["BR-30"], &[("<cbc:StartDate>2026-03-02", "<cbc:StartDate>2026-04-02")]),
    (
        &["BR-31", "BR-CO-11", "BR-S-08"],
        &[(r#"<cbc:Amount currencyID="EUR">20.00</cbc:Amount>"#, "")],
    ),
    (&["BR-32", "BR-S-08"], &[(S21, "<cbc:Percent>21</cbc:Percent>")]),
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
    (&["BR-41"], &[(r#"<cbc:Amount currencyID="EUR">5.00</cbc:Amount>"#, "")]),
    (&["BR-42", "BR-CO-23"], &[(LINE_ALLOWANCE, "")]),
    (&["BR-43"], &[(r#"<cbc:Amount currencyID="EUR">7.00</cbc:Amount>"#, "")]),
    (&["BR-44", "BR-CO-24"], &[(LINE_CHARGE, "")]),
    (&["BR-45"], &[(r#"<cbc:TaxableAmount currencyID="EUR">190.00</cbc:TaxableAmount>"#, "")]),
    (&["BR-46", "BR-CO-14"], &[(r#"<cbc:TaxAmount currencyID="EUR">39.90</cbc:TaxAmount>"#, "")]),
    (&["BR-47", "BR-E-01"], &[("<cac:TaxCategory><cbc:ID>E</cbc:ID>", "<cac:TaxCategory>")]),
    (
        &["BR-48"],
        &[(
            "<cac:TaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>",
            "<cac:TaxCategory><cbc:ID>E</cbc:ID>",
        )],
    ),
    (&["BR-49"], &[("<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>", "")]),
    (
        &["BR-50", "BR-61"],
        &[("<cbc:ID>NL91ABNA0417164300</cbc:ID>", "<cbc:Name>rekening</cbc:Name>")],
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
        &[("<cbc:ID>2026-100</cbc:ID>", "<cbc:IssueDate>2026-01-01</cbc:IssueDate>")],
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
    (&["BR-62"], &[(r#"<cbc:EndpointID schemeID="0106">64000003"#, "<cbc:EndpointID>64000003")]),
    (&["BR-63"], &[(r#"<cbc:EndpointID schemeID="0106">64000011"#, "<cbc:EndpointID>64000011")]),
    (&["BR-64"], &[(r#"<cbc:ID schemeID="0160">"#, "<cbc:ID>")]),
    (
        &["BR-65"],
        &[(r#"<cbc:ItemClassificationCode listID="STI">"#, "<cbc:ItemClassificationCode>")],
    ),
    (
        &["BR-CO-03"],
        &[
            ("<cbc:Note>#", "<cbc:TaxPointDate>2026-03-31</cbc:TaxPointDate><cbc:Note>#"),
            (
                "<cbc:EndDate>2026-03-31</cbc:EndDate>",
                "<cbc:EndDate>2026-03-31</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode>",
            ),
        ],
    ),
    (
        &["BR-CO-04", "BR-E-08"],
        &[("<cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID>", "<cac:ClassifiedTaxCategory>")],
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
    (&["BR-CO-13"], &[("330.00", "331.00"), ("378.90", "379.90"), ("301.00", "302.00")]),
    (&["BR-CO-14"], &[("48.90", "49.90"), ("378.90", "379.90"), ("301.00", "302.00")]),
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
        &[("<cbc:StartDate>2026-03-01</cbc:StartDate><cbc:EndDate>2026-03-31</cbc:EndDate>", "")],
    ),
    (
        &["BR-CO-20"],
        &[("<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:EndDate>2026-03-30</cbc:EndDate>", "")],
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
            (r#"<cbc:CompanyID schemeID="0106">64000003</cbc:CompanyID>"#, ""),
        ],
    ),
    (
        &["BR-DEC-01", "UBL-DT-01"],
        &[(r#"<cbc:Amount currencyID="EUR">20.00"#, r#"<cbc:Amount currencyID="EUR">20.000"#)],
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
        &[(r#"<cbc:Amount currencyID="EUR">10.00"#, r#"<cbc:Amount currencyID="EUR">10.000"#)],
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
        &[(r#"<cbc:Amount currencyID="EUR">5.00"#, r#"<cbc:Amount currencyID="EUR">5.000"#)],
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
        &[(r#"<cbc:Amount currencyID="EUR">7.00"#, r#"<cbc:Amount currencyID="EUR">7.000"#)],
    ),
    (
        &["BR-DEC-28", "UBL-DT-01"],
        &[(
            r"7.00</cbc:Amount>",
            r#"7.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">70.000</cbc:BaseAmount>"#,
        )],
    ),
    (&["BR-CL-01"], &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")]),
    (
        &["BR-CL-03"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="EUX">25.00"#,
        )],
    ),
    (
        &["BR-CL-04", "BR-CO-15"],
        &[("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>EUX")],
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
    (&["BR-CL-16"], &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>99")]),
    (
        &["BR-CL-17", "BR-E-01"],
        &[("<cac:TaxCategory><cbc:ID>E</cbc:ID>", "<cac:TaxCategory><cbc:ID>Q</cbc:ID>")],
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
        &[(DOC_ALLOWANCE, "<cbc:AllowanceChargeReasonCode>1</cbc:AllowanceChargeReasonCode>")],
    ),
    (
        &["BR-CL-20"],
        &[(DOC_CHARGE, "<cbc:AllowanceChargeReasonCode>QQQ</cbc:AllowanceChargeReasonCode>")],
    ),
    (&["BR-CL-21"], &[(r#"schemeID="0160""#, r#"schemeID="GTIN""#)]),
    (
        &["BR-CL-22"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-QQ</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (&["BR-CL-23"], &[(r#"unitCode="C62""#, r#"unitCode="STUK""#)]),
    (&["BR-CL-24"], &[(r#"mimeCode="application/pdf""#, r#"mimeCode="text/html""#)]),
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
        &[("<cac:TaxCategory><cbc:ID>E</cbc:ID>", "<cac:TaxCategory><cbc:ID>B</cbc:ID>")],
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
        &[("<cbc:PaymentID>", "<cbc:PaymentID>1</cbc:PaymentID><cbc:PaymentID>")],
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
        &[("<cbc:Note>maart</cbc:Note>", "<cbc:Note>maart</cbc:Note><cbc:Note>april</cbc:Note>")],
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
    (&["UBL-SR-43", "UBL-CR-665"], &[("<cbc:DocumentTypeCode>130", "<cbc:DocumentTypeCode>131")]),
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
        &["UBL-SR-46"],
        &[
            ("<cbc:PaymentMeansCode>30", r#"<cbc:PaymentMeansCode name="a">30"#),
            (
                MEANS_END,
                r#"</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cbc:PaymentMeansCode name="b">30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"#,
            ),
        ],
    ),
    (
        &["UBL-CR-002"],
        &[(
            "<cbc:CustomizationID>",
            "<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>",
        )],
    ),
    (
        &["UBL-CR-666"],
        &[(
            "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>",
            "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cac:Attachment><cac:ExternalReference><cbc:URI>https://voorbeeld.example</cbc:URI></cac:ExternalReference></cac:Attachment>",
        )],
    ),
    (
        &["UBL-CR-673"],
        &[(
            "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>",
            "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cbc:DocumentDescription>a</cbc:DocumentDescription>",
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
        &["UBL-SR-45", "UBL-CR-412"],
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
        &[("<cbc:Description>", "<cbc:Description>a</cbc:Description><cbc:Description>")],
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
