#!/usr/bin/env python3
"""Whole commands against their peers: CPU seconds and ratios in one run, never a test.

  benches/compare/compare.py text    PDF...      dizzy process      : pdftotext -bbox-layout, a process a file
  benches/compare/compare.py scans   PDF...      dizzy process      : ocrmypdf --jobs 2 (must be installed)
  benches/compare/compare.py headline SMALL BIG  95th percentile of 300 one-page invoices with and without a 300-page scan
  benches/compare/compare.py many    XML [N]     memory and time of N copies (100,000) of an XML invoice, first and second run

Options: --dizzy PATH (target/release/dizzy), --runs N (3; the median counts). Needs poppler-utils, for `headline` also
pdfunite. Machines are noisy: each ratio is taken between runs of one invocation, in turns.
"""
import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path


def cpu_of(command, **kwargs):
    """CPU seconds (user + system, all descendants that were waited for), wall seconds and largest resident MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **kwargs)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - begun


def copies(files, folder):
    """The files side by side, so that one command sees all."""
    for n, file in enumerate(files):
        shutil.copyfile(file, folder / f"{n:04}-{Path(file).name}")
        os.utime(folder / f"{n:04}-{Path(file).name}", (1, 1))
    return folder


def dizzy(args, folder, out, *more):
    return [args.dizzy, "process", str(folder), "--out", str(out), "--quiet", *more]


def versus(args, name, peer):
    """Runs dizzy and a peer in turns over the same files and prints the ratio of their medians."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp, "in")
        folder.mkdir()
        copies(args.files, folder)
        for run in range(args.runs):
            ours.append(cpu_of(dizzy(args, folder, Path(tmp, f"out{run}")))[0])
            theirs.append(peer(folder, Path(tmp, f"peer{run}")))
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"{len(args.files)} files, {args.runs} runs, CPU seconds, median")
    print(f"  dizzy process   {a:8.2f}")
    print(f"  {name:15} {b:8.2f}")
    print(f"  dizzy / {name} = {a / b:.3f}   {name} / dizzy = {b / a:.2f}")


def text(args):
    def pdftotext(folder, out):
        out.mkdir()
        return sum(cpu_of(["pdftotext", "-bbox-layout", f, out / f"{f.name}.html"])[0] for f in sorted(folder.iterdir()))
    versus(args, "pdftotext", pdftotext)


def scans(args):
    def ocrmypdf(folder, out):
        out.mkdir()
        return sum(
            cpu_of(["ocrmypdf", "--jobs", "2", "-l", args.lang, "--force-ocr", "--output-type", "pdf", f, out / f.name])[0]
            for f in sorted(folder.iterdir()))
    versus(args, "ocrmypdf", ocrmypdf)


def times_to_proposal(args, folder, out):
    """Seconds from the start of the program until each small invoice's proposal was in the ledger, by its log."""
    begun = time.time()
    log = subprocess.run([*dizzy(args, folder, out)[:-1], "--log-format", "json"], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, check=True).stderr
    times = []
    for line in log.decode().splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if event.get("event") == "proposed" and "/small-" in event["path"]:
            times.append(datetime.fromisoformat(event["time"]).timestamp() - begun)
    return sorted(times)


def headline(args):
    small, big = args.files
    with tempfile.TemporaryDirectory() as tmp:
        with_big, without = Path(tmp, "with"), Path(tmp, "without")
        for folder in (with_big, without):
            folder.mkdir()
            for n in range(300):
                copy = folder / f"small-{n:03}{Path(small).suffix}"
                copy.write_bytes(Path(small).read_bytes() + f"\n% {n}\n".encode())
                os.utime(copy, (1, 1))
        scan = with_big / "a-big-scan.pdf"
        subprocess.run(["pdfunite", *[big] * 300, scan], check=True)
        os.utime(scan, (1, 1))
        p95 = {True: [], False: []}
        for run in range(args.runs):
            for kind, folder in ((True, with_big), (False, without)):
                times = times_to_proposal(args, folder, Path(tmp, f"out-{kind}-{run}"))
                assert len(times) == 300, len(times)
                p95[kind].append(times[284])
    a, b = statistics.median(p95[True]), statistics.median(p95[False])
    print(f"95th percentile of 300 small invoices, median of {args.runs} runs, seconds from the start")
    print(f"  with a 300-page scan {a:7.2f}\n  without              {b:7.2f}\n  ratio                {a / b:7.3f}")


def peak_mib(command):
    """Largest resident set of the program itself (not its readers), polled, and CPU and wall seconds."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        try:
            for line in Path(f"/proc/{child.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peak = max(peak, int(line.split()[1]))
        except OSError:
            pass
        time.sleep(0.05)
    if child.returncode not in (0, 3):
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return peak / 1024, time.monotonic() - begun


def many(args):
    xml = Path(args.files[0]).read_bytes()
    count = int(args.files[1]) if len(args.files) > 1 else 100_000
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp, "in")
        for n in range(count):
            sub = folder / f"{n // 1000:04}"
            sub.mkdir(parents=True, exist_ok=True)
            file = sub / f"invoice-{n}.xml"
            file.write_bytes(xml + f"<!-- {n} -->\n".encode())
            os.utime(file, (1, 1))
        for run in ("first", "second"):
            peak, wall = peak_mib(dizzy(args, folder, Path(tmp, "out")))
            print(f"{run} run over {count} XML invoices: {wall:.1f} s ({count / wall:.0f} a second), largest resident set {peak:.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["text", "scans", "headline", "many"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--dizzy", default="target/release/dizzy")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lang", default="nld+eng+deu+fra", help="languages for ocrmypdf")
    args = parser.parse_args()
    {"text": text, "scans": scans, "headline": headline, "many": many}[args.what](args)


if __name__ == "__main__":
    main()
