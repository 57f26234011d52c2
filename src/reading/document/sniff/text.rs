//! E-mail messages and the kinds of text that people keep beside invoices.

use super::starts_with_any;

/// Share of control characters over which bytes are no text: one in this many.
const CONTROL_CHARACTERS_ONE_IN: usize = 100;

/// Header fields that people's tools write; RFC 5322 3.6 and what mail servers add.
const FIELDS: &str = "from to cc subject date sender reply-to message-id received return-path delivered-to \
    mime-version content-type content-transfer-encoding dkim-signature authentication-results arc-seal x-mailer";

/// Fields that only machines write, so that a memo with "From:" and "To:" is not taken for a mail.
const MACHINE_FIELDS: &str =
    "message-id received return-path delivered-to mime-version dkim-signature arc-seal";

fn is_among(fields: &str, name: &str) -> bool {
    fields.split(' ').any(|field| field == name)
}

/// Lines that are no header fields and are borne in a header: a fold that lost its indent, a line of a mail server's own.
const ODD_LINES: usize = 4;

/// Whether the bytes begin with the header of an e-mail message: header fields up to an empty line, among them three known
/// ones of which a machine wrote one (or a date as RFC 5322 has it). Before them may stand the line that mailboxes have
/// between messages, and some lines may be broken: whatever begins so holds mail. `is_cut`: there is more of it.
pub(super) fn is_email(head: &[u8], is_cut: bool) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut seen = Vec::new();
    let (mut is_by_machine, mut odd, mut fields, mut first) = (false, 0, 0, String::new());
    let mut lines = head.trim_ascii_start().split(|&b| b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if is_cut && lines.peek().is_none() {
            // a header that goes on beyond what is seen: mail servers write these, and no person
            let is_servers = is_among(MACHINE_FIELDS, &first) && first != "mime-version";
            return is_by_machine && (seen.len() >= 2 || is_servers) && fields > 2 * odd;
        }
        if line[0] == b' ' || line[0] == b'\t' || fields == 0 && is_envelope(line) {
            continue; // the field goes on
        }
        let Some((name, value)) = field(line) else {
            odd += 1;
            if fields == 0 || odd > ODD_LINES {
                return false;
            }
            continue;
        };
        fields += 1;
        let name = name.to_ascii_lowercase();
        if fields == 1 {
            first.clone_from(&name);
        }
        if is_among(MACHINE_FIELDS, &name) || name == "date" && is_date(value) {
            is_by_machine = true;
        }
        if is_among(FIELDS, &name) && !seen.contains(&name) {
            seen.push(name);
        }
    }
    is_by_machine && seen.len() >= 3 && fields > 2 * odd
}

/// Whether this is the line that mailboxes (mbox) have before each message: "From a@b Thu Mar 26 09:15:00 2026".
pub(crate) fn is_envelope(line: &[u8]) -> bool {
    let line = line.strip_prefix(b">").unwrap_or(line);
    line.strip_prefix(b"From ").is_some_and(is_date)
}

/// Name and value of a header field.
fn field(line: &[u8]) -> Option<(&str, &[u8])> {
    let colon = line.iter().position(|&b| b == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.len() <= 80 && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| (std::str::from_utf8(name).unwrap_or_default(), &line[colon + 1..]))
}

/// Whether this is a date as RFC 5322 3.3 writes it ("Tue, 31 Mar 2026 09:15:00 +0200"), roughly.
fn is_date(value: &[u8]) -> bool {
    const MONTHS: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let has_month = value.split(|b| !b.is_ascii_alphabetic()).any(|word| {
        word.len() == 3 && MONTHS.chunks_exact(3).any(|m| m.eq_ignore_ascii_case(word))
    });
    has_month && value.contains(&b':') && value.iter().filter(|b| b.is_ascii_digit()).count() >= 8
}

/// What kind of text this is, as a person calls it; `None` when it is no text.
pub(super) fn name(head: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[&[u8]], &str); 8] = [
        (&[b"From "], "mailbox (mbox)"),
        (&[b"BEGIN:VCALENDAR"], "calendar entry"),
        (&[b"BEGIN:VCARD"], "business card (vCard)"),
        (&[b"-----BEGIN "], "certificate or encrypted text"),
        (&[b"UNA:", b"UNB+"], "EDIFACT message"),
        (&[b"{1:F01", b":20:", b"ABNANL"], "bank statement (MT940)"),
        (&[b"{\"", b"{\n", b"{\r", b"[{", b"[\n"], "JSON file"),
        (
            &[b"<html", b"<HTML", b"<!doctype html", b"<!DOCTYPE HTML", b"<body", b"<div"],
            "web page",
        ),
    ];
    if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return Some("plain text");
    }
    let control = head
        .iter()
        .filter(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A))
        .count();
    if head.contains(&0) || control * CONTROL_CHARACTERS_ONE_IN > head.len() {
        return None;
    }
    // Text in an 8-bit encoding is mostly ASCII too, in the languages of our documents.
    if std::str::from_utf8(head).is_err()
        && head.iter().filter(|b| !b.is_ascii()).count() * 3 > head.len()
    {
        return None;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if let Some((_, what)) = BEGINNINGS.iter().find(|(starts, _)| starts_with_any(text, starts)) {
        return Some(what);
    }
    Some(if is_table(text) { "CSV table" } else { "plain text" })
}

/// Whether the first lines have the same number (at least two) of one separator.
fn is_table(text: &[u8]) -> bool {
    let lines: Vec<&[u8]> = text
        .split(|&b| b == b'\n')
        .take(6)
        .filter(|line| !line.trim_ascii().is_empty())
        .take(5)
        .collect();
    // The last line may be cut off.
    let whole = if lines.len() > 2 { &lines[..lines.len() - 1] } else { &lines[..] };
    whole.len() >= 2
        && [b';', b',', b'\t', b'|'].iter().any(|separator| {
            let count = |line: &[u8]| line.split(|b| b == separator).count() - 1;
            let first = count(whole[0]);
            first >= 2 && whole.iter().all(|line| count(line) == first)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_known_by_their_header() {
        assert!(is_email(
            b"Return-Path: <a@example.com>\r\nReceived: from x\r\n\tby y; now\r\nFrom: a@example.com\r\n\r\nhello",
            false
        ));
        assert!(is_email(
            b"From: a@example.com\nTo: b@example.com\nDate: Tue, 31 Mar 2026 09:15:00 +0200\n\nhello: there",
            false
        ));
        assert!(is_email(
            b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n",
            false
        ));
    }

    #[test]
    fn a_header_with_an_odd_line_is_one() {
        let rest = "From: a@example.com\nTo: b@example.com\nMessage-ID: c\n";
        for odd in [
            format!("From a@b Thu Mar 26 09:15:00 2026\n{rest}\n"),
            format!(">From a@b Thu Mar 26 09:15:00 2026\n{rest}\n"),
            format!("{rest}Subject: the invoice of\nlast month\n\n"),
            format!("{rest}this is no field\nDate: x\n\n"),
        ] {
            assert!(is_email(odd.as_bytes(), false), "{odd}");
        }
        let mut long = "From: a@example.com\n".to_owned();
        long += &"Received: from mail by x; Thu, 26 Mar 2026 09:15:00 +0100\n".repeat(2000);
        assert!(is_email(&long.as_bytes()[..65_536], true));
        // a server's first field may alone be longer than what is seen
        let received = "Received: from mail by x; Thu, 26 Mar 2026 09:15:00 +0100\n";
        assert!(is_email(&received.repeat(2000).as_bytes()[..65_536], true));
        let folded = format!("DKIM-Signature: v=1;\n{}", "\tb=abcdefghijklmnop\n".repeat(5000));
        assert!(is_email(&folded.as_bytes()[..65_536], true));
        assert!(!is_email(&"Note: a line like this\n".repeat(3000).as_bytes()[..65_536], true));
    }

    #[test]
    fn other_text_is_no_message() {
        for text in [
            "From: Jan\nTo: Piet\nDate: 3 maart 2026\nSubject: vergadering\n\nHoi",
            "From: a\none\ntwo\nthree\nfour\nfive\nMessage-ID: b\nTo: c\nDate: d\n\n",
            "Factuur: 2026-1\nDatum: 3 maart\nBedrag: 12,00\n",
            "Received: two boxes\nSubject to change: yes\n",
            "Hello\nFrom: a\nMessage-ID: b\nTo: c\n",
        ] {
            assert!(!is_email(text.as_bytes(), false), "{text}");
        }
    }

    #[test]
    fn texts_are_named() {
        assert_eq!(name(b"Just a note."), Some("plain text"));
        assert_eq!(name("Caf\u{e9} na\u{ef}ef".as_bytes()), Some("plain text"));
        assert_eq!(name(b"Caf\xE9"), Some("plain text"));
        assert_eq!(name(b"a;b;c\r\n1;2;3\r\n4;5;6\r\n"), Some("CSV table"));
        assert_eq!(name(b"BEGIN:VCALENDAR\r\n"), Some("calendar entry"));
        assert_eq!(name(b"From a@b Tue\nFrom: x\n"), Some("mailbox (mbox)"));
        assert_eq!(name(b"{\"a\": 1}"), Some("JSON file"));
        assert_eq!(name(b"\x01\x02\x03\x04text"), None);
    }
}
