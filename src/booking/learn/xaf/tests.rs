use super::{Header, Unbalanced};
use std::convert::Infallible;

use crate::learn::entry::AccountKind;
use crate::learn::{Booking, CreditorKind, Entry, Input, Mark, Place, Stop, What};
use invoice::Amount;

const XAF_32: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2">
 <header><fiscalYear>2025</fiscalYear><startDate>2025-01-01</startDate><curCode>EUR</curCode><softwareDesc>Boek</softwareDesc></header>
 <company><companyIdent>1</companyIdent><companyName>Bakkerij De Korenaar &amp; Zn</companyName>
  <streetAddress><streetname>Dorpsstraat</streetname></streetAddress>
  <customersSuppliers>
   <customerSupplier><custSupID>4001</custSupID><custSupName>Meelfabriek &lt;Zuid&gt;</custSupName><commerceNr>12345678</commerceNr>
     <taxRegistrationCountry>NL</taxRegistrationCountry><taxRegIdent>004495445B01</taxRegIdent><custSupTp>S</custSupTp>
     <streetAddress><streetname>Molenweg</streetname><number>3</number><numberExtension>a</numberExtension><city>Goes</city><postalCode>4461 AA</postalCode><country>NL</country></streetAddress>
     <bankAccount><bankAccNr>NL91 ABNA 0417 1643 00</bankAccNr></bankAccount></customerSupplier>
   <customerSupplier><custSupID>1001</custSupID><custSupName>Klant</custSupName><custSupTp>C</custSupTp></customerSupplier>
  </customersSuppliers>
  <generalLedger>
   <ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc><accTp>B</accTp></ledgerAccount>
   <ledgerAccount><accID>1520</accID><accDesc>Te vorderen BTW</accDesc><accTp>B</accTp></ledgerAccount>
   <ledgerAccount><accID>7000</accID><accDesc>Inkoop grondstoffen</accDesc><accTp>P</accTp><taxonomy><taxoRef>rgs</taxoRef><entryPoint><entryPointRef>x</entryPointRef><conceptRef>rgs_WKprKvgKvg</conceptRef></entryPoint></taxonomy></ledgerAccount>
   <ledgerAccount><accID>4500</accID><accDesc>Telefoon</accDesc><accTp>P</accTp></ledgerAccount>
  </generalLedger>
  <vatCodes><vatCode><vatID>IH</vatID><vatDesc>Inkoop hoog</vatDesc><vatToClaimAccID>1520</vatToClaimAccID></vatCode></vatCodes>
  <transactions><linesCount>9</linesCount>
   <journal><jrnID>70</jrnID><desc>Inkoop</desc><jrnTp>P</jrnTp><offsetAccID>1600</offsetAccID>
    <transaction><nr>1</nr><desc>2025-88</desc><periodNumber>1</periodNumber><trDt>2025-01-15</trDt>
     <trLine><nr>1</nr><accID>1600</accID><docRef>88</docRef><effDate>2025-01-15</effDate><desc>Meelfabriek</desc><amnt>121.00</amnt><amntTp>C</amntTp><custSupID>4001</custSupID></trLine>
     <trLine><nr>2</nr><accID>7000</accID><docRef>88</docRef><effDate>2025-01-15</effDate><desc>Tarwemeel &#x26; gist</desc><amnt>100.00</amnt><amntTp>D</amntTp><vat><vatID>IH</vatID><vatPerc>21.00</vatPerc><vatAmnt>21.00</vatAmnt><vatAmntTp>D</vatAmntTp></vat></trLine>
     <trLine><nr>3</nr><accID>1520</accID><docRef>88</docRef><effDate>2025-01-15</effDate><desc>BTW</desc><amnt>21.00</amnt><amntTp>D</amntTp></trLine>
    </transaction>
   </journal>
   <journal><jrnID>20</jrnID><desc>Bank</desc><jrnTp>B</jrnTp>
    <transaction><nr>1</nr><periodNumber>1</periodNumber><trDt>2025-01-20</trDt>
     <trLine><nr>1</nr><accID>1600</accID><amnt>121.00</amnt><amntTp>D</amntTp><custSupID>4001</custSupID></trLine>
     <trLine><nr>2</nr><accID>4500</accID><amnt>121.00</amnt><amntTp>C</amntTp></trLine>
    </transaction>
   </journal>
   <journal><jrnID>90</jrnID><desc>Memoriaal</desc><jrnTp>M</jrnTp>
    <transaction><nr>7</nr><periodNumber>2</periodNumber><trDt>2025-02-01</trDt>
     <trLine><nr>1</nr><accID>4500</accID><desc>Telefoon</desc><amnt>-10.00</amnt><amntTp>C</amntTp></trLine>
     <trLine><nr>2</nr><accID>1600</accID><amnt>10.00</amnt><amntTp>C</amntTp><custSupID>4001</custSupID></trLine>
    </transaction>
    <transaction><nr>8</nr><periodNumber>2</periodNumber><trDt>2025-02-01</trDt>
     <trLine><nr>1</nr><accID>4500</accID><amnt>10.00</amnt><amntTp>D</amntTp></trLine>
     <trLine><nr>2</nr><accID>1520</accID><amnt>10.00</amnt><amntTp>C</amntTp></trLine>
    </transaction>
   </journal>
   <subledgers><subledger><sbType>CS</sbType><sbLine><nr>1</nr><jrnID>70</jrnID><trNr>9</trNr><trLineNr>1</trLineNr><custSupID>4001</custSupID></sbLine></subledger></subledgers>
  </transactions>
 </company>
</auditfile>"#;

const CLAIR: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<auditfile><header><auditfileVersion>CLAIR2.00.00</auditfileVersion><companyName>Caf%E9</companyName><fiscalYear>2009</fiscalYear><productID>Boek</productID></header>
 <generalLedger><ledgerAccount><accountID>1600</accountID><accountDesc>Crediteuren</accountDesc><accountType>Balans</accountType></ledgerAccount>
  <ledgerAccount><accountID>4700</accountID><accountDesc>Kosten</accountDesc><accountType>W&amp;V</accountType></ledgerAccount></generalLedger>
 <customersSuppliers><customerSupplier><custSupID>C7</custSupID><type>Crediteur</type><companyName>Br%E4uer</companyName></customerSupplier></customersSuppliers>
 <transactions><numberEntries>1</numberEntries><journal><journalID>IB</journalID><description>Inkoopboek</description><type>Inkoop</type>
  <transaction><transactionID>T1</transactionID><description>Fust</description><period>3</period><transactionDate>2009-03-04</transactionDate>
   <line><recordID>1</recordID><accountID>4700</accountID><description>Bier</description><debitAmount>50,00</debitAmount><creditAmount>0,00</creditAmount><vat><vatCode>1</vatCode></vat></line>
   <line><recordID>2</recordID><accountID>1600</accountID><custSupID>C7</custSupID><debitAmount>0.00</debitAmount><creditAmount>50.00</creditAmount></line>
  </transaction></journal></transactions></auditfile>"#;

const XAF_40: &str = r#"<auditfile xmlns="http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0">
 <header><fiscalYear>2026</fiscalYear><RGSVersion>3.7</RGSVersion></header><company><companyName>B</companyName>
  <customersSuppliers><customerSupplier><custSupID>9</custSupID><custSupName>Tel BV</custSupName><custSupTp>S</custSupTp></customerSupplier></customersSuppliers>
  <generalLedger><ledgerAccount><accID>16</accID><accDesc>Handelsschulden</accDesc><accTp>B</accTp><RGScode>BSchCreHac</RGScode></ledgerAccount>
   <ledgerAccount><accID>46</accID><accDesc>Telefoonkosten</accDesc><accTp>P</accTp><RGScode>WBedKanTef</RGScode></ledgerAccount></generalLedger>
  <transactions><journal><jrnID>I</jrnID><desc>Inkoop</desc><jrnTp>P</jrnTp><transaction><nr>5</nr><periodNumber>1</periodNumber><trDt>2026-01-02T00:00:00</trDt>
   <trLine><nr>1</nr><accID>46</accID><desc>Abonnement</desc><amnt>20.00</amnt><amntTp>D</amntTp></trLine>
   <trLine><nr>2</nr><accID>16</accID><desc/><amnt>20.00</amnt><amntTp>C</amntTp><custSupID>9</custSupID></trLine>
  </transaction></journal></transactions></company></auditfile>"#;

fn read(
    bytes: &[u8],
    sink: impl FnMut(Entry) -> Result<(), Infallible>,
) -> Result<Header, Stop<Infallible>> {
    let input = Input::open(bytes).map_err(|what| Stop::file(Place::default(), what))?;
    super::read(input, sink)
}

fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    read(bytes, |entry| {
        entries.push(entry);
        Ok(())
    })
    .unwrap();
    entries
}

fn bookings(entries: &[Entry]) -> Vec<&Booking> {
    entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Booking(booking) => Some(booking),
            _ => None,
        })
        .collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.replace("%E9", "\u{e9}").replace("%E4", "\u{e4}").chars().map(|c| c as u8).collect()
}

#[test]
fn version_3_2() {
    let entries = entries(XAF_32.as_bytes());
    let Entry::Creditor(creditor) = &entries[0] else { panic!("{:?}", entries[0]) };
    assert_eq!(creditor.number, "4001");
    assert_eq!(creditor.name, "Meelfabriek <Zuid>");
    assert_eq!(creditor.vat_id.as_deref(), Some("NL004495445B01"));
    assert_eq!(creditor.ibans, ["NL91ABNA0417164300"]);
    assert_eq!(creditor.address.street.as_deref(), Some("Molenweg 3a"));
    let Entry::Creditor(customer) = &entries[1] else { panic!("{:?}", entries[1]) };
    assert_eq!(customer.kind, CreditorKind::Customer);
    let Entry::Account(materials) = &entries[4] else { panic!("{:?}", entries[4]) };
    assert_eq!(materials.rgs.as_deref(), Some("WKprKvgKvg"));
    assert_eq!(materials.kind, AccountKind::ProfitAndLoss);

    let bookings = bookings(&entries);
    assert_eq!(bookings.len(), 2, "not the bank, not a memo without supplier");
    let first = bookings[0];
    assert_eq!(first.supplier.as_deref(), Some("4001"));
    assert_eq!(first.date, Some("2025-01-15".parse().unwrap()));
    assert_eq!(first.lines.len(), 1);
    assert_eq!(first.lines[0].account, "7000");
    assert_eq!(first.lines[0].vat_code.as_deref(), Some("IH"));
    assert_eq!(first.lines[0].net, Amount::from_cents(10_000));
    assert_eq!(first.lines[0].text, "Tarwemeel & gist 2025-88");
    assert_eq!(bookings[1].lines[0].net, Amount::from_cents(1_000));
    assert!(entries.contains(&Entry::SupplierOf {
        mark: Mark::of(&["xaf", "2025", "70", "9"]),
        supplier: "4001".into()
    }));
}

#[test]
fn clair_2_in_iso_8859_1() {
    let entries = entries(&latin(CLAIR));
    let Some(Entry::Creditor(creditor)) =
        entries.iter().find(|entry| matches!(entry, Entry::Creditor(_)))
    else {
        panic!("no creditor")
    };
    assert_eq!(creditor.name, "Br\u{e4}uer");
    let bookings = bookings(&entries);
    assert_eq!(bookings[0].supplier.as_deref(), Some("C7"));
    assert_eq!(bookings[0].lines[0].account, "4700");
    assert_eq!(bookings[0].lines[0].vat_code.as_deref(), Some("1"));
    assert_eq!(bookings[0].lines[0].net, Amount::from_cents(5_000));
}

#[test]
fn version_4_0_has_rgs_codes_of_its_own() {
    let entries = entries(XAF_40.as_bytes());
    let bookings = bookings(&entries);
    assert_eq!(bookings[0].lines[0].account, "46");
    assert_eq!(bookings[0].supplier.as_deref(), Some("9"));
    assert_eq!(bookings[0].date, Some("2026-01-02".parse().unwrap()));
}

#[test]
fn what_was_paid_at_once_is_booked_on_its_costs() {
    let paid = XAF_32
        .replace(
            "<accID>1520</accID><accDesc>Te vorderen BTW</accDesc>",
            "<accID>1520</accID><accDesc>Te vorderen BTW</accDesc><accTp>B</accTp></ledgerAccount>\
             <ledgerAccount><accID>1000</accID><accDesc>Kas winkel</accDesc>",
        )
        .replace("<offsetAccID>1600</offsetAccID>", "")
        .replace("<nr>1</nr><accID>1600</accID><docRef>", "<nr>1</nr><accID>1000</accID><docRef>");
    let entries = entries(paid.as_bytes());
    let bookings = bookings(&entries);
    assert_eq!(bookings[0].lines.len(), 1, "{:?}", bookings[0].lines);
    assert_eq!(bookings[0].lines[0].account, "7000");
}

#[test]
fn utf_16_and_a_byte_order_mark_are_read() {
    let plain = entries(XAF_32.as_bytes());
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend_from_slice(XAF_32.as_bytes());
    assert_eq!(entries(&marked), plain);
    for big in [false, true] {
        let mut bytes = Vec::new();
        for unit in format!("\u{feff}{XAF_32}").encode_utf16() {
            bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        assert_eq!(entries(&bytes), plain);
    }
}

#[test]
fn a_file_that_says_another_code_page_than_it_has_is_read() {
    let name = |bytes: &[u8]| match &entries(bytes)[..] {
        [.., Entry::Creditor(creditor), Entry::Booking(_)] => creditor.name.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(name(&latin(&CLAIR.replace("ISO-8859-1", "UTF-8"))), "Br\u{e4}uer");
    assert_eq!(name(&latin(&CLAIR.replace("ISO-8859-1", "utf-16"))), "Br\u{e4}uer");
    // a character of UTF-8 on every place of the first buffers, and one that is none after it
    for shift in 0..3 {
        let long = format!("<!-- {} -->", "\u{20ac}".repeat(200_000) + &" ".repeat(shift));
        let text = CLAIR.replace("<header>", &format!("{}{long}<header>", " ".repeat(shift)));
        assert_eq!(name(&latin_names(&text.replace("ISO-8859-1", "UTF-8"))), "Br\u{e4}uer");
    }
}

/// UTF-8, but for the names.
fn latin_names(text: &str) -> Vec<u8> {
    let mut bytes = text.replace("%E9", "e").into_bytes();
    let at = text.replace("%E9", "e").find("%E4").unwrap();
    bytes.splice(at..at + 3, [0xe4]);
    bytes
}

#[test]
fn an_entry_that_does_not_balance_is_left_out_and_named() {
    let off = XAF_32
        .replace("<amnt>121.00</amnt><amntTp>C</amntTp>", "<amnt>120.50</amnt><amntTp>C</amntTp>");
    let mut kept = Vec::new();
    let header = read(off.as_bytes(), |entry| {
        kept.push(entry);
        Ok(())
    })
    .unwrap();
    assert_eq!(bookings(&kept).len(), 1, "the memo is kept");
    assert_eq!(header.left_out, 1, "the bank is not looked at");
    let expected = Unbalanced {
        line: 26,
        journal: "70".into(),
        number: "1".into(),
        off: Amount::from_cents(50),
    };
    assert_eq!(header.unbalanced, [expected]);
    assert_eq!((header.currency.as_str(), header.currency_line), ("EUR", 3));
    assert_eq!(
        (header.company.name.as_str(), header.company.line),
        ("Bakkerij De Korenaar & Zn", 4)
    );
    let two = XAF_32.replace("</company>", "</company><company></company>");
    let stop = read(two.as_bytes(), |_| Ok(())).unwrap_err();
    assert!(matches!(stop, Stop::File { what: What::Syntax("a second company"), .. }));
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let fails = |bytes: &[u8]| match read(bytes, |_| Ok(())) {
        Err(Stop::File { place, what }) => (place.line, what),
        other => panic!("{other:?}"),
    };
    let cut = &XAF_32.as_bytes()[..XAF_32.len() / 2];
    assert!(matches!(fails(cut), (Some(line), What::Truncated | What::Syntax(_)) if line > 10));
    let (line, what) = fails(XAF_32.replace("<trDt>2025-01-15", "<trDt>2025-02-30").as_bytes());
    assert!(matches!(what, What::BadDate), "{what:?}");
    assert_eq!(line, Some(22));
    assert!(matches!(fails(XAF_32.replace("100.00", "honderd").as_bytes()).1, What::BadAmount));
    let bomb = format!("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'bb'>]>{}", &XAF_32[39..]);
    assert!(matches!(fails(bomb.as_bytes()), (Some(2), What::Doctype)));
    assert!(matches!(fails(XAF_32.replace("Klant", "&lol;").as_bytes()).1, What::Entity));
    assert!(matches!(
        fails(CLAIR.replace("ISO-8859-1", "EBCDIC").as_bytes()).1,
        What::UnknownEncoding(_)
    ));
    let deep = format!("<auditfile>{}", "<a>".repeat(100));
    assert!(matches!(fails(deep.as_bytes()).1, What::TooLarge(_)));
    let huge = format!("<auditfile><a>{}", "x".repeat(3 << 20));
    assert!(matches!(fails(huge.as_bytes()).1, What::TooLarge(_)));
    let huge = format!("<auditfile><!-- {}", "x".repeat(3 << 20));
    assert!(matches!(fails(huge.as_bytes()).1, What::TooLarge(_)));
    assert!(matches!(fails(b"").1, What::Empty));
    assert!(matches!(fails(b"\x1f\x8b\x08...").1, What::Packed("gzip")));
    assert!(matches!(fails(b"PK\x03\x04...").1, What::Packed("ZIP")));
    assert!(matches!(fails(b"CLAIR1.00.00    ").1, What::OldAuditfile));
    assert!(matches!(fails(b"Datum;Bedrag").1, What::NotAuditfile));
    assert!(matches!(fails(b"<Invoice></Invoice>").1, What::NotAuditfile));
}
