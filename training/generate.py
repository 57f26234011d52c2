#!/usr/bin/env python3
"""Invoices in layouts of our own, each with its truth: what the weights of extraction are fitted on, and what they are measured on.

    generate.py OUT --family fitted|held-out|unseen|unseen-again|unseen-third|unseen-fourth|unseen-fifth|unseen-sixth --count N --seed S [--scans]

Writes PDFs and truth.jsonl. The same seed gives the same bytes. `--scans` puts the pages through a scanner (scan.py) instead
of writing their text; it needs pdftoppm.
"""

import argparse
import importlib
import json
import random
from pathlib import Path

from facts import facts
from scan import scanned

FAMILIES = {"fitted": "fitted", "held-out": "held_out", "unseen": "unseen", "unseen-again": "unseen_again", "unseen-third": "unseen_third", "unseen-fourth": "unseen_fourth", "unseen-fifth": "unseen_fifth", "unseen-sixth": "unseen_sixth"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--family", choices=FAMILIES, default="fitted")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scans", action="store_true", help="pages as pictures, as bad as scanners and telephones make them")
    args = parser.parse_args()
    module = importlib.import_module(FAMILIES[args.family])
    make = getattr(module, "facts_of", lambda seed, index: facts(seed))
    args.out.mkdir(parents=True, exist_ok=True)
    with open(args.out / "truth.jsonl", "w", encoding="utf-8") as out:
        for index in range(args.count):
            f, rng = make(args.seed * 100_003 + index, index)
            name = f"{args.family}-{args.seed}-{index:04d}-{getattr(f, 'layout', f.scenario)}.pdf"
            extra = module.draw(args.out / name, f, rng) if args.family == "fitted" else module.draw(args.out / name, f, rng, index)
            absent, tags, unknown = (extra, [], []) if isinstance(extra, list) else extra
            how = None
            if args.scans:
                name, how = scanned(args.out / name, rng)
                tags = [*tags, how]
            truth = f.truth()
            for key in unknown:
                truth[key] = None
            truth = known_categories(truth, unknown)
            if truth["document_type"] == "other":
                truth = {k: v if k == "document_type" else None for k, v in truth.items()}
                absent = []
            row = {"file": name, "set": f"{args.family}-scans" if how else args.family, "kind": "scan" if how else "digital-pdf", "split": "fit", "truth": truth,
                   "alt": alternatives(f), "absent": [k for k in absent if truth[k] is None], "tags": [f.lang, f.scenario, *tags]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def known_categories(truth, unknown):
    """Without the categories of rows free of VAT where the document does not tell them."""
    if "vat_zero_category" in unknown and truth["vat_breakdown"]:
        truth["vat_breakdown"] = [{k: v for k, v in row.items() if k != "category" or float(row["vat"])} for row in truth["vat_breakdown"]]
    return truth


def alternatives(f):
    alt = {}
    other = [i for i in (f.second_iban, f.blocked) if i]
    if other:
        alt["supplier_iban"] = other
    if f.deposit:
        alt["net_total"] = [str(f.net - f.deposit)]
    return alt


if __name__ == "__main__":
    main()
