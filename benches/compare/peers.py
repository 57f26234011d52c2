#!/usr/bin/env python3
"""dizzy and its peers over the same documents with known truth: one table.

  benches/compare/peers.py [--scans 24] [--runs 3] [--record] [--dizzy PATH] [--no-install]

Installs the peers: pdftotext (poppler-utils), Tesseract and GNU parallel by apt, OCRmyPDF and invoice2data by pip into
target/peers. The documents are those of the corpus that hold one invoice each, found through DIZZY_SHARED (a folder with
`corpus` and `score`): all born-digital PDFs, and scans spread over it. Each tool works as its makers advise for many
files on this machine: a process a file, as many at a time as there are processors, each with one thread; dizzy as it
does by itself. --record writes benches/compare/RESULTS.md, in which the remarks are kept.

CPU seconds are of all processes together, and the median of the runs; memory is the largest proportional set size (PSS)
of all of them at one time. "no result" counts documents without text, fields or a proposal.
"""
import argparse
import datetime
import hashlib
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("DIZZY_SHARED") or ROOT.parent / "shared")
VENVS = ROOT / "target/peers"
# Each in an environment of its own: where invoice2data finds OCRmyPDF, it recognises every page for which it has no template.
PIP = {"ocrmypdf": "ocrmypdf==17.13.0", "invoice2data": "invoice2data==1.0.1"}
APT = {"pdftotext": "poppler-utils", "tesseract": "tesseract-ocr", "parallel": "parallel", "gs": "ghostscript"}
LANGUAGES = "nld+eng+deu+fra"
JOBS = os.cpu_count()

Cost = namedtuple("Cost", "cpu wall mib")
LAST = {}


def install():
    missing = [package for program, package in APT.items() if not shutil.which(program)]
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if missing:
        subprocess.run([*sudo, "apt-get", "install", "-y", "--no-install-recommends", *missing], check=True)
    for name, package in PIP.items():
        if not (VENVS / name / "bin" / name).exists():
            subprocess.run([sys.executable, "-m", "venv", VENVS / name], check=True)
            subprocess.run([VENVS / name / "bin/pip", "install", "-q", package], check=True)


# ---- measuring ----

def pss_of_session(session):
    """PSS of all processes of a session, MiB."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                rollup = (stat.parent / "smaps_rollup").read_text()
                total += int(rollup.split("\nPss:")[1].split()[0])
        except (OSError, IndexError, ValueError):
            continue  # it ended meanwhile
    return total / 1024


def measure(*commands):
    """Runs commands one after the other; CPU of all descendants, wall time, and the largest PSS at one time."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "NO_COLOR": "1"}
    before, begun, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), [0.0]
    for command in commands:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 stdin=subprocess.DEVNULL, start_new_session=True, env=environment)
        ended = threading.Event()

        def watch():
            while not ended.wait(0.2):
                peak[0] = max(peak[0], pss_of_session(child.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        child.wait()  # what failed shows in what is there afterwards
        ended.set()
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - begun, peak[0])


def parallel(command, files):
    """GNU parallel over files; {} is the file, {/.} its name without folder and ending."""
    return ["parallel", "--will-cite", "-j", str(JOBS), command, ":::", *map(str, files)]


# ---- tools: each gives its cost, the names of documents with a result, and predictions or None ----

def dizzy(args, files, tmp):
    folder = tmp / "in"
    if not folder.exists():
        folder.mkdir()
        for file in files:
            shutil.copy2(file, folder / file.name)
            os.utime(folder / file.name, (1, 1))
    out = tmp / "dizzy"
    shutil.rmtree(out, ignore_errors=True)
    cost = measure([args.dizzy, "process", str(folder), "--out", str(out), "--quiet"])
    predictions = [json.loads(line) for line in (out / "proposals.jsonl").read_text().splitlines()]
    return cost, {Path(one["source"]["path"]).name for one in predictions}, predictions


def texts(folder, files):
    return {file.name for file in files if len((folder / f"{file.stem}.txt").read_text(errors="replace").split()) > 10
            } if folder.exists() else set()


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def pdftotext(_, files, tmp):
    out = fresh(tmp / "pdftotext")
    cost = measure(parallel(f"pdftotext -layout {{}} {out}/{{/.}}.txt", files))
    for file in files:
        (out / f"{file.stem}.txt").touch()
    return cost, texts(out, files), None


def tesseract(_, files, tmp):
    """Pages to pictures by pdftoppm, pictures to text by Tesseract; nothing else."""
    out = fresh(tmp / "tesseract")
    page = (f'case {{}} in *.pdf) pdftoppm -r 300 -gray {{}} {out}/{{/.}};; *) cp {{}} {out}/{{/.}}-1.img;; esac; '
            f'for p in {out}/{{/.}}-*; do tesseract $p stdout -l {LANGUAGES}; done > {out}/{{/.}}.txt; rm {out}/{{/.}}-*')
    cost = measure(parallel(page, files))
    for file in files:
        (out / f"{file.stem}.txt").touch()
    return cost, texts(out, files), None


def ocr_command(out):
    return (f"{VENVS / 'ocrmypdf/bin/ocrmypdf'} -q --jobs 1 -l {LANGUAGES} --rotate-pages --deskew --image-dpi 300 --output-type pdf "
            f"--sidecar {out}/{{/.}}.txt {{}} {out}/{{/.}}.pdf")


def ocrmypdf(_, files, tmp):
    out = fresh(tmp / "ocrmypdf")
    LAST["ocrmypdf"] = cost = measure(parallel(ocr_command(out), files))
    for file in files:
        (out / f"{file.stem}.txt").touch()
    return cost, texts(out, files), None


# As a library, so that the templates are loaded once for many files, which the command line does too but then does not
# say which result is of which file. The text comes from pdftotext, and from nowhere else when no template fits.
FIELDS = """
import json, sys
from invoice2data import extract_data
from invoice2data.extract.loader import read_templates
from invoice2data.input import pdftotext
templates = read_templates()
with open(sys.argv[1], "w") as out:
    for file in sys.argv[2:]:
        try:
            found = extract_data(file, templates=templates, input_module=pdftotext)
        except Exception:
            found = None
        print(json.dumps([file, found or None], default=str), file=out)
"""


def fields_commands(out, files):
    """invoice2data in as many processes as there are processors."""
    script = out / "fields.py"
    script.write_text(FIELDS)
    shares = [" ".join(map(str, files[start::JOBS])) for start in range(JOBS)]
    return ["parallel", "--will-cite", "-j", str(JOBS), f"{VENVS / 'invoice2data/bin/python'} {script} {out}/{{#}}.jsonl {{= uq() =}}", ":::", *shares]


def invoice2data_predictions(out, files):
    """What invoice2data found, in the form of the scorer."""
    names = {file.stem: file.name for file in files}
    predictions = []
    for answers in sorted(out.glob("*.jsonl")):
        for file, one in map(json.loads, answers.read_text().splitlines()):
            if one is None:
                continue
            money = {name: None if one.get(key) is None else str(one[key])
                     for name, key in (("net", "amount_untaxed"), ("vat", "amount_tax"), ("gross", "amount"))}
            predictions.append({
                "source": {"path": names[Path(file).stem]}, "document_type": "invoice",
                "supplier": {"name": one.get("partner_name") or one.get("issuer"), "vat_id": one.get("vat"),
                             "iban": one.get("iban"), "kvk": one.get("partner_coc")},
                "invoice_number": one.get("invoice_number"), "issue_date": day(one.get("date")),
                "due_date": day(one.get("date_due")), "currency": one.get("currency"), "totals": money})
    return predictions


def day(time):
    return time and str(time)[:10]


def invoice2data(_, files, tmp):
    out = fresh(tmp / "invoice2data")
    cost = measure(fields_commands(out, files))
    predictions = invoice2data_predictions(out, files)
    return cost, {one["source"]["path"] for one in predictions}, predictions


def ocrmypdf_invoice2data(_, files, tmp):
    """What OCRmyPDF has just made, read by invoice2data; the cost of both."""
    read, out = tmp / "ocrmypdf", fresh(tmp / "ocr-fields")
    searchable = [read / f"{file.stem}.pdf" for file in files]
    first, second = LAST["ocrmypdf"], measure(fields_commands(out, searchable))
    predictions = invoice2data_predictions(out, files)
    cost = Cost(first.cpu + second.cpu, first.wall + second.wall, max(first.mib, second.mib))
    return cost, {one["source"]["path"] for one in predictions}, predictions


TOOLS = {
    "digital": [("dizzy process", "booking proposals", dizzy), ("pdftotext -layout", "text", pdftotext),
                ("invoice2data", "header fields", invoice2data)],
    "real": [("dizzy process", "booking proposals", dizzy), ("invoice2data", "header fields", invoice2data)],
    "scans": [("dizzy process", "booking proposals", dizzy), ("pdftoppm, tesseract", "text", tesseract),
              ("ocrmypdf", "searchable PDF, text", ocrmypdf),
              ("ocrmypdf, invoice2data", "header fields", ocrmypdf_invoice2data)],
}
TITLES = {
    "digital": "born-digital PDFs of suppliers for which nobody has a template",
    "real": "born-digital PDFs from invoice2data's own tests, which ships with a template for each",
    "scans": "scans and photographs",
}


# ---- documents and scores ----

def documents(scans):
    """Rows of the truth per group; one invoice a file."""
    rows = [json.loads(line) for truth in sorted(SHARED.glob("corpus/*/truth.jsonl")) for line in truth.read_text().splitlines()]
    rows = [row for row in rows if not row.get("pages")]
    met = set()  # dizzy gives one proposal for the same bytes
    rows = [row for row in rows if not (bytes_of(row) in met or met.add(bytes_of(row)))]
    digital = [row for row in rows if row["kind"] == "digital-pdf" and row["set"] in ("dutch-dev", "visual")]
    real = [row for row in rows if row["set"] == "real-pdf"]
    scanned = sorted((row for row in rows if row["kind"] == "scan" and row["set"] in ("dutch-dev", "print-scan")),
                     key=lambda row: row["file"])
    step = max(1, len(scanned) // scans)
    return {"digital": digital, "real": real, "scans": scanned[::step][:scans]}


def bytes_of(row):
    return hashlib.sha256((SHARED / "corpus" / row["set"] / row["file"]).read_bytes()).digest()


def pages_of(file):
    if file.suffix != ".pdf":
        return 1
    said = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages:")))


def score(rows, predictions, tmp):
    truth, answers, result = tmp / "truth.jsonl", tmp / "answers.jsonl", tmp / "score.json"
    truth.write_text("".join(json.dumps(row) + "\n" for row in rows))
    answers.write_text("".join(json.dumps(one) + "\n" for one in predictions))
    subprocess.run([sys.executable, SHARED / "score/score.py", "--truth", truth, "--pred", answers, "--json", result],
                   check=True, stdout=subprocess.DEVNULL)
    return json.loads(result.read_text())["total"]


def versions(args):
    def first(*command):
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        return (said.stdout or said.stderr).splitlines()[0].strip()
    built = datetime.datetime.fromtimestamp(os.stat(args.dizzy).st_mtime, datetime.UTC)
    return [f"{first(args.dizzy, '--version')}, built {built:%Y-%m-%d %H:%M} UTC", first("pdftotext", "-v"), first("tesseract", "--version"),
            f"OCRmyPDF {first(str(VENVS / 'ocrmypdf/bin/ocrmypdf'), '--version')}", PIP["invoice2data"].replace("==", " "),
            first("parallel", "--version")]


def machine():
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    return f"{JOBS} processors ({model}), {memory} GiB, {platform.system()} {platform.machine()}"


HEAD = ["tool", "gives", "docs/CPU s", "pages/CPU s", "docs/s", "pages/s", "MiB", "no result", "F1 %", "core %", "book %"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dizzy", default=str(ROOT / "target/release/dizzy"))
    parser.add_argument("--scans", type=int, default=24, help="scans, spread over the corpus")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts; scans are read once by each")
    parser.add_argument("--only", choices=TOOLS, nargs="*", default=list(TOOLS))
    parser.add_argument("--no-install", action="store_true")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    if not args.no_install:
        install()
    lines = []
    load = os.getloadavg()[1]
    for group in args.only:
        rows = documents(args.scans)[group]
        files = [SHARED / "corpus" / row["set"] / row["file"] for row in rows]
        pages = sum(map(pages_of, files))
        lines += [f"### {len(files)} {TITLES[group]} ({pages} pages)", "",
                  "| " + " | ".join(HEAD) + " |", "|---|---|" + "--:|" * (len(HEAD) - 2)]
        with tempfile.TemporaryDirectory() as folder:
            tmp = Path(folder)
            for name, gives, tool in TOOLS[group]:
                costs = []
                for _ in range(1 if group == "scans" else args.runs):
                    cost, done, predictions = tool(args, files, tmp)
                    costs.append(cost)
                cpu, wall, mib = (statistics.median(kind) for kind in zip(*costs))
                cells = [name, gives, f"{len(files) / cpu:.2f}", f"{pages / cpu:.2f}", f"{len(files) / wall:.2f}",
                         f"{pages / wall:.2f}", f"{mib:.0f}" if mib >= 1 else "–", f"{len(files) - len(done)}"]
                if predictions is None:
                    cells += ["–"] * 3
                else:
                    total = score(rows, predictions, tmp)
                    cells += [f"{100 * total[key]:.1f}" for key in ("micro_f1", "core_exact", "book_exact")]
                lines.append("| " + " | ".join(cells) + " |")
                print(lines[-1], file=sys.stderr, flush=True)
        lines.append("")
    table = "\n".join(lines)
    print(table)
    if args.record:
        record(args, table, max(load, os.getloadavg()[1]))


def record(args, table, load):
    """Writes the results; the remarks below the line are a person's and stay."""
    path = HERE / "RESULTS.md"
    old = path.read_text() if path.exists() else ""
    remarks = old.partition("## Remarks\n")[2] or "\n"
    shared = (f"The machine did other work at the time (load {load:.1f}): figures per wall second are too low for all, "
              "those per CPU second count.\n\n") if load > JOBS + 0.5 else ""
    path.write_text(
        f"# dizzy and its peers\n\nMade by `benches/compare/peers.py --record`, {datetime.date.today()}, on {machine()}.\n\n"
        + shared + "\n".join(f"* {version}" for version in versions(args))
        + f"\n\n{table}\n## Remarks\n{remarks}")


if __name__ == "__main__":
    main()
