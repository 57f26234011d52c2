mod mail;

use std::io::Write;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

const PDF: &[u8] = b"%PDF-1.7\nan invoice\n%%EOF\n";
const UBL: &[u8] =
    b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'><a/></Invoice>";

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (index, chunk) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            text.push_str("\r\n");
        }
        let bits = (0..3).fold(0u32, |bits, i| bits << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { digit as char } else { '=' });
        }
    }
    text
}

/// A message with a text and these attachments: header fields, content.
fn mail_of(attachments: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail = String::from(
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: factuur\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed;\r\n boundary=\"=_x\"\r\n\r\npreamble\r\n\
         --=_x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee attached.\r\n",
    );
    for (fields, content) in attachments {
        let part = format!(
            "--=_x\r\n{fields}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(content)
        );
        mail.push_str(&part);
    }
    mail += "--=_x--\r\nepilogue\r\n";
    mail.into_bytes()
}

fn settings() -> (Intake, Limits) {
    (Intake::default(), Limits::default())
}

/// What unpacking gives, in words.
fn unpacked(
    kind: ContainerKind,
    bytes: &[u8],
    change: impl Fn(&mut Intake, &mut Limits),
) -> (Vec<String>, Result<(), Cause>) {
    let (mut intake, mut limits) = settings();
    change(&mut intake, &mut limits);
    let mut members = Vec::new();
    let at = BytesAt::Memory(bytes.into());
    let result = unpack(kind, &at, "in", &intake, &limits, &mut |member| {
        members.push(match member {
            Member::Document(document) => format!("{} {:?}", document.path, document.kind),
            Member::Pair { xml, other } => format!("{} + {}", xml.path, other.path),
            Member::Skipped { path, reason } => match reason {
                SkipReason::NotAnInvoiceFormat { what } => format!("{path} skipped: {what}"),
                reason => format!("{path} skipped: {reason:?}"),
            },
            Member::Failed { path, cause } => format!("{path} failed: {cause}"),
        });
    });
    (members, result)
}

fn unzipped(bytes: &[u8]) -> Vec<String> {
    let (members, result) = unpacked(ContainerKind::Zip, bytes, |_, _| {});
    assert_eq!(result, Ok(()));
    members
}

fn unmailed(bytes: &[u8]) -> Vec<String> {
    let (members, result) = unpacked(ContainerKind::Email, bytes, |_, _| {});
    assert_eq!(result, Ok(()));
    members
}

#[test]
fn an_archive_gives_its_documents_in_order() {
    let archive = zip_of(&[
        ("map/", b""),
        ("map/b.pdf", PDF),
        ("a.bin", UBL),
        ("__MACOSX/map/._b.pdf", PDF),
        ("map/.DS_Store", b"x"),
        ("lees mij.txt", b"hello"),
        ("leeg.pdf", b""),
    ]);
    assert_eq!(
        unzipped(&archive),
        [
            "in!/map/b.pdf Pdf",
            "in!/a.bin Ubl",
            "in!/lees mij.txt skipped: plain text",
            "in!/leeg.pdf failed: the file is empty",
        ]
    );
}

#[test]
fn members_are_complete() {
    let (intake, limits) = settings();
    let big: Vec<u8> = PDF.iter().copied().cycle().take(300_000).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.zip");
    std::fs::write(&path, zip_of(&[("a.pdf", &big)])).unwrap();
    let mut given = Vec::new();
    unpack(ContainerKind::Zip, &BytesAt::File(path), "in", &intake, &limits, &mut |m| {
        given.push(m);
    })
    .unwrap();
    let [Member::Document(document)] = &given[..] else {
        panic!("{given:?}");
    };
    assert!(*document.bytes == big[..]);
}

#[test]
fn an_einvoice_and_its_pdf_are_a_pair() {
    let archive = zip_of(&[
        ("x/1.pdf", PDF),
        ("x/1.xml", UBL),
        ("y\\2.XML", UBL),
        ("y/2.pdf", PDF),
        ("3.xml", b"<other/>"),
        ("3.pdf", PDF),
        ("4.xml", UBL),
        ("x/4.pdf", PDF),
    ]);
    assert_eq!(
        unzipped(&archive),
        [
            "in!/x/1.xml + in!/x/1.pdf",
            "in!/y\\\\2.XML + in!/y/2.pdf",
            "in!/3.xml skipped: OtherXml { root: \"other\" }",
            "in!/3.pdf Pdf",
            "in!/4.xml Ubl",
            "in!/x/4.pdf Pdf",
        ]
    );
}

#[test]
fn names_are_shown_and_nothing_else() {
    let archive = zip_of(&[
        ("../../etc/a.pdf", PDF),
        ("/abs.pdf", PDF),
        ("C:\\x\\b.pdf", PDF),
        ("c\u{1b}[2J\n.pdf", PDF),
    ]);
    assert_eq!(
        unzipped(&archive),
        [
            "in!/../../etc/a.pdf Pdf",
            "in!//abs.pdf Pdf",
            "in!/C:\\\\x\\\\b.pdf Pdf",
            "in!/c\\x1b[2J\\x0a.pdf Pdf",
        ]
    );
}

#[test]
fn archives_in_archives_end_at_the_limit() {
    let mut archive = zip_of(&[("a.pdf", PDF)]);
    for _ in 0..3 {
        archive = zip_of(&[("z.zip", &archive), ("b.pdf", PDF)]);
    }
    assert_eq!(unzipped(&archive)[0], "in!/z.zip!/z.zip!/z.zip!/a.pdf Pdf");
    let (members, result) = unpacked(ContainerKind::Zip, &archive, |intake, _| {
        intake.container_depth = 3;
    });
    assert_eq!(result, Ok(()));
    assert_eq!(
        members,
        [
            "in!/z.zip!/z.zip!/z.zip failed: containers nested deeper than 3",
            "in!/z.zip!/z.zip!/b.pdf Pdf",
            "in!/z.zip!/b.pdf Pdf",
            "in!/b.pdf Pdf",
        ]
    );
}

#[test]
fn members_are_counted_over_all_levels() {
    let inner = zip_of(&[("1.pdf", PDF), ("2.pdf", PDF), ("3.pdf", PDF)]);
    let archive = zip_of(&[("a.zip", &inner), ("b.zip", &inner)]);
    let (members, result) = unpacked(ContainerKind::Zip, &archive, |intake, _| {
        intake.container_members = 6;
    });
    assert_eq!(result, Ok(()));
    assert_eq!(members.len(), 4);
    assert_eq!(members[3], "in!/b.zip failed: more than 6 files inside");
    let (members, result) = unpacked(ContainerKind::Zip, &inner, |intake, _| {
        intake.container_members = 2;
    });
    assert_eq!((members.len(), result), (0, Err(Cause::TooManyMembers { limit: 2 })));
}

#[test]
fn bombs_are_stopped_by_what_they_really_unpack_to() {
    let mut bomb = b"%PDF-1.7\n".to_vec();
    bomb.resize(3 << 20, 0);
    let archive = zip_of(&[("1.pdf", &bomb), ("2.pdf", PDF), ("3.pdf", &bomb), ("4.pdf", PDF)]);
    assert!(archive.len() < 20_000);

    // One member over the limit of a document fails alone, whether it says so or not.
    let over_document = |_: &mut Intake, limits: &mut Limits| limits.document_mib = 2;
    let (members, result) = unpacked(ContainerKind::Zip, &archive, over_document);
    assert_eq!(result, Ok(()));
    assert_eq!(members[0], "in!/1.pdf failed: 3145728 bytes, over the limit of 2097152");
    assert_eq!(members[1], "in!/2.pdf Pdf");

    // All together over the limit of a container ends it.
    let over_container = |intake: &mut Intake, _: &mut Limits| intake.container_mib = 4;
    let (members, result) = unpacked(ContainerKind::Zip, &archive, over_container);
    assert_eq!(members, ["in!/1.pdf Pdf", "in!/2.pdf Pdf"]);
    assert_eq!(result, Err(Cause::UnpacksTooLarge { limit: 4 << 20 }));

    // What cannot be a document is not unpacked beyond its beginning.
    let zeros = vec![b'x'; 64 << 20];
    let archive = zip_of(&[("a.txt", &zeros), ("b.pdf", PDF)]);
    let (members, result) = unpacked(ContainerKind::Zip, &archive, over_container);
    assert_eq!(members, ["in!/a.txt skipped: plain text", "in!/b.pdf Pdf"]);
    assert_eq!(result, Ok(()));
}

#[test]
fn a_member_that_lies_about_its_size_is_caught() {
    let mut bomb = b"%PDF-1.7\n".to_vec();
    bomb.resize(3 << 20, 0);
    let mut archive = zip_of(&[("1.pdf", &bomb), ("2.pdf", PDF)]);
    let declared = (3u32 << 20).to_le_bytes();
    for offset in 0..archive.len() - 4 {
        if archive[offset..offset + 4] == declared {
            archive[offset..offset + 4].copy_from_slice(&100u32.to_le_bytes());
        }
    }
    let (members, _) = unpacked(ContainerKind::Zip, &archive, |_, limits| {
        limits.document_mib = 2;
    });
    assert!(members[0].starts_with("in!/1.pdf failed: "), "{members:?}");
    assert_eq!(members[1], "in!/2.pdf Pdf");
}

#[test]
fn members_that_share_their_data_are_a_bomb() {
    let mut archive = zip_of(&[("1.pdf", PDF), ("2.pdf", PDF), ("3.pdf", PDF)]);
    // Let the last entry of the directory point to the first member.
    let last = archive.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    archive[last + 42..last + 46].copy_from_slice(&0u32.to_le_bytes());
    let (members, result) = unpacked(ContainerKind::Zip, &archive, |_, _| {});
    assert!(members.is_empty());
    assert!(matches!(result, Err(Cause::Damaged { .. })), "{result:?}");
}

#[test]
fn a_password_fails_its_member_alone() {
    let mut archive = zip_of(&[("1.pdf", PDF), ("2.pdf", PDF)]);
    let entry = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    archive[entry + 8] |= 1;
    archive[6] |= 1;
    assert_eq!(
        unzipped(&archive),
        ["in!/1.pdf failed: protected with a password", "in!/2.pdf Pdf"]
    );
}

#[test]
fn damage_fails_its_member_alone() {
    let mut archive = zip_of(&[("1.pdf", PDF), ("2.pdf", PDF)]);
    let data = 30 + "1.pdf".len();
    archive[data..data + 6].fill(0xFF);
    let members = unzipped(&archive);
    assert!(members[0].starts_with("in!/1.pdf failed: damaged"), "{members:?}");
    assert_eq!(members[1], "in!/2.pdf Pdf");
}

#[test]
fn a_panic_of_a_library_is_damage_of_its_member() {
    struct Panicking;
    impl Read for Panicking {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("on purpose");
        }
    }
    let mut unpacker = Unpacker {
        depth_limit: 1,
        members_limit: 1,
        members_left: 1,
        bytes_limit: MIB,
        bytes_left: MIB,
        member_limit: MIB,
        given: 0,
        sink: &mut |_| {},
    };
    let fetched = unpacker.fetch(&mut Panicking, 1).unwrap();
    assert!(matches!(fetched, Fetched::Failed(Cause::Damaged { .. })));
}

#[test]
fn an_archive_that_is_cut_off_says_so() {
    let archive = zip_of(&[("1.pdf", PDF), ("2.pdf", PDF)]);
    let (members, result) = unpacked(ContainerKind::Zip, &archive[..archive.len() / 2], |_, _| {});
    assert_eq!((members.len(), result), (0, Err(Cause::Truncated)));
}

#[test]
fn an_empty_archive_gives_nothing() {
    assert!(unzipped(&zip_of(&[])).is_empty());
}

#[test]
fn a_missing_container_is_gone() {
    let (intake, limits) = settings();
    for kind in [ContainerKind::Zip, ContainerKind::Email] {
        let at = BytesAt::File("/nowhere/at/all".into());
        let result = unpack(kind, &at, "in", &intake, &limits, &mut |_| panic!("nothing is there"));
        assert_eq!(result, Err(Cause::Vanished));
    }
}

#[test]
fn names_of_old_dos_programs_are_read() {
    let mut archive = zip_of(&[("caf_.pdf", PDF)]);
    for offset in 0..archive.len() - 8 {
        if archive[offset..].starts_with(b"caf_.pdf") {
            archive[offset + 3] = 0x82; // é in code page 437
        }
    }
    assert_eq!(unzipped(&archive), ["in!/café.pdf Pdf"]);
}

/// A message of text alone.
fn mail(text: &str) -> Vec<u8> {
    format!(
        "From: a@example.com\nTo: b@example.com\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n\n{text}\n"
    )
    .into_bytes()
}

#[test]
fn a_mailbox_is_its_messages() {
    let from = b"From a@example.com Thu Mar 26 09:15:00 2026\n";
    let quoted = "text\nFrom here on it is quiet\n\nFrom: no message\n";
    let mailbox =
        [&from[..], &mail(quoted), b"\n", from, &mail("Factuur 7: totaal 12,50")].concat();
    let (members, result) = unpacked(ContainerKind::Email, &mailbox, |_, _| {});
    assert_eq!(result, Ok(()));
    assert_eq!(
        members,
        [
            "in!/message-1.eml!/part-1.txt skipped: PartOfMessage",
            "in!/message-2.eml!/part-1.txt skipped: PartOfMessage",
            "in!/message-2.eml!/message.txt failed: needs a person: text of an e-mail",
        ]
    );
    // one message with that line before it is a message
    let (members, _) = unpacked(ContainerKind::Email, &[&from[..], &mail("x")].concat(), |_, _| {});
    assert_eq!(members, ["in!/part-1.txt skipped: PartOfMessage"]);
}

#[test]
fn a_message_whose_text_is_the_invoice_is_for_a_person() {
    for (text, is_one) in [
        ("Factuurnummer 12\nTotaal 1.210,00", true),
        ("Your invoice of \u{20ac} 9.99 is ready: https://example.com", true),
        ("Zullen we morgen om 12.30 afspreken?", false),
        ("De factuur komt morgen.", false),
    ] {
        let (members, _) = unpacked(ContainerKind::Email, &mail(text), |_, _| {});
        let is_told = members.iter().any(|member| member.contains("needs a person"));
        assert_eq!(is_told, is_one, "{text}: {members:?}");
    }
}
