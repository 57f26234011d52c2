//! UBL 2.1 out: an invoice in the syntax of EN 16931-3-2, in the order of the schema.
//!
//! Everything that the semantic model holds is written where [`super::read`] finds it; nothing is made up. What EN 16931
//! asks for and the invoice lacks is missing in the XML too, and [`super::validate`] says so.
//!
//! ```
//! use einvoice::write::{Writing, write};
//! use invoice::{Confidence, Derivation, Evidence, Field, Invoice};
//! let number = Field::new("2026-17".to_owned(), Evidence::derived(Derivation::Ubl), Confidence::CERTAIN);
//! let invoice = Invoice { number: Some(number), ..Invoice::default() };
//! let xml = write(&invoice, &Writing::default());
//! assert_eq!(einvoice::read(xml.as_bytes()).unwrap().number.unwrap().value, "2026-17");
//! ```

use std::fmt::{Display, Write}; // to a string, which cannot fail

use data_encoding::BASE64;
use rust_decimal::Decimal;

use super::value;
use invoice::codes::{KVK, OIN};
use invoice::{
    Address, AllowanceCharge, Amount, DocumentType, Field, Identifier, Invoice, Line, Party,
    PaymentMeans, Period, VatBreakdown, VatCategory,
};

/// EN 16931 without more.
pub const EN16931: &str = "urn:cen.eu:en16931:2017";
/// NLCIUS 1.0 (SI-UBL 2.0).
pub const NLCIUS: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0";
/// NLCIUS with the G-account extension.
pub const NLCIUS_G_ACCOUNT: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0#conformant#urn:fdc:nen.nl:gaccount:v1.0";
/// Peppol BIS Billing 3.
pub const PEPPOL: &str =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
/// The billing process of Peppol (BT-23).
pub const PEPPOL_PROCESS: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/// A file that goes along (BG-24).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Reference and file name (BT-122, BT-125-2).
    pub file_name: String,
    /// Kind, one of the six that EN 16931 allows (BT-125-1).
    pub mime_code: &'static str,
    /// The bytes; none refers to a file beside the XML.
    pub bytes: Option<Vec<u8>>,
}

/// What is written besides the invoice.
#[derive(Debug, Clone, Default)]
pub struct Writing {
    /// Specification identifier (BT-24); empty leaves it out.
    pub specification: &'static str,
    /// Process (BT-23); empty leaves it out.
    pub process: &'static str,
    /// Files that go along.
    pub attachments: Vec<Attachment>,
}

/// An invoice as UBL 2.1: a `CreditNote` of type 381 for a credit note, else an `Invoice` of type 380.
pub fn write(invoice: &Invoice, writing: &Writing) -> String {
    let is_credit_note =
        invoice.document_type.as_ref().map(|field| field.value) == Some(DocumentType::CreditNote);
    let mut xml = Xml {
        out: String::with_capacity(8 * 1024),
        currency: invoice.currency.as_ref().map(|field| field.value.clone()).unwrap_or_default(),
        is_credit_note,
    };
    xml.document(invoice, writing);
    xml.out
}

/// A document that is being written. Names of aggregates begin `cac:`, those with text `cbc:`.
struct Xml {
    out: String,
    currency: String,
    is_credit_note: bool,
}

fn text(field: Option<&Field<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

impl Xml {
    /// An aggregate, unless nothing is in it.
    fn group(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let before = self.out.len();
        let _ = write!(self.out, "<cac:{name}>");
        let begin = self.out.len();
        inside(self);
        if self.out.len() == begin {
            self.out.truncate(before);
        } else {
            let _ = writeln!(self.out, "</cac:{name}>");
        }
    }

    fn leaf(&mut self, name: &str, value: Option<impl Display>) {
        self.leaf_with(name, "", None, value);
    }

    /// An element with text and perhaps an attribute.
    fn leaf_with(
        &mut self,
        name: &str,
        attribute: &str,
        attribute_value: Option<&str>,
        value: Option<impl Display>,
    ) {
        let Some(value) = value else { return };
        let value = value.to_string();
        if value.trim().is_empty() {
            return;
        }
        let given = attribute_value.map(|given| format!(" {attribute}=\"{}\"", escape(given)));
        let (given, value) = (given.unwrap_or_default(), escape(&value));
        let _ = writeln!(self.out, "<cbc:{name}{given}>{value}</cbc:{name}>");
    }

    /// An amount in the currency of the document.
    fn amount(&mut self, name: &str, amount: Option<Amount>) {
        let currency = self.currency.clone();
        self.amount_in(name, &currency, amount);
    }

    fn amount_in(&mut self, name: &str, currency: &str, amount: Option<Amount>) {
        let given = (!currency.is_empty()).then_some(currency);
        self.leaf_with(name, "currencyID", given, amount);
    }

    fn tax_category(&mut self, name: &str, category: Option<VatCategory>, rate: Option<Decimal>) {
        self.tax_category_with(name, category, rate, |_| {});
    }

    fn tax_category_with(
        &mut self,
        name: &str,
        category: Option<VatCategory>,
        rate: Option<Decimal>,
        reason: impl FnOnce(&mut Self),
    ) {
        if category.is_none() && rate.is_none() {
            return;
        }
        self.group(name, |xml| {
            xml.leaf("ID", category.map(VatCategory::code));
            xml.leaf("Percent", rate.map(plain));
            reason(xml);
            xml.reference("TaxScheme", Some("VAT"));
        });
    }

    fn period(&mut self, period: Option<Period>) {
        let Some(period) = period else { return };
        self.group("InvoicePeriod", |xml| {
            xml.leaf("StartDate", period.start);
            xml.leaf("EndDate", period.end);
        });
    }

    /// A group of one element.
    fn only(&mut self, group: &str, name: &str, value: Option<impl Display>) {
        self.group(group, |xml| xml.leaf(name, value));
    }

    fn reference(&mut self, name: &str, id: Option<impl Display>) {
        self.only(name, "ID", id);
    }

    fn document(&mut self, invoice: &Invoice, writing: &Writing) {
        let (root, namespace) = if self.is_credit_note {
            ("CreditNote", "CreditNote-2")
        } else {
            ("Invoice", "Invoice-2")
        };
        let _ = write!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:{namespace}\"\n    xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\"\n    xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n"
        );
        self.head(invoice, writing);
        self.group("AccountingSupplierParty", |xml| {
            xml.group("Party", |xml| xml.party(&invoice.supplier));
        });
        self.group("AccountingCustomerParty", |xml| {
            xml.group("Party", |xml| xml.party(&invoice.customer));
        });
        if let Some(payee) = &invoice.payee {
            self.group("PayeeParty", |xml| {
                for id in &payee.identifiers {
                    xml.group("PartyIdentification", |xml| xml.identifier("ID", &id.value));
                }
                xml.only("PartyName", "Name", text(payee.name.as_ref()));
                xml.group("PartyLegalEntity", |xml| {
                    xml.leaf_with("CompanyID", "schemeID", Some(KVK), text(payee.kvk.as_ref()));
                });
            });
        }
        self.group("Delivery", |xml| {
            xml.leaf("ActualDeliveryDate", invoice.supply_date.as_ref().map(|field| field.value));
            // BR-IC-12: goods that go to another member state; unless told otherwise to where the buyer is
            let to = invoice.customer.address.as_ref();
            let country = to
                .and_then(|field| field.value.country.as_deref())
                .filter(|_| is_intra_community(invoice));
            xml.group("DeliveryLocation", |xml| {
                xml.group("Address", |xml| {
                    xml.only("Country", "IdentificationCode", country);
                });
            });
        });
        // a credit note has no due date of its own
        let mut due_date =
            invoice.due_date.as_ref().map(|field| field.value).filter(|_| self.is_credit_note);
        let is_divided = is_divided(invoice);
        for means in &invoice.payment_means {
            let due_date = due_date.take();
            self.group("PaymentMeans", |xml| {
                xml.leaf("ID", is_divided.then(|| part_id(means)));
                xml.payment_means(means, due_date);
            });
        }
        if is_divided {
            let mut terms = text(invoice.payment_terms.as_ref());
            for means in &invoice.payment_means {
                self.group("PaymentTerms", |xml| {
                    xml.leaf("PaymentMeansID", Some(part_id(means)));
                    xml.leaf("Note", terms.take());
                    xml.amount("Amount", means.amount);
                });
            }
        } else {
            self.only("PaymentTerms", "Note", text(invoice.payment_terms.as_ref()));
        }
        for ac in &invoice.allowances_charges {
            self.allowance_charge(&ac.value);
        }
        self.tax_totals(invoice);
        let totals = &invoice.totals;
        let value = |field: &Option<Field<Amount>>| field.as_ref().map(|field| field.value);
        self.group("LegalMonetaryTotal", |xml| {
            xml.amount("LineExtensionAmount", value(&totals.lines));
            xml.amount("TaxExclusiveAmount", value(&totals.net));
            xml.amount("TaxInclusiveAmount", value(&totals.gross));
            xml.amount("AllowanceTotalAmount", value(&totals.allowances));
            xml.amount("ChargeTotalAmount", value(&totals.charges));
            xml.amount("PrepaidAmount", value(&totals.prepaid));
            xml.amount("PayableRoundingAmount", value(&totals.rounding));
            xml.amount("PayableAmount", value(&totals.payable));
        });
        let name = if self.is_credit_note { "CreditNoteLine" } else { "InvoiceLine" };
        for line in &invoice.lines {
            self.group(name, |xml| xml.line(&line.value));
        }
        let _ = writeln!(self.out, "</{root}>");
    }

    /// What comes before the parties.
    fn head(&mut self, invoice: &Invoice, writing: &Writing) {
        let date = |field: &Option<Field<jiff::civil::Date>>| field.as_ref().map(|f| f.value);
        self.leaf("CustomizationID", Some(writing.specification));
        self.leaf("ProfileID", Some(writing.process));
        self.leaf("ID", text(invoice.number.as_ref()));
        self.leaf("IssueDate", date(&invoice.issue_date));
        if self.is_credit_note {
            self.leaf("CreditNoteTypeCode", Some("381"));
        } else {
            self.leaf("DueDate", date(&invoice.due_date));
            self.leaf("InvoiceTypeCode", Some("380"));
        }
        for note in &invoice.notes {
            self.leaf("Note", Some(note));
        }
        self.leaf("DocumentCurrencyCode", text(invoice.currency.as_ref()));
        self.leaf("TaxCurrencyCode", text(invoice.tax_currency.as_ref()));
        self.leaf("AccountingCost", text(invoice.accounting_cost.as_ref()));
        self.leaf("BuyerReference", text(invoice.buyer_reference.as_ref()));
        self.period(invoice.period.as_ref().map(|field| field.value));
        self.reference("OrderReference", text(invoice.order_reference.as_ref()));
        self.group("BillingReference", |xml| {
            let credited = text(invoice.credited_invoice.as_ref());
            xml.reference("InvoiceDocumentReference", credited);
        });
        let contract = text(invoice.contract_reference.as_ref());
        self.reference("ContractDocumentReference", contract);
        let project = text(invoice.project_reference.as_ref());
        if self.is_credit_note && project.is_some() {
            self.group("AdditionalDocumentReference", |xml| {
                xml.leaf("ID", project);
                xml.leaf("DocumentTypeCode", Some("50"));
            });
        }
        for attachment in &writing.attachments {
            self.group("AdditionalDocumentReference", |xml| {
                xml.leaf("ID", Some(&attachment.file_name));
                if let Some(bytes) = &attachment.bytes {
                    xml.group("Attachment", |xml| xml.embedded(attachment, bytes));
                }
            });
        }
        if !self.is_credit_note {
            self.reference("ProjectReference", project);
        }
    }

    fn embedded(&mut self, attachment: &Attachment, bytes: &[u8]) {
        let (kind, name) = (escape(attachment.mime_code), escape(&attachment.file_name));
        let _ = write!(
            self.out,
            "<cbc:EmbeddedDocumentBinaryObject mimeCode=\"{kind}\" filename=\"{name}\">"
        );
        BASE64.encode_append(bytes, &mut self.out);
        self.out.push_str("</cbc:EmbeddedDocumentBinaryObject>\n");
    }

    fn identifier(&mut self, name: &str, id: &Identifier) {
        self.leaf_with(name, "schemeID", id.scheme.as_deref(), Some(&id.value));
    }

    fn party(&mut self, party: &Party) {
        if let Some(endpoint) = &party.endpoint {
            self.identifier("EndpointID", &endpoint.value);
        }
        // an OIN and the like, where there is no KvK number
        let (legal, others) = match (&party.kvk, party.identifiers.split_last()) {
            (None, Some((last, others))) if is_registration(&last.value) => (Some(last), others),
            _ => (None, &party.identifiers[..]),
        };
        for id in others {
            self.group("PartyIdentification", |xml| xml.identifier("ID", &id.value));
        }
        self.only("PartyName", "Name", text(party.trading_name.as_ref()));
        if let Some(address) = &party.address {
            self.address(&address.value);
        }
        for (id, scheme) in [(&party.vat_id, "VAT"), (&party.tax_number, "TAX")] {
            if let Some(id) = id {
                self.group("PartyTaxScheme", |xml| {
                    xml.leaf("CompanyID", Some(&id.value));
                    xml.reference("TaxScheme", Some(scheme));
                });
            }
        }
        self.group("PartyLegalEntity", |xml| {
            xml.leaf("RegistrationName", text(party.name.as_ref()));
            xml.leaf_with("CompanyID", "schemeID", Some(KVK), text(party.kvk.as_ref()));
            if let Some(legal) = legal {
                xml.identifier("CompanyID", &legal.value);
            }
        });
        self.group("Contact", |xml| {
            xml.leaf("Telephone", text(party.phone.as_ref()));
            xml.leaf("ElectronicMail", text(party.email.as_ref()));
        });
    }

    fn address(&mut self, address: &Address) {
        self.group("PostalAddress", |xml| {
            xml.leaf("StreetName", address.street.as_ref());
            xml.leaf("CityName", address.city.as_ref());
            xml.leaf("PostalZone", address.postcode.as_ref());
            xml.only("Country", "IdentificationCode", address.country.as_ref());
        });
    }

    fn payment_means(&mut self, means: &PaymentMeans, due_date: Option<jiff::civil::Date>) {
        self.leaf("PaymentMeansCode", means.code.as_ref());
        self.leaf("PaymentDueDate", due_date);
        self.leaf("PaymentID", text(means.reference.as_ref()));
        self.group("PayeeFinancialAccount", |xml| {
            let account = means.iban.as_ref().or(means.account.as_ref());
            xml.leaf("ID", text(account));
            xml.leaf("Name", means.account_name.as_ref());
            xml.reference("FinancialInstitutionBranch", means.bic.as_ref());
        });
        self.group("PaymentMandate", |xml| {
            xml.leaf("ID", means.mandate.as_ref());
            xml.reference("PayerFinancialAccount", means.debited_iban.as_ref());
        });
    }

    fn allowance_charge(&mut self, ac: &AllowanceCharge) {
        self.group("AllowanceCharge", |xml| {
            xml.leaf("ChargeIndicator", Some(ac.is_charge));
            xml.leaf("AllowanceChargeReasonCode", ac.reason_code.as_ref());
            xml.leaf("AllowanceChargeReason", ac.reason.as_ref());
            xml.leaf("MultiplierFactorNumeric", ac.percent.map(plain));
            xml.amount("Amount", Some(ac.amount));
            xml.amount("BaseAmount", ac.base);
            xml.tax_category("TaxCategory", ac.category, ac.rate);
        });
    }

    fn tax_totals(&mut self, invoice: &Invoice) {
        let vat = invoice.totals.vat.as_ref().map(|field| field.value);
        self.group("TaxTotal", |xml| {
            xml.amount("TaxAmount", vat);
            for row in &invoice.vat_breakdown {
                xml.vat_row(&row.value);
            }
        });
        if let (Some(code), Some(vat)) = (&invoice.tax_currency, &invoice.totals.vat_accounting) {
            self.group("TaxTotal", |xml| {
                xml.amount_in("TaxAmount", &code.value, Some(vat.value));
            });
        }
    }

    fn vat_row(&mut self, row: &VatBreakdown) {
        self.group("TaxSubtotal", |xml| {
            xml.amount("TaxableAmount", row.taxable);
            xml.amount("TaxAmount", row.vat);
            xml.tax_category_with("TaxCategory", row.category, row.rate, |xml| {
                xml.leaf("TaxExemptionReasonCode", row.exemption_code.as_ref());
                xml.leaf("TaxExemptionReason", row.exemption_reason.as_ref());
            });
        });
    }

    fn line(&mut self, line: &Line) {
        self.leaf("ID", line.id.as_ref());
        self.leaf("Note", line.note.as_ref());
        let quantity = if self.is_credit_note { "CreditedQuantity" } else { "InvoicedQuantity" };
        self.leaf_with(quantity, "unitCode", line.unit.as_deref(), line.quantity.map(plain));
        self.amount("LineExtensionAmount", line.net);
        self.leaf("AccountingCost", line.accounting_cost.as_ref());
        self.period(line.period);
        self.only("OrderLineReference", "LineID", line.order_line.as_ref());
        for ac in &line.allowances_charges {
            self.allowance_charge(ac);
        }
        self.group("Item", |xml| {
            xml.leaf("Name", line.description.as_ref());
            xml.reference("SellersItemIdentification", line.article.as_ref());
            xml.group("StandardItemIdentification", |xml| {
                xml.leaf_with("ID", "schemeID", Some("0160"), line.gtin.as_ref());
            });
            xml.tax_category("ClassifiedTaxCategory", line.category, line.rate);
        });
        self.group("Price", |xml| xml.amount("PriceAmount", line.unit_price));
    }
}

/// Whether an identifier is a registration of a Dutch company or public body (KvK, OIN).
pub fn is_registration(id: &Identifier) -> bool {
    matches!(id.scheme.as_deref(), Some(KVK | OIN))
}

/// Text for XML; characters that XML 1.0 does not have are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| value::is_xml_char(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // else a parser makes a line feed of it
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out
}

/// Whether the amount due is divided over a G-account and an ordinary one.
fn is_divided(invoice: &Invoice) -> bool {
    let means = &invoice.payment_means;
    means.len() == 2
        && means.iter().all(|means| means.amount.is_some())
        && means.iter().filter(|means| means.is_g_account()).count() == 1
}

/// How the two parts are told apart (NL-GA-04).
fn part_id(means: &PaymentMeans) -> &'static str {
    if means.is_g_account() { "GACCOUNT" } else { "REKENING" }
}

/// Whether VAT is not charged because the goods go to another member state.
fn is_intra_community(invoice: &Invoice) -> bool {
    invoice.vat_breakdown.iter().any(|row| row.value.category == Some(VatCategory::K))
}

#[cfg(test)]
mod tests;
