//! For each rule an input that breaks it and one that is right; each is a change of one invoice on which all is right.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::context::{BookingTerms, Books, Context, ExchangeRates};
use crate::correct::{Correction, Corrections};
use crate::finding::Finding;
use crate::history::{Habit, History, Learned};
use crate::learn::{OtherLine, Usage, VatCode};
use crate::pipeline::{PipelineSettings, propose_corrected};
use crate::settings::Review;
use crate::{Account, Administration, BookingRule, Regime, Supplier};
use invoice::VatCategory::{self, Ae, G, S, Z};
use invoice::{
    Address, Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Line, Method,
    PaymentMeans, VatBreakdown,
};
use reading::Cause;
use reading::document::{MediaKind, Reading, ReadingNote};
use reading::text::{Page, ReadBy};
use testing::drawing::page;

/// A supplier was booked so often on an account.
fn habit(account: &str, times: f32) -> Habit {
    Habit { account: account.into(), count: times, weight: times, ..Habit::default() }
}

/// A rule with what breaks it.
pub(super) struct Case {
    /// The type of its finding.
    pub rule: &'static str,
    /// What cannot but be found with it.
    pub beside: &'static [&'static str],
    /// An input with this finding.
    pub broken: fn(&mut Input),
    /// One that nearly has it.
    pub right: fn(&mut Input),
}

/// A document and the office that it comes to.
pub(super) struct Input {
    invoice: Invoice,
    /// In place of the invoice, or beside it where `is_hybrid`.
    pages: Vec<Page>,
    is_hybrid: bool,
    notes: Vec<ReadingNote>,
    corrections: Vec<Correction>,
    /// The first is that of the folder, where `in_folder`.
    administrations: Vec<Administration>,
    in_folder: bool,
    suppliers: Vec<Supplier>,
    history: Vec<Habit>,
    usage: Usage,
    chart: Vec<Account>,
    rules: Vec<BookingRule>,
}

impl Default for Input {
    fn default() -> Self {
        let mut invoice = Invoice {
            document_type: Some(field(DocumentType::Invoice)),
            number: Some(field("F-1".to_owned())),
            issue_date: Some(field("2026-03-01".parse().unwrap())),
            supply_date: Some(field("2026-03-01".parse().unwrap())),
            currency: Some(field("EUR".to_owned())),
            // older than EN 16931: its sums are checked here and not where it was read
            specification: Some("1.1".to_owned()),
            ..Invoice::default()
        };
        invoice.supplier.name = Some(field("Jansen Techniek B.V.".to_owned()));
        invoice.supplier.vat_id = Some(field("NL004495445B01".to_owned()));
        invoice.supplier.address = Some(address("NL"));
        invoice.customer.name = Some(field("Bakker B.V.".to_owned()));
        let mut input = Self {
            invoice,
            pages: Vec::new(),
            is_hybrid: false,
            notes: Vec::new(),
            corrections: Vec::new(),
            administrations: vec![administration("Bakker B.V.")],
            in_folder: false,
            suppliers: Vec::new(),
            history: Vec::new(),
            usage: Usage::default(),
            chart: Vec::new(),
            rules: vec![BookingRule {
                name: "all".into(),
                account: "4500".into(),
                ..BookingRule::default()
            }],
        };
        input.row(S, 21, "100", "21");
        input
    }
}

impl Input {
    /// What is found.
    pub fn findings(self) -> Vec<Finding> {
        let mut history = History::default();
        for habit in self.history {
            history.add("7", habit);
        }
        let books = self.administrations.into_iter().map(|administration| {
            let usage = self.usage.clone();
            let learned = Learned { history: history.clone(), usage, ..Learned::default() };
            Books::new(administration, self.suppliers.clone(), &self.chart, learned)
        });
        let context = Context::new(
            books.collect(),
            Books::default(),
            self.rules,
            BookingTerms::default(),
            ExchangeRates::default(),
        );
        let is_paper = !self.pages.is_empty();
        let reading = Reading {
            kind: if is_paper { MediaKind::Pdf } else { MediaKind::Ubl },
            pages: self.pages,
            einvoice: (self.is_hybrid || !is_paper).then_some(self.invoice),
            embedded: Vec::new(),
            notes: self.notes,
        };
        let settings =
            PipelineSettings::new(&Review::default(), Arc::new(context), extract::UNDERSTANDING);
        let folder = settings.context.books().first().filter(|_| self.in_folder);
        let corrections = Corrections(self.corrections);
        let proposals = propose_corrected(&reading, folder, &settings, &corrections);
        proposals.into_iter().flat_map(|one| one.findings).collect()
    }

    /// The supplier is in the list, and was booked so often: numbers of the invoices and what was owed.
    fn booked(&mut self, numbers: [&str; 3], owed_cents: i64) {
        self.creditor("7").vat_id = Some("NL004495445B01".into());
        for number in numbers {
            let creditor = OtherLine {
                is_vat: false,
                account: "1600".into(),
                vat_code: None,
                amount: Amount::from_cents(-owed_cents),
            };
            self.usage.add(Some("7"), &[], &[creditor], Some(number));
        }
    }

    /// The chart has this account beside those that every entry needs.
    fn account(&mut self, number: &str) {
        let all = crate::rgs_accounts().map(|account| account.account().to_owned());
        self.chart = all
            .chain([number.to_owned()])
            .map(|number| Account { number, ..Account::default() })
            .collect();
    }

    /// The supplier is in the list, and was booked so often on 4500 with this code.
    fn habits(&mut self, code: &str, times: f32) {
        self.rules.clear();
        self.creditor("7").vat_id = Some("NL004495445B01".into());
        self.history.push(Habit { vat_code: Some(code.to_owned()), ..habit("4500", times) });
    }

    /// The administration's auditfile lists this VAT code.
    fn listed(&mut self, code: &str, name: &str) {
        let (code, name) = (code.to_owned(), name.to_owned());
        self.usage.codes.push(VatCode { code, name, ..VatCode::default() });
    }

    /// The number was recognised from pixels.
    fn number_by_ocr(&mut self, number: &str) {
        let mut number = field(number.to_owned());
        number.evidence.method = Method::Ocr;
        self.invoice.number = Some(number);
    }

    /// The invoice has this row of VAT, and totals that fit it.
    fn row(&mut self, category: VatCategory, rate: i64, net: &str, vat: &str) {
        let (net, vat) = (amount(net), amount(vat));
        self.invoice.vat_breakdown = vec![field(VatBreakdown {
            category: Some(category),
            rate: Some(Decimal::from(rate)),
            taxable: Some(net),
            vat: Some(vat),
            exemption_reason: None,
            exemption_code: None,
        })];
        self.invoice.totals.net = Some(field(net));
        self.invoice.totals.vat = Some(field(vat));
        self.invoice.totals.gross = Some(field(net + vat));
    }

    /// The invoice has one line.
    fn line(&mut self, description: &str, net: &str, rate: i64) {
        self.invoice.lines = vec![field(Line {
            description: Some(description.to_owned()),
            net: Some(amount(net)),
            rate: Some(Decimal::from(rate)),
            ..Line::default()
        })];
    }

    /// The supplier is in the list with its account, which stands on the invoice, and this is said of payment.
    fn paid_on(&mut self, said: &str) {
        self.invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
        self.invoice.payment_terms = Some(field(said.to_owned()));
        let one = self.creditor("1");
        one.vat_id = Some("NL004495445B01".into());
        one.ibans = vec!["NL91ABNA0417164300".into()];
    }

    /// An account is among the ways to pay.
    fn pays_on(&mut self, iban: &str, name: Option<&str>) {
        let (iban, account_name) = (Some(field(iban.to_owned())), name.map(str::to_owned));
        self.invoice.payment_means.push(PaymentMeans { iban, account_name, ..Default::default() });
    }

    /// It is a receipt of one thing, with this below it.
    fn receipt(&mut self, thing: &str, below: &str) {
        self.row(S, 21, "50", "10.50");
        self.line(thing, "50", 21);
        self.invoice.document_type = Some(field(DocumentType::Receipt));
        self.invoice.notes = vec![below.to_owned()];
    }

    /// The supplier is proved by its account, and has no VAT identifier.
    fn without_vat_id(&mut self) {
        self.invoice.supplier.vat_id = None;
        self.invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
    }

    /// The supplier is of another country, and has no VAT identifier.
    fn supplied_from(&mut self, country: &str) {
        self.without_vat_id();
        self.invoice.supplier.address = Some(address(country));
    }

    /// The document is on paper.
    fn drawn(&mut self, drawings: &[String]) {
        let numbers = 1..;
        self.pages = numbers.zip(drawings).map(|(n, d)| page(n, d)).collect();
    }

    /// The e-invoice lies in a PDF with this page, and has its number.
    fn inside(&mut self, drawing: String) {
        self.drawn(&[drawing]);
        self.is_hybrid = true;
        self.invoice.number = Some(field("2026-0931".to_owned()));
    }

    /// The e-invoice is of the kind that its code says.
    fn coded(&mut self, kind: DocumentType, code: &str) {
        self.invoice.document_type = Some(Field::xml(kind, "/Invoice/InvoiceTypeCode", code));
    }

    /// The supplier is of Germany, the buyer a Dutch business.
    fn as_from_germany(&mut self, category: VatCategory, rate: i64, vat: &str) {
        self.row(category, rate, "100", vat);
        self.invoice.supplier.vat_id = Some(field("DE136695976".to_owned()));
        self.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
    }

    fn said(&mut self, field: &str, value: &str) {
        self.corrections.push(Correction {
            first_page: u32::from(!self.pages.is_empty()),
            field: field.to_owned(),
            value: value.to_owned(),
            place: None,
        });
    }

    fn creditor(&mut self, code: &str) -> &mut Supplier {
        self.suppliers.push(Supplier {
            code: code.to_owned(),
            name: format!("Crediteur {code}"),
            ..Supplier::default()
        });
        self.suppliers.last_mut().unwrap()
    }
}

fn field<T>(value: T) -> Field<T> {
    let evidence = Evidence::derived(Derivation::WholeDocument);
    Field::new(value, evidence, Confidence::new(0.95))
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn address(country: &str) -> Field<Address> {
    field(Address { country: Some(country.to_owned()), ..Address::default() })
}

fn administration(name: &str) -> Administration {
    Administration { name: name.to_owned(), ..Administration::default() }
}

/// An invoice on which all is right.
fn paper(after: &str) -> String {
    format!(
        "
  Dakwerken Nok B.V.                        FACTUUR
  Nokstraat 4                               Factuurnummer  2026-0931
  1011 AB Amsterdam                         Factuurdatum   03-03-2026
  KvK 12345678  BTW NL004495445B01          Leverdatum     03-03-2026

  Aan: Bakker B.V.
  Balkweg 1
  3511 AB Utrecht

  Omschrijving                  Aantal     Prijs      Bedrag
  Dakpannen                         10     10,00      100,00

  Totaal excl. btw                                    100,00
  Btw 21%                                              21,00
  Totaal incl. btw                                    121,00

  IBAN NL91ABNA0417164300
{after}
"
    )
}

/// Words on the page that are recognised, with this confidence.
fn recognised(input: &mut Input, confidence: f32) {
    input.drawn(&[paper(
        "\n\n  wat hier staat is bijna niet te lezen omdat het papier nat is geworden in de regen\n  \
         en daarna is gedroogd op de verwarming zodat alle letters door elkaar heen lopen\n",
    )]);
    let last = input.pages[0].words.len() - 32;
    for word in &mut input.pages[0].words[last..] {
        word.read_by = ReadBy::Ocr { dpi: 300 };
        word.confidence = confidence;
    }
}

/// Words below the invoice, the last first where they are turned.
fn below(input: &mut Input, is_turned: bool) {
    input.drawn(&[paper(
        "\n  Op al onze leveringen zijn de voorwaarden van toepassing die bij de kamer liggen\n  \
         en die wij op verzoek sturen aan iedereen die daar om vraagt per brief of kaart\n",
    )]);
    if is_turned {
        let from = input.pages[0].words.len() - 28;
        for word in &mut input.pages[0].words[from..] {
            let (x0, x1) = (word.bbox.x0, word.bbox.x1);
            (word.bbox.x0, word.bbox.x1) = (590.0 - x1, 590.0 - x0);
        }
    }
}

fn unchanged(_: &mut Input) {}

macro_rules! cases {
    ($($rule:ident $([$($beside:ident),+])?: $broken:expr, $right:expr;)+) => {
        &[$(Case {
            rule: stringify!($rule),
            beside: &[$($(stringify!($beside)),+)?],
            broken: $broken,
            right: $right,
        }),+]
    };
}

pub(super) const CASES: &[Case] = cases! {
    EmbeddedUnreadable:
        |i| {
            i.drawn(&[paper("")]);
            i.notes.push(ReadingNote::EmbeddedInvoiceUnreadable { name: "a.xml".into(), cause: Cause::Truncated });
        },
        |i| i.drawn(&[paper("")]);
    PageDiffers:
        |i| { i.inside(paper("")); i.row(S, 21, "1000", "210"); },
        |i| i.inside(paper(""));
    SeveralEInvoices:
        |i| i.notes.push(ReadingNote::SeveralEInvoices { numbers: vec!["F-1".into(), "F-2".into()] }),
        unchanged;
    NegativeCredit:
        |i| { i.coded(DocumentType::CreditNote, "381"); i.row(S, 21, "-100", "-21"); },
        // an invoice below zero, which has become a credit note
        |i| {
            i.coded(DocumentType::CreditNote, "380");
            i.row(S, 21, "-100", "-21");
            i.invoice.credited_invoice = Some(field("F-0".to_owned()));
        };
    NegativeInvoice:
        |i| { i.coded(DocumentType::CreditNote, "380"); i.row(S, 21, "-100", "-21"); },
        |i| {
            i.coded(DocumentType::CreditNote, "380");
            i.row(S, 21, "-100", "-21");
            i.invoice.credited_invoice = Some(field("F-0".to_owned()));
        };
    Follows:
        |i| { i.coded(DocumentType::Invoice, "384"); i.invoice.credited_invoice = Some(field("F-0".to_owned())); },
        |i| { i.coded(DocumentType::CreditNote, "381"); i.invoice.credited_invoice = Some(field("F-0".to_owned())); };
    Follows:
        |i| i.drawn(&[paper("  Deze factuur vervangt factuur 2026-0899 van 1 maart.")]),
        |i| i.drawn(&[paper("  Nieuwe dakgoot ter vervanging van de goot uit 2019.")]);
    Follows:
        |i| i.drawn(&[paper("").replace("FACTUUR", "HERZIENE FACTUUR")]),
        |i| i.drawn(&[paper("  Klopt er iets niet? Dan krijgt u een gecorrigeerde factuur van ons.")]);
    Follows:
        |i| i.drawn(&[paper("  Deze nota komt in de plaats van nr. 2026-0899.")]),
        |i| i.drawn(&[paper("  Deze nota komt in de plaats van offerte 0899.")]);
    NotFinal:
        |i| i.drawn(&[paper("\n  VERVALLEN - deze factuur is geannuleerd.")]),
        // a line about an order that was cancelled
        |i| i.drawn(&[paper("\n  Creditering van uw geannuleerde order, vervallen op 1 maart")]);
    NotFinal:
        |i| i.drawn(&[paper("\n                    GEANNULEERD\n")]),
        |i| i.drawn(&[paper("\n                    GEANNULEERD    GELEVERD    RETOUR\n")]);
    NotFinal:
        |i| i.drawn(&[paper("").replace("FACTUUR", "PRO FORMA FACTUUR")]),
        |i| i.drawn(&[paper("  Op verzoek sturen wij u vooraf een pro forma factuur.")]);
    NotFinal:
        |i| i.drawn(&[paper("").replace("FACTUUR", "CONCEPTFACTUUR")]),
        // the page of a firm that makes concepts, with terms for what is cancelled
        |i| i.drawn(&[paper("  Bij annulering: indien deze factuur is geannuleerd krijgt u bericht.\n").replace("Dakpannen   ", "Concept dak ")]);
    Prepaid:
        |i| {
            i.invoice.totals.prepaid = Some(field(amount("21")));
            i.invoice.totals.payable = Some(field(amount("100")));
        },
        |i| i.invoice.totals.payable = Some(field(amount("121")));
    ForeignVatWrong: |i| i.as_from_germany(S, 19, "19"), |i| i.as_from_germany(Ae, 0, "0");
    SmallBusinessAbroad:
        |i| { i.as_from_germany(VatCategory::E, 0, "0"); i.line("Kein Ausweis von Umsatzsteuer, Kleinunternehmer", "100", 0); },
        |i| {
            i.as_from_germany(VatCategory::E, 0, "0");
            i.line("Kein Ausweis von Umsatzsteuer, Kleinunternehmer", "100", 0);
            i.invoice.supplier.tax_number = Some(field("DE136695976-EX".to_owned()));
        };
    CompanionUnreadable: |i| i.notes.push(ReadingNote::CompanionUnreadable { cause: Cause::Truncated }), unchanged;
    Repaired: |i| { i.drawn(&[paper("")]); i.notes.push(ReadingNote::Repaired); }, |i| i.drawn(&[paper("")]);
    TextLayerUnusable:
        |i| { i.drawn(&[paper("")]); i.notes.push(ReadingNote::TextLayerUnusable { page: 1 }); },
        |i| i.drawn(&[paper("")]);
    SplitUnsure:
        |i| i.drawn(&[paper(""), paper("").replace("2026-0931", "").replace("FACTUUR", "")]),
        |i| i.drawn(&[paper(""), paper("").replace("0931", "0932")]);
    UnreadLanguage [NoKind]:
        |i| i.drawn(&["
  Dziękujemy za zakupy w naszym sklepie i zapraszamy ponownie
  Prosimy o zapłatę w ciągu czternastu dni od daty wystawienia
  Wszystkie ceny podane są w złotych i zawierają podatek
".to_owned()]),
        |i| i.drawn(&[paper("")]);
    SeveralInvoices [OtherTotals, Unsure]: |i| i.drawn(&[format!("{}{}", paper(""), paper("").replace("0931", "0932").replace('1', "2"))]), |i| i.drawn(&[paper("")]);
    OtherTotals:
        |i| i.drawn(&[paper("
  Totaal excl. btw                                    190,00
  Btw 21%                                              39,90
  Totaal incl. btw                                    229,90
")]),
        |i| i.drawn(&[paper("
  Totaal incl. btw                                    121,00
")]);
    PartTurned: |i| below(i, true), |i| below(i, false);
    PartUnreadable: |i| recognised(i, 0.2), |i| recognised(i, 0.97);
    MissingPages: |i| i.drawn(&[paper("  Pagina 1 van 3")]), |i| i.drawn(&[paper("  Pagina 1 van 1")]);
    OwnData [LacksAddress, LacksVatId]:
        |i| { i.administrations[0].name = "Dakwerken Nok B.V.".into(); i.drawn(&[paper("")]); },
        |i| i.drawn(&[paper("")]);
    DigitCorrected [Unsure]:
        |i| {
            let totals = &mut i.invoice.totals;
            totals.gross = Some(field(amount("127")));
            for one in [&mut totals.net, &mut totals.vat, &mut totals.gross].into_iter().flatten() {
                one.evidence.method = Method::Ocr;
            }
        },
        unchanged;
    LinesNotSum:
        |i| {
            i.line("Pomp", "100", 21);
            i.invoice.totals.lines = Some(field(amount("90")));
            i.invoice.totals.charges = Some(field(amount("10")));
        },
        |i| { i.line("Pomp", "100", 21); i.invoice.totals.lines = Some(field(amount("100"))); };
    NetNotLines:
        |i| i.invoice.totals.lines = Some(field(amount("90"))),
        |i| i.invoice.totals.lines = Some(field(amount("100")));
    VatNotSum:
        |i| { i.invoice.vat_breakdown[0].value.vat = Some(amount("21.01")); },
        unchanged;
    GrossNotSum: |i| i.invoice.totals.gross = Some(field(amount("121.01"))), unchanged;
    PayableWrong:
        |i| i.invoice.totals.payable = Some(Field::xml(amount("100"), "/a", "100")),
        |i| i.invoice.totals.payable = Some(Field::xml(amount("121"), "/a", "121"));
    PayableDiffers:
        |i| {
            i.invoice.totals.prepaid = Some(field(amount("10")));
            i.invoice.totals.payable = Some(field(amount("150")));
        },
        |i| {
            i.invoice.totals.prepaid = Some(field(amount("121")));
            i.invoice.totals.payable = Some(field(amount("0")));
        };
    VatNotRate: |i| i.row(S, 21, "100", "30"), unchanged;
    VatNearRate: |i| i.row(S, 21, "100", "21.50"), |i| i.row(S, 21, "100", "21.01");
    NoSuchRate:
        |i| { i.administrations[0].vat = Regime::Exempt; i.row(S, 31, "100", "31"); },
        |i| { i.administrations[0].vat = Regime::Exempt; i.row(S, 21, "100", "21"); };
    NoNumber: |i| i.invoice.number = None, unchanged;
    NoDate: |i| i.invoice.issue_date = None, unchanged;
    NoGross: |i| i.invoice.totals.gross = None, unchanged;
    NoVat: |i| i.invoice.totals.net = None, unchanged;
    NoSupplier:
        |i| { i.row(S, 21, "50", "10.50"); i.without_vat_id(); i.invoice.supplier.name = None; },
        unchanged;
    NoCurrency: |i| i.invoice.currency = None, unchanged;
    IbanCheck:
        |i| i.invoice.supplier.iban = Some(field("NL00ABNA0417164300".to_owned())),
        |i| i.invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
    VatIdCheck:
        |i| i.invoice.customer.vat_id = Some(field("NL123456789B01".to_owned())),
        |i| i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
    DueBeforeIssue:
        |i| i.invoice.due_date = Some(field("2026-02-28".parse().unwrap())),
        |i| i.invoice.due_date = Some(field("2026-03-01".parse().unwrap()));
    Reminder: |i| i.invoice.document_type = Some(field(DocumentType::Reminder)), unchanged;
    Statement:
        |i| { i.invoice.document_type = Some(field(DocumentType::Other)); i.line("Rekeningoverzicht", "100", 21); },
        unchanged;
    NoKind: |i| i.invoice.document_type = None, unchanged;
    NoInvoice: |i| i.invoice.document_type = Some(field(DocumentType::Quote)), unchanged;
    Unsure:
        |i| i.invoice.issue_date.as_mut().unwrap().confidence = Confidence::new(0.89),
        |i| i.invoice.issue_date.as_mut().unwrap().confidence = Confidence::new(0.9);
    OtherAdministration:
        |i| { i.administrations.insert(0, administration("Smid B.V.")); i.in_folder = true; },
        |i| { i.administrations.push(administration("Smid B.V.")); i.in_folder = true; };
    OtherAddressee:
        |i| { i.invoice.customer.name = Some(field("Molen B.V.".to_owned())); i.in_folder = true; },
        |i| i.in_folder = true;
    NoAdministration:
        |i| i.invoice.customer.name = Some(field("Molen B.V.".to_owned())),
        unchanged;
    MarkedDuplicate: |i| i.said("duplicate", "yes"), |i| i.said("duplicate", "no");
    SupplierUnproved:
        |i| { i.row(S, 21, "50", "10.50"); i.invoice.supplier.vat_id = None; },
        |i| { i.row(S, 21, "50", "10.50"); i.without_vat_id(); };
    SupplierNew:
        |i| { i.creditor("1"); },
        |i| i.creditor("1").vat_id = Some("NL004495445B01".into());
    SupplierConflict:
        |i| {
            i.invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
            i.creditor("1").vat_id = Some("NL004495445B01".into());
            i.creditor("2").ibans = vec!["NL91ABNA0417164300".into()];
        },
        |i| {
            i.invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
            let one = i.creditor("1");
            one.vat_id = Some("NL004495445B01".into());
            one.ibans = vec!["NL91ABNA0417164300".into()];
        };
    IbanChanged:
        |i| {
            i.invoice.supplier.iban = Some(field("NL57RABO0107307510".to_owned()));
            let one = i.creditor("1");
            one.vat_id = Some("NL004495445B01".into());
            one.ibans = vec!["NL91ABNA0417164300".into()];
        },
        |i| {
            i.invoice.supplier.iban = Some(field("NL57RABO0107307510".to_owned()));
            i.creditor("1").vat_id = Some("NL004495445B01".into());
        };
    PaidElsewhere:
        |i| i.paid_on("Onze vorderingen zijn gecedeerd aan een factor: betaal op NL57RABO0107307510."),
        // two banks, of which one is known
        |i| i.paid_on("Gelieve over te maken op NL91ABNA0417164300 of NL57RABO0107307510.");
    PaidElsewhere:
        |i| {
            i.paid_on("");
            i.pays_on("NL57RABO0107307510", None);
        },
        |i| {
            i.paid_on("");
            i.pays_on("NL57RABO0107307510", Some("G-rekening"));
        };
    PaidElsewhere:
        |i| i.paid_on("Let op: wij zijn van bank veranderd. Gelieve over te maken op NL57 RABO 0107 3075 10."),
        |i| i.paid_on("Wij schrijven het bedrag af van uw rekening NL57RABO0107307510, u hoeft niets over te maken.");
    NumberShape:
        |i| i.booked(["2026-101", "2026-104", "2026-110"], 12_100),
        |i| i.booked(["F-7", "F-8", "F-9"], 12_100);
    AlreadyBooked:
        |i| i.booked(["F-1", "F-8", "F-9"], 12_100),
        |i| i.booked(["F-7", "F-8", "F-9"], 12_100);
    AmountUnusual:
        |i| i.booked(["F-7", "F-8", "F-9"], 1_210),
        |i| i.booked(["F-7", "F-8", "F-9"], 1_230);
    PeriodClosed:
        |i| i.administrations[0].closed_until = Some("2026-03-31".parse().unwrap()),
        |i| i.usage.until = Some("2026-02-28".parse().unwrap());
    NumberAmbiguous:
        |i| i.number_by_ocr("VFO96863"),
        |i| i.number_by_ocr("VF096863");
    BsnMasked:
        |i| {
            i.invoice.supplier.name = Some(field("Jan Jansen".to_owned()));
            i.invoice.supplier.vat_id = Some(Field::xml("NL111222333B01".to_owned(), "/a", "NL111222333B01"));
        },
        |i| {
            i.invoice.supplier.name = Some(field("Jan Jansen".to_owned()));
            i.invoice.supplier.vat_id = Some(field("NL002455799B11".to_owned()));
        };
    LacksVatId: Input::without_vat_id, |i| { i.without_vat_id(); i.row(S, 21, "50", "10.50"); };
    LacksCustomer:
        |i| { i.invoice.customer.name = None; i.administrations[0].vat = Regime::Exempt; },
        |i| { i.invoice.customer.name = None; i.invoice.document_type = Some(field(DocumentType::Receipt)); };
    LacksCustomerOfDeducted:
        |i| i.invoice.customer.name = None,
        |i| i.line("Werk voor Bakker B.V.", "100", 21);
    LacksAddress:
        |i| i.invoice.supplier.address = None,
        |i| { i.invoice.supplier.address = None; i.row(S, 21, "50", "10.50"); };
    LacksSupplyDate:
        |i| i.invoice.supply_date = None,
        |i| { i.invoice.supply_date = None; i.row(S, 21, "50", "10.50"); };
    LacksBuyerVatId:
        |i| i.row(Ae, 0, "100", "0"),
        |i| { i.row(Ae, 0, "100", "0"); i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned())); };
    LacksReverseText [LacksBuyerVatId]:
        |i| {
            i.drawn(&[paper("")]);
            i.said("vat_breakdown", "AE 0 121.00 0");
            i.said("totals.net", "121.00");
            i.said("totals.gross", "121.00");
        },
        |i| i.drawn(&[paper("")]);
    RateOfOtherTime: |i| i.row(S, 19, "100", "19"), unchanged;
    RateNearSwitch:
        |i| {
            i.row(S, 19, "100", "19");
            i.invoice.issue_date = Some(field("2012-10-05".parse().unwrap()));
            i.invoice.supply_date = i.invoice.issue_date.clone();
        },
        |i| {
            i.row(S, 19, "100", "19");
            i.invoice.issue_date = Some(field("2012-03-05".parse().unwrap()));
            i.invoice.supply_date = i.invoice.issue_date.clone();
        };
    LodgingAtLowRate:
        |i| { i.row(S, 9, "200", "18"); i.line("Overnachting hotelkamer, logies", "200", 9); },
        |i| { i.row(S, 21, "200", "42"); i.line("Overnachting hotelkamer, logies", "200", 21); };
    IssuedLate:
        |i| i.invoice.supply_date = Some(field("2026-01-10".parse().unwrap())),
        |i| i.invoice.supply_date = Some(field("2026-02-10".parse().unwrap()));
    NoEntry [NoGross, NoVat]:
        |i| { i.invoice.totals = invoice::Totals::default(); i.invoice.vat_breakdown.clear(); },
        unchanged;
    Difference:
        |i| i.invoice.totals.rounding = Some(field(amount("9"))),
        |i| i.invoice.totals.rounding = Some(field(amount("0.02")));
    NoExchangeRate: |i| i.invoice.currency = Some(field("USD".to_owned())), unchanged;
    AccountAdvice: |i| { i.rules.clear(); i.line("kaas beton", "100", 21); }, unchanged;
    AccountOpen: |i| { i.rules.clear(); i.account("4000"); }, |i| i.account("4500");
    AccountNotInChart: |i| i.account("4000"), |i| i.account("4500");
    VatUnusual:
        |i| i.habits("IL", 9.0),
        |i| i.habits("IH", 9.0);
    VatCodeNotListed: |i| i.listed("0", "Geen btw"), |i| i.listed("2", "Inkoop hoog 21%");
    AccountUnsure:
        |i| {
            i.rules.clear();
            i.account("4500");
            i.creditor("7").vat_id = Some("NL004495445B01".into());
            for account in ["4500", "46120"] {
                i.history.push(habit(account, 1.0));
            }
        },
        |i| {
            i.rules.clear();
            i.account("4500");
            i.creditor("7").vat_id = Some("NL004495445B01".into());
            i.history.push(habit("4500", 20.0));
        };
    VatRowsAside [VatNotSum]:
        |i| {
            let row = &mut i.invoice.vat_breakdown[0].value;
            (row.taxable, row.vat) = (Some(amount("50")), Some(amount("10.50")));
        },
        unchanged;
    WhyNoVat: |i| i.row(Z, 0, "100", "0"), |i| i.row(VatCategory::E, 0, "100", "0");
    ImportVat:
        |i| { i.supplied_from("US"); i.row(G, 0, "100", "0"); },
        |i| { i.supplied_from("US"); i.row(G, 0, "100", "0"); i.administrations[0].article_23 = true; };
    ForeignVat:
        |i| { i.row(S, 19, "100", "19"); i.invoice.supplier.vat_id = Some(field("DE136695976".to_owned())); },
        unchanged;
    ChargedThoughReversed:
        |i| i.line("Steiger, btw verlegd op grond van artikel 12", "100", 21),
        |i| i.line("Steiger. Indien btw verlegd is krijgt u een andere factuur. Btw verlegd 0,00", "100", 21);
    ReverseFromWhere:
        |i| {
            i.row(Ae, 0, "100", "0");
            i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
            i.invoice.supplier.vat_id = None;
            i.invoice.supplier.address = None;
            i.creditor("1").name = "Jansen Techniek B.V.".into();
        },
        |i| {
            i.row(Ae, 0, "100", "0");
            i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
        };
    DutchRateForeignSeller: |i| i.supplied_from("DE"), unchanged;
    ReverseRate:
        |i| {
            i.row(Ae, 0, "100", "0");
            i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
            i.line("Levensmiddelen", "100", 0);
        },
        |i| {
            i.row(Ae, 0, "100", "0");
            i.invoice.customer.vat_id = Some(field("NL002455799B11".to_owned()));
            i.line("Schroeven", "100", 0);
        };
    UnknownRate: |i| i.row(S, 20, "100", "20"), unchanged;
    InsuranceTax:
        |i| { i.row(S, 21, "50", "10.50"); i.without_vat_id(); i.line("Premie met assurantiebelasting", "50", 21); },
        |i| { i.row(S, 21, "50", "10.50"); i.without_vat_id(); i.line("Slot", "50", 21); };
    Restaurant:
        |i| { i.row(S, 9, "100", "9"); i.invoice.supplier.name = Some(field("Restaurant Het Anker B.V.".to_owned())); },
        |i| i.row(S, 9, "100", "9");
    FuelInCash:
        |i| i.receipt("Diesel", "Contant 60,50"),
        |i| i.receipt("Diesel", "Pin 60,50 Contant 0,00");
    Deposit:
        |i| { i.row(Z, 0, "100", "0"); i.line("Statiegeld kratten", "100", 0); },
        unchanged;
};
