#!/usr/bin/env python3
"""The copyright file of the package: dizzy, and every crate that is linked into the program with its licence texts.

Usage: packaging/notices.py > FILE, in the repository.
"""

import json
import pathlib
import subprocess
import sys

TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE")


def linked(metadata):
    """The packages that a normal build of dizzy links, without build scripts' and tests' own."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, open_ = set(), [metadata["resolve"]["root"]]
    while open_:
        one = open_.pop()
        if one in found:
            continue
        found.add(one)
        for dependency in nodes[one]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                open_.append(dependency["pkg"])
    return [package for package in metadata["packages"] if package["id"] in found and package["source"]]


def main():
    target = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    target = next(line.split()[1] for line in target.splitlines() if line.startswith("host:"))
    metadata = json.loads(subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target],
        check=True, capture_output=True).stdout)
    print("dizzy: copyright the authors of dizzy.\n")
    print("The program contains the libraries below, under the licences that stand beside them. Where several are")
    print("offered, any of them may be taken. Texts that are the same are printed once.\n")
    texts = {}
    without = []
    for package in sorted(linked(metadata), key=lambda package: (package["name"], package["version"])):
        print(f"{package['name']} {package['version']}: {package['license'] or 'see its text'}")
        folder = pathlib.Path(package["manifest_path"]).parent
        files = [file for file in sorted(folder.iterdir())
                 if file.is_file() and file.name.upper().startswith(TEXTS)]
        if not files:
            without.append(package)
        for file in files:
            text = file.read_text(errors="replace").strip()
            of = f"{package['name']} {package['version']} ({file.name})"
            texts.setdefault(" ".join(text.split()), (text, []))[1].append(of)
    for text, of in texts.values():
        print(f"\n{'-' * 80}\n{', '.join(of)}:\n\n{text}")
    print(f"\n{'-' * 80}\nCome without a text of their own; the licence is that of their manifest:\n")
    for package in without:
        print(f"{package['name']} {package['version']}: {package['license']}"
              f" ({'; '.join(package['authors']) or package['repository'] or 'no authors named'})")
    unlicensed = [package["name"] for package in without if not package["license"]]
    if unlicensed:
        sys.exit(f"no licence at all: {', '.join(unlicensed)}")


main()
