//! Bookings and payments as an auditfile has them.

use super::*;

pub(super) fn cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

pub(super) fn transaction(out: &mut String, booking: &Booking, supplier: &Supplier) {
    let date = format!("{}-{:02}-{:02}", booking.year, booking.month, booking.day);
    let invoice = &booking.invoice;
    let escaped = supplier.name.replace('&', "&amp;");
    let vat = |line: &Line| (line.net_cents * i64::from(line.vat_percent) + 50) / 100;
    let gross: i64 = booking.lines.iter().map(|l| l.net_cents + vat(l)).sum();
    let _ = write!(
        out,
        "<transaction>\n<nr>{}</nr>\n<desc>{invoice}</desc>\n<periodNumber>{}</periodNumber>\n<trDt>{date}</trDt>\n\
         <trLine>\n<nr>1</nr>\n<accID>1600</accID>\n<docRef>{invoice}</docRef>\n<effDate>{date}</effDate>\n\
         <desc>{escaped}</desc>\n<amnt>{}</amnt>\n<amntTp>C</amntTp>\n<custSupID>{}</custSupID>\n<invRef>{invoice}\
         </invRef>\n</trLine>\n",
        booking.number,
        booking.month,
        cents(gross),
        supplier.number
    );
    let mut total_vat = 0;
    for (i, line) in booking.lines.iter().enumerate() {
        let code = match line.vat_percent {
            21 => "IH",
            9 => "IL",
            _ => "I0",
        };
        let vat = vat(line);
        total_vat += vat;
        let _ = write!(
            out,
            "<trLine>\n<nr>{}</nr>\n<accID>{}</accID>\n<docRef>{invoice}</docRef>\n<effDate>{date}</effDate>\n\
             <desc>{}</desc>\n<amnt>{}</amnt>\n<amntTp>D</amntTp>\n<vat>\n<vatID>{code}</vatID>\n<vatPerc>{}.00</vatPerc>\
             \n<vatAmnt>{}</vatAmnt>\n<vatAmntTp>D</vatAmntTp>\n</vat>\n</trLine>\n",
            i + 2,
            line.account,
            line.text.replace('&', "&amp;"),
            cents(line.net_cents),
            line.vat_percent,
            cents(vat)
        );
    }
    if total_vat != 0 {
        let _ = write!(
            out,
            "<trLine>\n<nr>{}</nr>\n<accID>1520</accID>\n<docRef>{invoice}</docRef>\n<effDate>{date}</effDate>\n\
             <desc>btw</desc>\n<amnt>{}</amnt>\n<amntTp>D</amntTp>\n</trLine>\n",
            booking.lines.len() + 2,
            cents(total_vat)
        );
    }
    out.push_str("</transaction>\n");
}

pub(super) fn payment(out: &mut String, booking: &Booking, supplier: &Supplier) {
    let date = format!("{}-{:02}-{:02}", booking.year, booking.month, booking.day);
    let total: i64 = booking.lines.iter().map(|l| l.net_cents).sum();
    let _ = write!(
        out,
        "<transaction>\n<nr>{}</nr>\n<desc>Betaling {}</desc>\n<periodNumber>{}</periodNumber>\n<trDt>{date}</trDt>\n\
         <trLine>\n<nr>1</nr>\n<accID>1600</accID>\n<docRef>{}</docRef>\n<effDate>{date}</effDate>\n<desc>Betaling</desc>\n\
         <amnt>{}</amnt>\n<amntTp>D</amntTp>\n<custSupID>{}</custSupID>\n</trLine>\n\
         <trLine>\n<nr>2</nr>\n<accID>1100</accID>\n<docRef>{}</docRef>\n<effDate>{date}</effDate>\n<desc>Betaling</desc>\n\
         <amnt>{}</amnt>\n<amntTp>C</amntTp>\n</trLine>\n</transaction>\n",
        booking.number,
        booking.invoice,
        booking.month,
        booking.invoice,
        cents(total),
        supplier.number,
        booking.invoice,
        cents(total)
    );
}
