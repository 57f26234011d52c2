//! CII by the terms of EN 16931 (the syntax binding of EN 16931-3-3), also with the older names of ZUGFeRD 1.0.

use invoice::codes::DOCUMENT_TYPES;

use super::super::cii::{
    branch, branches, is_priced, is_vat, line_branches, line_total, summation,
};
use super::super::tree::{Attribute, Node};
use super::view::{
    AcView, AddressView, DocumentView, LineView, MeansView, Num, PartyView, PeriodView, RowView,
    Syntax, TaxTotalView, TotalsView, View,
};

/// The form of a date without a time (UNTDID 2379), the only one that EN 16931 takes for the day of issue.
const DAY: &str = "102";

/// A date's own element, inside the one that names it.
fn date(node: Option<Node<'_>>) -> Option<Node<'_>> {
    let node = node?;
    Some(node.children().next().unwrap_or(node))
}

fn address(node: Node<'_>) -> AddressView<'_> {
    AddressView {
        node,
        street: node.at("LineOne"),
        third_line: node.at("LineThree"),
        city: node.at("CityName"),
        postcode: node.at("PostcodeCode"),
        subdivision: node.at("CountrySubDivisionName"),
        country: node.filled("CountryID"),
    }
}

fn party(node: Node<'_>) -> PartyView<'_> {
    let mut out = PartyView {
        node: Some(node),
        name: node.filled("Name"),
        address: node.at("PostalTradeAddress").map(address),
        legal: node.at("SpecifiedLegalOrganization/ID"),
        ids: node.children().filter(|child| matches!(child.local(), "ID" | "GlobalID")).collect(),
        endpoint: node.at("URIUniversalCommunication/URIID"),
        ..PartyView::default()
    };
    for id in node.all("SpecifiedTaxRegistration").filter_map(|tax| tax.at("ID")) {
        match id.attribute(Attribute::SchemeId) {
            Some("VA") => out.vat_id = out.vat_id.or(Some(id)),
            Some("FC") => out.tax_number = out.tax_number.or(Some(id)),
            _ => {}
        }
    }
    out
}

fn period(node: Node<'_>) -> PeriodView<'_> {
    PeriodView {
        node,
        start: date(node.at("StartDateTime")),
        end: date(node.at("EndDateTime")),
        code: None,
    }
}

fn document(node: Node<'_>) -> DocumentView<'_> {
    DocumentView {
        node,
        id: node.filled("IssuerAssignedID").or_else(|| node.filled("ID")),
        type_code: node.at("TypeCode"),
        embedded: node.at("AttachmentBinaryObject"),
    }
}

fn rate(tax: Option<Node<'_>>) -> Num<'_> {
    Num::of(branch(tax, &["RateApplicablePercent", "ApplicablePercent"]))
}

fn allowance_charge(node: Node<'_>) -> AcView<'_> {
    let flag = node.at("ChargeIndicator");
    let flag = flag.and_then(|flag| flag.at("Indicator")).or(flag);
    let tax = node.all("CategoryTradeTax").find(|tax| is_vat(*tax));
    AcView {
        node,
        flag,
        is_charge: flag.is_some_and(|flag| matches!(flag.text(), "true" | "1")),
        amount: Num::of(node.at("ActualAmount")),
        base: Num::of(node.at("BasisAmount")),
        percent: Num::of(node.at("CalculationPercent")),
        category: tax.and_then(|tax| tax.at("CategoryCode")),
        rate: rate(tax),
        reason: node.at("Reason"),
        reason_code: node.at("ReasonCode"),
    }
}

/// Freight, in the extended profiles: a charge whose reason is its description.
fn logistics_charge(node: Node<'_>) -> AcView<'_> {
    let tax = node.at("AppliedTradeTax");
    AcView {
        node,
        flag: None,
        is_charge: true,
        amount: Num::of(node.at("AppliedAmount")),
        base: Num::default(),
        percent: Num::default(),
        category: tax.and_then(|tax| tax.at("CategoryCode")),
        rate: rate(tax),
        reason: node.at("Description"),
        reason_code: None,
    }
}

fn row(node: Node<'_>) -> RowView<'_> {
    RowView {
        node,
        taxable: Num::of(node.at("BasisAmount")),
        tax: Num::of(node.at("CalculatedAmount")),
        category: node.at("CategoryCode"),
        rate: rate(Some(node)),
        reason: node.at("ExemptionReason"),
        reason_code: node.at("ExemptionReasonCode"),
    }
}

fn means<'t>(node: Node<'t>, mandate: Option<Node<'t>>) -> MeansView<'t> {
    let account = node.at("PayeePartyCreditorFinancialAccount");
    MeansView {
        node,
        id: None,
        code: node.filled("TypeCode"),
        account_group: account,
        account: account.and_then(|account| account.first_of(&["IBANID", "ProprietaryID"])),
        account_name: account.and_then(|account| account.at("AccountName")),
        bank: node.at("PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        card: node.at("ApplicableTradeSettlementFinancialCard/ID"),
        mandate,
    }
}

fn line(node: Node<'_>) -> LineView<'_> {
    let document_ = node.at("AssociatedDocumentLineDocument");
    let product = node.at("SpecifiedTradeProduct");
    let [agreement, delivery, settlement] = line_branches(node);
    let tax = settlement.and_then(|s| s.all("ApplicableTradeTax").find(|tax| is_vat(*tax)));
    let price = agreement.and_then(|a| a.at("NetPriceProductTradePrice"));
    let gross = agreement.and_then(|a| a.at("GrossPriceProductTradePrice"));
    let discount = gross.and_then(|gross| gross.at("AppliedTradeAllowanceCharge"));
    LineView {
        node,
        id: document_.and_then(|d| d.filled("LineID")),
        quantity: Num::of(delivery.and_then(|d| d.at("BilledQuantity"))),
        net: Num::of(line_total(settlement)),
        name: product.and_then(|product| product.filled("Name")),
        price: Num::of(price.and_then(|price| price.at("ChargeAmount"))),
        gross_price: Num::of(gross.and_then(|gross| gross.at("ChargeAmount"))),
        price_discount: Num::of(discount.and_then(|discount| discount.at("ActualAmount"))),
        price_is_charged: discount
            .and_then(|discount| discount.at("ChargeIndicator/Indicator"))
            .is_some_and(|flag| flag.text() == "true"),
        base_quantity: Num::of(
            price
                .and_then(|price| price.at("BasisQuantity"))
                .or_else(|| gross.and_then(|gross| gross.at("BasisQuantity"))),
        ),
        has_category: tax.is_some_and(|tax| {
            let kind = tax.at("TypeCode").map_or("", |code| code.text());
            kind.eq_ignore_ascii_case("VAT") && tax.at("CategoryCode").is_some()
        }),
        category: tax.and_then(|tax| tax.at("CategoryCode")),
        rate: rate(tax),
        acs: settlement
            .into_iter()
            .flat_map(|s| s.all("SpecifiedTradeAllowanceCharge"))
            .map(allowance_charge)
            .collect(),
        period: settlement.and_then(|s| s.at("BillingSpecifiedPeriod")).map(period),
        order_line: agreement.and_then(|a| a.at("BuyerOrderReferencedDocument/LineID")),
        objects: settlement
            .into_iter()
            .flat_map(|s| s.all("AdditionalReferencedDocument"))
            .map(document)
            .collect(),
        attributes: product
            .into_iter()
            .flat_map(|product| product.all("ApplicableProductCharacteristic"))
            .map(|group| (group, group.at("Description").is_some(), group.at("Value").is_some()))
            .collect(),
        standard_id: product.and_then(|product| product.at("GlobalID")),
        classes: product
            .into_iter()
            .flat_map(|product| product.all("DesignatedProductClassification"))
            .filter_map(|class| class.at("ClassCode"))
            .collect(),
        origin: product.and_then(|product| product.at("OriginTradeCountry/ID")),
    }
}

/// A `CrossIndustryInvoice` or `CrossIndustryDocument`.
pub(super) fn view(root: Node<'_>) -> View<'_> {
    let [context, head, trade, agreement, delivery, settlement] = branches(root);
    let mut out = View::new(Syntax::Cii, root);
    out.specification =
        context.and_then(|c| c.filled("GuidelineSpecifiedDocumentContextParameter/ID"));
    out.process =
        context.and_then(|c| c.filled("BusinessProcessSpecifiedDocumentContextParameter/ID"));
    out.number = head.and_then(|head| head.filled("ID"));
    out.issue_date = date(head.and_then(|head| head.at("IssueDateTime")))
        .filter(|date| date.attribute(Attribute::Format) == Some(DAY));
    out.type_code = head.and_then(|head| head.filled("TypeCode"));
    out.is_credit_note = DOCUMENT_TYPES.is_credit_note(out.type_text());
    for note in head.into_iter().flat_map(|head| head.all("IncludedNote")) {
        out.notes.push(note);
        if let Some(code) = note.filled("SubjectCode") {
            out.note_subjects.push((code, code.text()));
        }
    }
    out.buyer_reference = agreement.and_then(|a| a.at("BuyerReference"));
    out.order = agreement.and_then(|a| a.filled("BuyerOrderReferencedDocument/IssuerAssignedID"));
    out.documents = agreement
        .into_iter()
        .flat_map(|a| a.all("AdditionalReferencedDocument"))
        .map(document)
        .collect();
    if let Some(node) = agreement.and_then(|a| a.at("SellerTradeParty")) {
        out.seller = party(node);
    }
    if let Some(node) = agreement.and_then(|a| a.at("BuyerTradeParty")) {
        out.buyer = party(node);
    }
    out.representative =
        agreement.and_then(|a| a.at("SellerTaxRepresentativeTradeParty")).map(party);
    let ship_to = delivery.and_then(|d| d.at("ShipToTradeParty"));
    out.delivery_date =
        date(delivery.and_then(|d| d.at("ActualDeliverySupplyChainEvent/OccurrenceDateTime")));
    out.delivery_address = ship_to.and_then(|party| party.at("PostalTradeAddress")).map(address);
    out.delivery_place = ship_to.and_then(|party| party.at("GlobalID"));

    let Some(settlement) = settlement else {
        return out;
    };
    out.currency = settlement.filled("InvoiceCurrencyCode");
    out.tax_currency = settlement.filled("TaxCurrencyCode");
    out.due_date = date(settlement.at("SpecifiedTradePaymentTerms/DueDateDateTime"));
    out.terms = settlement.all("SpecifiedTradePaymentTerms").collect();
    out.payee = settlement.at("PayeeTradeParty").map(party);
    out.period = settlement.at("BillingSpecifiedPeriod").map(period);
    out.preceding = settlement
        .all("InvoiceReferencedDocument")
        .map(|group| {
            let id = group.at("IssuerAssignedID");
            (group, id, group.at("FormattedIssueDateTime"))
        })
        .collect();
    let mandate = settlement.filled("SpecifiedTradePaymentTerms/DirectDebitMandateID");
    out.means = settlement
        .all("SpecifiedTradeSettlementPaymentMeans")
        .map(|node| means(node, mandate))
        .collect();
    out.acs = settlement
        .all("SpecifiedTradeAllowanceCharge")
        .map(allowance_charge)
        .chain(settlement.all("SpecifiedLogisticsServiceCharge").map(logistics_charge))
        .collect();
    let rows: Vec<Node<'_>> =
        settlement.all("ApplicableTradeTax").filter(|tax| is_vat(*tax)).collect();
    out.tax_point = date(rows.iter().find_map(|row| row.at("TaxPointDate")));
    if let Some(code) = rows.iter().find_map(|row| row.at("DueDateTypeCode")) {
        let period =
            out.period.get_or_insert(PeriodView { node: code, start: None, end: None, code: None });
        period.code = Some(code);
    }
    out.rows = rows.into_iter().map(row).collect();
    if let Some(sums) = summation(Some(settlement)) {
        let sum = |name| Num::of(sums.at(name));
        out.totals = Some(TotalsView {
            node: sums,
            lines: sum("LineTotalAmount"),
            allowances: sum("AllowanceTotalAmount"),
            charges: sum("ChargeTotalAmount"),
            net: sum("TaxBasisTotalAmount"),
            gross: sum("GrandTotalAmount"),
            prepaid: sum("TotalPrepaidAmount"),
            rounding: sum("RoundingAmount"),
            payable: sum("DuePayableAmount"),
        });
        let currency = out.currency_code();
        for node in sums.all("TaxTotalAmount") {
            // the rows of CII lie beside their total: they belong to the one in the document's currency
            let of_document = node.attribute(Attribute::CurrencyId) == currency;
            out.tax_totals.push(TaxTotalView {
                node,
                amount: Num::of(Some(node)),
                rows: if of_document { out.rows.len() } else { 0 },
                sum_of_rows: out.rows.iter().map(|row| row.tax.or_zero()).sum(),
            });
        }
    }
    out.lines = trade
        .into_iter()
        .flat_map(|trade| trade.all("IncludedSupplyChainTradeLineItem"))
        .filter(|item| is_priced(*item))
        .map(line)
        .collect();
    out
}
