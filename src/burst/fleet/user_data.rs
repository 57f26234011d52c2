//! What a machine does from its first moment: fetch the program, read shards, power off.

use std::fmt::Write;

/// EC2 takes no more user data than this.
pub(super) const MOST_BYTES: usize = 16 * 1024;

/// What a machine must know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guest<'a> {
    /// The run, as `dizzy process --shard` takes it.
    pub shard_uri: &'a str,
    pub region: &'a str,
    /// It ends itself after this long, whatever happens, minutes.
    pub most_minutes: u32,
    /// Where dizzy comes from.
    pub program: Origin<'a>,
}

/// Where a machine's dizzy comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A packed program, `dizzy` at its top.
    Packed {
        /// An address that whoever has it may read for a while.
        url: &'a str,
        sha256: &'a str,
    },
    /// It is on the machine image, here.
    Image(&'a str),
}

/// The timer comes first, so that nothing that goes wrong later leaves a machine running. For the shells of Debian and
/// Amazon Linux, which may have but one of curl, wget and Python.
const BEGIN: &str = include_str!("guest/begin.sh");
const FETCH: &str = include_str!("guest/fetch.sh");

/// Documents come from anywhere: where it can be, they are read by a user who owns nothing. The number has no account.
const RUN: &str = include_str!("guest/run.sh");

/// The script, for `sh`. Nothing in it is secret but the address of the program.
pub(super) fn script(guest: &Guest<'_>) -> String {
    let mut text = String::from("#!/bin/sh\n");
    let minutes = guest.most_minutes.max(1);
    let seconds = u64::from(minutes) * 60;
    let mut line = |line: std::fmt::Arguments<'_>| {
        // a String takes what is written to it
        let _ = text.write_fmt(line);
    };
    line(format_args!(
        "shutdown -P +{minutes} || (sleep {seconds}; systemctl poweroff --force || poweroff -f) &\n"
    ));
    line(format_args!("{BEGIN}"));
    let region = quoted(guest.region);
    line(format_args!("export AWS_REGION={region}\n"));
    line(format_args!("shard={}\n", quoted(guest.shard_uri)));
    match guest.program {
        Origin::Packed { url, sha256 } => {
            line(format_args!("url={}\n", quoted(url)));
            line(format_args!("sha256={}\n", quoted(sha256)));
            line(format_args!("{FETCH}"));
        }
        Origin::Image(path) => line(format_args!("program={}\n", quoted(path))),
    }
    line(format_args!("{RUN}"));
    text
}

/// A text between single quotes, in which a shell sees nothing special.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn packed<'a>(shard_uri: &'a str, url: &'a str) -> Guest<'a> {
        Guest {
            shard_uri,
            region: "eu-central-1",
            most_minutes: 180,
            program: Origin::Packed { url, sha256: SHA256 },
        }
    }

    fn parses(script: &str) {
        for shell in ["sh", "bash"] {
            let mut child = Command::new(shell)
                .arg("-n")
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
            let done = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success() && said.is_empty(), "{shell}: {said}");
        }
    }

    fn at(script: &str, what: &str) -> usize {
        script.find(what).unwrap_or_else(|| panic!("{what} is not in\n{script}"))
    }

    #[test]
    fn the_timer_comes_first_and_the_checksum_before_the_program() {
        let script = script(&packed("s3://bucket/dizzy/runs/r1", "https://x/p?sig=1&y=2"));
        parses(&script);
        let second = script.lines().nth(1).unwrap();
        assert!(second.starts_with("shutdown -P +180 "), "{second}");
        let order = ["trap end EXIT", "has_sum; do", "tar -xzf", "process --shard"];
        let places = order.map(|what| at(&script, what));
        assert!(places.is_sorted(), "{places:?}");
        at(&script, "export AWS_REGION='eu-central-1'\n");
        at(&script, "shard='s3://bucket/dizzy/runs/r1'\n");
        at(&script, "url='https://x/p?sig=1&y=2'\n");
        at(&script, &format!("sha256='{SHA256}'\n"));
    }

    #[test]
    fn a_program_on_the_image_is_not_fetched() {
        let guest = Guest {
            program: Origin::Image("/usr/bin/dizzy"),
            most_minutes: 0,
            ..packed("s3://bucket/runs/r1", "")
        };
        let script = script(&guest);
        parses(&script);
        at(&script, "program='/usr/bin/dizzy'\n");
        at(&script, "shutdown -P +1 ");
        assert!(!script.contains("curl") && !script.contains("tar "));
    }

    /// What the shell makes of the settings is what was put in, whatever it looks like.
    #[test]
    fn no_value_is_taken_for_a_command() {
        for hostile in [
            "'; touch /tmp/hacked; '",
            "$(touch /tmp/hacked)",
            "`id` \\ \" '' ' \n # {a,b} * ~ !! %s -n",
            "é€\t\\'",
        ] {
            let guest = Guest { region: hostile, ..packed(hostile, hostile) };
            let script = script(&guest);
            parses(&script);
            let settings: String = script[at(&script, "export AWS_REGION")..at(&script, "packed=")]
                .replace("export ", "");
            let told = Command::new("sh")
                .arg("-c")
                .arg(format!("{settings}\nprintf '%s|%s|%s' \"$AWS_REGION\" \"$shard\" \"$url\""))
                .output()
                .unwrap();
            let told = String::from_utf8(told.stdout).unwrap();
            assert_eq!(told, format!("{hostile}|{hostile}|{hostile}"));
        }
    }

    /// Answers the first request with 503 and the next one with these bytes.
    fn serve(bytes: Vec<u8>) -> String {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/p?sig=1", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let answers = [("503 Slow Down", &b""[..]), ("200 OK", &bytes)];
            for (status, body) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = Vec::new();
                let mut part = [0; 1024];
                while !asked.ends_with(b"\r\n\r\n") {
                    let len = stream.read(&mut part).unwrap();
                    asked.extend(&part[..len]);
                }
                let len = body.len();
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(body).unwrap();
            }
        });
        url
    }

    /// Stock images have one of these, not all.
    #[test]
    fn one_of_three_programs_fetches() {
        let found = |name: &str| {
            // the system's own first: others may be scripts that need more
            let path = std::env::var_os("PATH").unwrap_or_default();
            ["/usr/bin".into(), "/bin".into()]
                .into_iter()
                .chain(std::env::split_paths(&path))
                .map(|folder| folder.join(name))
                .find(|path| path.is_file())
        };
        let mut tried = 0;
        for tool in ["curl", "wget", "python3"] {
            let Some(path) = found(tool) else { continue };
            tried += 1;
            let folder = tempfile::tempdir().unwrap();
            let programs = folder.path().join("bin");
            std::fs::create_dir(&programs).unwrap();
            let helpers = ["sh", "sed", "sha256sum", "rm", "sleep", "tar", "gzip", "mkdir"];
            let helpers = helpers.map(|name| (name, found(name).unwrap()));
            for (name, path) in helpers.into_iter().chain([(tool, path)]) {
                std::os::unix::fs::symlink(path, programs.join(name)).unwrap();
            }
            let packed = Command::new("tar")
                .args(["-czf", "-", "-C", env!("CARGO_MANIFEST_DIR"), "Cargo.toml"])
                .output()
                .unwrap()
                .stdout;
            let sha256 = reading::source::Sha256::of(&packed).to_string();
            let url = serve(packed);
            let script = format!(
                "dir={}\nurl={}\nsha256={sha256}\nmkdir \"$dir/program\"\n{FETCH}",
                quoted(&folder.path().display().to_string()),
                quoted(&url)
            );
            let done =
                Command::new("sh").args(["-c", &script]).env("PATH", &programs).output().unwrap();
            let said =
                String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{tool}: {said}");
            assert!(folder.path().join("program/Cargo.toml").is_file(), "{tool}");
            assert!(!said.contains("sig=1"), "the address is a secret: {said}");
        }
        assert!(tried > 0, "there is none of them here");
    }

    #[test]
    fn it_fits_with_the_longest_address() {
        // a session token of AWS is up to some 2 KiB, percent signs make it longer
        let url = format!("https://bucket/{}", "x".repeat(8 * 1024));
        let script = script(&packed("s3://bucket/dizzy/runs/r1", &url));
        assert!(script.len() <= MOST_BYTES, "{}", script.len());
        assert!(script.len() - url.len() < 4 * 1024);
    }
}
