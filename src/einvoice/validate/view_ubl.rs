//! UBL 2.1 by the terms of EN 16931 (the syntax binding of EN 16931-3-2).

use super::super::tree::{Attribute, Node};
use super::view::{
    AcView, AddressView, DocumentView, LineView, MeansView, Num, PartyView, PeriodView, RowView,
    Syntax, TaxTotalView, TotalsView, View,
};

/// Whether a group of tax is VAT's.
fn is_vat(group: Node<'_>) -> bool {
    group.at("TaxScheme/ID").is_some_and(|id| id.text().eq_ignore_ascii_case("VAT"))
}

fn address(node: Node<'_>) -> AddressView<'_> {
    AddressView {
        node,
        street: node.at("StreetName"),
        third_line: node.at("AddressLine/Line"),
        city: node.at("CityName"),
        postcode: node.at("PostalZone"),
        subdivision: node.at("CountrySubentity"),
        country: node.filled("Country/IdentificationCode"),
    }
}

/// A party; `name` is where its name (BT-27, BT-44 or BT-59, BT-62) stands.
fn party<'t>(node: Node<'t>, name: &str) -> PartyView<'t> {
    let mut out = PartyView {
        node: Some(node),
        name: node.filled(name),
        address: node.at("PostalAddress").map(address),
        legal: node.at("PartyLegalEntity/CompanyID"),
        ids: node
            .all("PartyIdentification")
            .filter_map(|id| id.at("ID"))
            .filter(|id| id.attribute(Attribute::SchemeId) != Some("SEPA"))
            .collect(),
        endpoint: node.at("EndpointID"),
        legal_form: node.at("PartyLegalEntity/CompanyLegalForm"),
        ..PartyView::default()
    };
    for scheme in node.all("PartyTaxScheme") {
        let id = scheme.at("CompanyID");
        if is_vat(scheme) {
            out.vat_id = out.vat_id.or(id);
        } else {
            out.tax_number = out.tax_number.or(id);
        }
    }
    out
}

fn period(node: Node<'_>) -> PeriodView<'_> {
    PeriodView {
        node,
        start: node.at("StartDate"),
        end: node.at("EndDate"),
        code: node.at("DescriptionCode"),
    }
}

fn document(node: Node<'_>) -> DocumentView<'_> {
    DocumentView {
        node,
        id: node.filled("ID"),
        type_code: node.at("DocumentTypeCode"),
        embedded: node.at("Attachment/EmbeddedDocumentBinaryObject"),
    }
}

/// The tax category of VAT among those of an element.
fn vat_category<'t>(node: Node<'t>, name: &'static str) -> (Option<Node<'t>>, Num<'t>) {
    let category = node.all(name).find(|category| is_vat(*category));
    (
        category.and_then(|category| category.at("ID")),
        Num::of(category.and_then(|category| category.at("Percent"))),
    )
}

fn allowance_charge(node: Node<'_>) -> AcView<'_> {
    let flag = node.at("ChargeIndicator");
    let (category, rate) = vat_category(node, "TaxCategory");
    AcView {
        node,
        flag,
        is_charge: flag.is_some_and(|flag| matches!(flag.text(), "true" | "1")),
        amount: Num::of(node.at("Amount")),
        base: Num::of(node.at("BaseAmount")),
        percent: Num::of(node.at("MultiplierFactorNumeric")),
        category,
        rate,
        reason: node.at("AllowanceChargeReason"),
        reason_code: node.at("AllowanceChargeReasonCode"),
    }
}

fn row(node: Node<'_>) -> RowView<'_> {
    let (category, rate) = vat_category(node, "TaxCategory");
    RowView {
        node,
        taxable: Num::of(node.at("TaxableAmount")),
        tax: Num::of(node.at("TaxAmount")),
        category,
        rate,
        reason: node.at("TaxCategory/TaxExemptionReason"),
        reason_code: node.at("TaxCategory/TaxExemptionReasonCode"),
    }
}

fn means(node: Node<'_>) -> MeansView<'_> {
    let account = node.at("PayeeFinancialAccount");
    MeansView {
        node,
        id: node.at("ID"),
        code: node.filled("PaymentMeansCode"),
        account_group: account,
        account: node.filled("PayeeFinancialAccount/ID"),
        account_name: node.at("PayeeFinancialAccount/Name"),
        bank: node.at("PayeeFinancialAccount/FinancialInstitutionBranch/ID"),
        card: node.at("CardAccount/PrimaryAccountNumberID"),
        mandate: node.filled("PaymentMandate/ID"),
    }
}

fn line(node: Node<'_>) -> LineView<'_> {
    let item = node.at("Item");
    let price = node.at("Price");
    let on_price = price.and_then(|price| price.at("AllowanceCharge"));
    let (category, rate) =
        item.map_or((None, Num::default()), |item| vat_category(item, "ClassifiedTaxCategory"));
    LineView {
        node,
        id: node.filled("ID"),
        quantity: Num::of(
            node.children()
                .find(|child| matches!(child.local(), "InvoicedQuantity" | "CreditedQuantity")),
        ),
        net: Num::of(node.at("LineExtensionAmount")),
        name: item.and_then(|item| item.filled("Name")),
        price: Num::of(price.and_then(|price| price.at("PriceAmount"))),
        gross_price: Num::of(on_price.and_then(|discount| discount.at("BaseAmount"))),
        price_discount: Num::of(on_price.and_then(|discount| discount.at("Amount"))),
        price_is_charged: on_price
            .and_then(|discount| discount.at("ChargeIndicator"))
            .is_some_and(|flag| flag.text() != "false"),
        base_quantity: Num::of(price.and_then(|price| price.at("BaseQuantity"))),
        has_category: category.is_some(),
        category,
        rate,
        acs: node.all("AllowanceCharge").map(allowance_charge).collect(),
        period: node.at("InvoicePeriod").map(period),
        order_line: node.at("OrderLineReference/LineID"),
        objects: node.all("DocumentReference").map(document).collect(),
        attributes: item
            .into_iter()
            .flat_map(|item| item.all("AdditionalItemProperty"))
            .map(|property| {
                (property, property.at("Name").is_some(), property.at("Value").is_some())
            })
            .collect(),
        standard_id: item.and_then(|item| item.at("StandardItemIdentification/ID")),
        classes: item
            .into_iter()
            .flat_map(|item| item.all("CommodityClassification"))
            .filter_map(|class| class.at("ItemClassificationCode"))
            .collect(),
        origin: item.and_then(|item| item.at("OriginCountry/IdentificationCode")),
    }
}

fn totals(node: Node<'_>) -> TotalsView<'_> {
    let sum = |name| Num::of(node.at(name));
    TotalsView {
        node,
        lines: sum("LineExtensionAmount"),
        allowances: sum("AllowanceTotalAmount"),
        charges: sum("ChargeTotalAmount"),
        net: sum("TaxExclusiveAmount"),
        gross: sum("TaxInclusiveAmount"),
        prepaid: sum("PrepaidAmount"),
        rounding: sum("PayableRoundingAmount"),
        payable: sum("PayableAmount"),
    }
}

/// The subject (BT-21) that a note begins with: `#ABC#`.
fn subject(note: Node<'_>) -> Option<(Node<'_>, &str)> {
    let (code, _) = note.text().strip_prefix('#')?.split_once('#')?;
    (code.len() == 3).then_some((note, code))
}

/// An `Invoice` or `CreditNote`.
pub(super) fn view(root: Node<'_>) -> View<'_> {
    let mut out = View::new(Syntax::Ubl, root);
    out.is_credit_note = root.local() == "CreditNote";
    out.specification = root.filled("CustomizationID");
    out.process = root.filled("ProfileID");
    out.number = root.filled("ID");
    out.issue_date = root.filled("IssueDate");
    out.due_date = root.at("DueDate").or_else(|| root.at("PaymentMeans/PaymentDueDate"));
    out.type_code = root.filled("InvoiceTypeCode").or_else(|| root.filled("CreditNoteTypeCode"));
    out.currency = root.filled("DocumentCurrencyCode");
    out.tax_currency = root.filled("TaxCurrencyCode");
    out.tax_point = root.at("TaxPointDate");
    out.notes = root.all("Note").collect();
    out.note_subjects = out.notes.iter().filter_map(|note| subject(*note)).collect();
    out.buyer_reference = root.at("BuyerReference");
    out.order = root.at("OrderReference/ID");
    out.period = root.at("InvoicePeriod").map(period);
    out.preceding = root
        .all("BillingReference")
        .map(|group| {
            let id = group.at("InvoiceDocumentReference/ID");
            (group, id, group.at("InvoiceDocumentReference/IssueDate"))
        })
        .collect();
    out.documents = root.all("AdditionalDocumentReference").map(document).collect();
    if let Some(node) = root.at("AccountingSupplierParty/Party") {
        out.seller = party(node, "PartyLegalEntity/RegistrationName");
    }
    if let Some(node) = root.at("AccountingCustomerParty/Party") {
        out.buyer = party(node, "PartyLegalEntity/RegistrationName");
    }
    out.payee = root.at("PayeeParty").map(|node| party(node, "PartyName/Name"));
    out.representative =
        root.at("TaxRepresentativeParty").map(|node| party(node, "PartyName/Name"));
    out.delivery_date = root.at("Delivery/ActualDeliveryDate");
    out.delivery_address = root.at("Delivery/DeliveryLocation/Address").map(address);
    out.delivery_place = root.at("Delivery/DeliveryLocation/ID");
    out.means = root.all("PaymentMeans").map(means).collect();
    out.terms = root.all("PaymentTerms").collect();
    out.acs = root.all("AllowanceCharge").map(allowance_charge).collect();
    for total in root.all("TaxTotal") {
        let rows: Vec<_> = total.all("TaxSubtotal").map(row).collect();
        out.tax_totals.push(TaxTotalView {
            node: total,
            amount: Num::of(total.at("TaxAmount")),
            rows: rows.len(),
            sum_of_rows: rows.iter().map(|row| row.tax.or_zero()).sum(),
        });
        out.rows.extend(rows);
    }
    out.totals = root.at("LegalMonetaryTotal").map(totals);
    out.lines = root
        .children()
        .filter(|node| matches!(node.local(), "InvoiceLine" | "CreditNoteLine"))
        .map(line)
        .collect();
    out
}
