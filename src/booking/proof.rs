//! What proves who the supplier is.

use super::finding::Finding;
use super::finding::rules::SupplierUnproved;
use super::suppliers::MatchedBy;
use invoice::{Field, Invoice, Method, identifier};

/// True where one of the supplier's identifiers is in the creditor list: then it is known, whatever its name was read as.
pub fn is_known(by: Option<MatchedBy>) -> bool {
    matches!(by, Some(MatchedBy::VatId | MatchedBy::Iban | MatchedBy::Kvk))
}

/// What is to be said where nothing proves who the supplier is: it is not in the creditor list, the document is no
/// e-invoice, nobody gave its name, and no VAT identifier or account that is surely its own passes its check.
///
/// A number of the Chamber of Commerce has no check digit: one misread digit is another firm.
pub fn supplier(invoice: &Invoice, by: Option<MatchedBy>, at: f32) -> Option<Finding> {
    let supplier = &invoice.supplier;
    let customer = &invoice.customer;
    let is_told = supplier
        .name
        .as_ref()
        .is_some_and(|name| matches!(name.evidence.method, Method::Xml | Method::Entered));
    let is_own = |own: Option<&Field<String>>, other: Option<&Field<String>>| {
        let own = own.filter(|id| id.confidence.get() >= at)?;
        other.is_none_or(|other| other.value != own.value).then(|| own.value.clone())
    };
    let vat_id = is_own(supplier.vat_id.as_ref(), customer.vat_id.as_ref())
        .and_then(|id| identifier::vat_id(&id));
    let iban =
        is_own(supplier.iban.as_ref(), customer.iban.as_ref()).and_then(|id| identifier::iban(&id));
    if by.is_some() || is_told || vat_id.is_some() || iban.is_some() {
        return None;
    }
    Some(SupplierUnproved {}.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Confidence, Derivation, Evidence};

    fn field(value: &str, confidence: f32) -> Field<String> {
        Field::new(
            value.to_owned(),
            Evidence::derived(Derivation::WholeDocument),
            Confidence::new(confidence),
        )
    }

    fn is_proved(change: impl FnOnce(&mut Invoice), by: Option<MatchedBy>) -> bool {
        let mut invoice = Invoice::default();
        invoice.supplier.name = Some(field("Kaas B.V.", 0.99));
        change(&mut invoice);
        supplier(&invoice, by, 0.9).is_none()
    }

    #[test]
    fn a_name_alone_proves_no_supplier() {
        assert!(!is_proved(|_| {}, None));
        assert!(!is_proved(|i| i.supplier.kvk = Some(field("12345678", 0.99)), None));
        assert!(is_proved(|_| {}, Some(MatchedBy::Name)));
    }

    #[test]
    fn an_identifier_that_is_surely_his_and_passes_its_check_proves_him() {
        let vat = |confidence| {
            move |i: &mut Invoice| i.supplier.vat_id = Some(field("NL004495445B01", confidence))
        };
        assert!(is_proved(vat(0.95), None));
        assert!(!is_proved(vat(0.6), None));
        assert!(!is_proved(|i| i.supplier.vat_id = Some(field("NL004495446B01", 0.95)), None));
        assert!(is_proved(|i| i.supplier.iban = Some(field("NL91ABNA0417164300", 0.95)), None));
        // One that is the buyer's as well is nobody's proof.
        assert!(!is_proved(
            |i| {
                vat(0.95)(i);
                i.customer.vat_id.clone_from(&i.supplier.vat_id);
            },
            None
        ));
    }

    #[test]
    fn an_e_invoice_and_a_person_say_who_it_is() {
        for method in [Method::Xml, Method::Entered] {
            assert!(is_proved(
                |i| {
                    if let Some(name) = &mut i.supplier.name {
                        name.evidence.method = method;
                    }
                },
                None
            ));
        }
    }
}
