//! `dizzy review`: the page to look at, served to this machine alone, which takes corrections.
//!
//! Loopback only. A random token in the first address becomes a cookie, without which nothing is answered; other hosts
//! (a name that was made to point here) and other origins (a page that sends a form here) are refused.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use serde::Deserialize;
use tempfile::NamedTempFile;

use super::args::{self, Global};
use super::exit::Exit;
use super::program::program;
use super::settings::load;
use super::status::must_exist;
use crate::words;
use crate::words::{Lang, review as say};
use booking::correct::Place;
use office::batch::{Desk, PageShown, Refusal};

/// The longest request, bytes.
const MAX_REQUEST: usize = 64 * 1024;
/// Files are made anew when nothing was corrected for so long.
const QUIET: Duration = Duration::from_millis(700);
/// But they are at most this old while somebody goes on.
const LONGEST: Duration = Duration::from_secs(10);

/// Runs the command, until Ctrl-C.
pub fn run(global: &Global, args: &args::Review) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    let out = settings.process.out.clone();
    must_exist(&settings, lang)?;
    let desk = Desk::open(settings, &program()?)?;
    // one thread: requests follow each other, and a reader dies with the thread that started it
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(desk, global, args, lang, &out))?;
    Ok(Exit::Done)
}

async fn serve(
    desk: Desk,
    global: &Global,
    args: &args::Review,
    lang: Lang,
    out: &Path,
) -> anyhow::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let listener = tokio::net::TcpListener::bind(address).await?;
    let port = listener.local_addr()?.port();
    let token = token()?;
    let url = format!("http://127.0.0.1:{port}/?token={token}");
    let server = Arc::new(Server {
        token,
        port,
        global: global.clone(),
        desk: Mutex::new(desk),
        changed: Mutex::new(None),
    });
    writeln!(io::stdout(), "{}", say::at(lang, &url))?;
    // goes with this function
    let _way = if args.no_browser { None } else { open_browser(&url, out) };
    let publisher = {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(200)).await;
                server.publish_when_quiet();
            }
        })
    };
    let router = Router::new().fallback({
        let server = Arc::clone(&server);
        move |request: Request<Body>| {
            let server = Arc::clone(&server);
            async move { server.answer(request).await }
        }
    });
    axum::serve(listener, router).with_graceful_shutdown(asked_to_stop()).await?;
    publisher.abort();
    if !server.desk().publish()? {
        writeln!(io::stdout(), "{}", say::files_follow(lang))?;
    }
    Ok(())
}

/// Ends with Ctrl-C or SIGTERM.
async fn asked_to_stop() {
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // a signal that cannot be caught ends the program at once: what was corrected is in the ledger
        let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn token() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        text
    }))
}

/// Asks the desktop to open the address, by way of a page that only this user can read: what a program is started with
/// is everybody's to read. Without a desktop the person opens it.
fn open_browser(url: &str, out: &Path) -> Option<NamedTempFile> {
    let mut way =
        tempfile::Builder::new().prefix("review-").suffix(".html").tempfile_in(out).ok()?;
    way.write_all(&onward(url)).ok()?;
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = Command::new(opener)
        .arg(way.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Some(way)
}

/// A page that leads to an address at once.
fn onward(url: &str) -> Vec<u8> {
    format!("<!doctype html><link rel=icon href=data:,><meta name=referrer content=no-referrer><meta http-equiv=refresh content=\"0;url={url}\">").into()
}

struct Server {
    token: String,
    port: u16,
    /// Where the settings are, which somebody may change while the page is open.
    global: Global,
    desk: Mutex<Desk>,
    /// When something was corrected that the files do not show: first and last.
    changed: Mutex<Option<(Instant, Instant)>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correct {
    id: String,
    field: String,
    value: String,
    #[serde(default)]
    place: Option<Place>,
    #[serde(default)]
    seen: Option<String>,
}

impl Server {
    fn desk(&self) -> std::sync::MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the desk go by the settings as they are now; what is wrong with them otherwise, in words.
    fn settle(&self, desk: &mut Desk) -> Result<(), String> {
        let lang = desk.lang();
        let said = |error: &office::Error| {
            let said = words::error(lang, error);
            format!("{}. {}", said.what, say::settings_wrong(lang))
        };
        let settings = load(&self.global).map_err(|error| match error.downcast_ref() {
            Some(error) => said(error),
            None => error.to_string(),
        })?;
        desk.settle(settings.settings).map_err(|error| said(&error))
    }

    fn publish_when_quiet(&self) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if changed.is_some_and(|(first, last)| last.elapsed() > QUIET || first.elapsed() > LONGEST)
        {
            let mut desk = self.desk();
            match desk.publish() {
                Ok(true) => *changed = None,
                Ok(false) => {} // a run is busy; later
                Err(error) => {
                    *changed = None;
                    let said = words::error(desk.lang(), &error);
                    let _ = writeln!(io::stderr(), "dizzy: {}", said.what);
                }
            }
        }
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let text = |name| text_of(&head.headers, name);
        let host = text(header::HOST);
        if !hosts.iter().any(|known| host == Some(known)) {
            return plain(StatusCode::MISDIRECTED_REQUEST, "not this host");
        }
        let origin = text(header::ORIGIN);
        let is_own = |origin: &str| hosts.iter().any(|host| origin == format!("http://{host}"));
        let is_get = head.method == Method::GET;
        if origin.is_some_and(|origin| !is_own(origin)) || (!is_get && origin.is_none()) {
            return plain(StatusCode::FORBIDDEN, "another origin");
        }
        let path = head.uri.path();
        let query = head.uri.query().unwrap_or_default();
        if is_get && path == "/" && query == format!("token={}", self.token) {
            let cookie =
                format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie(), self.token);
            // no redirect: after one, a browser that came from a file does not show a cookie that is so strict
            let set = [(header::SET_COOKIE, cookie)];
            return respond(StatusCode::OK, "text/html; charset=utf-8", onward("/"), &set);
        }
        let cookie = format!("{}={}", self.cookie(), self.token);
        let cookies = text(header::COOKIE).unwrap_or_default();
        if !cookies.split(';').any(|one| one.trim() == cookie) {
            return plain(StatusCode::FORBIDDEN, "open the address that dizzy review printed");
        }
        if is_get {
            return self.get(path);
        }
        let is_json = text(header::CONTENT_TYPE) == Some("application/json");
        if head.method != Method::POST || path != "/correct" || !is_json {
            return plain(StatusCode::NOT_FOUND, "there is nothing here");
        }
        match to_bytes(body, MAX_REQUEST).await {
            Ok(bytes) => self.correct(&bytes),
            Err(_) => plain(StatusCode::PAYLOAD_TOO_LARGE, "too long"),
        }
    }

    /// Browsers share the cookies of one host between its ports.
    fn cookie(&self) -> String {
        format!("dizzy{}", self.port)
    }

    fn get(&self, path: &str) -> Response<Body> {
        if path == "/" {
            let mut page = Vec::new();
            let mut desk = self.desk();
            // a mistake in them is told with the first correction
            let _ = self.settle(&mut desk);
            return match desk.page(&mut page) {
                Ok(()) => respond(StatusCode::OK, "text/html; charset=utf-8", page, &[]),
                Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
            };
        }
        if let Some(name) = path.strip_prefix("/pictures/") {
            return match self.desk().picture(name) {
                Ok(Some(PageShown::Png(png))) => respond(StatusCode::OK, "image/png", png, &[]),
                Ok(Some(PageShown::Svg(svg))) => {
                    respond(StatusCode::OK, "image/svg+xml", svg.into_bytes(), &[])
                }
                Ok(None) => plain(StatusCode::NOT_FOUND, "no picture"),
                Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
            };
        }
        if let Some(id) = path.strip_prefix("/pages/") {
            let mut desk = self.desk();
            let lang = desk.lang();
            return told(lang, desk.pages(id));
        }
        plain(StatusCode::NOT_FOUND, "there is nothing here")
    }

    fn correct(&self, bytes: &Bytes) -> Response<Body> {
        let Ok(asked) = serde_json::from_slice::<Correct>(bytes) else {
            return plain(StatusCode::BAD_REQUEST, "this is no correction");
        };
        let mut desk = self.desk();
        let lang = desk.lang();
        if let Err(what) = self.settle(&mut desk) {
            return json(StatusCode::OK, &serde_json::json!({ "error": what }));
        }
        let done =
            desk.correct(&asked.id, &asked.field, &asked.value, asked.place, asked.seen.as_deref());
        if done.is_ok() {
            let now = Instant::now();
            let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            *changed = Some((changed.map_or(now, |(first, _)| first), now));
        }
        told(lang, done)
    }
}

/// An answer of the desk; a refusal in words.
fn told(lang: Lang, answer: Result<serde_json::Value, Refusal>) -> Response<Body> {
    match answer {
        Ok(value) => json(StatusCode::OK, &value),
        Err(refusal) => {
            // what a person can do otherwise is an answer like others; browsers log anything else as an error
            let (status, what) = match refusal {
                Refusal::Changed(mut shown) => {
                    shown["error"] = say::changed(lang).into();
                    return json(StatusCode::OK, &shown);
                }
                Refusal::Unknown => (StatusCode::OK, say::unknown(lang).to_owned()),
                Refusal::Wrong(wrong) => (StatusCode::OK, say::wrong(lang, wrong).to_owned()),
                Refusal::Gone => (StatusCode::OK, say::gone(lang).to_owned()),
                Refusal::Busy => (StatusCode::OK, say::busy(lang).to_owned()),
                Refusal::Unreadable(cause) => (StatusCode::OK, words::cause(lang, &cause).what),
                Refusal::Error(error) => {
                    let said = words::error(lang, &error).what;
                    (StatusCode::INTERNAL_SERVER_ERROR, said)
                }
            };
            json(status, &serde_json::json!({ "error": what }))
        }
    }
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn json(status: StatusCode, value: &serde_json::Value) -> Response<Body> {
    respond(status, "application/json", value.to_string().into_bytes(), &[])
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    respond(status, "text/plain; charset=utf-8", text.as_bytes().to_vec(), &[])
}

fn respond(
    status: StatusCode,
    kind: &str,
    bytes: Vec<u8>,
    more: &[(header::HeaderName, String)],
) -> Response<Body> {
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header(header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'");
    for (name, value) in more {
        response = response.header(name, value);
    }
    response.body(Body::from(bytes)).unwrap_or_default()
}
