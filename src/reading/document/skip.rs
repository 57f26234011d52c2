//! Why a file is no invoice document.

use serde::{Deserialize, Serialize};

/// Why a file was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// A format that holds no invoice dizzy can read; `what` names it ("Word document", "plain text").
    NotAnInvoiceFormat {
        /// The format, as the person would call it, in English.
        what: String,
    },
    /// XML that is no UBL or CII invoice; `root` is its root element.
    OtherXml {
        /// Local name of the root element.
        root: String,
    },
    /// A device, pipe or socket.
    NotAFile,
    /// The content of an e-mail that is no attachment (its text), or an inline picture such as a logo.
    PartOfMessage,
}
