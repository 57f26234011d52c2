//! A crate as one stream of tokens, from `lib.rs` along its modules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use sha2::{Digest, Sha256};

use crate::Error;

/// Goes through the files of a crate.
pub(crate) struct Walk<'f> {
    digest: Sha256,
    files: &'f mut BTreeSet<PathBuf>,
}

struct Place<'p> {
    file: &'p Path,
    /// The folder of the modules that are named there.
    modules: PathBuf,
}

impl<'f> Walk<'f> {
    /// Starts; the files it comes by are added to `files`.
    pub fn new(files: &'f mut BTreeSet<PathBuf>) -> Self {
        Self { digest: Sha256::new(), files }
    }

    /// The digest of all that it came by.
    pub fn finish(self) -> [u8; 32] {
        self.digest.finalize().into()
    }

    /// Something that counts.
    pub fn put(&mut self, kind: u8, what: impl AsRef<[u8]>) {
        let what = what.as_ref();
        self.digest.update([kind]);
        self.digest.update((what.len() as u64).to_le_bytes());
        self.digest.update(what);
    }

    /// All of a module that is a file, and the modules below it.
    pub fn module(&mut self, path: &Path) -> Result<(), Error> {
        let text = text_of(path)?;
        self.files.insert(path.to_owned());
        let tokens: TokenStream = text
            .parse()
            .map_err(|error: proc_macro2::LexError| Error::source(path, error.to_string()))?;
        let is_root = ["lib.rs", "mod.rs"].iter().any(|name| path.ends_with(name));
        let modules = match path.parent() {
            Some(folder) if is_root => folder.to_owned(),
            _ => path.with_extension(""),
        };
        self.tokens(&tokens.into_iter().collect::<Vec<_>>(), &Place { file: path, modules })
    }

    fn tokens(&mut self, tokens: &[TokenTree], place: &Place<'_>) -> Result<(), Error> {
        let mut rest = tokens;
        while let [first, after @ ..] = rest {
            rest = after;
            if let Some((attribute, after)) = attribute(first, after) {
                if is_doc(&attribute) {
                    rest = after;
                    continue;
                }
                if is_test(&attribute)
                    && let Some(after) = after_item(after)
                {
                    rest = after;
                    continue;
                }
            }
            match (first, rest) {
                (TokenTree::Ident(word), [TokenTree::Ident(name), what, after @ ..])
                    if word == "mod" =>
                {
                    // the same, whether it is a file or stands here
                    let modules = place.modules.join(name.to_string());
                    if is_punct(what, ';') {
                        self.put(b'm', name.to_string());
                        self.module(&file_of(&modules))?;
                        self.put(b'e', "");
                        rest = after;
                    } else if let TokenTree::Group(group) = what {
                        self.put(b'm', name.to_string());
                        let file = place.file;
                        self.tokens(&inside(group), &Place { file, modules })?;
                        self.put(b'e', "");
                        rest = after;
                    } else {
                        self.put(b'i', "mod");
                    }
                }
                (TokenTree::Ident(word), [mark, TokenTree::Group(name), ..])
                    if is_punct(mark, '!') && word.to_string().starts_with("include") =>
                {
                    self.put(b'i', word.to_string());
                    self.include(name, word == "include_bytes", place)?;
                }
                (TokenTree::Group(group), _) => {
                    self.put(b'g', format!("{:?}", group.delimiter()));
                    self.tokens(&inside(group), place)?;
                    self.put(b'e', "");
                }
                (TokenTree::Ident(word), _) => self.put(b'i', word.to_string()),
                (TokenTree::Literal(literal), _) => self.put(b'l', literal.to_string()),
                // how it is spaced is layout
                (TokenTree::Punct(mark), _) => self.put(b'p', mark.as_char().to_string()),
            }
        }
        Ok(())
    }

    /// The bytes of an included file.
    fn include(&mut self, name: &Group, is_binary: bool, place: &Place<'_>) -> Result<(), Error> {
        let name = name.stream().to_string();
        let folder = place.file.parent().unwrap_or(Path::new(""));
        let plain = name
            .strip_prefix('"')
            .and_then(|name| name.strip_suffix('"'))
            .filter(|name| !name.contains(['"', '\\']))
            .ok_or_else(|| Error::source(place.file, format!("which file is {name}?")))?;
        let path = folder.join(plain);
        if is_binary {
            let bytes = fs::read(&path).map_err(|source| Error::file(&path, source))?;
            self.put(b'd', bytes);
        } else {
            self.put(b'd', text_of(&path)?);
        }
        self.files.insert(path);
        Ok(())
    }
}

/// The text of a file, with the ends of lines that it has in the repository.
pub(crate) fn text_of(path: &Path) -> Result<String, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.replace("\r\n", "\n")),
        Err(source) => Err(Error::file(path, source)),
    }
}

/// The file of a module that is named in another.
fn file_of(module: &Path) -> PathBuf {
    let beside = module.with_extension("rs");
    if beside.exists() { beside } else { module.join("mod.rs") }
}

/// What is in a group, without the comma that layout adds to the last of several.
fn inside(group: &Group) -> Vec<TokenTree> {
    let mut tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let commas = tokens.iter().filter(|token| is_punct(token, ',')).count();
    let least = match group.delimiter() {
        Delimiter::Parenthesis => 2, // one alone makes a tuple
        _ => 1,
    };
    if commas >= least && tokens.last().is_some_and(|last| is_punct(last, ',')) {
        tokens.pop();
    }
    tokens
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn word_of(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

/// An attribute: what is in its brackets, and what comes after it.
fn attribute<'t>(
    first: &TokenTree,
    rest: &'t [TokenTree],
) -> Option<(Vec<TokenTree>, &'t [TokenTree])> {
    let rest = match rest {
        [mark, rest @ ..] if is_punct(mark, '!') => rest,
        _ => rest,
    };
    match rest {
        [TokenTree::Group(group), after @ ..]
            if is_punct(first, '#') && group.delimiter() == Delimiter::Bracket =>
        {
            Some((inside(group), after))
        }
        _ => None,
    }
}

/// Whether an attribute is documentation; comments become such attributes.
fn is_doc(attribute: &[TokenTree]) -> bool {
    attribute.first().and_then(word_of).as_deref() == Some("doc")
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_test(attribute: &[TokenTree]) -> bool {
    match attribute {
        [word, TokenTree::Group(group)]
            if matches!(word_of(word).as_deref(), Some("cfg" | "all")) =>
        {
            let inside = inside(group);
            let mut conditions = inside.split(|token| is_punct(token, ','));
            conditions.any(is_test)
        }
        [word] => word_of(word).as_deref() == Some("test"),
        _ => false,
    }
}

/// What comes after an item; `None` when it is not known where it ends, so that it counts.
fn after_item(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let Some((_, after)) = attribute(first, after) else {
            break;
        };
        rest = after;
    }
    let mut words = rest
        .iter()
        .filter(|token| !matches!(token, TokenTree::Group(_)))
        .map(word_of)
        .filter(|word| word.as_deref() != Some("pub"));
    let (first, second) = (words.next()??, words.next().flatten());
    let has_block = match first.as_str() {
        "const" => matches!(second.as_deref(), Some("fn" | "async" | "unsafe" | "extern")),
        "use" | "static" | "let" | "type" => false,
        "mod" | "fn" | "impl" | "struct" | "enum" | "union" | "trait" | "unsafe" | "async"
        | "extern" => true,
        _ => return None,
    };
    let is_end = |token: &TokenTree| {
        let is_block =
            matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        is_punct(token, ';') || (has_block && is_block)
    };
    let end = rest.iter().position(is_end)?;
    rest.get(end + 1..)
}
