//! What is in e-mails.

use super::*;

#[test]
fn attachments_are_taken_and_the_text_is_not() {
    let mail = mail_of(&[
        ("Content-Type: application/pdf; name=\"factuur.pdf\"", PDF),
        ("Content-Type: application/octet-stream\r\nContent-Disposition: attachment", PDF),
        ("Content-Type: text/xml\r\nContent-Disposition: attachment; filename=e.xml", UBL),
        ("Content-Type: application/ms-tnef; name=winmail.dat", b"\x78\x9F\x3E\x22\x01\0"),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s", b"\x30\x82\x01"),
        (
            "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=note.txt",
            b"hello",
        ),
    ]);
    assert_eq!(sniff(&mail, mail.len() as u64), Sniffed::Container(ContainerKind::Email));
    assert_eq!(
        unmailed(&mail),
        [
            "in!/part-1.txt skipped: PartOfMessage",
            "in!/factuur.pdf Pdf",
            "in!/part-3.pdf Pdf",
            "in!/e.xml Ubl",
            "in!/winmail.dat skipped: Outlook winmail.dat",
            "in!/smime.p7s skipped: PartOfMessage",
            "in!/note.txt skipped: plain text",
        ]
    );
}

#[test]
fn names_of_attachments_come_in_all_encodings() {
    let mail = mail_of(&[
        ("Content-Type: application/pdf; name=\"=?utf-8?Q?caf=C3=A9.pdf?=\"", PDF),
        ("Content-Disposition: attachment; filename*=UTF-8''%E2%82%AC%20nota.pdf", PDF),
        (
            "Content-Disposition: attachment;\r\n filename*0=\"lange \";\r\n filename*1=\"naam.pdf\"",
            PDF,
        ),
        ("Content-Disposition: attachment; filename=\"..\\\\..\\\\a.pdf\"", PDF),
        ("Content-Disposition: attachment; filename=\"x.pdf\"", PDF),
        ("Content-Disposition: attachment; filename=\"x.pdf\"", PDF),
    ]);
    assert_eq!(
        unmailed(&mail)[1..],
        [
            "in!/café.pdf Pdf",
            "in!/€ nota.pdf Pdf",
            "in!/lange naam.pdf Pdf",
            "in!/..\\\\..\\\\a.pdf Pdf",
            "in!/x.pdf Pdf",
            "in!/x.pdf (2) Pdf",
        ]
    );
}

#[test]
fn attachments_are_the_bytes_that_were_sent() {
    let (intake, limits) = settings();
    let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?><Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>caf\xE9</Invoice>";
    let mail = mail_of(&[("Content-Type: text/xml; charset=iso-8859-1; name=a.xml", xml)]);
    let mut given = Vec::new();
    let at = BytesAt::Memory(mail.into());
    unpack(ContainerKind::Email, &at, "in", &intake, &limits, &mut |m| given.push(m)).unwrap();
    let Some(Member::Document(document)) = given.last() else {
        panic!("{given:?}");
    };
    assert_eq!(*document.bytes, xml[..]);
}

#[test]
fn archives_and_messages_nest_in_each_other() {
    let archive = zip_of(&[("map/a.pdf", PDF), ("map/a.xml", UBL)]);
    let inner = mail_of(&[("Content-Disposition: attachment; filename=b.zip", &archive)]);
    let forwarded = [
        b"From: c@example.com\r\nMessage-ID: <1@x>\r\nDate: x\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n\
          --out\r\nContent-Type: message/rfc822\r\n\r\n"
            .as_slice(),
        &inner,
        b"\r\n--out--\r\n",
    ]
    .concat();
    assert_eq!(
        unmailed(&forwarded),
        [
            "in!/part-1.eml!/part-1.txt skipped: PartOfMessage",
            "in!/part-1.eml!/b.zip!/map/a.xml + in!/part-1.eml!/b.zip!/map/a.pdf",
        ]
    );
    let zipped = zip_of(&[("post.eml", &forwarded)]);
    assert_eq!(
        unzipped(&zipped)[1],
        "in!/post.eml!/part-1.eml!/b.zip!/map/a.xml + in!/post.eml!/part-1.eml!/b.zip!/map/a.pdf"
    );
    let (members, _) = unpacked(ContainerKind::Zip, &zipped, |intake, _| {
        intake.container_depth = 2;
    });
    assert_eq!(members, ["in!/post.eml!/part-1.eml failed: containers nested deeper than 2"]);
}

fn picture(width: u32, height: u32, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn logos_are_part_of_the_message_and_photos_are_not() {
    let logo = picture(400, 120, image::ImageFormat::Png);
    let photo = picture(900, 1600, image::ImageFormat::Jpeg);
    let strip = picture(800, 200, image::ImageFormat::Png);
    let icon = picture(32, 32, image::ImageFormat::Png);
    let inline = "Content-Type: image/png; name=i.png\r\nContent-Disposition: inline";
    let mail = mail_of(&[
        (inline, &logo),
        ("Content-Type: image/png\r\nContent-ID: <logo@x>", &logo),
        (
            "Content-Type: image/jpeg; name=bon.jpg\r\nContent-Disposition: inline\r\nContent-ID: <p@x>",
            &photo,
        ),
        ("Content-Type: image/png\r\nContent-Disposition: attachment; filename=bon.png", &strip),
        ("Content-Type: image/png\r\nContent-Disposition: attachment; filename=f.png", &icon),
    ]);
    assert_eq!(
        unmailed(&mail)[1..],
        [
            "in!/i.png skipped: PartOfMessage",
            "in!/part-3.png skipped: PartOfMessage",
            "in!/bon.jpg Jpeg",
            "in!/bon.png Png",
            "in!/f.png skipped: PartOfMessage",
        ]
    );
}

#[test]
fn damaged_messages_give_what_they_have() {
    let mail = mail_of(&[("Content-Type: application/pdf; name=a.pdf", PDF)]);
    let text = String::from_utf8(mail).unwrap();
    // Cut off before the last boundary; line ends of Unix; nothing but an attachment; no header at all.
    let cut = text.split("--=_x--").next().unwrap();
    assert_eq!(unmailed(cut.as_bytes())[1], "in!/a.pdf Pdf");
    assert_eq!(unmailed(text.replace('\r', "").as_bytes())[1], "in!/a.pdf Pdf");
    let single = format!(
        "From: a\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: BASE64\r\n\r\n{}",
        base64(PDF)
    );
    assert_eq!(unmailed(single.as_bytes()), ["in!/part-1.pdf Pdf"]);
    let wrong = text.replace("boundary=\"=_x\"", "boundary=\"other\"");
    assert_eq!(
        unmailed(wrong.as_bytes()),
        ["in!/part-1 failed: damaged: the parts of the message cannot be found"]
    );
    assert_eq!(unmailed(b""), ["in!/part-1.txt skipped: PartOfMessage"]);
}

#[test]
fn endless_messages_end() {
    let levels: Vec<String> = (0..10_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=a{n}\r\n\r\n--a{n}\r\n"))
        .collect();
    let deep = levels.concat();
    let (_, result) = unpacked(ContainerKind::Email, deep.as_bytes(), |_, _| {});
    assert!(matches!(result, Err(Cause::NestedTooDeep { .. })), "{result:?}");

    let forwards = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    let (members, result) = unpacked(ContainerKind::Email, forwards.as_bytes(), |_, _| {});
    assert_eq!(result, Ok(()));
    assert!(members[0].ends_with("failed: containers nested deeper than 4"), "{members:?}");

    let many = format!(
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n{}",
        "--a\r\n\r\nx\r\n".repeat(20_000)
    );
    let (members, result) = unpacked(ContainerKind::Email, many.as_bytes(), |_, _| {});
    assert_eq!((members.len(), result), (0, Err(Cause::TooManyMembers { limit: 10_000 })));
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        is_zip: bool,
        bytes in prop::collection::vec(any::<u8>(), 0..1500),
    ) {
        let kind = if is_zip { ContainerKind::Zip } else { ContainerKind::Email };
        let _ = unpacked(kind, &bytes, |_, _| {});
    }

    #[test]
    fn changed_containers_never_panic(
        is_zip: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let archive = zip_of(&[("a.pdf", PDF), ("a.xml", UBL), ("n.zip", &zip_of(&[("b.pdf", PDF)]))]);
        let mut bytes = if is_zip { archive } else {
            mail_of(&[("Content-Type: application/zip; name=a.zip", &archive), ("Content-Type: image/png; name=b", PDF)])
        };
        for (index, value) in changes {
            let index = index.index(bytes.len());
            bytes[index] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let kind = if is_zip { ContainerKind::Zip } else { ContainerKind::Email };
        let _ = unpacked(kind, &bytes, |_, _| {});
    }
}
