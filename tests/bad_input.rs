//! Bad input of every kind: the document fails with a cause and a hint, all others finish, the exit code tells.

use std::io::Write;
use std::process::Command;

use crate::support::{Dir, Run, age, fixture, ubl};

/// A PDF of these objects (numbered from 1, the first one the catalogue), with a right cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", n + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!("trailer <</Size {} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1)
            .bytes(),
    );
    bytes
}

fn pdf_with_pages(count: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!("<</Type /Pages /Count {count} /Kids [{}]>>", kids.join(" ")).into_bytes(),
    ];
    let page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>".to_vec();
    objects.extend(std::iter::repeat_n(page, count));
    pdf(&objects)
}

/// One page whose content unfolds to 300 MB of drawing operators.
fn pdf_content_bomb() -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let strokes = b"0 0 m 9 9 l S\n".repeat(10_000);
    for _ in 0..300_000_000 / strokes.len() {
        encoder.write_all(&strokes).unwrap();
    }
    let content = encoder.finish().unwrap();
    let head = format!("<</Length {} /Filter /FlateDecode>>\nstream\n", content.len());
    pdf(&[
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Count 1 /Kids [3 0 R]>>".to_vec(),
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>".to_vec(),
        [head.as_bytes(), &content, b"\nendstream"].concat(),
    ])
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// A PNG that says it is this large and has next to no data.
fn png_claiming(width_px: u32, height_px: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        bytes.extend((data.len() as u32).to_be_bytes());
        let body = [name, data].concat();
        bytes.extend(&body);
        bytes.extend(crc32(&body).to_be_bytes());
    };
    let header = [&width_px.to_be_bytes()[..], &height_px.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    // an empty zlib stream
    chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]);
    chunk(b"IEND", b"");
    bytes
}

/// A white PNG of this size: a few hundred kilobytes that decode to hundreds of megabytes.
fn png_bomb(width_px: u32, height_px: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        &mut bytes,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::NoFilter,
    );
    let pixels = vec![255; width_px as usize * height_px as usize];
    image::ImageEncoder::write_image(
        encoder,
        &pixels,
        width_px,
        height_px,
        image::ExtendedColorType::L8,
    )
    .unwrap();
    bytes
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The line of failed.csv about a file.
fn failure(dir: &Dir, name: &str) -> String {
    let csv = dir.out("failed.csv");
    csv.lines()
        .find(|line| line.contains(name))
        .unwrap_or_else(|| panic!("{name} is not in failed.csv:\n{csv}"))
        .to_owned()
}

#[track_caller]
fn assert_fails(dir: &Dir, name: &str, cause: &str) {
    let line = failure(dir, name);
    assert!(line.contains(cause), "{name}: {line}");
    // path, cause, hint and code are all there
    let cells = line.split(';').filter(|cell| !cell.trim_matches('"').is_empty());
    assert!(cells.count() >= 4, "{name} has no hint: {line}");
}

#[test]
fn every_bad_document_fails_alone() {
    let dir = Dir::new();
    dir.put_invoices(20);
    let text = fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf");
    let xml = ubl(900);
    dir.put("empty.pdf", "");
    dir.put("cut.xml", &xml[..xml.len() - 200]);
    dir.put("cut.jpg", &fixture("scan/receipt-photo/IMG_2041.jpg")[..600]);
    dir.put("cut.tif", &fixture("scan/two-page-tiff/fax.tif")[..900]);
    dir.put("cut.pdf", &text[..text.len() / 3]);
    dir.put("garbage.pdf", [&b"%PDF-1.7\n"[..], &[7; 4000]].concat());
    dir.put(
        "locked.pdf",
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bad/password.pdf")).unwrap(),
    );
    dir.put("huge.png", png_claiming(60_000, 60_000));
    dir.put("bomb.png", png_bomb(20_000, 5_000));
    dir.put("bomb.pdf", pdf_content_bomb());
    dir.put("pages.pdf", pdf_with_pages(10_000));
    dir.put("nothing.pdf", pdf_with_pages(0));
    dir.put("entities.xml", ubl(901).replace(
        "<Invoice ",
        "<!DOCTYPE Invoice [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Invoice ",
    ));
    dir.put(
        "external.xml",
        ubl(902).replace(
            "<Invoice ",
            "<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Invoice ",
        ),
    );
    dir.put(
        "bomb.zip",
        zip_of(&[("zeros.pdf", &[&b"%PDF-1.7"[..], &vec![0; 600 << 20]].concat())]),
    );
    let run = dir.process(&[]).expect(3);
    for (name, cause) in [
        ("empty.pdf", "empty"),
        ("cut.xml", "ends halfway"),
        ("cut.jpg", "ends halfway"),
        ("cut.tif", ""),
        ("cut.pdf", "ends halfway"),
        ("garbage.pdf", ""),
        ("locked.pdf", "password"),
        ("huge.png", "pixels"),
        ("bomb.png", "pixels"),
        ("bomb.pdf", ""),
        ("pages.pdf", "10,000"),
        ("nothing.pdf", "damaged"),
        ("entities.xml", "DOCTYPE"),
        ("external.xml", "DOCTYPE"),
        ("bomb.zip", ""),
    ] {
        assert_fails(&dir, name, cause);
    }
    assert_eq!(run.count("failed"), 15, "{}", dir.out("failed.csv"));
    assert_eq!(dir.proposals().len(), 20);
    assert!(!dir.out("proposals.jsonl").contains("root:"), "no external entity is followed");
    // nothing of it is tried again, and the exit code still tells
    let again = dir.process(&[]).expect(3);
    assert_eq!(again.count("failed"), 0);
}

#[test]
fn odd_but_honest_documents_are_read() {
    let dir = Dir::new();
    dir.put("really-a-pdf.xml", fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf"));
    dir.put("really-an-xml.pdf", ubl(1));
    dir.put("no-extension", ubl(2));
    dir.put("dot.png", png_bomb(1, 1));
    dir.put(
        "names.zip",
        zip_of(&[("../../evil.xml", ubl(3).as_bytes()), ("/abs/evil.xml", ubl(4).as_bytes())]),
    );
    let run = dir.process(&[]).expect(0);
    assert_eq!(run.count("proposed"), 6);
    assert!(!dir.path("evil.xml").exists() && !dir.path("in/evil.xml").exists());
}

#[test]
fn what_is_no_invoice_is_skipped_with_the_reason() {
    let dir = Dir::new();
    dir.put("notes.txt", "Vergeet de factuur niet.\n");
    dir.put("order.xml", "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>");
    dir.put(
        "letter.docx",
        zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
    );
    let run = dir.process(&[]).expect(0);
    assert_eq!(run.count("skipped"), 3);
    let csv = dir.out("skipped.csv");
    for (name, reason) in [("notes.txt", "text"), ("order.xml", "Order"), ("letter.docx", "Word")] {
        let line = csv.lines().find(|l| l.contains(name)).unwrap_or_default();
        assert!(line.contains(reason), "{name}: {line}");
    }
}

#[test]
fn a_file_that_vanishes_during_the_run_fails_alone() {
    let dir = Dir::new();
    dir.put_invoices(5);
    // it changed a moment ago, so the run looks at it again later, when it is gone
    std::fs::write(dir.path("dizzy.toml"), "[intake]\nsettle_ms = 6000\n").unwrap();
    let path = dir.path("in/gone.xml");
    std::fs::write(&path, ubl(99)).unwrap();
    let mut child = dir.start(&[]);
    dir.wait_until_at_work();
    std::thread::sleep(std::time::Duration::from_millis(800));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(dir.proposals().len(), 5);
    // and the next run has nothing to complain about
    dir.process(&[]).expect(0);
}

#[test]
#[cfg(unix)]
fn an_unreadable_file_fails_until_it_is_readable() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new();
    dir.put_invoices(2);
    let path = dir.put("closed.xml", ubl(50));
    let mode =
        |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o000);
    if std::fs::read(&path).is_ok() {
        mode(0o600);
        // this user (root) may read everything, so there is nothing to see
        return;
    }
    dir.process(&[]).expect(3);
    assert_fails(&dir, "closed.xml", "read");
    mode(0o600);
    dir.process(&[]).expect(0);
    assert_eq!(dir.proposals().len(), 3);
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    let dir = Dir::new();
    dir.put_invoices(1);
    let args = ["process", "in", "nowhere", "--out", "out"];
    let run = Run(dir.dizzy(&args).output().unwrap()).expect(2);
    assert!(run.stderr().contains("nowhere"), "{}", run.stderr());
    // in a list it may have gone since the list was made: the others are read
    let mut child = dir
        .dizzy(&["process", "-", "--out", "out", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let list = child.stdin.take().unwrap();
    { list }.write_all(b"in\nnowhere.pdf\n").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(dir.proposals().len(), 1);
}

#[test]
fn an_output_folder_that_cannot_be_is_said_at_once() {
    let dir = Dir::new();
    dir.put_invoices(1);
    std::fs::write(dir.path("out"), "a file").unwrap();
    let run = dir.process(&[]).expect(1);
    assert!(run.stderr().contains("out"), "{}", run.stderr());
}

#[test]
#[cfg(unix)]
fn a_full_disk_loses_nothing() {
    let dir = Dir::new();
    dir.put_invoices(200);
    // a limit on file sizes stands for the full disk: writes fail in the middle
    let program = env!("CARGO_BIN_EXE_dizzy");
    let script =
        format!("trap '' XFSZ; ulimit -f 200; exec '{program}' process in --out out --quiet");
    let mut full = Command::new("bash");
    full.args(["-c", &script])
        .current_dir(dir.path(""))
        .env("HOME", dir.path(""))
        .env("LC_ALL", "C.UTF-8");
    let run = Run(full.output().unwrap()).expect(1);
    assert!(run.stderr().contains("out"), "{}", run.stderr());
    dir.process(&[]).expect(0);
    assert_eq!(dir.proposals().len(), 200);
    let left = std::fs::read_dir(dir.path("out")).unwrap().flatten();
    let names: Vec<_> = left.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().all(|n| !n.contains("tmp")), "{names:?}");
}

#[test]
fn a_folder_that_links_to_itself_is_walked_once() {
    let dir = Dir::new();
    dir.put_invoices(3);
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", dir.path("in/1/up")).unwrap();
    let run = dir.process(&[]).expect(0);
    assert_eq!(run.count("proposed"), 3);
    age(&dir.path("in/1/factuur-1.xml"));
}
