#!/usr/bin/env python3
"""Fits the weights that say where a new document of a stack begins: one command, the same result each time.

    training/fit_split.py [--measure]

Makes 200 invoices in layouts of our own (seed 31), adds the single documents of the corpus with known truth (DIZZY_SHARED; without
it the made ones alone are used, and that is said), composes 1,500 stacks of them (seed 1), fits, and writes src/extract/split/weights.rs.
Then it composes 600 other stacks of documents that were not fitted on (the layouts of `held-out` and `unseen`, seeds 41 and 42,
stacks of seed 2) and tells how well those are cut and what the confidences are worth; `--measure` does only that.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MADE = ROOT / "target" / "training"
PROGRAM = ROOT / "target" / "debug" / "examples" / "stacks"
READINGS = ROOT / "target" / "readings"
WEIGHTS = ROOT / "src" / "extract" / "split" / "weights.rs"


def made(family, count, seed):
    folder = MADE / f"{family}-{seed}"
    subprocess.run([sys.executable, HERE / "generate.py", folder, "--family", family, "--count", str(count), "--seed", str(seed)], check=True)
    return folder


def build():
    features = ["--no-default-features", "--features", "cli,tesseract"]
    subprocess.run(["cargo", "build", "--quiet", *features, "--bin", "dizzy", "--example", "stacks"], cwd=ROOT, check=True)


def main():
    build()
    if "--measure" not in sys.argv[1:]:
        folders = [made("fitted", 200, 31)]
        corpus = Path(os.environ.get("DIZZY_SHARED") or ROOT.parent / "shared") / "corpus"
        if corpus.is_dir():
            folders += [corpus / name for name in ("dutch-dev", "visual", "real-pdf", "print-scan")]
        else:
            print(f"no corpus at {corpus} (set DIZZY_SHARED): made documents alone")
        fit = [PROGRAM, "--fit", "--seed", "1", "--stacks", "1500", READINGS, *folders]
        fitted = subprocess.run(fit, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        WEIGHTS.write_text(fitted, encoding="utf-8")
        subprocess.run(["cargo", "fmt"], cwd=ROOT, check=True)
        build()
    others = [made("held-out", 140, 41), made("unseen", 140, 42)]
    subprocess.run([PROGRAM, "--seed", "2", "--stacks", "600", READINGS, *others], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
