#!/usr/bin/env python3
"""The scoreboard: reads documents with known truth, scores what dizzy proposes and compares it with what was recorded.

  benches/scoreboard/scoreboard.py                    the development corpus, against recorded.json
  benches/scoreboard/scoreboard.py --only scans visual    these groups only (see the table's first column)
  benches/scoreboard/scoreboard.py --documents DIR...  other folders with a truth.jsonl; a row per set
  benches/scoreboard/scoreboard.py --record            writes the figures to recorded.json

  --misses FILE       one line of JSON per wrong field, with its cause
  --calibration       how often values are right by how sure they claim to be, and what of `ready` is right
  --fresh             reads all documents again (Readings are kept in target/readings; a change of the readers that does
                      not change their version goes unnoticed otherwise)
  --no-build          takes the programs as they are;  --profile release  takes those of another profile
  --jobs N            readers at a time

The corpus and its scorer are found through the environment variable DIZZY_SHARED (a folder with `corpus` and `score`).
OCR is paid once; after that a run takes seconds.
"""
import argparse
import datetime
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORDED = HERE / "recorded.json"
SHARED = Path(os.environ.get("DIZZY_SHARED") or ROOT.parent / "shared")

# Group: which rows of the truth, with or without the e-invoice inside PDFs, and what is to be reached.
GROUPS = {
    "xml": (lambda r: r["set"].startswith("xml-"), False, {"micro_f1": 0.995, "book": 0.97}),
    "hybrid": (lambda r: r["set"] == "hybrid", False, {"micro_f1": 0.995, "book": 0.97}),
    "digital": (lambda r: r["set"].startswith("dutch-dev") and not r.get("pages") and r["kind"] == "digital-pdf", False,
                {"micro_f1": 0.97, "core": 0.93, "book": 0.85}),
    "scans": (lambda r: r["set"].startswith("dutch-dev") and not r.get("pages") and r["kind"] == "scan", False,
              {"micro_f1": 0.92, "core": 0.78, "book": 0.65}),
    "stacks": (lambda r: r["set"].startswith("dutch-dev") and bool(r.get("pages")), False, {"micro_f1": 0.90, "ranges": 0.95}),
    "visual": (lambda r: r["set"] == "visual", False, {"micro_f1": 0.92, "core": 0.75}),
    "hybrid-page": (lambda r: r["set"] == "hybrid", True, {"micro_f1": 0.92, "core": 0.75}),
    "real-pdf": (lambda r: r["set"] == "real-pdf", False, {"micro_f1": 0.93}),
    "print-scan": (lambda r: r["set"] == "print-scan", False, {"micro_f1": 0.85}),
    "kassenbon": (lambda r: r["set"] == "kassenbon", False, {"gross_total": 0.90, "issue_date": 0.90, "supplier_name": 0.75}),
    "robust": (lambda r: r["set"] == "robust", False, {"not_booked": 1.0}),
}
COLUMNS = ["micro_f1", "doc", "core", "book", "ranges", "not_booked"]
CORE_PATHS = {"invoice_number": "invoice_number", "issue_date": "issue_date", "net_total": "totals.net",
              "vat_total": "totals.vat", "gross_total": "totals.gross"}
FIELD_PATHS = {**CORE_PATHS, "supplier_name": "supplier.name", "supplier_vat_id": "supplier.vat_id",
               "supplier_iban": "supplier.iban", "supplier_kvk": "supplier.kvk", "customer_name": "customer.name",
               "due_date": "due_date", "currency": "currency", "document_type": "document_type"}


def load_scorer():
    path = SHARED / "score" / "score.py"
    if not path.is_file():
        sys.exit(f"no scorer at {path}: set DIZZY_SHARED to the folder that holds the corpus and its scorer")
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def build(args):
    if args.no_build:
        return
    command = ["cargo", "build", "--quiet", "--no-default-features", "--features", "cli,tesseract", "--bin", "dizzy", "--example",
               "propose_all"] + (["--profile", args.profile] if args.profile != "dev" else [])
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("it does not build")


def propose(args, inputs, ignore):
    """Proposals and words of these files, by base name."""
    programs = ROOT / "target" / ("debug" if args.profile == "dev" else args.profile) / "examples"
    out, words = (ROOT / "target" / "readings" / f"{name}{'-page' if ignore else ''}.jsonl" for name in ("proposals", "words"))
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [programs / "propose_all", *(["--fresh"] if args.fresh else []), *(["--ignore-attachments"] if ignore else []),
               *(["--lang", args.lang] if args.lang else []), "--jobs", str(args.jobs), "--words", words, out.parent, out, *inputs]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"propose_all: {done.stderr[-2000:]}")
    failed = [line for line in done.stderr.splitlines() if line.strip()]
    text = {}
    for line in words.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text[os.path.basename(row["path"])] = [(p["page"], p["words"]) for p in row["pages"]]
    return out, text, failed


class Group:
    """What came of one group of documents."""

    def __init__(self, score):
        self.score, self.tally = score, score.Tally()
        self.causes, self.misses = defaultdict(Counter), []
        self.sure = []  # (confidence, right) of every value that the truth can judge
        self.ready = [0, 0]  # ready, of these with all core fields right

    def add(self, row, pred, text):
        j = self.score.judge(row, pred)
        self.tally.add(row, pred, j)
        truth, got = self.score.truth_fields(row), self.score.flat(pred) if pred else {}
        evidence = (pred or {}).get("evidence") or {}
        for field, verdict in j.items():
            place = evidence.get(FIELD_PATHS.get(field, ""))
            if place and verdict != "tn" and got.get(field) is not None:
                self.sure.append((place["confidence"], verdict == "tp", field))
            if verdict in ("tp", "tn"):
                continue
            why = cause(field, verdict, truth.get(field), row, pred, text)
            self.causes[field][why] += 1
            self.misses.append({"file": row["file"], "pages": row.get("pages"), "field": field, "cause": why,
                                "truth": truth.get(field), "got": got.get(field),
                                "confidence": place and place["confidence"]})
        if pred and pred.get("verdict") == "ready":
            core = [j[f] for f in self.score.CORE if f in j and j[f] != "tn"]
            self.ready[0] += 1
            self.ready[1] += all(v == "tp" for v in core) and j.get("document_type") != "fpfn"

    def figures(self):
        t, d = self.tally, self.tally.as_json()
        figures = {"documents": t.n, "micro_f1": d["micro_f1"], "doc": d["doc_exact"], "core": d["core_exact"],
                   "book": d["book_exact"], "ranges": t.split_ok / t.split_n if t.split_n else None,
                   "not_booked": t.other_ok / t.other if t.other else None, "extra": t.extra,
                   "ready": self.ready[0] / t.n if t.n else None,
                   "ready_right": self.ready[1] / self.ready[0] if self.ready[0] else None}
        figures["fields"] = {f: x["f1"] for f, x in d["fields"].items() if x["f1"] is not None}
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}


# --- why a value was missed ------------------------------------------------------------------------------------------

MONTHS = ["jan", "feb|fév|fev", "mrt|maa|mar|mär|maer", "apr|avr", "mei|may|mai", "jun|juin", "jul|juil", "aug|aoû|aou",
          "sep", "okt|oct", "nov", "dec|dez|déc"]


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)).upper() if c.isalnum())


def amount_shown(value, words):
    digits = re.sub(r"\D", "", value)
    forms = {digits, digits.lstrip("0") or "0"} | ({digits[:-2]} if digits.endswith("00") else set())
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if re.sub(r"\D", "", "".join(words[i:i + size])) in forms:
                return True
    return False


def date_shown(value, words):
    y, m, d = value.split("-")
    text = " ".join(words).lower()
    day, month, year = f"0?{int(d)}", f"0?{int(m)}", f"(?:{y[:2]})?{y[2:]}"
    gap = r"[\s./\-]{1,3}"
    names = f"(?:{MONTHS[int(m) - 1]})[a-zûé]*"
    return any(re.search(rf"(?<!\d){p}(?!\d)", text) for p in (
        f"{day}{gap}{month}{gap}{year}", f"{month}{gap}{day}{gap}{year}", f"{y}{gap}{month}{gap}{day}", f"{y}{m}{d}", f"{d}{m}{y}",
        rf"{day}(?:st|nd|rd|th|er)?[\s.,\-]*{names}[\s.,'\-]*{year}", rf"{names}[\s.]*{day}(?:st|nd|rd|th)?[\s.,]*{year}"))


def name_shown(value, words):
    wanted = [w for w in re.split(r"\W+", str(value).lower()) if len(w) > 1]
    there = {w for word in words for w in re.split(r"\W+", word.lower())}
    return bool(wanted) and sum(w in there for w in wanted) * 2 > len(wanted)


def shown(field, value, words):
    """Whether the page, as it was read, shows this value; None where that cannot be told."""
    if field in ("net_total", "vat_total", "gross_total"):
        return amount_shown(value, words)
    if field in ("issue_date", "due_date"):
        return date_shown(value, words)
    if field in ("supplier_name", "customer_name"):
        return name_shown(value, words)
    if field in ("invoice_number", "supplier_vat_id", "supplier_iban", "supplier_kvk"):
        return plain(value) in plain("".join(words))
    if field == "vat_breakdown":
        amounts = [row[k].lstrip("-") for row in value for k in ("taxable", "vat") if row.get(k) and float(row[k])]
        return all(amount_shown(a, words) for a in amounts)
    return None


def cause(field, verdict, truth, row, pred, text):
    if pred is None:
        return "no document"
    if row.get("pages") and [min(pred["source"]["pages"]), max(pred["source"]["pages"])] != row["pages"]:
        return "split"
    if verdict == "fp":
        return "value where none is"
    first, last = row.get("pages") or (1, 10**9)
    words = [w for number, page in text.get(os.path.basename(row["file"]), []) if first <= number <= last for w in page]
    there = shown(field, truth, words)
    if there is False:
        return "not in the words"
    return "other value" if verdict == "fpfn" else "no value"


# --- tables -----------------------------------------------------------------------------------------------------------

def percent(value, width=6):
    return f"{'–':>{width}}" if value is None else f"{100 * value:{width}.1f}"


def change(now, before):
    if now is None or before is None or abs(now - before) < 0.0005:
        return "      "
    return f"{100 * (now - before):+6.1f}"


def show_table(results, recorded, bars):
    print(f"{'group':12} {'docs':>5}" + "".join(f" {c:>12}" for c in COLUMNS) + f" {'ready':>6} {'right':>6} {'extra':>5}")
    for name, figures in results.items():
        before, bar = recorded.get(name, {}), bars.get(name, {})
        cells = "".join(f" {percent(figures[c], 5)}{'!' if c in bar and figures[c] is not None and figures[c] < bar[c] else ' '}"
                        f"{change(figures[c], before.get(c))}" for c in COLUMNS)
        print(f"{name:12} {figures['documents']:5}{cells} {percent(figures['ready'])} {percent(figures['ready_right'])} {figures['extra']:5}")
    print("\nin %; the change since the recorded run beside it; ! = under the bar; ready: share of the documents; right: of the ready, "
          "those with every\ncore field right")
    fields = [f for f in next(iter(results.values()))["fields"]] if len(results) == 1 else None
    names = fields or sorted({f for r in results.values() for f in r["fields"]})
    print(f"\n{'F1 per field':18}" + "".join(f" {n[:11]:>11}" for n in results))
    for field in names:
        cells = ""
        for name, figures in results.items():
            now, before = figures["fields"].get(field), recorded.get(name, {}).get("fields", {}).get(field)
            low = field in bars.get(name, {}) and now is not None and now < bars[name][field]
            cells += f" {percent(now, 4)}{'!' if low else ' '}{change(now, before)}"
        print(f"{field:18}{cells}")


def show_causes(groups):
    total = defaultdict(Counter)
    by_group = defaultdict(Counter)
    for name, group in groups.items():
        for field, causes in group.causes.items():
            total[field].update(causes)
            by_group[name].update(causes)
    names = sorted({c for causes in total.values() for c in causes})
    if not names:
        return
    print(f"\n{'misses':18}" + "".join(f" {n:>19}" for n in names))
    for label, rows in (("", by_group), ("", total)):
        for key in rows:
            print(f"{key:18}" + "".join(f" {rows[key][n] or '':>19}" for n in names))
        print(label)


def show_calibration(groups):
    sure = [s for g in groups.values() for s in g.sure]
    if not sure:
        return
    print(f"{'claimed':>12} {'values':>7} {'mean':>6} {'right':>6}")
    error = 0.0
    for low in [0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98]:
        high = min([x for x in (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01) if x > low])
        bin_ = [s for s in sure if low <= s[0] < high]
        if bin_:
            mean, right = sum(s[0] for s in bin_) / len(bin_), sum(s[1] for s in bin_) / len(bin_)
            error += len(bin_) / len(sure) * abs(mean - right)
            print(f"{low:5.2f} - {min(high, 1):4.2f} {len(bin_):7} {mean:6.3f} {right:6.3f}")
    print(f"expected calibration error {error:.4f} over {len(sure)} values")
    ready, right = (sum(g.ready[i] for g in groups.values()) for i in (0, 1))
    documents = sum(g.tally.n for g in groups.values())
    print(f"ready: {ready} of {documents} documents ({100 * ready / documents:.1f} %), of these {right} with all core fields right"
          + (f" ({100 * right / ready:.1f} %)" if ready else ""))


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")),
                 platform.machine()) if Path("/proc/cpuinfo").exists() else platform.machine()
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False) if os.name == "posix" else None
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(),
            "tesseract": (version.stdout or version.stderr).splitlines()[0] if version and version.returncode == 0 else None}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", nargs="+", default=[], metavar="GROUP")
    ap.add_argument("--documents", nargs="+", default=[], metavar="DIR")
    ap.add_argument("--ignore-attachments", action="store_true", help="with --documents")
    ap.add_argument("--lang", help="reads scans with these languages, with --documents")
    ap.add_argument("--record", action="store_true")
    ap.add_argument("--misses")
    ap.add_argument("--calibration", action="store_true")
    ap.add_argument("--fresh", action="store_true")
    ap.add_argument("--no-build", action="store_true")
    ap.add_argument("--profile", default="dev")
    ap.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    args = ap.parse_args()
    score = load_scorer()
    build(args)
    folders = [Path(d) for d in args.documents] or [SHARED / "corpus"]
    rows, where = [], {}
    for folder in folders:
        for truth in sorted(folder.rglob("truth.jsonl")):
            for row in score.load_truth([str(truth)]):
                rows.append(row)
                where[row["file"]] = truth.parent / row["file"]
    if args.documents:
        sets = sorted({row["set"] for row in rows})
        plan = {name: ((lambda row, name=name: row["set"] == name), args.ignore_attachments, {}) for name in sets}
    else:
        plan = {name: g for name, g in GROUPS.items() if not args.only or name in args.only}
        if not plan:
            sys.exit(f"groups: {', '.join(GROUPS)}")
    homeless = [row["file"] for row in rows if not args.only and not any(g[0](row) for g in plan.values())]
    if homeless:
        sys.exit(f"in no group: {', '.join(homeless)}")
    groups, failed = {}, []
    for ignore in (False, True):
        wanted = {name: g for name, g in plan.items() if g[1] == ignore}
        chosen = [row for row in rows if any(g[0](row) for g in wanted.values())]
        if not chosen:
            continue
        out, text, failures = propose(args, sorted({where[row["file"]] for row in chosen}), ignore)
        failed += failures
        preds = score.load_pred([str(out)])
        files = defaultdict(list)
        for row in chosen:
            files[os.path.basename(row["file"])].append(row)
        for name, of_file in sorted(files.items()):
            found = preds.get(name, [])
            if not any(row.get("pages") for row in of_file):
                found = [p for p in found if score.flat(p)["document_type"] in score.BOOKABLE] or found
            pairs, extra = score.pair(of_file, found)
            for row, pred in pairs:
                key = next(k for k, g in wanted.items() if g[0](row))
                groups.setdefault(key, Group(score)).add(row, pred, text)
            groups[key].tally.extra += extra
    groups = {name: groups[name] for name in plan if name in groups}
    results = {name: group.figures() for name, group in groups.items()}
    recorded = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    show_table(results, {} if args.documents else recorded.get("groups", {}), {name: g[2] for name, g in plan.items()})
    show_causes(groups)
    if args.calibration:
        show_calibration(groups)
    if failed:
        print(f"{len(failed)} documents could not be read:", *failed, sep="\n  ")
    if args.misses:
        with open(args.misses, "w", encoding="utf-8") as file:
            for name, group in groups.items():
                for miss in group.misses:
                    file.write(json.dumps({"group": name, **miss}, ensure_ascii=False) + "\n")
    if args.record and not args.documents:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
        kept = {**recorded.get("groups", {}), **results}
        record = {"date": datetime.date.today().isoformat(), "commit": commit.stdout.strip(), "machine": machine(),
                  "groups": {name: kept[name] for name in GROUPS if name in kept}}
        RECORDED.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
