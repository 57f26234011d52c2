#!/usr/bin/env python3
"""The office benchmark: an invented office at work with dizzy for a quarter, compared with what is right.

  benches/office/office.py make --seed 1 --out OFFICE [--small]     invents an office
  benches/office/office.py run --dizzy PATH --office OFFICE         works in it for its weeks, and prints the table

See README.md beside it."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import make  # noqa: E402
import report  # noqa: E402
import run  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make")
    one.add_argument("--seed", type=int, required=True)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--small", action="store_true")
    two = commands.add_parser("run")
    two.add_argument("--dizzy", default="target/release/dizzy")
    two.add_argument("--office", type=Path, required=True)
    two.add_argument("--work", type=Path, help="where the office works [default: OFFICE/work]")
    two.add_argument("--weeks", type=int)
    two.add_argument("--json", type=Path)
    two.add_argument("--misses", type=Path, help="a line of JSON for each document that is wrong or was looked at needlessly")
    args = parser.parse_args()
    if args.command == "make":
        print(json.dumps({k: v for k, v in make.make(args.seed, args.out, weeks=3 if args.small else 13, small=args.small).items() if k != "clients"}))
        return 0
    quarter = run.Quarter(args.dizzy, args.office, args.work or args.office / "work", args.weeks).all()
    figures = report.figures(quarter)
    report.table(figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    if args.misses:
        args.misses.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in report.misses(quarter)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
