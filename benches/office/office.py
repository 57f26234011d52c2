#!/usr/bin/env python3
"""The office benchmark: an invented office at work with dizzy, compared with what is right.

  benches/office/office.py make --seed 1 --out OFFICE        invents an office
  benches/office/office.py run --office OFFICE               works in it for a quarter, and prints the table
  benches/office/office.py year --seed 1 --office OFFICE     a year that learns from its own bookings
  benches/office/office.py pool A.json B.json                the figures of several runs as one
  benches/office/office.py small --floor-ready 0.9           a small office, in less than a minute; exit code 1 below a floor

Python 3.11 with training/requirements.txt. README.md beside this file says what each figure means."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import make  # noqa: E402
import report  # noqa: E402
import run  # noqa: E402
import year  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("make", help="invent an office")
    made.add_argument("--seed", type=int, required=True, help="even for fitting, odd for the figure")
    made.add_argument("--out", type=Path, required=True)
    made.add_argument("--small", action="store_true", help="two clients, three weeks, few pictures")
    made.add_argument("--cheap", action="store_true", help="few pictures, which take time to read")
    made.add_argument("--history", type=int, metavar="MONTHS", help="auditfiles of the last months only; 0 is none [default: 18]")
    pool = commands.add_parser("pool", help="the figures of several runs as one")
    pool.add_argument("files", type=Path, nargs="+", metavar="JSON")
    worked = {name: commands.add_parser(name, help=text) for name, text in (
        ("run", "work in an office for its weeks"), ("year", "work for a year that learns from its own bookings"), ("small", "make a small office and work in it"))}
    for name, one in worked.items():
        one.add_argument("--dizzy", default="target/release/dizzy", help="the program [default: %(default)s]")
        one.add_argument("--work", type=Path, help="where the office works [default: OFFICE/work]")
        one.add_argument("--weeks", type=int, help="the first weeks only")
        one.add_argument("--json", type=Path, help="the figures as JSON")
        one.add_argument("--misses", type=Path, help="a line of JSON for each document that is wrong, or was looked at needlessly")
        one.add_argument("--floor-through", type=float, default=0.0, metavar="SHARE", help="exit code 1 when fewer go straight through and are right")
        one.add_argument("--floor-ready", type=float, default=0.0, metavar="SHARE", help="exit code 1 when fewer of `ready` are right")
        one.add_argument("--most-frauds", type=int, metavar="N", help="exit code 1 when more frauds are called ready")
        one.add_argument("--most-absent", type=int, metavar="N", help="exit code 1 when more entry lines are on accounts that the chart lacks")
        one.add_argument("--most-silent", type=int, metavar="N", help="exit code 1 when more change after they were handed over without a word")
        if name != "small":
            one.add_argument("--office", type=Path, required=True)
        if name != "run":
            one.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def below(args, figures):
    """What is below a floor."""
    out = []
    for name, got, floor in (("straight through and right", figures["all"]["straight through and right"], args.floor_through), ("ready right", figures["all"]["ready right"], args.floor_ready)):
        if (got or 0) < floor:
            out.append(f"{name}: {got or 0:.3f} is below {floor}")
    for name, got, most in (("frauds called ready", figures["frauds"]["ready"], args.most_frauds), ("accounts that the chart lacks", figures["accounts absent from the chart"][0], args.most_absent),
                            ("other without a word", figures["handed over"]["other without a word"], args.most_silent)):
        if most is not None and got > most:
            out.append(f"{name}: {got} is more than {most}")
    return out


def work(args, office):
    kind = year.Year if args.command == "year" else run.Quarter
    quarter = kind(args.dizzy, office, args.work or office / "work", args.weeks).all()
    figures = report.figures(quarter)
    report.table(figures)
    if args.command == "year":
        figures["months"] = year.months(quarter)
        year.table(figures["months"])
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    if args.misses:
        args.misses.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in report.misses(quarter)), encoding="utf-8")
    wrong = below(args, figures)
    for text in wrong:
        print(f"Below the floor: {text}", file=sys.stderr)
    return 1 if wrong else 0


def main():
    args = arguments()
    if args.command == "make":
        info = make.make(args.seed, args.out, weeks=3 if args.small else 13, small=args.small, cheap=args.cheap, months=args.history)
        print(json.dumps({key: value for key, value in info.items() if key != "clients"}))
        return 0
    if args.command == "pool":
        print(json.dumps(report.pooled([json.loads(file.read_text(encoding="utf-8")) for file in args.files]), indent=1, ensure_ascii=False))
        return 0
    if args.command == "small":
        with tempfile.TemporaryDirectory() as folder:
            office = Path(folder) / "office"
            make.make(args.seed, office, weeks=3, small=True)
            return work(args, office)
    if args.command == "year" and not (args.office / "office.json").exists():
        make.make(args.seed, args.office, year.START, weeks=52, cheap=True)
    return work(args, args.office)


if __name__ == "__main__":
    sys.exit(main())
