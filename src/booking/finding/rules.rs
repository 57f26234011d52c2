//! The table of rules of dizzy's own, in the order of a document: how it was read, what it says, whose it is, how it is
//! booked.
//!
//! "Wet OB" is the Wet op de omzetbelasting 1968; "VAT directive" is Directive 2006/112/EC.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Copy, Paths};
use invoice::{Amount, DocumentType, Language};

super::table! {
    // How it was read.

    /// The pages of a file were divided into documents, and the first or last page of this one is less than 80 % sure.
    SplitUnsure {} "DZ-SPLIT" Warning person []:
        "Het is niet zeker waar dit document in het bestand begint of eindigt.",
        "It is not certain where this document starts or ends in the file.";
    /// A hybrid PDF (Factur-X, ZUGFeRD) whose XML cannot be read: what is on the page was taken instead.
    EmbeddedUnreadable {} "DZ-EMBEDDED" Warning []:
        "De e-factuur in deze pdf was niet te lezen; de pagina is gebruikt.",
        "The e-invoice inside this PDF could not be read; the page was used.";
    /// The page of a hybrid and its XML are one invoice (EN 16931-1; ZUGFeRD 2.3, 5.1): a person reads the one, the other is
    /// booked and paid.
    PageDiffers { fields: Paths, page: String, xml: String } "DZ-PAGE-XML" Error []:
        "De pagina toont iets anders dan de e-factuur die erin zit (pagina: {page}; e-factuur: {xml}). Vraag de leverancier wat geldt.",
        "The page shows something else than the e-invoice inside it (page: {page}; e-invoice: {xml}). Ask the supplier which holds.";
    /// Two e-invoices lie in one PDF, and they ask for different things.
    SeveralEInvoices { numbers: Vec<String> } "DZ-SEVERAL-XML" Error ["invoice_number", "totals.gross"]:
        "In deze pdf zitten verschillende e-facturen, en maar een ervan is gelezen ({numbers}).",
        "Different e-invoices lie in this PDF, and only one of them was read ({numbers}).";
    /// An XML invoice and a PDF of the same name, and the PDF is damaged. The XML is the invoice (NLCIUS; EN 16931-1).
    CompanionUnreadable {} "DZ-COMPANION" Info []:
        "De pdf naast deze e-factuur was niet te lezen; de e-factuur heeft alle waarden.",
        "The PDF beside this e-invoice could not be read; the e-invoice has all values.";
    /// A PDF whose list of objects (ISO 32000-1, 7.5) was broken and was put together again.
    Repaired {} "DZ-REPAIRED" Warning person []:
        "Het bestand was beschadigd en is zo goed mogelijk hersteld; er kunnen pagina's ontbreken.",
        "The file was damaged and was repaired as far as possible; pages may be missing.";
    /// The characters of a page do not mean what they show (ISO 32000-1, 9.10.2, ToUnicode): its pixels were read.
    TextLayerUnusable { page: u32 } "DZ-TEXT-LAYER" Info []:
        "De tekstlaag van pagina {page} was onbruikbaar; de afbeelding ervan is gelezen.",
        "The text layer of page {page} was unusable; its picture was read.";
    /// The words are surely of a language for which dizzy has no lexicon: labels mean nothing to it.
    UnreadLanguage { language: Language } "DZ-LANGUAGE" Warning person []:
        "Het document is in een taal die niet wordt gelezen: alleen bedragen en rekeningen die zichzelf bewijzen zijn overgenomen ({language}).",
        "The document is in a language that is not read: only amounts and accounts that prove themselves were taken ({language}).";
    /// Two labelled invoice numbers and two sets of totals that add up stand on one page.
    SeveralInvoices { numbers: Vec<String> } "DZ-SEVERAL-INVOICES" Warning person ["invoice_number", "totals.gross"]:
        "Er staan meer facturen op een bladzijde, en maar een ervan is gelezen ({numbers}).",
        "Several invoices stand on one page, and only one of them was read ({numbers}).";
    /// Net, VAT and gross can be chosen from the page in two ways that both add up.
    OtherTotals { totals: Vec<Amount> } "DZ-OTHER-TOTALS" Warning person ["totals.net", "totals.vat", "totals.gross"]:
        "Andere totalen kloppen net zo goed als die gekozen zijn ({totals}).",
        "Other totals add up as well as those that were chosen ({totals}).";
    /// Much of the text layer of a page does not stand upright, beside text that does.
    PartTurned { page: u32 } "DZ-TURNED" Warning person []:
        "Een deel van een bladzijde staat op zijn kop of op zijn kant; wat daar staat kan verkeerd gelezen zijn ({page}).",
        "Part of a page stands upside down or on its side; what is there may be read wrongly ({page}).";
    /// Most letters of a quarter of a page were recognised with less certainty than 60 %.
    PartUnreadable { page: u32 } "DZ-UNREADABLE" Warning person []:
        "Een deel van een bladzijde was niet te lezen: het is onduidelijk, staat op zijn kop of in een ander schrift ({page}).",
        "Part of a page could not be read: it is unclear, upside down or in another script ({page}).";
    /// "Pagina 1 van 3" on a document of fewer pages.
    MissingPages {} "DZ-MISSING-PAGES" Warning person []:
        "De pagina's zijn genummerd als deel van meer: er ontbreken pagina's.",
        "The pages are numbered as part of more: pages are missing.";
    /// The seller that was read is the administration itself; read again with its own data set apart.
    OwnData {} "DZ-OWN-DATA" Info ["supplier"]:
        "De leverancier die er staat is deze administratie zelf; er is een andere partij genomen.",
        "The printed supplier is this administration itself; another party was taken.";
    /// Of what was recognised from pixels, exactly one change of one digit makes the totals fit, or makes an identifier
    /// one of the creditor list whose check digits fit.
    DigitCorrected { fields: Paths } "DZ-DIGIT" Info []:
        "Een verkeerd gelezen cijfer is verbeterd; alleen deze verandering laat alles kloppen.",
        "A misread digit was corrected; only this change makes everything fit.";

    // What it says.

    /// BT-106 is the sum of BT-131. EN 16931-1, BR-CO-10.
    LinesNotSum {} "BR-CO-10" Error ["lines", "totals.lines"]:
        "De som van de regels is niet de afgedrukte som van de regels.",
        "The sum of the line amounts is not the printed sum of the lines.";
    /// BT-109 is BT-106 less BT-107 plus BT-108. EN 16931-1, BR-CO-13.
    NetNotLines {} "BR-CO-13" Error ["totals.net"]:
        "Het totaal zonder btw is niet de regels min kortingen plus toeslagen.",
        "The net total is not lines less allowances plus charges.";
    /// BT-110 is the sum of BT-117. EN 16931-1, BR-CO-14.
    VatNotSum {} "BR-CO-14" Error ["totals.vat", "vat_breakdown"]:
        "Het btw-totaal is niet de som van de btw per tarief.",
        "The VAT total is not the sum of the VAT per rate.";
    /// BT-112 is BT-109 plus BT-110. EN 16931-1, BR-CO-15.
    GrossNotSum {} "BR-CO-15" Error ["totals.net", "totals.vat", "totals.gross"]:
        "Netto en btw zijn samen niet het totaal.",
        "Net and VAT do not add up to the gross total.";
    /// BT-115 is BT-112 less BT-113 plus BT-114. EN 16931-1, BR-CO-16. Of an e-invoice, and where a page pays back what is
    /// owed or the other way round.
    PayableWrong {} "BR-CO-16" Error ["totals.payable", "totals.prepaid"]:
        "Het te betalen bedrag is niet het totaal min wat al betaald is plus afronding.",
        "The amount due is not gross less prepaid plus rounding.";
    /// The same on a page, which may show old balances beside the invoice. EN 16931-1, BR-CO-16.
    PayableDiffers {} "BR-CO-16" Info ["totals.payable", "totals.prepaid"]:
        "Het te betalen bedrag is niet het totaal min wat al betaald is plus afronding.",
        "The amount due is not gross less prepaid plus rounding.";
    /// BT-117 is BT-116 times BT-119 to less than 1.00. EN 16931-1, BR-CO-17.
    VatNotRate {} "BR-CO-17" Error ["vat_breakdown"]:
        "De btw is niet het tarief maal de grondslag.",
        "The VAT is not the rate times the taxable amount.";
    /// The same, by more than half a cent for each line: rounding on lines and on totals are both allowed. EN 16931-1,
    /// BR-CO-17.
    VatNearRate {} "BR-CO-17" Warning ["vat_breakdown"]:
        "De btw wijkt meer dan een afronding af van het tarief maal de grondslag.",
        "The VAT differs from the rate times the taxable amount by more than rounding.";
    /// A rate under 0 or over 30 %: the highest of the EU is 27 % (VAT directive, art. 96 and 97).
    NoSuchRate {} "DZ-RATE" Warning ["vat_breakdown"]:
        "Dit btw-tarief bestaat niet.",
        "This VAT rate does not exist.";
    /// Art. 35a Wet OB: an invoice has a number; a receipt needs none.
    NoNumber {} "DZ-NO-NUMBER" Warning ["invoice_number"]:
        "Er is geen factuurnummer gevonden.",
        "No invoice number was found.";
    /// Art. 35a Wet OB: an invoice has a date of issue.
    NoDate {} "DZ-NO-DATE" Warning ["issue_date"]:
        "Er is geen factuurdatum gevonden.",
        "No issue date was found.";
    /// There is nothing to owe without a total. EN 16931-1, BR-14.
    NoGross {} "DZ-NO-GROSS" Warning ["totals.gross"]:
        "Er is geen totaal met btw gevonden.",
        "No total with VAT was found.";
    /// Art. 35a Wet OB: an invoice says the taxable amount and the VAT.
    NoVat {} "DZ-NO-VAT" Warning ["totals.vat", "totals.net"]:
        "Netto en btw zijn niet gevonden.",
        "Net and VAT were not found.";
    /// Art. 35a Wet OB: an invoice names the supplier.
    NoSupplier {} "DZ-NO-SUPPLIER" Warning ["supplier.name"]:
        "Er is geen leverancier gevonden.",
        "No supplier was found.";
    /// An amount without a currency is none. EN 16931-1, BR-05.
    NoCurrency {} "DZ-NO-CURRENCY" Warning ["currency"]:
        "Er is geen valuta gevonden.",
        "No currency was found.";
    /// Modulo 97 of an account. ISO 13616-1.
    IbanCheck {} "DZ-IBAN" Warning ["supplier.iban"]:
        "De controlecijfers van de rekening van de leverancier kloppen niet.",
        "The check digits of the supplier's account do not fit.";
    /// The check digits of the member states (VIES), for Dutch ones modulo 97 since 2020 or modulo 11 before.
    VatIdCheck { fields: Paths } "DZ-VAT-ID" Warning []:
        "De controlecijfers van dit btw-nummer kloppen niet.",
        "The check digits of this VAT identifier do not fit.";
    /// No due date (BT-9) lies before the date of issue (BT-2).
    DueBeforeIssue {} "DZ-DUE-DATE" Warning ["due_date", "issue_date"]:
        "De vervaldatum ligt voor de factuurdatum.",
        "The due date lies before the issue date.";
    /// A credit note (BT-3 381 and its kin) gives money back by amounts above 0; below 0 it asks for money (EN 16931-1, 6.1).
    NegativeCredit {} "DZ-CREDIT-SIGN" Warning person ["document_type", "totals.gross"]:
        "Een creditnota met bedragen onder nul: krijgt u dit terug of moet u het betalen? Het is als teruggave geboekt.",
        "A credit note with amounts below zero: is this paid back or owed? It is booked as paid back.";
    /// An invoice (BT-3 380) below zero takes another back and does not say which (BG-3). EN 16931-1, 6.1 and 6.3.
    NegativeInvoice {} "DZ-NEGATIVE" Warning person ["document_type", "credited_invoice"]:
        "Een factuur onder nul die niet zegt welke factuur zij terugneemt. Controleer of u dit terugkrijgt, en waarvan.",
        "An invoice below zero that does not say which invoice it takes back. Check that this is paid back, and of what.";
    /// BG-3 on an invoice: a corrected invoice (384) takes the place of the one that it names, a last one follows on those
    /// of advances. EN 16931-1, 6.3.
    Follows { number: String } "DZ-FOLLOWS" Warning person ["credited_invoice"]:
        "Deze factuur verbetert een eerdere of volgt erop ({number}). Is die ook geboekt, dan telt de kostenpost dubbel: draai die terug of boek alleen het verschil.",
        "This invoice corrects an earlier one or follows on it ({number}). If that is booked too, its cost counts twice: reverse it or book the difference only.";
    /// A draft ("conceptfactuur"), or one that says that it was cancelled: there is no supply to deduct VAT of (art. 15 and 35a
    /// Wet OB).
    NotFinal {} "DZ-NOT-FINAL" Warning person ["document_type"]:
        "Op dit stuk staat dat het een concept is of dat het is vervallen: vraag de leverancier of het een geldige factuur is.",
        "This says that it is a draft or that it was cancelled: ask the supplier whether it is a valid invoice.";
    /// An invoice is not issued in the future (art. 35a Wet OB): the date was misread, or is a mistake.
    DateAhead { day: Date } "DZ-DATE-AHEAD" Warning person ["issue_date"]:
        "De factuurdatum ({day}) ligt in de toekomst: klopt die?",
        "The issue date ({day}) is in the future: is it right?";
    /// What is owed lapses after five years (art. 3:307 BW): the date was misread, or the invoice was booked long ago.
    DateLongAgo { day: Date } "DZ-DATE-OLD" Warning person ["issue_date"]:
        "De factuurdatum ({day}) is meer dan vijf jaar geleden: klopt die?",
        "The issue date ({day}) is more than five years ago: is it right?";
    /// A reminder repeats an invoice: booked too, its cost counts twice.
    Reminder {} "DZ-REMINDER" Warning ["document_type"]:
        "Dit is een herinnering: de factuur zelf wordt geboekt, niet dit stuk.",
        "This is a reminder: the invoice itself is booked, not this.";
    /// A statement repeats invoices: booked too, their cost counts twice.
    Statement {} "DZ-STATEMENT" Warning ["document_type"]:
        "Dit is een overzicht van openstaande posten: de facturen worden geboekt, niet dit stuk.",
        "This is a statement of open items: its invoices are booked, not this.";

    /// Nothing says whether it is an invoice, a quote or something else.
    NoKind {} "DZ-NO-KIND" Warning person ["document_type"]:
        "Het is niet duidelijk wat voor stuk dit is; er is niets geboekt.",
        "It is not clear what kind of document this is; nothing is booked.";
    /// A quote, an order or a delivery note asks for no payment: there is nothing to book.
    NoInvoice { kind: DocumentType } "DZ-NO-INVOICE" Warning person ["document_type"]:
        "Dit is geen factuur ({kind}): er is niets te boeken.",
        "This is no invoice ({kind}): there is nothing to book.";
    /// A field that matters was read with less certainty than `ready.right` wants, or was not found.
    Unsure { fields: Paths } "DZ-UNSURE" Warning person []:
        "Niet zeker genoeg: {fields}.",
        "Not sure enough: {fields}.";

    // Whose it is.

    /// It lies in the folder of one administration and names another.
    OtherAdministration {} "DZ-OTHER-ADMINISTRATION" Warning person ["administration", "customer.name"]:
        "Dit document is gericht aan een andere administratie dan die van de map waarin het ligt.",
        "This document is addressed to another administration than the one whose folder it lies in.";
    /// It lies in the folder of an administration and is addressed to somebody else.
    OtherAddressee {} "DZ-ADDRESSEE" Warning person ["administration", "customer.name"]:
        "Het document is aan een ander gericht dan de administratie van zijn map.",
        "The document is addressed to another than the administration of its folder.";
    /// Administrations are configured, and none of them is a party to it.
    NoAdministration {} "DZ-NO-ADMINISTRATION" Warning person ["administration", "customer.name"]:
        "Voor welke administratie is dit? Geen ervan wordt erop genoemd.",
        "For which administration is this? None of them is named on it.";
    /// The same bytes lie in the folders of several administrations.
    CopyElsewhere { copies: Vec<Copy> } "DZ-COPY-ELSEWHERE" Info ["administration"]:
        "Hetzelfde bestand ligt ook in de map van een andere administratie, en is voor elk geboekt ({copies}).",
        "The same file lies in the folder of another administration too, and is booked for each ({copies}).";
    /// Another document of this administration is the same invoice: number, supplier, date and amount agree.
    IsDuplicate {} "DZ-DUPLICATE" Warning person ["duplicate_of"]:
        "Dit is een factuur die al eerder is gelezen.",
        "This is an invoice that was read before.";
    /// Another document of this administration may be the same invoice: part of that agrees.
    MaybeDuplicate {} "DZ-DUPLICATE" Warning person ["duplicate_of"]:
        "Dit lijkt een factuur die al eerder is gelezen.",
        "This seems to be an invoice that was read before.";
    /// A person said so.
    MarkedDuplicate {} "DZ-DUPLICATE-MARKED" Info ["duplicate_of"]:
        "Iemand heeft dit als dubbel aangemerkt: het wordt niet geboekt.",
        "A person marked this as a duplicate: it is not booked.";
    /// It is not in the creditor list, the document is no e-invoice, nobody gave its name, and no VAT identifier or account
    /// that is surely its passes its check.
    SupplierUnproved {} "DZ-SUPPLIER-UNPROVED" Warning person ["supplier"]:
        "Niets bewijst wie de leverancier is: geen btw-nummer of rekening van hem die klopt, en hij staat niet in de crediteurenlijst.",
        "Nothing proves who the supplier is: no VAT identifier or account of his that passes its check, and he is not in the creditor list.";
    /// The administration has a creditor list, and it is not in it.
    SupplierNew {} "DZ-SUPPLIER-NEW" Info ["supplier"]:
        "Deze leverancier staat niet in de crediteurenlijst: er wordt een nieuwe voorgesteld.",
        "This supplier is not in the creditor list: a new one is proposed.";
    /// Its VAT identifier, account or number of the Chamber of Commerce are those of two creditors.
    SupplierConflict {} "DZ-SUPPLIER-CONFLICT" Error ["supplier.vat_id", "supplier.iban", "supplier.kvk"]:
        "De nummers op de factuur horen bij verschillende leveranciers in de crediteurenlijst.",
        "The identifiers on the invoice belong to different suppliers of the creditor list.";
    /// The account is none of those of a known supplier: how invoice fraud goes (Fraudehelpdesk, factuurfraude).
    IbanChanged {} "DZ-IBAN-CHANGED" Error ["supplier.iban"]:
        "IBAN gewijzigd: deze leverancier is nog niet eerder op deze rekening betaald. Vraag het hem langs een weg die u kent voordat u betaalt.",
        "IBAN changed: this account is not one that this supplier was paid on before. Ask him by a way you know before you pay.";
    /// The account of a known supplier stands on it, and payment is asked on another, by its words (a changed account, a factor) or
    /// in the ways to pay of an e-invoice (Fraudehelpdesk, factuurfraude).
    PaidElsewhere { known: String, other: String } "DZ-IBAN-CHANGED" Error ["supplier.iban"]:
        "IBAN gewijzigd: er wordt gevraagd op {other} te betalen, en niet op {known}. Vraag het de leverancier langs een weg die u kent voordat u betaalt.",
        "IBAN changed: payment is asked on {other}, and not on {known}. Ask the supplier by a way you know before you pay.";
    /// Dutch VAT identifiers of sole traders held their BSN until 2020-01-01; it may be kept only where a law says so (art.
    /// 46 Uitvoeringswet AVG).
    BsnMasked { fields: Paths } "DZ-BSN" Warning person []:
        "Dit is een btw-nummer van de oude soort, met een burgerservicenummer (BSN); het is onleesbaar gemaakt. Vraag een factuur met het nummer van sinds 2020.",
        "This VAT id is of the old kind that holds a citizen service number (BSN); it is masked. Ask for an invoice with the number in use since 2020.";

    // What the law asks of it.

    /// Deduction needs an invoice that is right (art. 15 and 35a Wet OB); up to 100 euros needs less (art. 33a
    /// Uitvoeringsbeschikking OB).
    LacksVatId {} "DZ-REQ-VAT-ID" Warning ["supplier.vat_id"]:
        "Voorbelasting loopt gevaar: het btw-nummer van de leverancier is niet op de factuur gevonden.",
        "Input VAT at risk: the supplier's VAT id was not found on the invoice.";
    /// Art. 35a Wet OB: name and address of the customer; not on receipts.
    LacksCustomer {} "DZ-REQ-CUSTOMER" Warning ["customer.name"]:
        "Voorbelasting loopt gevaar: de naam van de afnemer is niet op de factuur gevonden.",
        "Input VAT at risk: the customer's name was not found on the invoice.";
    /// The same where its VAT would be deducted, and nothing else tells that it is for this administration (art. 15 and 35a Wet
    /// OB).
    LacksCustomerOfDeducted {} "DZ-REQ-CUSTOMER" Warning person ["customer.name"]:
        "De naam van de afnemer is niet op de factuur gevonden: zonder die is de btw niet aftrekbaar. Vraag een factuur op naam, of kijk of hij er toch staat.",
        "The customer's name was not found on the invoice: without it the VAT is not deducted. Ask for an invoice with the name, or see whether it is there after all.";
    /// Art. 35a Wet OB: name and address of the supplier; not on receipts.
    LacksAddress {} "DZ-REQ-ADDRESS" Info ["supplier.address"]:
        "Voorbelasting loopt gevaar: het adres van de leverancier is niet op de factuur gevonden.",
        "Input VAT at risk: the supplier's address was not found on the invoice.";
    /// Art. 35a Wet OB: the day of supply, where it is another than that of issue; not on receipts.
    LacksSupplyDate {} "DZ-REQ-SUPPLY-DATE" Info ["supply_date"]:
        "Voorbelasting loopt gevaar: de leverdatum ontbreekt, tenzij dat de factuurdatum is.",
        "Input VAT at risk: supply date missing, unless it is the day of issue.";
    /// Art. 35a Wet OB; VAT directive, art. 226 (4): the customer's number where it owes the VAT.
    LacksBuyerVatId {} "DZ-REQ-BUYER-VAT-ID" Warning ["customer.vat_id"]:
        "De btw is verlegd, maar het btw-nummer van de afnemer is niet gevonden: de factuur moet het noemen.",
        "The VAT is reverse-charged, but the customer's VAT id was not found: the invoice must name it.";
    /// Art. 35a Wet OB; VAT directive, art. 226 (11a): the words "btw verlegd".
    LacksReverseText {} "DZ-REQ-REVERSE-TEXT" Info ["vat_breakdown"]:
        "De btw is verlegd, maar de woorden \"btw verlegd\" zijn niet gevonden: de factuur moet het zeggen.",
        "The VAT is reverse-charged, but the words \"btw verlegd\" were not found: the invoice must say so.";
    /// Art. 9 Wet OB: the rate of the day of supply.
    RateOfOtherTime { rate: Decimal, day: Date, held: Decimal } "DZ-RATE-DATE" Error ["vat_breakdown"]:
        "Dit btw-tarief gold niet op de dag van levering ({rate} %, {day}: {held} %).",
        "This VAT rate did not hold on the day of supply ({rate} %, {day}: {held} %).";
    /// Art. 9 Wet OB, and art. 34g: invoices at the old rate come until the 15th of the next month.
    RateNearSwitch { rate: Decimal, day: Date, held: Decimal } "DZ-RATE-SWITCH" Warning person ["vat_breakdown"]:
        "Het btw-tarief veranderde rond de dag van levering: aan welke kant ligt die? ({rate} %, {day}: {held} %).",
        "The VAT rate changed near the day of supply: which side is it on? ({rate} %, {day}: {held} %).";
    /// Wet OB, table I, as it is since 2026-01-01: lodging is no more at the low rate.
    LodgingAtLowRate { rate: Decimal, day: Date } "DZ-RATE-LODGING" Warning person ["vat_breakdown"]:
        "Logies valt sinds 1 januari 2026 onder het algemene tarief; alleen kampeerplaatsen en ontbijt zijn laag ({rate} %, {day}).",
        "Lodging is taxed at the general rate since 2026-01-01; only camping pitches and breakfast are low ({rate} %, {day}).";
    /// Art. 34g Wet OB: invoices are issued by the 15th of the month after the supply.
    IssuedLate {} "DZ-ISSUED-LATE" Info ["issue_date", "supply_date"]:
        "De factuur is na de 15e van de maand na de levering uitgereikt.",
        "The invoice was issued after the 15th of the month that follows the supply.";

    /// The numbers of a supplier's invoices follow each other in one shape; another is a misreading, another supplier or a
    /// false invoice.
    NumberShape { number: String, usual: String } "DZ-NUMBER-SHAPE" Warning person ["invoice_number"]:
        "Het factuurnummer {number} ziet er anders uit dan de eerdere van deze leverancier ({usual}).",
        "The invoice number {number} looks different from the earlier ones of this supplier ({usual}).";
    /// The auditfiles that were learned have an invoice of this supplier with this number.
    AlreadyBooked { number: String } "DZ-BOOKED" Warning person ["invoice_number"]:
        "De boeken hebben al een factuur {number} van deze leverancier.",
        "The books already have an invoice {number} of this supplier.";
    /// Ten times what is usual or more, and more than twice the highest that was booked of the supplier.
    AmountUnusual { gross: Amount, usual: Amount } "DZ-AMOUNT-UNUSUAL" Warning person ["totals.gross"]:
        "Het bedrag ({gross}) is tien keer of meer wat facturen van deze leverancier anders zijn ({usual}).",
        "The amount ({gross}) is ten times or more what invoices of this supplier usually come to ({usual}).";
    /// The history that was learned has bookings to after its date, or `closed_until` says so: its period was declared, most
    /// likely (art. 10 AWR).
    PeriodClosed { day: Date, until: Date } "DZ-PERIOD" Warning person ["issue_date"]:
        "De factuur is van {day}, en de boeken zijn gesloten tot en met {until}: in welke periode hoort zij?",
        "The invoice is of {day}, and the books are closed until {until}: in which period does it go?";
    /// Pixels do not tell an O from a 0 where letters go over into digits.
    NumberAmbiguous { number: String } "DZ-NUMBER-SIGN" Warning person ["invoice_number"]:
        "In het factuurnummer {number} kan een letter een cijfer zijn.",
        "In the invoice number {number} a letter may be a digit.";

    // How it is booked.

    /// An entry needs an amount.
    NoEntry {} "DZ-NO-ENTRY" Error ["totals.gross"]:
        "Er is geen bedrag gevonden om te boeken.",
        "No amount was found to book.";
    /// An entry balances; what is more than rounding stands on the suspense account.
    Difference {} "DZ-DIFFERENCE" Warning person ["totals.gross", "vat_breakdown"]:
        "De bedragen zijn samen niet het totaal; het verschil staat op de tussenrekening.",
        "The amounts do not add up to the total; the difference is on the suspense account.";
    /// Amounts in a foreign currency are translated at the rate on the invoice or that of the ECB (VAT directive, art. 91).
    NoExchangeRate {} "DZ-EXCHANGE" Warning person ["currency"]:
        "Er is geen wisselkoers voor deze valuta en dag: de boeking staat in de valuta van de factuur.",
        "There is no exchange rate for this currency and day: the entry is in the currency of the invoice.";
    /// Without a chart of accounts and history the account is one of RGS (Referentie GrootboekSchema).
    AccountAdvice {} "DZ-ACCOUNT-ADVICE" Info ["journal"]:
        "Er is geen rekeningschema of historie bekend: de grootboekrekening is alleen een advies, kies die zelf.",
        "No chart of accounts or history is known: the ledger account is only advice, choose it yourself.";
    /// No rule, history or word tells the account.
    AccountOpen {} "DZ-ACCOUNT" Warning person ["journal"]:
        "Op welke grootboekrekening hoort dit? Het staat op de tussenrekening.",
        "On which ledger account does this go? It is on the suspense account.";
    /// What is known of the administration's chart of accounts does not have the account.
    AccountNotInChart { account: String } "DZ-ACCOUNT-CHART" Warning person ["journal"]:
        "Het rekeningschema heeft geen rekening {account}: kies er een die er is.",
        "The chart of accounts has no account {account}: choose one that it has.";
    /// The supplier was booked with other VAT each time: this follows the invoice, and what was booked before may have had a
    /// reason (art. 15 Wet OB; Besluit uitsluiting aftrek).
    VatUnusual { code: String, usual: String } "DZ-VAT-UNUSUAL" Warning person ["vat_breakdown"]:
        "De btw van deze factuur ({code}) is nog niet eerder bij deze leverancier geboekt (steeds {usual}): klopt dat?",
        "The VAT of this invoice ({code}) was never booked with this supplier before (always {usual}): is that right?";
    /// The VAT codes that the administration's auditfiles list do not have one for this.
    VatCodeNotListed { code: String } "DZ-VAT-CODE" Warning person ["journal"]:
        "De lijst met btw-codes van deze administratie heeft er geen voor {code}: kies er een, of geef hem in vat_codes.",
        "The administration's list of VAT codes has none for {code}: choose one, or give it in vat_codes.";
    /// The account is less sure than `ready.right` wants.
    AccountUnsure {} "DZ-ACCOUNT-UNSURE" Warning person ["journal"]:
        "De grootboekrekening is niet zeker.",
        "The ledger account is not certain.";
    /// A proposal that was ready is booked otherwise by what was learned since, or by a newer dizzy: nobody saw that yet.
    Moved { was: Vec<String> } "DZ-MOVED" Warning person ["journal"]:
        "Dit was klaar op {was} en is door wat later geleerd is nu anders geboekt: klopt dat?",
        "This was ready on {was} and is booked otherwise by what was learned since: is that right?";
    /// The rows of VAT were left aside, since they contradict the totals.
    VatRowsAside {} "DZ-VAT-ROWS" Warning person ["vat_breakdown"]:
        "De btw-regels zijn samen niet het totaal; de btw is als een bedrag geboekt.",
        "The VAT rows do not add up to the total; the VAT was booked as one amount.";
    /// Art. 35a Wet OB; VAT directive, art. 226 (11): the ground of an exemption.
    WhyNoVat {} "DZ-VAT-WHY-NONE" Warning person ["vat_breakdown"]:
        "Er is geen btw berekend en het document zegt niet waarom: vrijgesteld, verlegd of een fout?",
        "No VAT is charged and the document does not say why: exempt, reverse-charged, or an error?";
    /// Art. 23 Wet OB: import VAT goes into the return (4a) only with a licence.
    ImportVat {} "DZ-VAT-IMPORT" Warning person ["vat_breakdown"]:
        "Goederen van buiten de EU: is er een vergunning artikel 23, of rekent de vervoerder de btw bij invoer?",
        "Goods from outside the EU: is there an article 23 licence, or does the carrier charge the import VAT?";
    /// Part was paid before (BT-113). Art. 15 Wet OB: VAT of an advance that was deducted is not deducted again.
    Prepaid { prepaid: Amount } "DZ-PREPAID" Warning person ["totals.prepaid", "journal"]:
        "Er is vooruitbetaald ({prepaid}): alleen de rest is nog verschuldigd. Waar is het voorschot geboekt, en is de btw ervan al afgetrokken? Het staat op de tussenrekening.",
        "An advance was paid ({prepaid}): only the rest is still owed. Where was the advance booked, and was its VAT deducted already? It is on the suspense account.";
    /// Art. 44 and 138 VAT directive: a supplier of another member state charges a Dutch business no VAT of his own for a
    /// service, nor for goods that go to the Netherlands; lodging, meals, fuel and events there are taxed there.
    ForeignVatWrong {} "DZ-VAT-ABROAD" Warning person ["vat_breakdown"]:
        "Een leverancier uit een ander EU-land berekent zijn eigen btw aan een Nederlandse ondernemer: voor een dienst, of goederen die naar Nederland gaan, is dat onterecht. Vraag een verbeterde factuur met verlegde btw. Is het daar genoten (logies, maaltijd, brandstof, werk aan een gebouw), dan is de btw in dat land terug te vragen.",
        "A supplier of another EU country charges his own VAT to a Dutch business: for a service, or goods that go to the Netherlands, that is wrong. Ask for a corrected invoice with reverse charge. If it was had there (lodging, meals, fuel, work on a building), the VAT may be claimed back from that country.";
    /// Art. 12 lid 3 Wet OB and art. 196 VAT directive: the scheme for small businesses of another member state frees its
    /// supplies there; a service to a Dutch business is taxed here. With a number on -EX it is free here too (art. 284).
    SmallBusinessAbroad {} "DZ-VAT-SMALL-ABROAD" Warning person ["vat_breakdown"]:
        "Een kleine ondernemer uit een ander EU-land: voor een dienst bent u de btw zelf verschuldigd (4b), voor goederen niet. Wat is het?",
        "A small business of another EU country: for a service you owe the VAT yourself (4b), for goods you do not. Which is it?";
    /// Foreign VAT is no input VAT in the Dutch return; it is asked back there (Directive 2008/9/EC).
    ForeignVat {} "DZ-VAT-FOREIGN" Info ["vat_breakdown"]:
        "Er is btw van een ander land berekend: dat is geen Nederlandse voorbelasting; zij is misschien in dat land terug te vragen.",
        "VAT of another country is charged: it is no Dutch input VAT; it may be claimed back from that country.";
    /// Art. 12 and 37 Wet OB: who says that the customer owes the VAT, and charges it all the same, owes it; it is no VAT that the
    /// customer may deduct.
    ChargedThoughReversed {} "DZ-VAT-BOTH" Warning person ["vat_breakdown"]:
        "Er staat dat de btw is verlegd, en er is toch btw berekend: die is dan niet aftrekbaar. Vraag een verbeterde factuur.",
        "It says that the VAT is reverse-charged, and VAT is charged all the same: that may not be deducted. Ask for a corrected invoice.";
    /// Art. 12 Wet OB: the box of the return follows from where the supplier is established.
    ReverseFromWhere {} "DZ-VAT-REVERSE-FROM" Warning person ["vat_breakdown"]:
        "De btw is verlegd: is de leverancier gevestigd in Nederland (2a), de EU (4b) of elders (4a)?",
        "The VAT is reverse-charged: is the supplier established in the Netherlands (2a), the EU (4b) or elsewhere (4a)?";
    /// Art. 12 Wet OB: a foreign supplier charges Dutch VAT only where it is registered here.
    DutchRateForeignSeller {} "DZ-VAT-SELLER" Warning person ["vat_breakdown"]:
        "Een leverancier uit een ander land berekent een Nederlands tarief: heeft hij een Nederlands btw-nummer?",
        "A supplier from another country charges a Dutch rate: has he a Dutch VAT number?";
    /// Art. 9 Wet OB and table I: the kind of supply decides the rate that the buyer owes.
    ReverseRate {} "DZ-VAT-RATE-OWED" Warning person ["vat_breakdown"]:
        "Geldt voor wat verlegd is het lage tarief?",
        "Does the low rate apply to what is reverse-charged?";
    /// Art. 9 Wet OB knows no such rate.
    UnknownRate {} "DZ-VAT-RATE" Warning person ["vat_breakdown"]:
        "Dit is geen Nederlands btw-tarief: btw van welk land is het?",
        "This is no Dutch VAT rate: VAT of which country is it?";
    /// Insurance tax (Wet op belastingen van rechtsverkeer, art. 20) is 21 % as well, and is not deducted.
    InsuranceTax {} "DZ-VAT-INSURANCE" Warning person ["vat_breakdown"]:
        "De belasting op dit document lijkt assurantiebelasting te zijn, en dat is geen btw: klopt dat?",
        "The tax on this document seems to be insurance tax, which is no VAT: is that right?";
    /// Art. 15 lid 5 Wet OB: no deduction for food and drink on the spot.
    Restaurant {} "DZ-VAT-RESTAURANT" Info ["vat_breakdown"]:
        "Eten en drinken in de horeca: de btw is niet aftrekbaar.",
        "Food and drink on the spot: the VAT is not deducted.";
    /// Art. 15 and 35a Wet OB: a receipt for fuel stands for an invoice where the way it was paid (bank, credit or fuel card)
    /// tells who bought it.
    FuelInCash {} "DZ-VAT-FUEL-CASH" Warning person ["vat_breakdown"]:
        "Brandstof die contant is betaald: de btw is niet aftrekbaar en is bij de kosten geboekt. Was het toch met een pas of op rekening?",
        "Fuel that was paid in cash: its VAT is not deducted and was booked with the cost. Was it paid by card or on account after all?";
    /// Deposits on packaging are owed back: they stand on the balance sheet.
    Deposit {} "DZ-DEPOSIT" Info ["vat_breakdown"]:
        "Statiegeld en emballage staan op de balans, zonder btw.",
        "Deposits on packaging are booked on the balance sheet, without VAT.";
}
