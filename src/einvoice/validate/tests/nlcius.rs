//! A document that breaks each rule of NLCIUS and of its extension for the blocked account.

use super::*;

pub(super) const NLCIUS_CASES: &[Case] = &[
    (&["BR-NL-1"], &[(r#"<cbc:CompanyID schemeID="0106">64000003"#, "<cbc:CompanyID>64000003")]),
    (
        &["BR-NL-2"],
        &[
            ("<cbc:BuyerReference>afdeling 7</cbc:BuyerReference>", ""),
            ("<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>", ""),
            ("<cac:OrderLineReference><cbc:LineID>7</cbc:LineID></cac:OrderLineReference>", ""),
        ],
    ),
    (&["BR-NL-3"], &[("<cbc:StreetName>Kade 1</cbc:StreetName>", "")]),
    (&["BR-NL-4"], &[("<cbc:StreetName>Plein 2</cbc:StreetName>", "")]),
    (&["BR-NL-5"], &[("<cbc:StreetName>Laan 3</cbc:StreetName>", "")]),
    (&["BR-NL-7"], &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>386")]),
    (&["BR-NL-8", "BR-CL-01"], &[("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")]),
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
    (&["BR-NL-10"], &[(r#"<cbc:CompanyID schemeID="0106">64000011"#, "<cbc:CompanyID>64000011")]),
    (
        &["BR-NL-11"],
        &[(
            r"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>2026118</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
            "",
        )],
    ),
    (&["BR-NL-12"], &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>42")]),
    (&["BR-NL-13"], &[("<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>", "")]),
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
        &[("<cbc:Note>#", "<cbc:TaxPointDate>2026-03-31</cbc:TaxPointDate><cbc:Note>#")],
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
    (&["BR-NL-29"], &[("<cbc:PaymentMeansCode>", r#"<cbc:PaymentMeansCode name="overboeking">"#)]),
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
        &[(DOC_ALLOWANCE, "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>")],
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
        &[(DOC_CHARGE, "<cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>")],
    ),
    (
        &["BR-NL-35"],
        &[(
            "<cbc:TaxExemptionReason>vrijgesteld</cbc:TaxExemptionReason>",
            "<cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode>",
        )],
    ),
    (&["SI-UBL-2"], &[("<cbc:Description>uit de bron</cbc:Description>", "<cbc:Description/>")]),
];

/// The document with a blocked account beside the ordinary one.
pub(super) const WITH_G_ACCOUNT: &[(&str, &str)] = &[
    (
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30",
        "<cac:PaymentMeans><cbc:ID>GACCOUNT</cbc:ID><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL57RABO0107307510</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cbc:ID>GEWOON</cbc:ID><cbc:PaymentMeansCode>30",
    ),
    (
        "<cac:PaymentTerms><cbc:Note>30 dagen</cbc:Note></cac:PaymentTerms>",
        r#"<cac:PaymentTerms><cbc:PaymentMeansID>GACCOUNT</cbc:PaymentMeansID><cbc:Amount currencyID="EUR">75.00</cbc:Amount></cac:PaymentTerms><cac:PaymentTerms><cbc:PaymentMeansID>GEWOON</cbc:PaymentMeansID><cbc:Amount currencyID="EUR">226.00</cbc:Amount></cac:PaymentTerms>"#,
    ),
];

pub(super) const G_CASES: &[Case] = &[
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
    (&["BR-GA-4", "BR-GA-6"], &[("<cbc:PaymentMeansID>GEWOON</cbc:PaymentMeansID>", "")]),
    (&["BR-GA-5"], &[("<cbc:ID>GEWOON</cbc:ID>", "")]),
    (&["BR-GA-6"], &[("<cbc:PaymentMeansID>GEWOON", "<cbc:PaymentMeansID>ANDERS")]),
    (
        &["BR-GA-7"],
        &[
            ("<cbc:ID>GACCOUNT</cbc:ID>", "<cbc:ID>G</cbc:ID>"),
            ("<cbc:PaymentMeansID>GACCOUNT", "<cbc:PaymentMeansID>G"),
        ],
    ),
];
