#!/usr/bin/env python3
"""What a burst costs beside reading alone, and whether the simulator tells the truth: never a test.

  benches/compare/burst.py overhead SCAN [N]   CPU seconds of `dizzy burst --fleet local` with two workers : `dizzy process`
  benches/compare/burst.py requests SCAN [N]   requests to S3 for N one-page documents, and the time to the first lease
  benches/compare/burst.py simulator SCAN [N]  real runs with one and two workers against `dizzy burst simulate`

SCAN is a picture of one page; N copies of it (each with bytes of its own) are read. `requests` needs the tests' AWS:
python3 -m venv target/aws-venv && target/aws-venv/bin/pip install -r tests/testing/aws/requirements.txt
Options: --dizzy PATH (target/release/dizzy), --runs N (3; the median counts).
"""
import argparse
import ctypes
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def cpu_s():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def reap():
    """Waits for workers that their coordinator has left to us, so that their time counts."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def run(command, env=None):
    """CPU seconds of a command with all it has started, wall seconds, and what it wrote to its error stream."""
    before, begun = cpu_s(), time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env={**os.environ, **(env or {})})
        code = child.wait()
        wall = time.monotonic() - begun
        reap()
        said.seek(0)
        text = said.read().decode(errors="replace")
    if code not in (0, 3):
        sys.exit(f"{command[0]} ended with {code}: {text[-600:]}")
    return cpu_s() - before, wall, text


def fill(scan, count, folder):
    folder.mkdir()
    scan = Path(scan)
    for n in range(count):
        copy = folder / f"scan-{n:05}{scan.suffix}"
        copy.write_bytes(scan.read_bytes() + f"\n{n}\n".encode())
        os.utime(copy, (1, 1))
    return folder


def process(args, folder, out):
    return [args.dizzy, "process", str(folder), "--out", str(out), "--burst", "never", "--quiet", "--jobs", "2"]


def burst(args, folder, out, workers, *more):
    return [args.dizzy, "burst", str(folder), "--out", str(out), "--fleet", "local", "--max-workers", str(workers),
            "--yes", "--log-format", "json", *more]


def overhead(args):
    alone, helped = [], []
    with tempfile.TemporaryDirectory() as tmp:
        folder = fill(args.scan, args.count, Path(tmp, "in"))
        for n in range(args.runs):
            alone.append(run(process(args, folder, Path(tmp, f"alone{n}")))[0])
            helped.append(run(burst(args, folder, Path(tmp, f"burst{n}"), 2))[0])
            same = Path(tmp, f"alone{n}/proposals.jsonl").read_bytes() == Path(tmp, f"burst{n}/proposals.jsonl").read_bytes()
            if not same:
                sys.exit("the proposals differ")
    a, b = statistics.median(alone), statistics.median(helped)
    print(f"{args.count} one-page scans, {args.runs} runs in turns, CPU seconds, median; the same proposals")
    print(f"  process, 2 jobs       {a:8.2f}\n  burst, 2 local workers {b:7.2f}\n  overhead              {100 * (b / a - 1):7.1f} %")


class Rig:
    """The tests' AWS."""

    def __init__(self):
        self.process = subprocess.Popen(["target/aws-venv/bin/python", "tests/testing/aws/rig.py"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.endpoint = json.loads(self.process.stdout.readline())["endpoint"]
        self.ask("bucket", {"name": "office"})
        self.env = {"AWS_ACCESS_KEY_ID": "AKIAOFFICE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1",
                    "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
                    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_ENDPOINT_URL": self.endpoint,
                    "DIZZY_BURST_STORE": "s3://office/dizzy"}

    def ask(self, what, given):
        request = urllib.request.Request(f"{self.endpoint}/_rig/{what}", json.dumps(given).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def requests(args):
    rig = Rig()
    with tempfile.TemporaryDirectory() as tmp:
        folder = fill(args.scan, args.count, Path(tmp, "in"))
        rig.ask("counters", {"reset": True})
        begun = time.monotonic()
        child = subprocess.Popen(burst(args, folder, Path(tmp, "out"), 2), stdout=subprocess.DEVNULL,
                                 stderr=Path(tmp, "log").open("wb"), env={**os.environ, **rig.env})
        first = None
        while child.poll() is None:
            if first is None and any("/leases/" in key for key in rig.ask("objects", {"bucket": "office"})["keys"]):
                first = time.monotonic() - begun
            time.sleep(0.05 if first is None else 0.5)
        if child.returncode != 0:
            sys.exit(Path(tmp, "log").read_text()[-600:])
        counts = rig.ask("counters", {})["s3"]
    rig.end()
    total = sum(counts.values())
    print(f"{args.count} one-page scans, 2 local workers, S3 on loopback")
    print(f"  first shard claimed after {first:.1f} s")
    print(f"  requests {counts}\n  a document {total / args.count:.2f}")


def watched(args, folder, out, workers):
    """A real run: (seconds from its begin to the last result, ms a page takes a worker, seconds to the first word)."""
    out.mkdir()
    child = subprocess.Popen(burst(args, folder, out, workers), stdout=subprocess.DEVNULL,
                             stderr=Path(out, "log").open("wb"), env={**os.environ, "DIZZY_PROCESS_JOBS": str(workers)})
    beats, begun, last, first = {}, None, None, None
    while child.poll() is None:
        for path in Path(out, ".dizzy/burst/runs").glob("*/run.json"):
            begun = begun or path.stat().st_mtime
        for path in Path(out, ".dizzy/burst/runs").glob("*/workers/*"):
            try:
                beat = json.loads(path.read_bytes()[65:])
                first = first or path.stat().st_mtime
                beats[path.name] = (beat["busy_ms"], beat["pages"])
            except (OSError, ValueError):
                continue
        for path in Path(out, ".dizzy/burst/runs").glob("*/results/*"):
            try:
                last = max(last or 0, path.stat().st_mtime)
            except OSError:
                continue
        time.sleep(0.1)
    if child.returncode != 0:
        sys.exit(Path(out, "log").read_text()[-600:])
    busy, pages = (sum(beat[n] for beat in beats.values()) for n in (0, 1))
    return last - begun, busy / max(pages, 1), first - begun


def simulator(args):
    print(f"{args.count} one-page scans, directory as store, real seconds from run.json to the last result")
    with tempfile.TemporaryDirectory() as tmp:
        folder = fill(args.scan, args.count, Path(tmp, "in"))
        for workers in (1, 2):
            ratios = []
            for n in range(args.runs):
                real, page_ms, boot = watched(args, folder, Path(tmp, f"out-{workers}-{n}"), workers)
                command = [args.dizzy, "burst", "simulate", "--documents", str(args.count), "--pages", "1", "--workers",
                           str(workers), "--vcpus", "1", "--vcpu-speed", "1", "--page-ms", f"{page_ms:.1f}",
                           "--page-spread", "0.05", "--boot", f"{boot:.2f}", "--interruptions", "0", "--crashes", "0",
                           "--stragglers", "0", "--latency-ms", "1", "--up-mbit", "0", "--format", "json"]
                said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                simulated = said["outcome"]["makespan_s"]
                ratios.append(simulated / real)
                print(f"  {workers} workers: real {real:7.1f} s, simulated {simulated:7.1f} s, ratio {ratios[-1]:.3f}"
                      f"   ({page_ms:.0f} ms a page, {boot:.1f} s to the first worker)")
            print(f"  {workers} workers: median ratio {statistics.median(ratios):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["overhead", "requests", "simulator"])
    parser.add_argument("scan")
    parser.add_argument("count", nargs="?", type=int, default=100)
    parser.add_argument("--dizzy", default="target/release/dizzy")
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    {"overhead": overhead, "requests": requests, "simulator": simulator}[args.what](args)


if __name__ == "__main__":
    main()
