//! XML as the packages want it: elements with text, and elements that hold a code.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use einvoice::is_xml_char;

/// A piece of XML that is being written.
pub(super) type Xml = Writer<Vec<u8>>;

/// Writes a piece of XML, one element a line.
pub(super) fn xml(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<String> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(&mut out)?;
    let mut bytes = out.into_inner();
    if !bytes.is_empty() {
        bytes.push(b'\n');
    }
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// An element with elements in it.
pub(super) fn group(
    out: &mut Xml,
    name: &str,
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    out.create_element(name).write_inner_content(inside)?;
    Ok(())
}

/// An element with text; none when there is no text.
pub(super) fn leaf(out: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    let text = clean(text, usize::MAX);
    if !text.is_empty() {
        out.create_element(name).write_text_content(BytesText::new(&text))?;
    }
    Ok(())
}

/// An element with text, also when that is empty.
pub(super) fn must(out: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&clean(text, usize::MAX)))?;
    Ok(())
}

/// An empty element with one attribute.
pub(super) fn with(out: &mut Xml, name: &str, attribute: &str, value: &str) -> io::Result<()> {
    out.create_element(name)
        .with_attribute((attribute, clean(value, usize::MAX).as_str()))
        .write_empty()?;
    Ok(())
}

/// Text on one line, without what XML cannot hold, cut after so many characters.
pub(super) fn clean(text: &str, most: usize) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| is_xml_char(*c))
        .take(most)
        .collect();
    kept.trim().to_owned()
}
