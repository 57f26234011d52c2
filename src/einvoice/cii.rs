//! CII CrossIndustryInvoice (D16B, D22B) and ZUGFeRD 1.0 CrossIndustryDocument into the model (EN 16931-3-3).
//!
//! ZUGFeRD 1.0 has the same tree with other names of its upper branches; every such branch is looked up by both.

use super::party::{add_identifier, address, identifier_field, infer_kvk, set_account, set_names};
use super::tree::{Attribute, Node};
use super::value::{
    amount, amount_field, category, date_field, field, group, iban_field, joined, number, period,
    text, text_field, unit_price, vat_field,
};
use invoice::{
    AllowanceCharge, DocumentType, Field, Invoice, Line, Party, PaymentMeans, Totals, VatBreakdown,
};

/// A child by any of its names.
pub(super) fn branch<'t>(node: Option<Node<'t>>, names: &[&str]) -> Option<Node<'t>> {
    names.iter().find_map(|name| node?.at(name))
}

/// An element by its path under an optional branch.
fn under<'t>(node: Option<Node<'t>>, path: &str) -> Option<Node<'t>> {
    node?.at(path)
}

/// An element with text by any of its paths under an optional branch.
fn first<'t>(node: Option<Node<'t>>, paths: &[&str]) -> Option<Node<'t>> {
    node?.first_of(paths)
}

/// The children of one name of an optional branch.
fn all<'t>(node: Option<Node<'t>>, name: &'static str) -> impl Iterator<Item = Node<'t>> {
    node.into_iter().flat_map(move |node| node.all(name))
}

/// The upper branches of a document: context, document, transaction, and what of the transaction is agreement,
/// delivery and settlement.
pub(super) fn branches(root: Node<'_>) -> [Option<Node<'_>>; 6] {
    let of = |names: [&str; 2]| branch(Some(root), &names);
    let trade = of(["SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"]);
    let of_trade = |names: [&str; 2]| branch(trade, &names);
    [
        of(["ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"]),
        of(["ExchangedDocument", "HeaderExchangedDocument"]),
        trade,
        of_trade(["ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"]),
        of_trade(["ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"]),
        of_trade(["ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"]),
    ]
}

/// Agreement, delivery and settlement of a line.
pub(super) fn line_branches(item: Node<'_>) -> [Option<Node<'_>>; 3] {
    [
        ["SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement"],
        ["SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"],
        ["SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"],
    ]
    .map(|names| branch(Some(item), &names))
}

/// The total of a line, in its settlement.
pub(super) fn line_total(settlement: Option<Node<'_>>) -> Option<Node<'_>> {
    let sums = branch(
        settlement,
        &[
            "SpecifiedTradeSettlementLineMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        ],
    );
    under(sums, "LineTotalAmount")
}

/// A `CrossIndustryInvoice` or `CrossIndustryDocument` element.
pub(super) fn invoice(root: Node<'_>) -> Invoice {
    let [context, document, transaction, agreement, delivery, settlement] = branches(root);
    let terms = || all(settlement, "SpecifiedTradePaymentTerms");

    let mut out = Invoice {
        specification: text(under(context, "GuidelineSpecifiedDocumentContextParameter/ID")),
        number: text_field(under(document, "ID")),
        issue_date: date_field(under(document, "IssueDateTime")),
        due_date: terms().find_map(|terms| date_field(terms.at("DueDateDateTime"))),
        supply_date: date_field(under(
            delivery,
            "ActualDeliverySupplyChainEvent/OccurrenceDateTime",
        )),
        period: under(settlement, "BillingSpecifiedPeriod").and_then(|node| {
            period(Some(node), "StartDateTime", "EndDateTime").map(|value| group(node, value))
        }),
        currency: text_field(under(settlement, "InvoiceCurrencyCode"))
            .or_else(|| grand_total_currency(settlement)),
        tax_currency: text_field(under(settlement, "TaxCurrencyCode")),
        payee: under(settlement, "PayeeTradeParty").map(party),
        payment_reference: text_field(under(settlement, "PaymentReference")),
        order_reference: text_field(first(
            agreement,
            &["BuyerOrderReferencedDocument/IssuerAssignedID", "BuyerOrderReferencedDocument/ID"],
        )),
        buyer_reference: text_field(under(agreement, "BuyerReference")),
        contract_reference: text_field(first(
            agreement,
            &["ContractReferencedDocument/IssuerAssignedID", "ContractReferencedDocument/ID"],
        )),
        project_reference: text_field(under(agreement, "SpecifiedProcuringProject/ID")),
        credited_invoice: text_field(first(
            settlement,
            &["InvoiceReferencedDocument/IssuerAssignedID", "InvoiceReferencedDocument/ID"],
        )),
        accounting_cost: text_field(under(
            settlement,
            "ReceivableSpecifiedTradeAccountingAccount/ID",
        )),
        payment_terms: joined(terms().flat_map(|terms| terms.all("Description"))),
        notes: all(document, "IncludedNote")
            .flat_map(|note| note.all("Content"))
            .map(|content| content.text().to_owned())
            .filter(|note| !note.is_empty())
            .collect(),
        vat_breakdown: all(settlement, "ApplicableTradeTax")
            .filter(|tax| is_vat(*tax))
            .map(vat_row)
            .collect(),
        lines: all(transaction, "IncludedSupplyChainTradeLineItem")
            .filter(|item| is_priced(*item))
            .map(|item| group(item, line(item)))
            .collect(),
        ..Invoice::default()
    };
    out.allowances_charges = all(settlement, "SpecifiedTradeAllowanceCharge")
        .filter_map(|node| allowance_charge(node).map(|value| group(node, value)))
        .chain(all(settlement, "SpecifiedLogisticsServiceCharge").filter_map(logistics_charge))
        .collect();
    if let Some(node) = under(agreement, "SellerTradeParty") {
        out.supplier = party(node);
    }
    if let Some(node) = under(agreement, "BuyerTradeParty") {
        out.customer = party(node);
    }
    let creditor_id = text_field(under(settlement, "CreditorReferenceID"));
    if let Some(id) = creditor_id {
        out.supplier.identifiers.push(Field::new(
            invoice::Identifier { scheme: Some("SEPA".to_owned()), value: id.value },
            id.evidence,
            id.confidence,
        ));
    }
    let currency = out.currency.as_ref().map(|field| field.value.as_str());
    let tax_currency = out.tax_currency.as_ref().map(|field| field.value.as_str());
    out.totals = totals(settlement, currency, tax_currency);
    let mandate = text(terms().find_map(|terms| terms.filled("DirectDebitMandateID")));
    out.payment_means = all(settlement, "SpecifiedTradeSettlementPaymentMeans")
        .map(|node| payment_means(node, mandate.as_ref(), out.payment_reference.as_ref()))
        .collect();
    set_account(&mut out, &[]);

    let gross = out.totals.gross.as_ref().map(|field| field.value);
    out.document_type = Some(match under(document, "TypeCode") {
        Some(code) => field(code, DocumentType::of_code(code.text(), gross)),
        None => Field::xml(DocumentType::Invoice, root.path(), root.local()),
    });
    out
}

fn grand_total_currency(settlement: Option<Node<'_>>) -> Option<Field<String>> {
    let node = under(summation(settlement), "GrandTotalAmount")?;
    let currency = node.attribute(Attribute::CurrencyId)?;
    Some(Field::xml(currency.to_owned(), format!("{}/@currencyID", node.path()), currency))
}

fn party(node: Node<'_>) -> Party {
    let endpoint = node.filled("URIUniversalCommunication/URIID");
    let mut out = Party {
        endpoint: endpoint.and_then(identifier_field),
        email: text_field(node.filled("DefinedTradeContact/EmailURIUniversalCommunication/URIID")),
        phone: text_field(
            node.filled("DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"),
        ),
        ..Party::default()
    };
    set_names(
        &mut out,
        node.filled("Name"),
        node.filled("SpecifiedLegalOrganization/TradingBusinessName"),
    );
    for id in node.all("SpecifiedTaxRegistration").filter_map(|tax| tax.filled("ID")) {
        if id.attribute(Attribute::SchemeId) == Some("FC") {
            out.tax_number = out.tax_number.or_else(|| text_field(Some(id)));
        } else if out.vat_id.is_none() {
            out.vat_id = vat_field(id);
        }
    }
    for id in node.children().filter(|child| matches!(child.local(), "ID" | "GlobalID")) {
        add_identifier(&mut out, id);
    }
    let legal = node.filled("SpecifiedLegalOrganization/ID");
    if let Some(legal) = legal {
        add_identifier(&mut out, legal);
    }
    out.address = node.at("PostalTradeAddress").and_then(|node| {
        let mut street = text(node.first_of(&["LineOne", "StreetName"]));
        if let (Some(street), Some(house)) = (&mut street, text(node.at("BuildingNumber"))) {
            street.push(' ');
            street.push_str(&house);
        }
        let lines = [street, text(node.at("LineTwo")), text(node.at("LineThree"))];
        address(node, &lines, "PostcodeCode", "CityName", "CountryID")
    });
    infer_kvk(&mut out, legal, endpoint);
    out
}

/// A way to pay. CII has one mandate (BT-89) and one reference (BT-83) for all of them.
fn payment_means(
    node: Node<'_>,
    mandate: Option<&String>,
    reference: Option<&Field<String>>,
) -> PaymentMeans {
    let account = node.first_of(&[
        "PayeePartyCreditorFinancialAccount/IBANID",
        "PayeePartyCreditorFinancialAccount/ProprietaryID",
    ]);
    let iban = account.and_then(iban_field);
    let debited_iban = text(node.first_of(&[
        "PayerPartyDebtorFinancialAccount/IBANID",
        "PayerPartyDebtorFinancialAccount/ProprietaryID",
    ]));
    PaymentMeans {
        code: text(node.at("TypeCode")),
        account: if iban.is_none() { text_field(account) } else { None },
        iban,
        account_name: text(node.at("PayeePartyCreditorFinancialAccount/AccountName")),
        bic: text(node.filled("PayeeSpecifiedCreditorFinancialInstitution/BICID")),
        reference: reference.cloned(),
        mandate: mandate.cloned(),
        debited_iban,
        amount: None,
    }
}

pub(super) fn summation(settlement: Option<Node<'_>>) -> Option<Node<'_>> {
    branch(
        settlement,
        &[
            "SpecifiedTradeSettlementHeaderMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        ],
    )
}

fn totals(
    settlement: Option<Node<'_>>,
    currency: Option<&str>,
    tax_currency: Option<&str>,
) -> Totals {
    let sums = summation(settlement);
    let sum = |name: &str| amount_field(under(sums, name));
    let vat_in = |wanted: Option<&str>| {
        all(sums, "TaxTotalAmount").find(|node| node.attribute(Attribute::CurrencyId) == wanted)
    };
    let accounting = tax_currency.filter(|code| Some(*code) != currency);
    // the attribute is obligatory since EN 16931; ZUGFeRD 1.0 and careless senders leave it out
    let vat = vat_in(currency).or_else(|| vat_in(None)).or_else(|| {
        all(sums, "TaxTotalAmount").find(|node| node.attribute(Attribute::CurrencyId) != accounting)
    });
    Totals {
        lines: sum("LineTotalAmount"),
        allowances: sum("AllowanceTotalAmount"),
        charges: sum("ChargeTotalAmount"),
        net: sum("TaxBasisTotalAmount"),
        vat: amount_field(vat),
        vat_accounting: amount_field(accounting.and_then(|code| vat_in(Some(code)))),
        gross: sum("GrandTotalAmount"),
        prepaid: sum("TotalPrepaidAmount"),
        rounding: sum("RoundingAmount"),
        payable: sum("DuePayableAmount"),
    }
}

/// True unless a tax says that it is another tax than VAT.
pub(super) fn is_vat(tax: Node<'_>) -> bool {
    tax.at("TypeCode").is_none_or(|code| matches!(code.text(), "VAT" | ""))
}

/// The rate of a tax, per cent.
fn rate(tax: Option<Node<'_>>) -> Option<rust_decimal::Decimal> {
    number(first(tax, &["RateApplicablePercent", "ApplicablePercent"]))
}

fn vat_row(row: Node<'_>) -> Field<VatBreakdown> {
    let value = VatBreakdown {
        category: category(row.at("CategoryCode")),
        rate: rate(Some(row)),
        taxable: amount(row.at("BasisAmount")),
        vat: amount(row.at("CalculatedAmount")),
        exemption_reason: text(row.at("ExemptionReason")),
        exemption_code: text(row.at("ExemptionReasonCode")),
    };
    group(row, value)
}

/// An allowance or charge of the document or of a line; `None` without an amount.
fn allowance_charge(node: Node<'_>) -> Option<AllowanceCharge> {
    let flag = node.at("ChargeIndicator");
    let flag = flag.and_then(|flag| flag.at("Indicator")).or(flag);
    let tax = node.at("CategoryTradeTax");
    Some(AllowanceCharge {
        is_charge: flag.is_some_and(|flag| matches!(flag.text(), "true" | "1")),
        amount: amount(node.at("ActualAmount"))?,
        base: amount(node.at("BasisAmount")),
        percent: number(node.at("CalculationPercent")),
        category: category(under(tax, "CategoryCode")),
        rate: rate(tax),
        reason: text(node.at("Reason")),
        reason_code: text(node.at("ReasonCode")),
    })
}

/// Freight and the like, in the extended profiles: a charge of the document.
fn logistics_charge(node: Node<'_>) -> Option<Field<AllowanceCharge>> {
    let tax = node.at("AppliedTradeTax");
    let value = AllowanceCharge {
        is_charge: true,
        amount: amount(node.at("AppliedAmount"))?,
        base: None,
        percent: None,
        category: category(under(tax, "CategoryCode")),
        rate: rate(tax),
        reason: text(node.at("Description")),
        reason_code: None,
    };
    Some(group(node, value))
}

/// False for an item that only carries text, and for the groups and remarks among the lines of the extended profiles
/// (BT-X-8), whose amounts are those of other lines.
pub(super) fn is_priced(item: Node<'_>) -> bool {
    if let Some(kind) = item.filled("AssociatedDocumentLineDocument/LineStatusReasonCode") {
        return kind.text() == "DETAIL";
    }
    item.at("SpecifiedTradeProduct").is_some() || line_total(line_branches(item)[2]).is_some()
}

fn line(item: Node<'_>) -> Line {
    let document = item.at("AssociatedDocumentLineDocument");
    let product = item.at("SpecifiedTradeProduct");
    let [agreement, delivery, settlement] = line_branches(item);
    let quantity = under(delivery, "BilledQuantity");
    let price = under(agreement, "NetPriceProductTradePrice");
    let tax = all(settlement, "ApplicableTradeTax").find(|tax| is_vat(*tax));
    Line {
        id: text(under(document, "LineID")),
        description: text(first(product, &["Name", "Description"])),
        note: text(first(document, &["IncludedNote/Content"])),
        quantity: number(quantity),
        unit: quantity.and_then(|node| node.attribute(Attribute::UnitCode)).map(str::to_owned),
        unit_price: unit_price(
            number(under(price, "ChargeAmount")),
            number(under(price, "BasisQuantity")),
        ),
        net: amount(line_total(settlement)),
        gross: None,
        category: category(under(tax, "CategoryCode")),
        rate: rate(tax),
        article: text(first(product, &["SellerAssignedID"])),
        gtin: text(first(product, &["GlobalID"])),
        order_line: text(first(
            agreement,
            &["BuyerOrderReferencedDocument/LineID", "BuyerOrderReferencedDocument/ID"],
        )),
        accounting_cost: text(first(
            settlement,
            &["ReceivableSpecifiedTradeAccountingAccount/ID", "SpecifiedTradeAccountingAccount/ID"],
        )),
        period: period(under(settlement, "BillingSpecifiedPeriod"), "StartDateTime", "EndDateTime"),
        allowances_charges: all(settlement, "SpecifiedTradeAllowanceCharge")
            .filter_map(allowance_charge)
            .collect(),
    }
}
