//! The child: confines itself, then answers requests until its input ends.

use std::io::{self, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use crate::Cause;
use crate::document::MediaKind;
use crate::ocr::LookAgain;
use crate::settings::Limits;

use super::frame::{self, FrameError, REQUEST_LIMIT};
use super::limits::{self, Resident};
use super::work::{self, Work};
use super::{Answer, Request, Setup, reach, sandbox};

/// Where the last panic was, for the cause of the failure.
static PANIC_AT: Mutex<Option<String>> = Mutex::new(None);

/// A reader on standard input and output: what the hidden subcommand `dizzy reader` runs.
///
/// What is recognised weakly is read again as `look_again` says. Standard output carries frames only: whatever a library prints there goes to standard error.
pub fn serve_stdio(look_again: LookAgain) -> ExitCode {
    match frames_only_output() {
        Ok(output) => serve(io::stdin().lock(), output, look_again),
        Err(_) => ExitCode::FAILURE,
    }
}

/// A private handle of standard output, unbuffered.
#[cfg(unix)]
fn frames_only_output() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    let own = io::stdout().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    Ok(own.into())
}

/// A private handle of standard output, unbuffered.
#[cfg(windows)]
fn frames_only_output() -> io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// Runs a reader: takes the settings, **confines this process for good**, answers requests until `input` ends.
///
/// The exit code says whether the stream ended where it may.
pub fn serve(input: impl Read, output: impl Write, look_again: LookAgain) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The place only: a panic's message can quote the document.
        let place = panic.location().map(|at| format!("{}:{}", short_path(at.file()), at.line()));
        *PANIC_AT.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut buffer = Vec::new();
    let Ok(Request::Setup(mut setup)) = frame::read(&mut input, &mut buffer, REQUEST_LIMIT) else {
        return ExitCode::FAILURE;
    };
    // The engine starts in the sandbox, where the usual places cannot be searched any more.
    let tessdata = work::tessdata_dir(&setup);
    if let Some(folder) = &tessdata {
        setup.ocr.tessdata.clone_from(folder);
    }
    let resident = Resident::open();
    let mut unconfined = limits::apply(&setup.limits);
    if setup.sandbox {
        unconfined.extend(sandbox::enter(tessdata.as_deref(), &setup.ocr.languages));
    } else {
        unconfined
            .push("the sandbox is switched off: readers can see files and the network".into());
    }
    let mut server = Server::new(input, output, setup, resident, look_again);
    let served = server.send(&Answer::Ready { unconfined }).and_then(|_| server.run());
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Does a piece of work; a panic in it is the document's failure, and takes the document and the engine with it.
fn guarded<T>(
    work: &mut Work,
    task: impl FnOnce(&mut Work) -> Result<T, Cause>,
) -> Result<T, Cause> {
    catch_unwind(AssertUnwindSafe(|| task(work))).unwrap_or_else(|_| {
        let _ = catch_unwind(AssertUnwindSafe(|| work.reset()));
        let place = PANIC_AT.lock().unwrap_or_else(PoisonError::into_inner).take();
        Err(Cause::Damaged {
            detail: match place {
                Some(place) => format!("the reader did not expect this ({place})"),
                None => "the reader did not expect this".into(),
            },
        })
    })
}

/// The part of a source file's path that says where in the code it is, not where it was built.
fn short_path(path: &str) -> &str {
    let Some(src) = path.rfind("/src/") else {
        return path;
    };
    let package = path[..src].rfind('/').map_or(0, |slash| slash + 1);
    &path[package..]
}

/// The loop of requests and answers; everything in it can be tested without confining the process.
struct Server<R, W> {
    input: R,
    output: W,
    buffer: Vec<u8>,
    work: Work,
    limits: Limits,
    resident: Resident,
}

impl<R: Read, W: Write> Server<R, W> {
    fn new(input: R, output: W, setup: Setup, resident: Resident, look_again: LookAgain) -> Self {
        Self {
            input,
            output,
            buffer: Vec::new(),
            limits: setup.limits.clone(),
            work: Work::new(setup, look_again),
            resident,
        }
    }

    /// Answers requests until the input ends.
    fn run(&mut self) -> Result<(), FrameError> {
        loop {
            let request = match frame::read(&mut self.input, &mut self.buffer, REQUEST_LIMIT) {
                Err(FrameError::Ended) => return Ok(()),
                request => request?,
            };
            let last = match request {
                // Settings come once, before the sandbox.
                Request::Setup(_) => return Err(FrameError::Garbled),
                Request::SelfCheck => Answer::Reach(reach::try_out(&self.limits)),
                Request::Open { kind, len } => self.open(kind, len)?,
                Request::Text { first, last } => self.pages(
                    first..=last,
                    |page| *page,
                    |work, page| work.text(page).map(|pass| Answer::Text(Box::new(pass))),
                )?,
                Request::Pictures { pages } => self.pages(
                    pages,
                    |(page, _)| *page,
                    |work, (page, turn_deg)| {
                        work.picture(page, turn_deg)
                            .map(|picture| Answer::Picture(Box::new(picture)))
                    },
                )?,
                Request::Ocr { pages } => self.pages(
                    pages,
                    |page| *page,
                    |work, page| work.ocr(page).map(|page| Answer::Page(Box::new(page))),
                )?,
            };
            if matches!(last, Answer::Failed(_)) {
                let _ = guarded(&mut self.work, |work| {
                    work.close();
                    Ok(())
                });
            }
            if !self.send(&last)? {
                self.send(&Answer::Failed(Cause::UnpacksTooLarge {
                    limit: u64::from(frame::answer_limit(&self.limits)),
                }))?;
            }
        }
    }

    /// Sends an answer; false, with nothing sent, when it is longer than an answer may be.
    fn send(&mut self, answer: &Answer) -> Result<bool, FrameError> {
        frame::slim(&mut self.buffer);
        match frame::append(&mut self.buffer, answer, frame::answer_limit(&self.limits)) {
            Err(FrameError::TooLong { .. }) => Ok(false),
            Err(error) => Err(error),
            Ok(()) => {
                self.output.write_all(&self.buffer)?;
                self.output.flush()?;
                Ok(true)
            }
        }
    }

    /// Takes the bytes that follow and looks at them; gives the answer that ends the request.
    fn open(&mut self, kind: MediaKind, len: u64) -> Result<Answer, FrameError> {
        let mut bytes = Vec::new();
        let room = usize::try_from(len).is_ok_and(|len| bytes.try_reserve_exact(len).is_ok());
        let mut input = (&mut self.input).take(len);
        let got = if room {
            input.read_to_end(&mut bytes)? as u64
        } else {
            io::copy(&mut input, &mut io::sink())?
        };
        if got < len {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        let opened = if room {
            guarded(&mut self.work, |work| work.open(kind, bytes))
        } else {
            Err(Cause::OverMemory { limit_mib: self.limits.reader_mib, page: None })
        };
        Ok(match opened {
            Ok(inspection) => Answer::Inspected(Box::new(inspection)),
            Err(cause) => Answer::Failed(cause),
        })
    }

    /// Answers for each page in turn; gives the answer that ends the request.
    fn pages<P>(
        &mut self,
        pages: impl IntoIterator<Item = P>,
        number: fn(&P) -> u32,
        read: impl Fn(&mut Work, P) -> Result<Answer, Cause>,
    ) -> Result<Answer, FrameError> {
        for asked in pages {
            let page = number(&asked);
            match guarded(&mut self.work, |work| read(work, asked)) {
                Ok(answer) => {
                    if !self.send(&answer)? {
                        return Ok(Answer::Failed(Cause::PageTooComplex { page }));
                    }
                }
                Err(cause) => return Ok(Answer::Failed(cause)),
            }
        }
        Ok(Answer::Done { resident_bytes: self.resident.bytes() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::SecondLook;
    use crate::settings::Ocr;

    fn setup() -> Setup {
        Setup { limits: Limits::default(), ocr: Ocr::default(), sandbox: false }
    }

    const NO_LOOK: LookAgain = |_, _, _| Ok(SecondLook::default());

    fn converse(input: &[u8]) -> (Result<(), FrameError>, Vec<Answer>) {
        let mut output = Vec::new();
        let ended = Server::new(input, &mut output, setup(), Resident::open(), NO_LOOK).run();
        let mut answers = Vec::new();
        let mut rest = &output[..];
        while let Ok(answer) = frame::read(&mut rest, &mut Vec::new(), u32::MAX) {
            answers.push(answer);
        }
        (ended, answers)
    }

    fn request(bytes: &mut Vec<u8>, request: &Request) {
        frame::append(bytes, request, REQUEST_LIMIT).unwrap();
    }

    #[test]
    fn a_bad_document_fails_and_the_next_is_taken() {
        let mut input = Vec::new();
        for content in [&b"<bad"[..], b"<bad, and longer"] {
            request(&mut input, &Request::Open { kind: MediaKind::Ubl, len: content.len() as u64 });
            input.extend_from_slice(content);
        }
        request(&mut input, &Request::SelfCheck);
        let (ended, answers) = converse(&input);
        assert!(ended.is_ok());
        assert!(
            matches!(&answers[..], [Answer::Failed(_), Answer::Failed(_), Answer::Reach(_)]),
            "{answers:?}"
        );
    }

    #[test]
    fn no_page_is_had_without_a_document() {
        let mut input = Vec::new();
        request(&mut input, &Request::Text { first: 1, last: 2 });
        let (ended, answers) = converse(&input);
        assert!(ended.is_ok());
        assert!(matches!(&answers[..], [Answer::Failed(Cause::Damaged { .. })]), "{answers:?}");
    }

    #[test]
    fn a_broken_stream_ends_the_reader() {
        let mut input = Vec::new();
        request(&mut input, &Request::Open { kind: MediaKind::Pdf, len: 100 });
        input.extend_from_slice(b"%PDF");
        assert!(converse(&input).0.is_err());
        let mut input = Vec::new();
        request(&mut input, &Request::Setup(setup()));
        assert!(converse(&input).0.is_err(), "settings come once");
    }

    #[test]
    fn a_panic_is_the_documents_failure_and_does_not_quote_it() {
        let mut work = Work::new(setup(), NO_LOOK);
        let failed: Result<(), Cause> = guarded(&mut work, |_| panic!("secret content"));
        let Err(Cause::Damaged { detail }) = failed else {
            panic!("{failed:?}");
        };
        assert!(!detail.contains("secret"), "{detail}");
    }

    #[test]
    fn the_place_of_a_panic_names_no_machine() {
        assert_eq!(
            short_path("/home/x/.cargo/registry/src/index/pdf-1.0.0/src/xref.rs"),
            "pdf-1.0.0/src/xref.rs"
        );
        assert_eq!(short_path("src/reader/serve.rs"), "src/reader/serve.rs");
    }
}
