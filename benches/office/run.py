"""An office at work: learns the auditfiles, reads each week's post, reviews, hands over, and corrects later what was wrong."""

import json
import re
import resource
import shutil
import subprocess
import sys
from decimal import Decimal as D
from pathlib import Path

import compare
from desk import Desk

LATER = 3  # weeks until what was wrong in `ready` is found


class Program:
    def __init__(self, dizzy, work):
        self.dizzy, self.work, self.log = str(Path(dizzy).resolve()), work, []

    def __call__(self, *args, codes=(0, 3)):
        done = subprocess.run([self.dizzy, *args, "--ui-lang", "en"], cwd=self.work, capture_output=True, text=True, check=False)
        self.log.append({"args": args, "code": done.returncode, "out": done.stdout[-4000:], "err": done.stderr[-4000:]})
        if done.returncode not in codes:
            sys.exit(f"dizzy {' '.join(args)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout + done.stderr


class Quarter:
    """One run over an office; `facts` has a row for each document of the truth."""

    def __init__(self, dizzy, office, work, weeks=None, log=print):
        self.office, self.work, self.log = office, work, log
        self.info = json.loads((office / "office.json").read_text(encoding="utf-8"))
        self.clients = {c["name"]: c for c in self.info["clients"]}
        self.weeks = min(weeks or self.info["weeks"], self.info["weeks"])
        self.truth = [t for t in map(json.loads, (office / "truth.jsonl").read_text(encoding="utf-8").splitlines()) if t["week"] <= self.weeks]
        self.alias = {t["copy_of"]: t["file"] for t in self.truth if t.get("same_bytes")}
        shutil.rmtree(work, ignore_errors=True)
        (work / "in").mkdir(parents=True)
        for file in office.glob("*.toml"):
            shutil.copy(file, work)
        for file in office.glob("creditors-*.csv"):
            shutil.copy(file, work)
        self.run = Program(dizzy, work)
        self.facts = {t["id"]: {"id": t["id"], "verdict": None, "touched": False, "handed": None} for t in self.truth}
        self.corrections, self.unfinished, self.absent, self.cpu = {}, [], 0, {}
        self.entries = 0
        self.refused = []

    def learn(self, months=None):
        for client in self.info["clients"]:
            for file in sorted((self.office / "auditfiles").glob(f"{client['slug']}-*.xaf")):
                self.run("learn", str(file.resolve()), "--administration", client["name"], "--out", "out")

    def proposals(self):
        file = self.work / "out" / "proposals.jsonl"
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
        by_path = {}
        for row in rows:
            by_path.setdefault(row["source"]["path"].removeprefix("in/"), []).append(row)
        return by_path

    def of(self, truth, by_path):
        """The proposal for a document: of its file, with its pages where the file holds several.

        Files of the same bytes have one proposal, under the name of either."""
        rows = by_path.get(truth["file"]) or by_path.get(self.alias.get(truth["file"])) or []
        if truth.get("same_bytes") and truth["copy_of"] not in by_path:
            return None
        if truth["pages"]:
            return next((r for r in rows if r["source"]["pages"] == truth["pages"]), None)
        return rows[0] if rows else None

    def week(self, number):
        source = self.office / "weeks" / f"{number:02d}"
        if source.exists():
            shutil.copytree(source, self.work / "in", dirs_exist_ok=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run("process", "in", "--out", "out", "--quiet")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu[number] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        by_path = self.proposals()
        fresh = [t for t in self.truth if t["week"] == number]
        for truth in fresh:
            proposal, fact = self.of(truth, by_path), self.facts[truth["id"]]
            fact["verdict"] = proposal["verdict"] if proposal else "left out"
            fact["first"] = judged(truth, proposal, self.clients)
            fact["confidence"] = ((proposal or {}).get("booking") or {}).get("confidence")
            fact["findings"] = [f["rule"] for f in (proposal or {}).get("findings") or [] if f["severity"] != "info"]
            self.chart(truth, proposal)
        self.corrections[number] = {"looked at": 0, "review": 0, "later": 0, "fields": 0}
        self.at_the_desk(number, fresh)
        self.hand_over(number)

    def chart(self, truth, proposal):
        if proposal and truth["expect"] != "none":
            client = self.clients.get(proposal["administration"])
            for line in proposal.get("journal") or []:
                self.entries += 1
                self.absent += client is not None and line["account"] not in client["chart"]

    def late(self, number):
        """What was wrong in `ready` some weeks ago."""
        return [t for t in self.truth if t["week"] == number - LATER and self.facts[t["id"]]["verdict"] == "ready" and self.facts[t["id"]]["first"]]

    def at_the_desk(self, number, fresh):
        """What is in review is looked at; what was wrong in `ready` some weeks ago is put right."""
        looked = [t for t in fresh if self.facts[t["id"]]["verdict"] == "review"]
        late = self.late(number)
        if not looked and not late:
            return
        self.corrections[number]["looked at"] = len(looked)
        desk = Desk(self.run.dizzy, self.work, "out")
        try:
            for kind, truths in (("review", looked), ("later", late)):
                for truth in truths:
                    document = desk.of(f"in/{truth['file']}", truth["pages"]) or desk.of(f"in/{self.alias.get(truth['file'])}", truth["pages"])
                    if document is None:
                        continue
                    self.facts[truth["id"]]["touched"] = True
                    made = self.mend(desk, document, truth)
                    self.corrections[number][kind] += made > 0
                    self.corrections[number]["fields"] += made
            self.refused += desk.refused
        finally:
            desk.close()
        self.run("export", "--out", "out", "--export", "jsonl")
        by_path = self.proposals()
        for truth in looked + late:
            wrong = judged(truth, self.of(truth, by_path), self.clients)
            self.facts[truth["id"]]["after"] = wrong
            if truth["expect"] != "none" and wrong:
                self.unfinished.append((truth["file"], wrong[0][0]))

    def mend(self, desk, document, truth):
        """Corrects a proposal until it is right, then accepts it; gives the number of corrections."""
        made = 0

        def put(field, value):
            nonlocal document, made
            made += 1
            document = desk.correct(document, field, value) or document

        if truth["expect"] == "none":
            wanted = truth["kind"]
            if truth["kind"] == "copy":
                if (document.get("reviewed") or {}).get("duplicate") is not True:
                    put("duplicate", "yes")
            elif truth["kind"] == "foreign_client":
                put("administration", truth["belongs_to"]) if truth.get("belongs_to") else None
            elif document.get("document_type") != wanted and wanted in ("reminder", "quote", "statement", "order", "other"):
                put("document_type", wanted)
            return made
        f, client = truth["fields"], self.clients[truth["client"]]
        if document.get("administration") != truth["client"]:
            put("administration", truth["client"])
        if document.get("duplicate_of"):
            put("duplicate", "no")
        if document.get("document_type") not in ((truth["kind"], "receipt") if truth["kind"] == "invoice" else (truth["kind"],)):
            put("document_type", truth["kind"])
        for field, value in (("invoice_number", f["number"]), ("issue_date", f["date"]), ("due_date", f["due"]), ("currency", f["currency"])):
            if value and (document.get(field) or "") != value and compare.plain(document.get(field)) != compare.plain(value):
                put(field, value)
        supplier = document.get("supplier") or {}
        relation = next((line.get("relation") for line in document.get("journal") or [] if line.get("relation")), None)
        if truth["direction"] == "purchase" and (relation != truth["supplier_code"] or truth["supplier_code"] is None):
            if compare.firm(supplier.get("name")) != compare.firm(truth["supplier_name"]):
                put("supplier.name", truth["supplier_name"])
            if truth["supplier_code"] and f["vat_id"] and supplier.get("vat_id") != f["vat_id"]:
                put("supplier.vat_id", f["vat_id"])
        totals = document.get("totals") or {}
        if any(compare.money(totals.get(name)) != D(f[name]) for name in ("net", "vat", "gross") if not (name == "vat" and D(f["vat"]) == 0)):
            put("vat_breakdown", "; ".join(" ".join(([] if treat in ("S", "F") else [{"AE": "AE", "EU": "K", "NEU": "O", "O": "O", "E": "E"}[treat]]) + [rate, base, vat])
                                           for treat, rate, base, vat in f["vat_rows"]))
            for name in ("net", "vat", "gross"):
                if compare.money((document.get("totals") or {}).get(name)) != D(f[name]):
                    put(f"totals.{name}", f[name])
        costs = [row for row in truth["entry"] if row["kind"] in ("cost", "deposit")]
        wrong = [cause for cause, _, _ in compare.entry_misses(truth, whole(document), client)]
        if "account" in wrong and len({row["account"] for row in costs}) == 1:
            put("account", costs[0]["account"])
        elif wrong and len({row["account"] for row in costs}) > 1:
            self.by_line(document, truth, put)
        wrong = [cause for cause, _, _ in compare.entry_misses(truth, whole(document), client)]
        if "VAT code" in wrong and len({row["code"] for row in costs}) == 1 and costs[0]["code"]:
            put("vat_code", costs[0]["code"])
        put("accepted", "yes")
        return made - 1

    def by_line(self, document, truth, put):
        """Each line of the invoice to its account, where the page shows lines; else each of the entry to that of the same amount."""
        shown = document.get("lines") or []
        accounts = {compare.plain(text): account for text, account in truth.get("lines") or []}
        if len(shown) > 1 and all(compare.plain(line.get("description")) in accounts for line in shown):
            on = (document.get("booking") or {}).get("line_accounts") or {}
            costs = {line["account"] for line in document.get("journal") or [] if line["kind"] in ("cost", "suspense", "deposit")}
            for n, line in enumerate(shown):
                account = accounts[compare.plain(line["description"])]
                if on.get(str(n), next(iter(costs)) if len(costs) == 1 else None) != account:
                    put(f"lines[{n}].account", account)
            return
        wanted = {}
        for row in truth["entry"]:
            if row["kind"] in ("cost", "deposit"):
                wanted.setdefault(D(row["amount"]), row)
        for n, line in enumerate(document.get("journal") or []):
            amount = D(line["debit"]) - D(line["credit"])
            if line["kind"] in ("cost", "suspense", "deposit") and amount in wanted and line["account"] != wanted[amount]["account"]:
                put(f"journal[{n}].account", wanted[amount]["account"])

    def hand_over(self, number):
        """Hands over what is new, and sees whether what was handed over before is still so, or named."""
        said = self.run("export", "--new", "--export", "xaf", "--out", "out") + self.run("status", "--out", "out")
        by_path, unnamed = self.proposals(), []
        for truth in self.truth:
            fact = self.facts[truth["id"]]
            if truth["week"] > number:
                continue
            proposal = self.of(truth, by_path)
            booked = shape(proposal)
            if fact["handed"] is None:
                accepted = ((proposal or {}).get("reviewed") or {}).get("accepted")
                if proposal and (proposal["verdict"] == "ready" or accepted) and not proposal["duplicate_of"]:
                    fact["handed"] = booked
            elif booked != fact["handed"] and not fact.get("told"):
                if truth["file"].rsplit("/", 1)[-1] in said or str(self.alias.get(truth["file"])) in said:
                    fact["told"] = True
                elif "silent" not in fact:
                    unnamed.append(fact)
        # A list that ends with "and 3 more" tells of three that it does not name.
        more = re.findall(r"and (\d+) more", said[said.find("Corrected after"):]) if "Corrected after" in said else []
        for fact in unnamed[int(more[-1]) if more else 0:]:
            fact["silent"] = number

    def all(self):
        self.learn()
        for number in range(1, self.weeks + 1):
            self.week(number)
            self.log(f"week {number}: {sum(t['week'] == number for t in self.truth)} documents, {self.cpu[number]:.1f} s CPU, corrections {self.corrections[number]}", file=sys.stderr)
        return self


def whole(document):
    """A document of the review page in the form of proposals.jsonl, as far as an entry goes."""
    journal = [{**{"vat_code": None, "rubriek": None, "kind": "cost"}, **line} for line in document.get("journal") or []]
    for line in journal:
        line.setdefault("debit", "0"), line.setdefault("credit", "0")
    boxes = [{"base": None, "vat": "0", **row} for row in (document.get("booking") or {}).get("vat_return") or []]
    return {"journal": journal, "booking": {"vat_return": boxes}}


def shape(proposal):
    """What of a proposal a package gets."""
    if not proposal:
        return None
    return [proposal["invoice_number"], proposal["issue_date"], sorted((l["account"], l["debit"], l["credit"], l["vat_code"] or "") for l in proposal.get("journal") or [])]


def judged(truth, proposal, clients):
    """What is wrong with the outcome for a document; nothing when it is right."""
    if truth["expect"] == "none":
        return [("booked", truth["kind"], None)] if proposal and proposal["verdict"] == "ready" else []
    if proposal is None:
        return [("split" if truth["pages"] else "left out", None, None)]
    return [list(miss) for miss in compare.misses(truth, proposal, clients[truth["client"]])]

