//! A document that breaks each rule of Peppol BIS Billing 3.

use super::*;

pub(super) const PEPPOL_CASES: &[Case] = &[
    (
        &["PEPPOL-EN16931-R001", "PEPPOL-EN16931-R007"],
        &[("<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>", "")],
    ),
    (&["PEPPOL-EN16931-R007"], &[("billing:01:1.0", "billing:1:1.0")]),
    (
        &["PEPPOL-EN16931-R002"],
        &[("<cbc:DocumentCurrencyCode>", "<cbc:Note>nog een</cbc:Note><cbc:DocumentCurrencyCode>")],
    ),
    (
        &["PEPPOL-EN16931-R003"],
        &[
            ("<cbc:BuyerReference>afdeling 7</cbc:BuyerReference>", ""),
            ("<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>", ""),
            ("<cac:OrderLineReference><cbc:LineID>7</cbc:LineID></cac:OrderLineReference>", ""),
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
        &[("<cbc:Description>uit de bron</cbc:Description>", "<cbc:Description/>")],
    ),
    (
        &["PEPPOL-EN16931-R010"],
        &[(r#"<cbc:EndpointID schemeID="0106">64000011</cbc:EndpointID>"#, "")],
    ),
    (
        &["PEPPOL-EN16931-R020"],
        &[(r#"<cbc:EndpointID schemeID="0106">64000003</cbc:EndpointID>"#, "")],
    ),
    (
        &["PEPPOL-EN16931-R040"],
        &[("<cbc:MultiplierFactorNumeric>10<", "<cbc:MultiplierFactorNumeric>11<")],
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
        &[("<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>", "")],
    ),
    (&["PEPPOL-EN16931-R043"], &[("<cbc:ChargeIndicator>true<", "<cbc:ChargeIndicator>1<")]),
    (
        &["PEPPOL-EN16931-R044"],
        &[(
            r#"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00"#,
            r#"<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R046"],
        &[(r#"<cbc:Amount currencyID="EUR">1.00"#, r#"<cbc:Amount currencyID="EUR">2.00"#)],
    ),
    (
        &["PEPPOL-EN16931-R051"],
        &[(
            r#"<cbc:PriceAmount currencyID="EUR">25.00"#,
            r#"<cbc:PriceAmount currencyID="USD">25.00"#,
        )],
    ),
    (
        &["PEPPOL-EN16931-R053", "PEPPOL-EN16931-R054", "BR-CO-18", "BR-E-01", "BR-S-01"],
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
    (&["PEPPOL-EN16931-R061"], &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>59")]),
    (
        &["PEPPOL-EN16931-R100", "UBL-SR-52"],
        &[(
            "<cac:DocumentReference>",
            r"<cac:DocumentReference><cbc:ID>b</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference><cac:DocumentReference>",
        )],
    ),
    (
        &["PEPPOL-EN16931-R101"],
        &[("meter</cbc:ID><cbc:DocumentTypeCode>130", "meter</cbc:ID><cbc:DocumentTypeCode>131")],
    ),
    (&["PEPPOL-EN16931-R110"], &[("<cbc:StartDate>2026-03-02", "<cbc:StartDate>2026-02-02")]),
    (&["PEPPOL-EN16931-R111"], &[("<cbc:EndDate>2026-03-30", "<cbc:EndDate>2026-04-30")]),
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
        &[(r#"<cbc:BaseQuantity unitCode="MTQ">"#, r#"<cbc:BaseQuantity unitCode="LTR">"#)],
    ),
    (
        &["PEPPOL-EN16931-CL001", "BR-CL-24"],
        &[(r#"mimeCode="application/pdf""#, r#"mimeCode="text/html""#)],
    ),
    (
        &["PEPPOL-EN16931-CL002", "BR-CL-19"],
        &[(DOC_ALLOWANCE, "<cbc:AllowanceChargeReasonCode>1</cbc:AllowanceChargeReasonCode>")],
    ),
    (
        &["PEPPOL-EN16931-CL003", "BR-CL-20"],
        &[(DOC_CHARGE, "<cbc:AllowanceChargeReasonCode>QQQ</cbc:AllowanceChargeReasonCode>")],
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
    (&["PEPPOL-EN16931-P0100"], &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>389")]),
    (&["PEPPOL-EN16931-P0112"], &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>326")]),
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
    (&["PEPPOL-EN16931-F001"], &[("<cbc:DueDate>2026-04-30", "<cbc:DueDate>2026-04-30Z")]),
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
    (&["NL-R-002"], &[("<cbc:StreetName>Kade 1</cbc:StreetName>", "")]),
    (&["NL-R-003"], &[(r#"<cbc:CompanyID schemeID="0106">64000003"#, "<cbc:CompanyID>64000003")]),
    (&["NL-R-004"], &[("<cbc:StreetName>Plein 2</cbc:StreetName>", "")]),
    (&["NL-R-005"], &[(r#"<cbc:CompanyID schemeID="0106">64000011"#, "<cbc:CompanyID>64000011")]),
    (&["NL-R-006"], &[("<cbc:StreetName>Laan 3</cbc:StreetName>", "")]),
    (
        &["NL-R-007"],
        &[(
            r"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>2026118</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
            "",
        )],
    ),
    (&["NL-R-008"], &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>42")]),
    (&["NL-R-009"], &[("<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>", "")]),
];
