//! Who sells and who buys, where no heading says so.

use super::{page, proposals};
use crate::pipeline::{PipelineSettings, propose};
use crate::settings::Review;
use crate::{Proposal, Verdict};
use reading::document::{MediaKind, Reading};
use std::sync::Arc;

/// An invoice with two addresses side by side, or wherever `head` has them.
fn invoice(head: &str, foot: &str) -> String {
    format!(
        "
{head}

  Factuurnummer: 2026-17          Factuurdatum: 3 maart 2026

  Omschrijving                  Aantal     Prijs      Bedrag
  Dakpannen                         10     10,00      100,00

  Totaal excl. btw                                    100,00
  Btw 21%                                              21,00
  Totaal incl. btw                                    121,00

{foot}
"
    )
}

fn read(head: &str, foot: &str) -> Proposal {
    proposals(&[&invoice(head, foot)]).remove(0)
}

/// The same with some words at the head in larger letters.
fn read_with_larger(drawing: &str, larger: &str) -> Proposal {
    let mut page = page(1, drawing);
    for word in &mut page.words {
        if word.bbox.y0 < 75.0 && larger.contains(word.text.as_str()) {
            word.size_pt = 14.0;
        }
    }
    let reading = Reading {
        kind: MediaKind::Pdf,
        pages: vec![page],
        einvoice: None,
        embedded: Vec::new(),
        notes: Vec::new(),
    };
    propose(
        &reading,
        &PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING),
    )
    .remove(0)
}

/// Names of seller and buyer, and how sure each is.
fn sides(proposal: &Proposal) -> [(String, f32); 2] {
    [&proposal.invoice.supplier, &proposal.invoice.customer].map(|party| {
        let name = party.name.as_ref();
        name.map_or_else(Default::default, |f| (f.value.clone(), f.confidence.get()))
    })
}

fn assert_sides(proposal: &Proposal, seller: &str, buyer: &str) {
    let [(from, _), (to, _)] = sides(proposal);
    assert_eq!((from.as_str(), to.as_str()), (seller, buyer));
}

const PROOF: &str = "  BTW NL004495445B01   IBAN NL91ABNA0417164300";

#[test]
fn where_nothing_tells_whose_an_address_is_neither_name_is_sure() {
    let head = "
  Hoekstra Dakwerken                    Bureau Brouwer
  Energieweg 89                         Nieuwe Gracht 12
  3011 AA Rotterdam                     8011 PK Zwolle
";
    let proposal = read(head, PROOF);
    for (name, sure) in sides(&proposal) {
        assert!(sure <= 0.6, "{name} {sure}");
    }
    assert_eq!(proposal.verdict, Verdict::Review);
}

#[test]
fn the_address_where_the_seller_banks_is_his() {
    let head = |left: &str, right: &str| {
        let rows = left.lines().zip(right.lines());
        let rows: Vec<String> = rows.map(|(l, r)| format!("  {l:38}{r}")).collect();
        rows.join("\n")
    };
    let (dutch, british) = (
        "Bureau Brouwer\nNieuwe Gracht 12\n8011 PK Zwolle",
        "Kestrel Systems\n12 Queensway\nLeeds LS1 4DY",
    );
    let foot = "  VAT GB980780684   IBAN GB29NWBK60161331926819";
    for head in [head(dutch, british), head(british, dutch)] {
        assert_sides(&read(&head, foot), "Kestrel Systems", "Bureau Brouwer");
        assert_sides(&read(&head, PROOF), "Bureau Brouwer", "Kestrel Systems");
    }
}

#[test]
fn a_greeting_names_the_buyer_and_a_signature_the_seller() {
    let head = "
  Hoekstra Dakwerken                    Bureau Brouwer
  Energieweg 89                         Nieuwe Gracht 12
  3011 AA Rotterdam                     8011 PK Zwolle


  Geachte heer Hoekstra,
";
    let foot = format!("{PROOF}\n\n  Met vriendelijke groet,\n  Bureau Brouwer");
    let proposal = read(head, &foot);
    assert_sides(&proposal, "Bureau Brouwer", "Hoekstra Dakwerken");
    assert!(sides(&proposal)[1].1 > 0.6);
}

#[test]
fn a_name_larger_than_its_address_is_the_sellers() {
    let head = "
  Hoekstra Dakwerken                    Bureau Brouwer
  Energieweg 89                         Nieuwe Gracht 12
  3011 AA Rotterdam                     8011 PK Zwolle
";
    for larger in ["Hoekstra Dakwerken", "Bureau Brouwer"] {
        let proposal = read_with_larger(&invoice(head, PROOF), larger);
        assert_eq!(sides(&proposal)[0].0, larger);
        assert_ne!(sides(&proposal)[1].0, larger);
    }
}

#[test]
fn a_heading_that_ends_in_to_says_who_it_is() {
    for (heading, named) in [
        ("Declaratie aan", "Bureau Brouwer"),
        ("Bezorgd bij", "Bureau Brouwer"),
        ("Zahlbar an", "Hoekstra Dakwerken"),
    ] {
        let head = format!(
            "
                                        {heading}
  Hoekstra Dakwerken                    Bureau Brouwer
  Energieweg 89                         Nieuwe Gracht 12
  3011 AA Rotterdam                     8011 PK Zwolle
"
        );
        assert_eq!(sides(&read(&head, PROOF))[1].0, named, "{heading}");
    }
}

#[test]
fn a_web_address_at_the_head_gives_way_to_the_name_at_the_foot() {
    let head = "
  hoekstradak.nl                        Bezorgen bij
                                        Bureau Brouwer
                                        Nieuwe Gracht 12
                                        8011 PK Zwolle
";
    let foot = format!("  Hoekstra Dak B.V., Energieweg 89, 3011 AA Rotterdam\n{PROOF}");
    assert_sides(&read(head, &foot), "Hoekstra Dak B.V.", "Bureau Brouwer");
    let alone = read_with_larger(&invoice(head, PROOF), "hoekstradak.nl");
    let [(name, sure), _] = sides(&alone);
    assert_eq!(name, "hoekstradak.nl");
    assert!(sure <= 0.7, "{sure}");
}

#[test]
fn a_customer_number_that_looks_like_a_postcode_is_no_address() {
    let head = "
  Hoekstra Dakwerken
  Energieweg 89
  3011 AA Rotterdam

  Bureau Brouwer                        Klantnr 34182 EAN 871637331854173278
  Nieuwe Gracht 12
  8011 PK Zwolle
";
    assert_sides(&read(head, PROOF), "Hoekstra Dakwerken", "Bureau Brouwer");
}

#[test]
fn a_key_under_a_heading_is_no_name() {
    let head = "
  Verkäufer
  Name:                Hoekstra Dakwerken B.V.

  Käufer
  Name:                Bureau Brouwer
";
    assert_eq!(sides(&read(head, PROOF))[1].0, "Bureau Brouwer");
}

#[test]
fn the_address_of_a_named_seller_is_not_the_buyers_where_it_stands_again() {
    let head = "
  Leverancier:
  Hoekstra Dakwerken B.V.
  Energieweg 89
  3011 AA Rotterdam

  T.a.v. de directie
  Hoekstra Dakwerken B.V.
  Postbus 12
  3000 AB Rotterdam
";
    assert_eq!(sides(&read(head, PROOF))[1].0, "");
}
