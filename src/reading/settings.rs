//! The settings of what reads: `[intake]`, `[ocr]`, `[reader]`, `[limits]`.

mod table;

use std::path::PathBuf;

use Kind::{Bool, Integer, Languages, Path};

#[doc(hidden)]
pub use table::defaults;
pub use table::{Kind, Setting, Words, variable};

crate::settings! {
    /// Which files are taken.
    pub struct Intake("intake") {
        /// A file that changed less than this long ago is looked at again before it is read, milliseconds.
        settle_ms: u64 = 2000 => Integer(0, 3_600_000);
        /// Containers inside containers (a ZIP in an e-mail in a ZIP), levels.
        container_depth: u32 = 4 => Integer(1, 16); // bounds recursion too
        /// Files in one container, with those in containers inside it.
        container_members: u32 = 10000 => Integer(1, 1_000_000);
        /// Bytes that one container may unpack to, with all inside it, MiB.
        container_mib: u64 = 4096 => Integer(1, 1 << 20);
    }
}

crate::settings! {
    /// Optical character recognition.
    pub struct Ocr("ocr") {
        /// Tesseract language codes in order of preference; those that are not installed are left out. A scan is read in
        /// the first two, and in all when its words are of another.
        languages: Vec<String> = ["nld", "eng", "deu", "fra"] => Languages, flag "lang";
        /// Folder with the *.traineddata files; "" means Tesseract's own.
        tessdata: PathBuf = "" => Path;
        /// Resolution at which vector pages are drawn for recognition, dots per inch.
        render_dpi: u32 = 300 => Integer(72, 1200);
    }
}

crate::settings! {
    /// The reader processes.
    pub struct Reader("reader") {
        /// A reader process is replaced after this many documents.
        recycle_documents: u32 = 500 => Integer(1, 1_000_000);
        /// A reader process is replaced when it holds more than this, MiB.
        recycle_mib: u64 = 768 => Integer(64, 1 << 20);
        /// Confine reader processes (no files, no network, no programs) where the system can.
        sandbox: bool = true => Bool;
    }
}

crate::settings! {
    /// What one document may cost at most.
    pub struct Limits("limits") {
        /// Size of a document, MiB.
        document_mib: u64 = 512 => Integer(1, 4096), flag "limit-size";
        /// Pages of a document.
        pages: u32 = 2000 => Integer(1, 1_000_000), flag "limit-pages";
        /// Size of a page's picture, millions of pixels, checked before it is decoded.
        page_mpx: u32 = 80 => Integer(1, 2000), flag "limit-page-pixels";
        /// Time for one page, seconds.
        page_seconds: u64 = 60 => Integer(1, 3600), flag "limit-page-time";
        /// Computing for a document, seconds; one that takes more waits for the next run with what was read of it.
        document_seconds: u64 = 120 => Integer(0, 1_000_000);
        /// What is added to that for each page that is recognised, seconds.
        recognition_seconds: u64 = 10 => Integer(0, 3600);
        /// Words on a page.
        page_words: u32 = 50000 => Integer(1, 10_000_000);
        /// What compressed parts of a document may unpack to, MiB.
        unpacked_mib: u64 = 512 => Integer(1, 1 << 20);
        /// Memory of a reader process, MiB.
        reader_mib: u64 = 1024 => Integer(128, 1 << 20), flag "limit-memory";
    }
}
