//! UBL 2.0 and 2.1 Invoice and CreditNote into the model (EN 16931-3-2; elements that older Dutch profiles put
//! elsewhere are read there too).

use super::party::{add_identifier, address, identifier_field, infer_kvk, set_account, set_names};
use super::tree::{Attribute, Node};
use super::value::{
    amount, amount_field, category, date_field, field, group, iban_field, joined, number, period,
    text, text_field, unit_price, vat_field,
};
use invoice::{
    AllowanceCharge, Amount, DocumentType, Field, Invoice, Line, Party, PaymentMeans, Totals,
    VatBreakdown, VatCategory,
};

/// An `Invoice` or `CreditNote` element.
pub(super) fn invoice(root: Node<'_>) -> Invoice {
    let is_credit_note = root.local() == "CreditNote";
    let currency = text_field(root.at("DocumentCurrencyCode")).or_else(|| payable_currency(root));
    let mut out = Invoice {
        specification: text(root.at("CustomizationID")),
        number: text_field(root.at("ID")),
        issue_date: date_field(root.at("IssueDate")),
        due_date: date_field(root.first_of(&[
            "DueDate",
            "PaymentMeans/PaymentDueDate",
            "PaymentTerms/PaymentDueDate",
        ])),
        supply_date: date_field(root.filled("Delivery/ActualDeliveryDate")),
        period: root.at("InvoicePeriod").and_then(|node| {
            period(Some(node), "StartDate", "EndDate").map(|value| group(node, value))
        }),
        tax_currency: text_field(root.at("TaxCurrencyCode")),
        // Peppol BIS 3 asks for "NA" where there is only a sales order
        order_reference: text_field(root.at("OrderReference/ID"))
            .filter(|order| order.value != "NA"),
        buyer_reference: text_field(root.at("BuyerReference")),
        contract_reference: text_field(root.at("ContractDocumentReference/ID")),
        project_reference: text_field(root.at("ProjectReference/ID").or_else(|| project(root))),
        credited_invoice: text_field(root.first_of(&[
            "BillingReference/InvoiceDocumentReference/ID",
            "BillingReference/CreditNoteDocumentReference/ID",
        ])),
        accounting_cost: text_field(root.first_of(&["AccountingCost", "AccountingCostCode"])),
        payment_terms: joined(root.all("PaymentTerms").flat_map(|terms| terms.all("Note"))),
        payee: root.at("PayeeParty").map(party),
        notes: root
            .all("Note")
            .map(|note| note.text().to_owned())
            .filter(|note| !note.is_empty())
            .collect(),
        allowances_charges: root
            .all("AllowanceCharge")
            .filter_map(|node| allowance_charge(node).map(|value| group(node, value)))
            .collect(),
        lines: root
            .children()
            .filter(|node| matches!(node.local(), "InvoiceLine" | "CreditNoteLine"))
            .map(|node| group(node, line(node)))
            .collect(),
        ..Invoice::default()
    };
    if let Some(node) = root.at("AccountingSupplierParty/Party") {
        out.supplier = party(node);
    }
    if let Some(node) = root.at("AccountingCustomerParty/Party") {
        out.customer = party(node);
    }
    let codes = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    let (code, tax_code) = (codes(&currency), codes(&out.tax_currency));
    out.totals = totals(root, code.as_deref(), tax_code.as_deref());
    out.vat_breakdown = vat_breakdown(root, code.as_deref(), tax_code.as_deref());
    out.currency = currency;
    out.payment_means = root.all("PaymentMeans").map(|node| payment_means(node, root)).collect();
    let blocked: Vec<bool> = root.all("PaymentMeans").map(is_blocked_account).collect();
    out.payment_reference = root
        .all("PaymentMeans")
        .find_map(|means| means.filled("PaymentID").filter(|_| !is_blocked_account(means)))
        .or_else(|| root.filled("PaymentMeans/PaymentID"))
        .and_then(|node| text_field(Some(node)));
    set_account(&mut out, &blocked);

    let gross = out.totals.gross.as_ref().map(|field| field.value);
    let code = root
        .children()
        .find(|node| matches!(node.local(), "InvoiceTypeCode" | "CreditNoteTypeCode"));
    let kind = match code {
        _ if is_credit_note => DocumentType::CreditNote,
        Some(code) => DocumentType::of_code(code.text(), gross),
        None => DocumentType::Invoice,
    };
    out.document_type = Some(match code {
        Some(code) => field(code, kind),
        None => Field::xml(kind, root.path(), root.local()),
    });
    out
}

/// The currency of the payable amount, where the document does not name one.
fn payable_currency(root: Node<'_>) -> Option<Field<String>> {
    let node = root.at("LegalMonetaryTotal/PayableAmount")?;
    let currency = node.attribute(Attribute::CurrencyId)?;
    Some(Field::xml(currency.to_owned(), format!("{}/@currencyID", node.path()), currency))
}

/// A credit note names its project (BT-11) as an additional document of type 50.
fn project(root: Node<'_>) -> Option<Node<'_>> {
    root.all("AdditionalDocumentReference")
        .find(|reference| reference.at("DocumentTypeCode").is_some_and(|code| code.text() == "50"))?
        .at("ID")
}

fn party(node: Node<'_>) -> Party {
    let mut out = Party {
        endpoint: node.at("EndpointID").and_then(identifier_field),
        email: text_field(node.filled("Contact/ElectronicMail")),
        phone: text_field(node.filled("Contact/Telephone")),
        website: text_field(node.at("WebsiteURI")),
        ..Party::default()
    };
    set_names(
        &mut out,
        node.filled("PartyLegalEntity/RegistrationName"),
        node.filled("PartyName/Name"),
    );
    for scheme in node.all("PartyTaxScheme") {
        let Some(id) = scheme.filled("CompanyID") else {
            continue;
        };
        let kind = scheme.first_of(&["TaxScheme/ID", "TaxScheme/Name"]).map_or("VAT", Node::text);
        if !matches!(kind.to_ascii_uppercase().as_str(), "VAT" | "BTW" | "VA") {
            out.tax_number = out.tax_number.or_else(|| text_field(Some(id)));
        } else if out.vat_id.is_none() {
            out.vat_id = vat_field(id);
        }
    }
    for id in node.all("PartyIdentification").filter_map(|id| id.filled("ID")) {
        add_identifier(&mut out, id);
    }
    let legal = node.filled("PartyLegalEntity/CompanyID");
    if let Some(legal) = legal {
        add_identifier(&mut out, legal);
    }
    out.address = node
        .at("PostalAddress")
        .or_else(|| node.at("PartyLegalEntity/RegistrationAddress"))
        .and_then(postal_address);
    infer_kvk(&mut out, legal, node.at("EndpointID"));
    out
}

fn postal_address(node: Node<'_>) -> Option<Field<invoice::Address>> {
    let mut street = text(node.at("StreetName"));
    if let (Some(street), Some(house)) = (&mut street, text(node.at("BuildingNumber"))) {
        street.push(' ');
        street.push_str(&house);
    }
    let mut lines = vec![street, text(node.at("AdditionalStreetName"))];
    lines.extend(node.all("AddressLine").map(|line| text(line.at("Line"))));
    address(node, &lines, "PostalZone", "CityName", "Country/IdentificationCode")
}

/// Whether a way to pay is the blocked account (g-rekening) of the NLCIUS extension for it.
fn is_blocked_account(means: Node<'_>) -> bool {
    means.all("ID").any(|id| id.text().eq_ignore_ascii_case("GACCOUNT"))
}

fn payment_means(node: Node<'_>, root: Node<'_>) -> PaymentMeans {
    let account = node.filled("PayeeFinancialAccount/ID");
    let iban = account.and_then(iban_field);
    // the G-account extension: terms of payment for each way to pay, with their part of the amount due
    let id = node.at("ID").map(Node::text);
    let part = root.all("PaymentTerms").find(|terms| {
        let of = terms.at("PaymentMeansID").map(Node::text);
        of.is_some() && of == id
    });
    PaymentMeans {
        code: text(node.at("PaymentMeansCode")),
        account: if iban.is_none() { text_field(account) } else { None },
        iban,
        account_name: text(node.at("PayeeFinancialAccount/Name"))
            .or_else(|| (id == Some("GACCOUNT")).then(|| "G-rekening".to_owned())),
        bic: text(node.first_of(&[
            // the bank; older profiles give a number of the branch beside it
            "PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID",
            "PayeeFinancialAccount/FinancialInstitutionBranch/ID",
        ])),
        reference: text_field(node.filled("PaymentID")),
        mandate: text(node.at("PaymentMandate/ID")),
        debited_iban: text(
            node.first_of(&["PaymentMandate/PayerFinancialAccount/ID", "PayerFinancialAccount/ID"]),
        ),
        amount: part.and_then(|terms| amount(terms.at("Amount"))),
    }
}

/// The `TaxTotal` elements of the document's currency: one in EN 16931; older profiles have one for each tax. The
/// other currency, if any, is the accounting currency (BT-6). A sender who misspells the currency means the document's.
fn tax_totals<'t>(
    root: Node<'t>,
    currency: Option<&str>,
    tax_currency: Option<&str>,
) -> Vec<Node<'t>> {
    let given = |total: &Node<'t>| {
        total.at("TaxAmount").and_then(|amount| amount.attribute(Attribute::CurrencyId))
    };
    let of_document: Vec<_> = root
        .all("TaxTotal")
        .filter(|total| {
            given(total).is_none_or(|code| currency.is_none_or(|wanted| code == wanted))
        })
        .collect();
    if of_document.is_empty() {
        root.all("TaxTotal").filter(|total| given(total) != tax_currency).collect()
    } else {
        of_document
    }
}

fn totals(root: Node<'_>, currency: Option<&str>, tax_currency: Option<&str>) -> Totals {
    let sums = root.at("LegalMonetaryTotal");
    let sum = |name: &str| amount_field(sums.and_then(|sums| sums.at(name)));
    let mut vat: Option<Field<Amount>> = None;
    for total in tax_totals(root, currency, tax_currency) {
        match (&mut vat, amount_field(total.at("TaxAmount"))) {
            (Some(vat), Some(more)) => vat.value = vat.value + more.value,
            (None, first) => vat = first,
            _ => {}
        }
    }
    Totals {
        lines: sum("LineExtensionAmount"),
        allowances: sum("AllowanceTotalAmount"),
        charges: sum("ChargeTotalAmount"),
        net: sum("TaxExclusiveAmount"),
        vat,
        vat_accounting: tax_currency.filter(|code| Some(*code) != currency).and_then(|code| {
            root.all("TaxTotal")
                .filter_map(|total| total.at("TaxAmount"))
                .find(|amount| amount.attribute(Attribute::CurrencyId) == Some(code))
                .and_then(|node| amount_field(Some(node)))
        }),
        gross: sum("TaxInclusiveAmount"),
        prepaid: sum("PrepaidAmount"),
        rounding: sum("PayableRoundingAmount"),
        payable: sum("PayableAmount"),
    }
}

fn vat_breakdown(
    root: Node<'_>,
    currency: Option<&str>,
    tax_currency: Option<&str>,
) -> Vec<Field<VatBreakdown>> {
    tax_totals(root, currency, tax_currency)
        .into_iter()
        .flat_map(|total| total.all("TaxSubtotal"))
        .map(|row| {
            let value = VatBreakdown {
                category: category(row.at("TaxCategory/ID")),
                rate: number(row.first_of(&["TaxCategory/Percent", "Percent"])),
                taxable: amount(row.at("TaxableAmount")),
                vat: amount(row.at("TaxAmount")),
                exemption_reason: text(row.filled("TaxCategory/TaxExemptionReason")),
                exemption_code: text(row.filled("TaxCategory/TaxExemptionReasonCode")),
            };
            group(row, value)
        })
        .collect()
}

/// An allowance or charge of the document or of a line; `None` without an amount.
fn allowance_charge(node: Node<'_>) -> Option<AllowanceCharge> {
    Some(AllowanceCharge {
        is_charge: node
            .at("ChargeIndicator")
            .is_some_and(|flag| matches!(flag.text(), "true" | "1")),
        amount: amount(node.at("Amount"))?,
        base: amount(node.at("BaseAmount")),
        percent: number(node.at("MultiplierFactorNumeric")),
        category: category(node.at("TaxCategory/ID")),
        rate: number(node.at("TaxCategory/Percent")),
        reason: text(node.at("AllowanceChargeReason")),
        reason_code: text(node.at("AllowanceChargeReasonCode")),
    })
}

/// An invoice line. The lines inside a line (XRechnung extension) explain its amount and are no lines of their own.
fn line(node: Node<'_>) -> Line {
    let quantity = node
        .children()
        .find(|child| matches!(child.local(), "InvoicedQuantity" | "CreditedQuantity"));
    let (category, rate) = line_tax(node);
    Line {
        id: text(node.at("ID")),
        description: text(node.first_of(&["Item/Name", "Item/Description"])),
        note: text(node.at("Note")),
        quantity: number(quantity),
        unit: quantity.and_then(|node| node.attribute(Attribute::UnitCode)).map(str::to_owned),
        unit_price: unit_price(
            number(node.at("Price/PriceAmount")),
            number(node.at("Price/BaseQuantity")),
        ),
        net: amount(node.at("LineExtensionAmount")),
        gross: None,
        category,
        rate,
        article: text(node.filled("Item/SellersItemIdentification/ID")),
        gtin: text(node.filled("Item/StandardItemIdentification/ID")),
        order_line: text(node.filled("OrderLineReference/LineID")),
        accounting_cost: text(node.first_of(&["AccountingCost", "AccountingCostCode"])),
        period: period(node.at("InvoicePeriod"), "StartDate", "EndDate"),
        allowances_charges: node.all("AllowanceCharge").filter_map(allowance_charge).collect(),
    }
}

/// VAT of a line: on its item (EN 16931), or as a tax total of the line (UBL 2.0 profiles).
fn line_tax(line: Node<'_>) -> (Option<VatCategory>, Option<rust_decimal::Decimal>) {
    let on_item = line.at("Item/ClassifiedTaxCategory");
    let subtotal = line.at("TaxTotal/TaxSubtotal");
    match (on_item, subtotal) {
        (Some(tax), _) => (category(tax.at("ID")), number(tax.at("Percent"))),
        (None, Some(row)) => (
            category(row.at("TaxCategory/ID")),
            number(row.first_of(&["TaxCategory/Percent", "Percent"])),
        ),
        (None, None) => (None, None),
    }
}
