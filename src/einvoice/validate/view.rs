//! What a structured invoice holds, by the terms of EN 16931 instead of by elements: both syntaxes are mapped to this
//! once, and every rule is written once. Unlike the semantic model it keeps what is absent, doubled or unreadable.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::tree::{Attribute, Node};

/// The language that an invoice is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// UBL 2.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice.
    Cii,
}

/// A number with its element; without a value when the text is no decimal number of XML Schema.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Num<'t> {
    pub(super) node: Option<Node<'t>>,
    pub(super) value: Option<Decimal>,
}

impl<'t> Num<'t> {
    pub(super) fn of(node: Option<Node<'t>>) -> Self {
        Self { node, value: node.and_then(|node| strict_decimal(node.text())) }
    }

    /// The value, or 0 for what is not there.
    pub(super) fn or_zero(self) -> Decimal {
        self.value.unwrap_or_default()
    }

    /// Digits behind the point, as written.
    pub(super) fn decimals(self) -> usize {
        self.node
            .and_then(|node| node.text().split_once('.'))
            .map_or(0, |(_, decimals)| decimals.len())
    }
}

/// A decimal number as XML Schema writes it, and nothing else.
fn strict_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit())
        && digits.len() <= 40;
    if !plain {
        return None;
    }
    text.parse::<Decimal>()
        .ok()
        // sums of these cannot overflow
        .filter(|value| value.abs() <= Decimal::from(1_000_000_000_000_000_i64))
}

/// Rounded to cents, half a cent away from zero.
pub(super) fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// A postal address (BG-5, BG-8, BG-12, BG-15).
#[derive(Debug, Clone, Copy)]
pub(super) struct AddressView<'t> {
    pub(super) node: Node<'t>,
    pub(super) street: Option<Node<'t>>,
    pub(super) third_line: Option<Node<'t>>,
    pub(super) city: Option<Node<'t>>,
    pub(super) postcode: Option<Node<'t>>,
    pub(super) subdivision: Option<Node<'t>>,
    pub(super) country: Option<Node<'t>>,
}

impl AddressView<'_> {
    /// Street, town and postcode are all there.
    pub(super) fn is_complete(&self) -> bool {
        self.street.is_some() && self.city.is_some() && self.postcode.is_some()
    }

    pub(super) fn is_in(&self, country: &str) -> bool {
        self.country.is_some_and(|node| node.text().eq_ignore_ascii_case(country))
    }
}

/// A seller, buyer, payee or tax representative.
#[derive(Debug, Clone, Default)]
pub(super) struct PartyView<'t> {
    pub(super) node: Option<Node<'t>>,
    /// Registered name (BT-27, BT-44); of payee and representative the only name (BT-59, BT-62).
    pub(super) name: Option<Node<'t>>,
    pub(super) address: Option<AddressView<'t>>,
    /// VAT identifier (BT-31, BT-48, BT-63).
    pub(super) vat_id: Option<Node<'t>>,
    /// Another tax registration (BT-32).
    pub(super) tax_number: Option<Node<'t>>,
    /// Legal registration (BT-30, BT-47, BT-61).
    pub(super) legal: Option<Node<'t>>,
    /// Other identifiers (BT-29, BT-46, BT-60), without the creditor identifier (BT-90).
    pub(super) ids: Vec<Node<'t>>,
    /// Electronic address (BT-34, BT-49).
    pub(super) endpoint: Option<Node<'t>>,
    /// Other legal information (BT-33).
    pub(super) legal_form: Option<Node<'t>>,
}

impl<'t> PartyView<'t> {
    pub(super) fn is_in(&self, country: &str) -> bool {
        self.address.is_some_and(|address| address.is_in(country))
    }

    /// Where to point when something of the party is missing.
    pub(super) fn or(&self, root: Node<'t>) -> Node<'t> {
        self.node.unwrap_or(root)
    }
}

/// A period (BG-14, BG-26).
#[derive(Debug, Clone, Copy)]
pub(super) struct PeriodView<'t> {
    pub(super) node: Node<'t>,
    pub(super) start: Option<Node<'t>>,
    pub(super) end: Option<Node<'t>>,
    /// What decides the tax point (BT-8).
    pub(super) code: Option<Node<'t>>,
}

/// An allowance or charge of the document or a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct AcView<'t> {
    pub(super) node: Node<'t>,
    pub(super) flag: Option<Node<'t>>,
    pub(super) is_charge: bool,
    pub(super) amount: Num<'t>,
    pub(super) base: Num<'t>,
    pub(super) percent: Num<'t>,
    pub(super) category: Option<Node<'t>>,
    pub(super) rate: Num<'t>,
    pub(super) reason: Option<Node<'t>>,
    pub(super) reason_code: Option<Node<'t>>,
}

/// A row of the VAT breakdown (BG-23).
#[derive(Debug, Clone, Copy)]
pub(super) struct RowView<'t> {
    pub(super) node: Node<'t>,
    pub(super) taxable: Num<'t>,
    pub(super) tax: Num<'t>,
    pub(super) category: Option<Node<'t>>,
    pub(super) rate: Num<'t>,
    pub(super) reason: Option<Node<'t>>,
    pub(super) reason_code: Option<Node<'t>>,
}

/// A way to pay (BG-16).
#[derive(Debug, Clone, Copy)]
pub(super) struct MeansView<'t> {
    pub(super) node: Node<'t>,
    pub(super) id: Option<Node<'t>>,
    pub(super) code: Option<Node<'t>>,
    /// The group of the account (BG-17), which may be empty.
    pub(super) account_group: Option<Node<'t>>,
    pub(super) account: Option<Node<'t>>,
    pub(super) account_name: Option<Node<'t>>,
    pub(super) bank: Option<Node<'t>>,
    pub(super) card: Option<Node<'t>>,
    pub(super) mandate: Option<Node<'t>>,
}

/// Another document (BG-24, BT-17, BT-18, BT-128).
#[derive(Debug, Clone, Copy)]
pub(super) struct DocumentView<'t> {
    pub(super) node: Node<'t>,
    pub(super) id: Option<Node<'t>>,
    pub(super) type_code: Option<Node<'t>>,
    pub(super) embedded: Option<Node<'t>>,
}

/// The document totals (BG-22).
#[derive(Debug, Clone, Copy)]
pub(super) struct TotalsView<'t> {
    pub(super) node: Node<'t>,
    pub(super) lines: Num<'t>,
    pub(super) allowances: Num<'t>,
    pub(super) charges: Num<'t>,
    pub(super) net: Num<'t>,
    pub(super) gross: Num<'t>,
    pub(super) prepaid: Num<'t>,
    pub(super) rounding: Num<'t>,
    pub(super) payable: Num<'t>,
}

/// A total of VAT (BT-110, BT-111), with how many rows of the breakdown lie in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TaxTotalView<'t> {
    pub(super) node: Node<'t>,
    pub(super) amount: Num<'t>,
    pub(super) rows: usize,
    pub(super) sum_of_rows: Decimal,
}

impl<'t> TaxTotalView<'t> {
    pub(super) fn currency(&self) -> Option<&'t str> {
        self.amount.node?.attribute(Attribute::CurrencyId)
    }
}

/// An invoice line (BG-25).
#[derive(Debug, Clone)]
pub(super) struct LineView<'t> {
    pub(super) node: Node<'t>,
    pub(super) id: Option<Node<'t>>,
    pub(super) quantity: Num<'t>,
    pub(super) net: Num<'t>,
    pub(super) name: Option<Node<'t>>,
    pub(super) price: Num<'t>,
    pub(super) gross_price: Num<'t>,
    pub(super) price_discount: Num<'t>,
    pub(super) price_is_charged: bool,
    pub(super) base_quantity: Num<'t>,
    /// Its VAT category is given, and given as one of VAT.
    pub(super) has_category: bool,
    pub(super) category: Option<Node<'t>>,
    pub(super) rate: Num<'t>,
    pub(super) acs: Vec<AcView<'t>>,
    pub(super) period: Option<PeriodView<'t>>,
    pub(super) order_line: Option<Node<'t>>,
    pub(super) objects: Vec<DocumentView<'t>>,
    /// Attributes of the item (BG-32): group, name, value.
    pub(super) attributes: Vec<(Node<'t>, bool, bool)>,
    pub(super) standard_id: Option<Node<'t>>,
    pub(super) classes: Vec<Node<'t>>,
    pub(super) origin: Option<Node<'t>>,
}

/// VAT of a category and rate as the lines, allowances and charges have it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Portion {
    pub(super) net: Decimal,
    pub(super) parts: usize,
}

/// Which of the three kinds of parts carry a VAT category.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Users {
    pub(super) lines: bool,
    pub(super) allowances: bool,
    pub(super) charges: bool,
}

#[derive(Debug)]
pub(super) struct View<'t> {
    pub(super) syntax: Syntax,
    pub(super) root: Node<'t>,
    /// It must be complete by EN 16931; older formats leave out what they do not know.
    pub(super) is_strict: bool,
    /// The root element is a credit note's.
    pub(super) is_credit_note: bool,
    pub(super) specification: Option<Node<'t>>,
    pub(super) process: Option<Node<'t>>,
    pub(super) number: Option<Node<'t>>,
    pub(super) issue_date: Option<Node<'t>>,
    pub(super) due_date: Option<Node<'t>>,
    pub(super) type_code: Option<Node<'t>>,
    pub(super) currency: Option<Node<'t>>,
    pub(super) tax_currency: Option<Node<'t>>,
    pub(super) tax_point: Option<Node<'t>>,
    pub(super) notes: Vec<Node<'t>>,
    /// Subjects of notes (BT-21).
    pub(super) note_subjects: Vec<(Node<'t>, &'t str)>,
    pub(super) buyer_reference: Option<Node<'t>>,
    pub(super) order: Option<Node<'t>>,
    pub(super) period: Option<PeriodView<'t>>,
    /// Preceding invoices (BG-3): group, number, date.
    pub(super) preceding: Vec<(Node<'t>, Option<Node<'t>>, Option<Node<'t>>)>,
    pub(super) documents: Vec<DocumentView<'t>>,
    pub(super) seller: PartyView<'t>,
    pub(super) buyer: PartyView<'t>,
    pub(super) payee: Option<PartyView<'t>>,
    pub(super) representative: Option<PartyView<'t>>,
    pub(super) delivery_date: Option<Node<'t>>,
    pub(super) delivery_address: Option<AddressView<'t>>,
    pub(super) delivery_place: Option<Node<'t>>,
    pub(super) means: Vec<MeansView<'t>>,
    /// Groups of payment terms (BT-20).
    pub(super) terms: Vec<Node<'t>>,
    pub(super) acs: Vec<AcView<'t>>,
    pub(super) tax_totals: Vec<TaxTotalView<'t>>,
    pub(super) rows: Vec<RowView<'t>>,
    pub(super) totals: Option<TotalsView<'t>>,
    pub(super) lines: Vec<LineView<'t>>,
    /// What the lines, allowances and charges come to for each category and rate.
    pub(super) portions: HashMap<(&'t str, Option<Decimal>), Portion>,
    pub(super) users: HashMap<&'t str, Users>,
}

impl<'t> View<'t> {
    /// An invoice of which nothing is known yet.
    pub(super) fn new(syntax: Syntax, root: Node<'t>) -> Self {
        Self {
            syntax,
            root,
            is_strict: true,
            is_credit_note: false,
            specification: None,
            process: None,
            number: None,
            issue_date: None,
            due_date: None,
            type_code: None,
            currency: None,
            tax_currency: None,
            tax_point: None,
            notes: Vec::new(),
            note_subjects: Vec::new(),
            buyer_reference: None,
            order: None,
            period: None,
            preceding: Vec::new(),
            documents: Vec::new(),
            seller: PartyView::default(),
            buyer: PartyView::default(),
            payee: None,
            representative: None,
            delivery_date: None,
            delivery_address: None,
            delivery_place: None,
            means: Vec::new(),
            terms: Vec::new(),
            acs: Vec::new(),
            tax_totals: Vec::new(),
            rows: Vec::new(),
            totals: None,
            lines: Vec::new(),
            portions: HashMap::new(),
            users: HashMap::new(),
        }
    }

    /// Adds the lines, allowances and charges up by VAT category and rate: once, so that no rule has to look twice.
    pub(super) fn add_up(&mut self) {
        let parts =
            self.lines.iter().map(|line| (line.category, line.rate, line.net.or_zero())).chain(
                self.acs.iter().map(|ac| {
                    let amount = ac.amount.or_zero();
                    (ac.category, ac.rate, if ac.is_charge { amount } else { -amount })
                }),
            );
        for (category, rate, amount) in parts {
            let Some(category) = category.map(Node::text) else {
                continue;
            };
            let rate = rate.value.map(|rate| rate.normalize());
            let portion = self.portions.entry((category, rate)).or_default();
            portion.net += amount;
            portion.parts += 1;
        }
        for line in &self.lines {
            if let Some(category) = line.category {
                self.users.entry(category.text()).or_default().lines = true;
            }
        }
        for ac in &self.acs {
            if let Some(category) = ac.category {
                let users = self.users.entry(category.text()).or_default();
                if ac.is_charge {
                    users.charges = true;
                } else {
                    users.allowances = true;
                }
            }
        }
    }

    /// The rows of the breakdown in a category.
    pub(super) fn rows_of<'v>(
        &'v self,
        category: &'static str,
    ) -> impl Iterator<Item = &'v RowView<'t>> {
        self.rows.iter().filter(move |row| row.category.is_some_and(|node| node.text() == category))
    }

    /// What lines, allowances and charges of a category come to, at all rates.
    pub(super) fn portion(&self, category: &str) -> Portion {
        let mut out = Portion::default();
        for ((_, _), portion) in self.portions.iter().filter(|((c, _), _)| *c == category) {
            out.net += portion.net;
            out.parts += portion.parts;
        }
        out
    }

    /// The code of the currency (BT-5).
    pub(super) fn currency_code(&self) -> Option<&'t str> {
        self.currency.map(Node::text)
    }

    /// The VAT total in the document's currency (BT-110).
    pub(super) fn vat_total(&self) -> Option<&TaxTotalView<'t>> {
        let currency = self.currency_code();
        self.tax_totals.iter().find(|total| total.currency() == currency)
    }

    /// Everything that can have an allowance or charge: those of the document, then those of the lines.
    pub(super) fn all_acs(&self) -> impl Iterator<Item = &AcView<'t>> {
        self.acs.iter().chain(self.lines.iter().flat_map(|line| &line.acs))
    }

    /// Seller, buyer, payee and representative, as far as they are there.
    pub(super) fn parties(&self) -> impl Iterator<Item = &PartyView<'t>> {
        [&self.seller, &self.buyer].into_iter().chain(&self.payee).chain(&self.representative)
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = &AddressView<'t>> {
        self.parties().filter_map(|party| party.address.as_ref()).chain(&self.delivery_address)
    }

    /// The type code (BT-3).
    pub(super) fn type_text(&self) -> &'t str {
        self.type_code.map_or("", Node::text)
    }
}
