#!/usr/bin/env python3
"""Fits the weights of confidence: one command, the same result each time.

    training/fit.py [--corpus DIR]

Makes the documents (seeds 11 and 12, fitted; 21 and 22, corrected), reads them and writes
src/extract/confidence/weights.json. The corpus with known truth is found through DIZZY_SHARED; without it the generated
documents alone are used, and that is said.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MADE = ROOT / "target" / "training"
COUNT = 600
FIT, CORRECT = (11, 12), (21, 22)


def main():
    parts = {"--fit": [], "--correct": []}
    for part, seeds in (("--fit", FIT), ("--correct", CORRECT)):
        for seed in seeds:
            folder = MADE / f"fitted-{seed}"
            subprocess.run([sys.executable, HERE / "generate.py", folder, "--count", str(COUNT), "--seed", str(seed)], check=True)
            parts[part].append(folder)
    corpus = Path(os.environ.get("DIZZY_SHARED") or ROOT.parent / "shared") / "corpus"
    both = [corpus / name for name in ("dutch-dev", "visual", "real-pdf", "print-scan", "kassenbon")]
    if not corpus.is_dir():
        print(f"no corpus at {corpus} (set DIZZY_SHARED): generated documents alone")
        both = []
    features = ["--no-default-features", "--features", "cli,tesseract"]
    subprocess.run(["cargo", "build", "--quiet", *features, "--bin", "dizzy", "--example", "train"], cwd=ROOT, check=True)
    command = [ROOT / "target" / "debug" / "examples" / "train", ROOT / "target" / "readings", ROOT / "src/extract/confidence/weights.json"]
    for part, folders in parts.items():
        command += [part, *folders]
    subprocess.run(command + (["--both", *both] if both else []), cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
