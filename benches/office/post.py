"""The post of the quarter: each purchase as it comes in, and what comes along that is no new invoice or not to be trusted."""

import copy
import random
import shutil
from datetime import timedelta
from types import SimpleNamespace

import channels
import einvoice
import ids
import layouts
import papers
import truth
from buying import Purchase, line_of, lines_of
from entry import entry
from goods import KINDS
from layouts_more import layout_for

PRINTED = {"sans": "cond", "serif": "serifcond", "cond": "cond", "mono": "mono"}  # on paper that is scanned: fonts of which there are pictures


class Post:
    def __init__(self, office, purchases, folder, cheap=False, few=False):
        self.office, self.folder, self.cheap, self.few = office, folder, cheap, few
        self.rng = random.Random(f"{office.seed}:post")
        self.truths, self.seen, self.delivered, self.stems = [], {}, [], set()
        for client in office.clients:
            for supplier in client.suppliers:
                supplier.client = client
                supplier.layout = layout_for(supplier, random.Random(f"{office.seed}:layout:{supplier.key}"))
        self.fresh = sorted((p for p in purchases if p.day > office.history_to), key=lambda p: (p.day, p.supplier.key))
        self.late = self.choose_late(purchases)

    def choose_late(self, purchases):
        """Invoices of the last days of the closed half year that come in after it was closed."""
        last = self.office.history_to
        pool = [p for p in purchases if last - timedelta(days=12) <= p.day <= last and p.supplier.channel == "pdf"]
        late = self.rng.sample(pool, min(len(pool), 1 if self.few else 3))
        for purchase in late:
            purchase.flags.add("late")
        return late

    # --- where and when -------------------------------------------------------------------------------------------------

    def week_of(self, day, more=0):
        return min(self.office.weeks, max(1, (day - self.office.start).days // 7 + 1 + more))

    def inbox(self, week, place):
        folder = self.folder / "weeks" / f"{week:02d}" / place
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def stem(self, bill, rng):
        number = "".join(c if c.isalnum() else "-" for c in bill.number)
        short = bill.supplier.name.split(" ")[0].lower()
        stem = rng.choice([f"{number}", f"factuur {number}", f"{short}-{number}", f"{bill.day:%Y%m%d}_{bill.supplier.key}", f"Invoice_{number}", f"{bill.supplier.key}{bill.day:%m%d}-{short}"]).replace("/", "-")
        while stem in self.stems:  # two suppliers may have the same number
            stem += " (2)"
        self.stems.add(stem)
        return stem

    # --- one document ---------------------------------------------------------------------------------------------------

    def paper(self, bill, printed=False):
        return layouts.LAYOUTS[bill.supplier.layout](bill, PRINTED[bill.supplier.style["font"]] if printed else None)

    def write(self, bill, channel, folder, stem, rng):
        """Writes a bill in one form; gives the name of what was written, as dizzy names it."""
        service = bill.supplier.country == "IE"
        if channel == "ubl":
            (folder / f"{stem}.xml").write_text(einvoice.ubl(bill, service), encoding="utf-8")
            if rng.random() < 0.3:
                self.paper(bill).pdf(folder / f"{stem}.pdf")
            return f"{stem}.xml"
        if channel == "hybrid":
            channels.hybrid(self.paper(bill), einvoice.cii(bill, service), folder / f"{stem}.pdf")
            return f"{stem}.pdf"
        if channel == "mail":
            held = folder / f"{stem}.pdf"
            self.paper(bill).pdf(held)
            content = held.read_bytes()
            held.unlink()
            name = f"{stem.replace(' ', '_')}.pdf"
            channels.mail(folder / f"{stem}.eml", f"{bill.supplier.name} <{bill.supplier.email}>", "facturen@kantoor.example", f"Factuur {bill.number}", name, content, bill.day)
            return f"{stem}.eml!/{name}"
        if channel == "scan":
            suffix = ".tiff" if rng.random() < 0.15 else ".pdf"
            channels.scan(self.paper(bill, True), folder / f"{stem}{suffix}", rng)
            return f"{stem}{suffix}"
        if channel == "photo":
            channels.photo(self.paper(bill, True), folder / f"{stem}.jpg", rng)
            return f"{stem}.jpg"
        self.paper(bill).pdf(folder / f"{stem}.pdf")
        return f"{stem}.pdf"

    def reasons(self, bill, week):
        """Why a person should look at it, whoever reads it."""
        supplier, why = bill.supplier, []

        def first(key, text):
            if self.seen.setdefault((supplier.key, key), week) == week:
                why.append(text)

        if supplier.new_week is not None:
            first("new", "new supplier")
        for key, text in (("bank", "bank account changed"), ("rate", "rate never seen"), ("number", "number of another shape")):
            change = supplier.changes.get(key)
            if change and bill.day >= change["from"]:
                first(key, text)
        if "late" in bill.flags:
            why.append("closed period")
        if "tenfold" in bill.flags:
            why.append("unusual amount")
        if "receipt" in bill.flags and bill.gross > 100 and "5b" in entry(bill)[1] and not any(line.account == "fuel" for line in bill.lines):
            why.append("receipt above 100 euros without customer")
        return why

    def deliver(self, bill, channel=None, week=None, place=None, why=()):
        supplier = bill.supplier
        rng = random.Random(f"{self.office.seed}:deliver:{supplier.key}:{bill.number}:{bill.day}")
        channel = channel or supplier.channel
        if self.cheap and channel in ("scan", "photo") and rng.random() < 0.8:
            channel = "pdf"
        bill.iban_shown = supplier.iban_on(bill.day)
        week = week or self.week_of(bill.day, rng.random() < 0.25)
        bill.week, bill.channel = week, channel
        if channel == "receipt":
            return self.slip(bill, week, rng)
        home = f"klanten/{bill.client.slug}"
        place = place or ("post" if channel == "mail" and rng.random() < 0.5 or channel == "pdf" and rng.random() < 0.06 else home)
        name = self.write(bill, channel, self.inbox(week, place), self.stem(bill, rng), rng)
        self.add(truth.of_purchase(bill, f"{place}/{name}", channel, [*why, *self.reasons(bill, week)]), week)
        self.delivered.append(bill)

    def slip(self, bill, week, rng):
        small = bill.gross <= 100
        number = None if small else f"{rng.randint(1000, 99999):06d}"
        if number:
            bill.number = number
        paper = channels.receipt(bill, number, rng.random() < 0.8)
        place = f"klanten/{bill.client.slug}"
        stem = rng.choice([f"bon {bill.day:%d%m}-{bill.supplier.key[-2:]}", f"IMG_{bill.day:%Y%m%d}_{rng.randint(100000, 235959)}", f"kassabon-{bill.supplier.key}-{bill.day:%m%d}"])
        if self.cheap and rng.random() < 0.8:
            name = f"{stem}.pdf"
            paper.pdf(self.inbox(week, place) / name)
        elif rng.random() < 0.55:
            name = f"{stem}.jpg"
            channels.photo(paper, self.inbox(week, place) / name, rng, 1100)
        else:
            name = f"{stem}.pdf"
            channels.scan(paper, self.inbox(week, place) / name, rng)
        self.add(truth.of_purchase(bill, f"{place}/{name}", "receipt", self.reasons(bill, week), number="none" if small else "printed"), week)

    def add(self, row, week):
        row["week"] = week
        self.truths.append(row)

    # --- the quarter ----------------------------------------------------------------------------------------------------

    def all(self):
        few = self.few
        rng = self.rng
        tenfold = rng.sample([p for p in self.fresh if p.supplier.channel == "pdf" and p.supplier.new_week is None and len(p.lines) == 1], 1 if few else 2)
        for bill in tenfold:
            bill.flags.add("tenfold")
            bill.lines[0].quantity *= 12
            bill.lines[0].net = ids.cents(bill.lines[0].quantity * bill.lines[0].price)
            bill.add_up()
        misplaced = rng.sample([p for p in self.fresh if p.supplier.channel == "pdf" and p.supplier.new_week is None and not p.supplier.changes and "tenfold" not in p.flags], 1 if few else 4)
        stacked = self.stacks(1 if few else 5, {id(p) for p in misplaced + tenfold})
        for bill in self.fresh:
            if id(bill) in stacked:
                continue
            if any(bill is other for other in misplaced):
                other = rng.choice([c for c in self.office.clients if c is not bill.client])
                self.deliver(bill, "pdf", place=f"klanten/{other.slug}", why=["wrong folder"])
            else:
                self.deliver(bill)
        for bill in self.late:
            self.deliver(bill, week=min(2, self.office.weeks))
        self.credit_notes(2 if few else 8)
        self.copies(2 if few else 10)
        self.no_invoices(1 if few else 4)
        self.frauds(1 if few else 2)
        self.sales(1 if few else 3)
        return self.truths

    def stacks(self, count, kept):
        """Some bills of one client and week become one file; gives the ids of those."""
        used, groups = set(), {}
        for bill in self.fresh:
            if bill.supplier.channel in ("pdf", "scan") and bill.supplier.new_week is None and not bill.supplier.changes and id(bill) not in kept:
                groups.setdefault((self.week_of(bill.day), bill.client.key), []).append(bill)
        keys = sorted(key for key, bills in groups.items() if len(bills) >= 2)
        for n, key in enumerate(self.rng.sample(keys, min(count, len(keys)))):
            bills, week = groups[key][:self.rng.randint(2, 4)], key[0]
            for bill in bills:
                bill.iban_shown = bill.supplier.iban_on(bill.day)
            scanned = n % 2 == 0 and not self.cheap
            sheets = [self.paper(bill, scanned) for bill in bills]
            place = f"klanten/{bills[0].client.slug}"
            name, first = f"stapel week {week} {bills[0].client.key}.pdf", 1
            whole = channels.stack(sheets)
            target = self.inbox(week, place) / name
            channels.scan(whole, target, self.rng) if scanned else whole.pdf(target)
            for bill, sheet in zip(bills, sheets):
                pages = [first, first + len(sheet.pages) - 1]
                first += len(sheet.pages)
                row = truth.of_purchase(bill, f"{place}/{name}", "scan" if scanned else "pdf", self.reasons(bill, week), pages)
                row["channel"] = "stack"
                self.add(row, week)
                used.add(id(bill))
        return used

    def credit_notes(self, count):
        pool = [b for b in self.delivered if b.supplier.new_week is None and b.channel in ("pdf", "ubl", "hybrid", "mail") and not b.supplier.changes and b.week < self.office.weeks
                and b.supplier.trade != "Hotel" and "late" not in b.flags and "tenfold" not in b.flags and self.week_of(b.day + timedelta(days=9)) >= b.week]
        for bill in self.rng.sample(pool, min(count, len(pool))):
            lines = copy.deepcopy(bill.lines if self.rng.random() < 0.4 else self.rng.sample(bill.lines, max(1, len(bill.lines) // 2)))
            for line in lines:
                line.quantity, line.net = -line.quantity, -line.net
            if sum(line.net for line in lines) >= 0:
                continue
            day = bill.day + timedelta(days=2)
            _, last = bill.supplier.number_on(bill.day, 0)
            number, _ = bill.supplier.number_on(bill.day, last)
            note = Purchase(bill.client, bill.supplier, number, day, None, lines, credit_of=bill.number).add_up()
            self.deliver(note, week=min(self.office.weeks, bill.week + 1))

    def copies(self, count):
        """The same invoice again: the same bytes under another name, or a scan or print of it."""
        pool = [b for b in self.delivered if b.channel in ("pdf", "ubl") and b.supplier.new_week is None and not b.supplier.changes and b.gross > 0 and b.week < self.office.weeks]
        for n, bill in enumerate(self.rng.sample(pool, min(count, len(pool)))):
            week, place = min(self.office.weeks, bill.week + self.rng.randint(1, 3)), f"klanten/{bill.client.slug}"
            folder = self.inbox(week, place)
            stem = f"kopie {bill.supplier.key}-{bill.day:%m%d}"
            row = next(t for t in self.truths if t["supplier"] == bill.supplier.key and t["fields"]["number"] == bill.number)
            source = self.folder / "weeks" / f"{bill.week:02d}" / row["file"]
            name, same = f"{stem}.pdf", n % 5 < 2 and source.suffix == ".pdf"
            if same:
                shutil.copyfile(source, folder / name)
            elif n % 5 < 4 and not self.cheap:
                channels.scan(self.paper(bill, True), folder / name, self.rng)
            else:
                sheet = self.paper(bill)
                sheet.text(300, 24, "KOPIE", 11, True)
                sheet.pdf(folder / name)
            self.add(truth.of_nothing("copy", bill.client, f"{place}/{name}", "copy", "copy", bill.supplier, copy_of=row["file"], same_bytes=same), week)

    def no_invoices(self, count):
        pool = [b for b in self.delivered if b.supplier.new_week is None and b.supplier.lang == "nl" and b.due and b.channel == "pdf" and b.gross > 0]
        for n in range(count):
            for kind in ("reminder", "statement", "quote", "proforma"):
                bill = self.rng.choice(pool)
                other = copy.copy(bill)
                week, place = min(self.office.weeks, bill.week + 1), f"klanten/{bill.client.slug}"
                if kind == "reminder":
                    sheet = papers.reminder(bill)
                elif kind == "statement":
                    sheet = papers.statement(bill, [b for b in pool if b.supplier is bill.supplier and b is not bill][:3])
                else:
                    other.lines = lines_of(self.rng, bill.supplier, bill.day)
                    other.number = f"{'OF' if kind == 'quote' else 'PF'}{bill.day:%y%m}-{self.rng.randint(10, 99)}"
                    other.add_up()
                    sheet = papers.offer(other, *(("Offerte", "Offertenummer", "Deze offerte is dertig dagen geldig. Bij akkoord ontvangen wij graag uw handtekening.") if kind == "quote" else
                                                  ("Pro-formafactuur", "Pro forma", "Dit is geen factuur. U ontvangt de factuur bij levering.")))
                name = f"{kind[:4]}{n}-{bill.supplier.key}-{bill.day:%m%d}.pdf"
                sheet.pdf(self.inbox(week, place) / name)
                self.add(truth.of_nothing(kind, bill.client, f"{place}/{name}", "pdf", kind, bill.supplier), week)

    def frauds(self, count):
        """A known supplier's invoice with another account, one of somebody with his name, and one for nothing."""
        pool = [s for c in self.office.clients for s in c.suppliers if s.new_week is None and s.channel == "pdf" and not s.changes and s.lang == "nl" and "debit" not in s.more]
        for n in range(count):
            for how in ("account", "name", "register"):
                real = self.rng.choice(pool)
                false = copy.copy(real)
                day = self.office.start + timedelta(days=self.rng.randrange(10, self.office.weeks * 7 - 5))
                lines = lines_of(self.rng, real, day)
                false.iban, false.changes = ids.iban(self.rng), {}
                if how == "name":
                    false.vat_id, false.kvk = ids.vat_id(self.rng), ids.kvk(self.rng)
                    false.address = ids.Names(self.rng).address()
                if how == "register":
                    false.name, false.kvk, false.vat_id, false.layout = f"Bedrijvenindex {ids.Names(self.rng).stem()}", ids.kvk(self.rng), ids.vat_id(self.rng), "left_plain"
                    false.address = ids.Names(self.rng).address()
                    lines = [line_of(self.rng, real, "ads", ("Vermelding bedrijvengids 12 maanden", "stuk", 289, 690, 1, 1), day)]
                number, _ = real.number_on(day, real.number_on(day, 0)[1])
                bill = Purchase(real.client, false, number, day, day + timedelta(days=false.terms), lines).add_up()
                bill.iban_shown = false.iban
                week, place = self.week_of(day), f"klanten/{real.client.slug}"
                name = f"{how[:3]}{n}-{number}.pdf".replace("/", "-")
                layouts.LAYOUTS[false.layout](bill).pdf(self.inbox(week, place) / name)
                self.add(truth.of_nothing("fraud", real.client, f"{place}/{name}", "pdf", "fraud", real, how=how), week)

    def sales(self, count):
        for client in [c for c in self.office.clients if c.sales != "sales_exempt"]:
            names = ids.Names(random.Random(f"{self.office.seed}:customers:{client.key}"))
            kind = {"sales_low": "dinner", "sales_high": "hire"}[client.sales]
            own = SimpleNamespace(key=f"{client.key}-own", name=client.name, address=client.address, vat_id=client.vat_id, kvk=client.kvk, email="info@klant.example", lang="nl", country="NL", foreign=False,
                                  more={}, terms=14, client=client, changes={}, prices={}, style={"color": "#1f4e79", "font": "sans", "seed": 1}, account_of=lambda k: KINDS[k].account)
            for n in range(count):
                customer = SimpleNamespace(key=f"K{n}", name=f"{names.stem()} Events B.V.", address=names.address(), vat_id=ids.vat_id(names.rng), slug="")
                day = self.office.start + timedelta(days=7 * n * max(1, self.office.weeks // 4) + 9)
                lines = [line_of(self.rng, own, kind, item, day) for item in KINDS[kind].items[:2]]
                for line in lines:
                    line.treat, line.rate = "S", line.rate.__class__(9 if client.sales == "sales_low" else 21)
                bill = Purchase(customer, own, f"{day.year}{(day - self.office.start).days + 200:04d}", day, day + timedelta(days=14), lines).add_up()
                bill.iban_shown = client.iban
                week, place, name = self.week_of(day), f"klanten/{client.slug}", f"verkoop {bill.number}.pdf"
                layouts.right_head(bill).pdf(self.inbox(week, place) / name)
                self.add(truth.of_sale(bill, f"{place}/{name}", "pdf", customer), week)
