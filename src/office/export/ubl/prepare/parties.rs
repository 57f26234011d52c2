//! The parties of an invoice as UBL wants them: what the administration and the creditor list know of them, and no more.

use super::derived;
use booking::{Administration, Direction, Proposal};
use einvoice::validate;
use einvoice::write::is_registration;
use invoice::{Address, Identifier, Invoice, Party, identifier};

/// What the document does not say of the administration itself. A VAT id is not added: whether one belongs on an invoice
/// is for the seller to know.
pub(super) fn lend(administration: &Administration, party: &mut Party) {
    let name = Some(&administration.name).filter(|name| !name.is_empty());
    if party.name.is_none() {
        party.name = name.map(|name| derived(name.clone()));
    }
    if party.kvk.is_none() {
        let kvk = administration.kvk.as_deref().and_then(identifier::kvk_shape);
        party.kvk = kvk.map(derived);
    }
    if party.address.is_none()
        && let Some(own) = administration.addresses.first()
    {
        let address = Address {
            street: own.street.clone(),
            postcode: own.postcode.clone(),
            city: own.city.clone(),
            country: own.country.clone(),
        };
        party.address = (address != Address::default()).then(|| derived(address));
    }
}

/// What the books know of the other party: its name, and where no register has it the code that it goes by there (BT-29,
/// BT-46: an identifier that the parties use).
pub(super) fn known_party(invoice: &mut Invoice, proposal: &Proposal) {
    let party = match proposal.direction {
        Direction::Purchase => &mut invoice.supplier,
        Direction::Sale => &mut invoice.customer,
    };
    if party.name.is_none() {
        let known = proposal.supplier_known_as.clone();
        party.name = known.map(derived);
    }
    let relation = proposal.booking.relation.as_ref();
    let code = relation.and_then(|relation| relation.code.clone());
    if let Some(code) = code
        && party.vat_id.is_none()
        && party.kvk.is_none()
        && party.identifiers.is_empty()
    {
        let id = Identifier { scheme: None, value: code };
        party.identifiers.push(derived(id));
    }
}

/// An address that names no country is in that of the sender, as the post has it; the sender's is that of its bank
/// account, where its identifiers do not tell it.
pub(super) fn countries(invoice: &mut Invoice) {
    let of_iban = invoice.supplier.iban.as_ref();
    let of_iban = of_iban.and_then(|iban| iban.value.get(..2).map(str::to_owned));
    let country = |party: &Party| {
        let address = party.address.as_ref()?;
        address.value.country.clone()
    };
    let fill = |party: &mut Party, country: Option<String>| {
        if let Some(address) = &mut party.address
            && address.value.country.is_none()
        {
            address.value.country = country;
        }
    };
    fill(&mut invoice.supplier, of_iban);
    let of_supplier = country(&invoice.supplier);
    fill(&mut invoice.customer, of_supplier);
}

/// The country, where VAT id or postcode tell it.
pub(super) fn complete_party(party: &mut Party) {
    let of_vat = party.vat_id.as_ref().and_then(|id| {
        let country = match id.value.get(..2)? {
            "EL" => "GR",
            "XI" => "GB",
            other => other,
        };
        // its country stands whatever its digits are
        identifier::vat_id_shape(&id.value).map(|_| country.to_owned())
    });
    let has_dutch_postcode = party
        .address
        .as_ref()
        .is_some_and(|address| address.value.postcode.as_deref().is_some_and(is_dutch_postcode));
    let of_dutch = (has_dutch_postcode || party.kvk.is_some()).then(|| "NL".to_owned());
    if let Some(country) = of_vat.or(of_dutch) {
        let address = party.address.get_or_insert_with(|| derived(Address::default()));
        if address.value.country.is_none() {
            address.value.country = Some(country);
        }
    }
    if let Some(country) = party.address.as_mut().and_then(|a| a.value.country.as_mut()) {
        *country = country.to_ascii_uppercase();
    }
    party.website = None;
    registers(party);
    registration(party);
    // an address of a scheme that was withdrawn reaches nobody (BR-CL-25)
    let has_scheme =
        |id: &Identifier| id.scheme.as_deref().is_some_and(validate::is_address_scheme);
    party.endpoint = party.endpoint.take().filter(|id| has_scheme(&id.value));
}

/// Identifiers whose register has no code lose what was given for it.
pub(super) fn registers(party: &mut Party) {
    for id in &mut party.identifiers {
        let scheme = &mut id.value.scheme;
        if scheme.as_deref().is_some_and(|code| code != "SEPA" && !validate::is_register(code)) {
            *scheme = None;
        }
    }
}

/// The registration comes last of the identifiers, where it is written as such; beside a KvK number another one is an
/// identifier without a register, or the two would change places.
pub(super) fn registration(party: &mut Party) {
    let has_kvk = party.kvk.is_some();
    for id in &mut party.identifiers {
        if has_kvk && is_registration(&id.value) {
            id.value.scheme = None;
        }
    }
    party.identifiers.sort_by_key(|id| is_registration(&id.value));
}

/// "1234 AB".
fn is_dutch_postcode(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain.len() == 6
        && plain.is_ascii()
        && plain[..4].bytes().all(|b| b.is_ascii_digit())
        && plain[4..].bytes().all(|b| b.is_ascii_alphabetic())
}
