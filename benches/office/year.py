"""A year in which what went out unseen and was never corrected becomes part of what is learned from."""

import random
from datetime import date, timedelta
from decimal import Decimal as D

import auditfile
import buying
import compare
import report
import world
from post import Post
from run import Quarter

START = date(2025, 6, 30)
FOUND = 0.3  # the share of what was wrong in `ready` that somebody comes across later


class Year(Quarter):
    """Weeks as in a quarter; every fourth week the auditfiles of the books as they are then are learned."""

    def __init__(self, dizzy, office, work, weeks=None, log=print):
        super().__init__(dizzy, office, work, weeks, log)
        self.world = world.make(self.info["seed"], date.fromisoformat(self.info["start"]), self.info["weeks"], self.info["small"])
        self.history = buying.purchases(self.world)
        Post(self.world, self.history, None, self.info["cheap"], self.info["small"])  # says which came in late, and so are in no auditfile
        (work / "books").mkdir()
        self.codes = {s.key: s.code for c in self.world.clients for s in c.suppliers}

    def late(self, number):
        chance = random.Random(f"{self.info['seed']}:found:{number}")
        return [t for t in super().late(number) if chance.random() < FOUND]

    def week(self, number):
        super().week(number)
        if number % 4 == 0 and number < self.weeks:
            self.learn_books(self.world.start + timedelta(days=7 * number - 3))

    def learn_books(self, day):
        """What was handed over stands in the books as it is now in the ledger, right or not."""
        by_path, entries = self.proposals(), {}
        for truth in self.truth:
            proposal = self.of(truth, by_path)
            if self.facts[truth["id"]]["handed"] is None or not proposal or proposal["direction"] == "sale" or not proposal.get("journal") or not proposal["issue_date"]:
                continue
            info = self.clients.get(proposal["administration"])
            if info is None:
                continue
            rows = [{"account": line["account"], "amount": D(line["debit"]) - D(line["credit"]), "code": compare.code_of(line["vat_code"], info), "kind": line["kind"], "text": line["description"]}
                    for line in proposal["journal"]]
            for row in rows:
                row["code"] = row["code"].lstrip("?") if row["code"] else None
            entries.setdefault(info["key"], []).append({"day": date.fromisoformat(proposal["issue_date"]), "number": proposal["invoice_number"], "rows": rows,
                                                       "code": self.codes.get(truth["supplier"]), "name": truth["supplier_name"]})
        for client in self.world.clients:
            mine = sorted(entries.get(client.key, []), key=lambda one: (one["day"], one["number"] or ""))
            for year in {self.world.history_to.year, day.year}:
                path = self.work / "books" / f"{client.slug}-{year}.xaf"
                auditfile.write(self.world, client, self.history, year, path, until=day, extra=mine)
                if path.exists():
                    self.run("learn", f"books/{path.name}", "--administration", client.name, "--out", "out")


def months(quarter):
    """Straight through and right, and `ready` right, of each month of a year."""
    out = []
    for month in range(12):
        pairs = [(t, f) for t, f in report.rows(quarter) if (t["week"] - 1) * 12 // 52 == month]
        if pairs:
            g = report.group(pairs)
            out.append({"month": month + 1, "documents": g["documents"], "through": g["straight through and right"], "ready right": g["ready right"], "ready": g["ready"]})
    return out


def table(rows, out=print):
    out("\nMonth  docs  through  ready  right")
    for row in rows:
        out(f"{row['month']:5}{row['documents']:6}{report.percent(row['through']):>9}{row['ready']:7}{report.percent(row['ready right']):>7}")
