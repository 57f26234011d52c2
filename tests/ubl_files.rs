//! The folder with UBL invoices: the original inside and beside, written once, and never what is not there any more.

use std::fs;
use std::path::PathBuf;

use crate::support::{Dir, fixture, ubl};

const PDF: &str = "pdf-text/dutch-two-rates/factuur-2026-1183.pdf";

/// The files of this extension in the folder.
fn files(dir: &Dir, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir.path("out/ubl"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

#[test]
fn the_original_is_inside_and_beside_under_the_same_name() {
    let dir = Dir::new();
    dir.put("a b/Factuur 1.pdf", fixture(PDF));
    dir.put("e.xml", fixture("ubl/invoice/factuur.xml"));
    // says too little of its parties for an invoice of EN 16931
    dir.put("poor.xml", ubl(1));
    dir.process(&[]).expect(0);
    let (xml, pdf) = (files(&dir, "xml"), files(&dir, "pdf"));
    assert_eq!((xml.len(), pdf.len()), (2, 1));
    assert_eq!(pdf[0].file_stem(), xml[0].file_stem());
    assert_eq!(fs::read(&pdf[0]).unwrap(), fixture(PDF));
    let text = fs::read_to_string(&xml[0]).unwrap();
    let name = pdf[0].file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("Factuur_1-"), "{name}");
    assert!(text.contains(&format!(r#"mimeCode="application/pdf" filename="{name}">JVBER"#)));
    let invoice = einvoice::read(text.as_bytes()).unwrap();
    assert!(invoice.totals.gross.is_some() && invoice.accounting_cost.is_some());
    let index = dir.out("ubl/index.csv");
    assert_eq!(index.lines().count(), 4);
    let poor = index.lines().find(|line| line.contains("poor.xml")).unwrap();
    assert!(poor.starts_with(';') && poor.contains("BR-CO-26"), "{poor}");

    // nothing new: nothing is written, also when everything is made again
    let before = fs::metadata(&xml[0]).unwrap().modified().unwrap();
    let again = dir.dizzy(&["export", "--out", "out"]).output().unwrap();
    assert!(again.status.success());
    assert_eq!(fs::metadata(&xml[0]).unwrap().modified().unwrap(), before);
    assert_eq!(dir.out("ubl/index.csv"), index);

    // the original may go once it is beside: what was taken away is made again with it, and without it only where the
    // copy went too
    fs::remove_file(dir.path("in/a b/Factuur 1.pdf")).unwrap();
    let export = || {
        let run = dir.dizzy(&["export", "--out", "out"]).output().unwrap();
        assert!(run.status.success());
    };
    export();
    assert_eq!(fs::read_to_string(&xml[0]).unwrap(), text);
    fs::remove_file(&xml[0]).unwrap();
    export();
    assert_eq!(fs::read_to_string(&xml[0]).unwrap(), text);
    // a list of another version, after which all are written again
    let other: String = index
        .lines()
        .map(|line| match line.rsplit_once(';') {
            Some((head, digest)) if digest.len() == 16 => format!("{head};0123456789abcdef\r\n"),
            _ => format!("{line}\r\n"),
        })
        .collect();
    assert_ne!(other, index);
    fs::write(dir.path("out/ubl/index.csv"), other).unwrap();
    export();
    assert_eq!(fs::read_to_string(&xml[0]).unwrap(), text);
    assert_eq!(fs::read(&pdf[0]).unwrap(), fixture(PDF));
    // what lies there under its name and is another file is not passed off as it
    fs::remove_file(&xml[0]).unwrap();
    fs::write(&pdf[0], "something else").unwrap();
    export();
    let without = fs::read_to_string(&xml[0]).unwrap();
    assert!(!without.contains("EmbeddedDocumentBinaryObject") && !without.contains(name));
}

#[test]
fn the_original_of_a_zip_file_or_an_e_mail_is_inside_too() {
    let dir = Dir::new();
    dir.put("maart.zip", fixture("container/zip/maart.zip"));
    dir.put("mail.eml", fixture("container/mail/Uw factuur 2026-1240.eml"));
    dir.process(&["--export", "jsonl,ubl"]).expect(0);
    let index = dir.out("ubl/index.csv");
    let mut embedded = 0;
    for row in index.lines().skip(1) {
        let cells: Vec<&str> = row.split(';').collect();
        if cells[0].is_empty() || cells[2].is_empty() {
            continue;
        }
        let xml = dir.out(&format!("ubl/{}", cells[0]));
        let (_, inside) = xml
            .split_once(&format!("filename=\"{}\">", cells[2]))
            .unwrap_or_else(|| panic!("{row}"));
        let inside = inside.split('<').next().unwrap();
        let bytes = data_encoding::BASE64.decode(inside.as_bytes()).unwrap();
        assert_eq!(fs::read(dir.path(&format!("out/ubl/{}", cells[2]))).unwrap(), bytes);
        let proposals = dir.out("proposals.jsonl");
        let of = reading::source::Sha256::of(&bytes).to_string();
        assert!(proposals.contains(&of), "{row}");
        embedded += 1;
    }
    assert!(embedded >= 2, "{index}");
    assert!(index.contains("maart.zip!/") && index.contains("mail.eml!/"), "{index}");
}

#[test]
fn an_original_that_changed_is_not_passed_off_as_the_one_that_was_read() {
    let dir = Dir::new();
    dir.put("f.pdf", fixture(PDF));
    dir.process(&["--export", "jsonl"]).expect(0);
    assert!(!dir.path("out/ubl").exists() && !dir.path("out/proposals.csv").exists());
    let mut other = fixture(PDF);
    other.push(b'\n');
    dir.put("f.pdf", other);
    let export = dir.dizzy(&["export", "--out", "out", "--export", "ubl"]).output().unwrap();
    assert!(export.status.success());
    assert_eq!(files(&dir, "pdf"), Vec::<PathBuf>::new());
    let xml = fs::read_to_string(&files(&dir, "xml")[0]).unwrap();
    assert!(!xml.contains("AdditionalDocumentReference"));
}

#[test]
fn check_has_an_exit_code_and_json_for_programs() {
    let dir = Dir::new();
    dir.put("good.xml", ubl(1));
    dir.put("bad.xml", ubl(1).replace("<cbc:ID>", "<cbc:IDX>").replace("</cbc:ID>", "</cbc:IDX>"));
    dir.put("note.txt", b"no invoice");
    dir.put("inside.pdf", fixture("hybrid/factur-x/rechnung.pdf"));
    let run = |args: &[&str]| {
        let out = dir.dizzy(args).output().unwrap();
        (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap())
    };
    let (code, json) = run(&["check", "in/bad.xml", "in/note.txt", "--format", "json"]);
    assert_eq!(code, 3);
    let rows: Vec<serde_json::Value> =
        json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["valid"], false);
    let rules: Vec<&str> = rows[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"BR-02"), "{rules:?}");
    assert!(rows[1]["error"]["hint"].as_str().is_some());
    let (_, json) = run(&["check", "in/inside.pdf", "--format", "json"]);
    let inside: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(
        inside["specification"]["id"].as_str().is_some_and(|id| id.starts_with("urn:")),
        "{json}"
    );
    let (_, text) = run(&["check", "in/bad.xml", "--ui-lang", "nl"]);
    assert!(
        text.contains("fout BR-02 · BT-1")
            && text.contains("Het factuurnummer ontbreekt; vul het in."),
        "{text}"
    );
}
