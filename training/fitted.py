"""Layouts for fitting: put together at random from ways to print a letterhead, the particulars, the lines, the totals and the foot."""

from decimal import Decimal as D

from facts import OTHER, date_style, iban_style, money_style, vat_style
from paper import Paper
from words import WORDS

INKS = ["#000000", "#1a1a1a", "#203864", "#333333"]


class Sheet:
    def __init__(self, path, f, rng):
        self.f, self.rng, self.w = f, rng, WORDS[f.lang]
        family = rng.choices(["Helvetica", "Times", "Courier", "DejaVu", "DejaVuSerif", "DejaVuCond", "DejaVuMono"], [40, 14, 6, 12, 8, 14, 3])[0]
        self.size = rng.choice([8, 8.5, 9, 9.5, 10]) - (1 if family in ("DejaVu", "DejaVuMono", "Courier") else 0)
        self.p = Paper(path, family, self.size)
        self.lead = self.size * rng.uniform(1.25, 1.6)
        self.left, self.right = rng.choice([36, 45, 57, 70]), 595 - rng.choice([36, 45, 57])
        self.plain, self.money = money_style(rng, f)
        self.day = date_style(rng, f)
        self.ink = rng.choice(INKS)
        self.colon = rng.choice([":", ":", "", " :"])
        self.footed = rng.random()  # how much of the supplier stands at the foot
        self.said = {}
        self.shown_due = f.due
        self.hide = set()  # fields that are not printed
        self.has_name = False

    def word(self, key):
        if key not in self.said:
            self.said[key] = self.rng.choice(self.w[key]) if isinstance(self.w[key], list) else self.w[key]
        return self.said[key]

    def label(self, key):
        return self.word(key) + self.colon

    # Who

    def address(self, party, country=False):
        lines = [party.name, party.street, f"{party.postcode}  {party.town}" if party.country == "NL" and self.rng.random() < 0.6 else f"{party.postcode} {party.town}"]
        if party.country in ("GB", "US", "IE"):
            lines[2] = f"{party.town} {party.postcode}" if party.country != "IE" else f"{party.town}, {party.postcode}"
        if country:
            from facts import COUNTRY
            lines.append(COUNTRY[party.country][["nl", "en", "de", "fr"].index(self.f.lang)])
        return lines

    def identifiers(self):
        s = self.f.supplier
        items = []
        if s.vat:
            items.append((self.label("vatid"), vat_style(self.rng, s.vat)))
        if s.kvk:
            items.append((self.label("kvk"), s.kvk))
        if s.iban:
            items.append((self.label("iban"), iban_style(self.rng, s.iban)))
        if self.f.second_iban:
            items.append((self.label("iban"), iban_style(self.rng, self.f.second_iban)))
        if self.f.blocked:
            items.append((self.label("blocked"), iban_style(self.rng, self.f.blocked)))
        return items

    def contacts(self):
        s = self.f.supplier
        items = [f"{self.word('phone')} {s.phone}"] if self.rng.random() < 0.6 else []
        if self.rng.random() < 0.6:
            items.append(f"{self.rng.choice(['info', 'administratie', 'post', 'sales'])}@{s.domain}")
        if self.rng.random() < 0.5:
            items.append(f"{self.rng.choice(['www.', ''])}{s.domain}")
        return items

    def head(self):
        """The letterhead and the buyer; gives the height from which one may go on."""
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        style = rng.choices(["left", "right", "center", "logo", "boxes", "columns"], [26, 22, 12, 16, 14, 10])[0]
        foreign = f.supplier.country != f.customer.country
        ours = self.address(f.supplier, foreign or rng.random() < 0.2)
        theirs = self.address(f.customer, foreign or rng.random() < 0.1)
        if rng.random() < 0.4:
            theirs.insert(1, f"{self.word('attn')} {f.customer.person}" if rng.random() < 0.8 else f.customer.person)
        shown_vat = f.customer.vat and (f.scenario in ("reverse", "intra") or rng.random() < 0.15)
        if shown_vat and rng.random() < 0.6:
            theirs.append(f"{self.label('yourvat') if rng.random() < 0.7 else self.label('vatid')} {f.customer.vat}")
            shown_vat = False
        self.customer_vat = f.customer.vat if shown_vat else None
        ids = self.identifiers()
        self.foot_ids = []
        in_head = rng.random() < 0.45 or style in ("boxes", "columns")
        if not in_head:
            self.foot_ids = ids
            ids = []
        y = rng.uniform(40, 60)
        heading = self.label("to") if rng.random() < 0.5 else None
        big = self.size * rng.uniform(1.3, 2.2)
        if style in ("left", "right", "center"):
            self.has_name = True
            x, align = {"left": (self.left, "left"), "right": (self.right, "right"), "center": (297, "center")}[style]
            p.text(x, y + big * 0.6, ours[0], big, rng.random() < 0.7, align, rng.choice(INKS + ["#7a1f1f", "#1f5f3a"]))
            y += big * 0.6 + lead * 1.1
            if style == "center" or rng.random() < 0.25:
                p.text(x, y, rng.choice([" · ", " | ", " - ", ", "]).join(ours[1:] + self.contacts()), self.size - 0.5, align=align)
                y += lead
                if ids:
                    p.text(x, y, rng.choice([" · ", " | ", "   "]).join(f"{a} {b}" for a, b in ids[:3]), self.size - 1, align=align)
                    y += lead
                    for a, b in ids[3:]:
                        p.text(x, y, f"{a} {b}", self.size - 1, align=align)
                        y += lead
            else:
                for line in ours[1:] + self.contacts() + [f"{a} {b}" for a, b in ids]:
                    p.text(x, y, line, align=align)
                    y += lead
            top = y
            y = max(y + lead, 130) if style != "right" or rng.random() < 0.5 else rng.uniform(60, 120)
            x = self.left if style != "left" or rng.random() < 0.5 else rng.choice([310, 330, 350])
            y = self.block(x, y, heading, theirs)
            y = max(y, top)
        elif style == "logo":
            p.logo(rng.choice([self.left, 400]), y - 15, 120, 34, rng.choice(["#235789", "#c1292e", "#2e933c"]))
            y += 70
            x = rng.choice([self.left, self.left, 330])
            if rng.random() < 0.7:
                self.has_name = True
                p.text(x, y, rng.choice([" · ", " - ", ", ", " | "]).join(ours[:3]), self.size - 2.5)
                y += lead * 1.3
            y = self.block(x, y, heading, theirs)
            self.foot_ids += ids
        elif style == "boxes":
            self.has_name = True
            a, b = (self.left, 310) if rng.random() < 0.6 else (310, self.left)
            fill = rng.choice([None, "#f2f2f2"])
            p.box(self.left - 5, y - 5, 290, y + 120, fill)
            p.box(305, y - 5, self.right + 5, y + 120, fill)
            y0 = self.block(a, y + lead, self.label("from"), ours + [f"{k} {v}" for k, v in ids])
            y1 = self.block(b, y + lead, heading or self.label("to"), theirs)
            y = max(y0, y1, y + 125)
        else:
            self.has_name = True
            y0 = self.block(self.left, y + lead, None, ours)
            y1 = self.block(235, y + lead, None, theirs if rng.random() < 0.5 else self.contacts() + [f"{k} {v}" for k, v in ids])
            third = [f"{k} {v}" for k, v in ids] if y1 and rng.random() < 0 else []
            y = max(y0, y1)
            y = max(y, self.block(self.left, y + lead * 1.5, heading or self.label("to"), theirs))
            if not any(str(v) in " ".join(third) for _, v in ids):
                self.foot_ids += ids
        return y

    def block(self, x, y, heading, lines):
        if heading:
            self.p.text(x, y, heading, self.size - self.rng.choice([0, 1]), self.rng.random() < 0.5, color="#555555")
            y += self.lead
        for i, line in enumerate(lines):
            self.p.text(x, y, line, bold=i == 0 and self.rng.random() < 0.3)
            y += self.lead
        return y

    # Particulars

    def title(self):
        f = self.f
        if f.scenario in OTHER:
            return self.word({"reminder": "reminder", "quote": "quote", "statement": "statement", "order": "order_title", "delivery": "delivery"}[f.scenario])
        return self.word("credit" if f.kind == "credit_note" else "invoice")

    def particulars(self, y):
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        number, day = f.number, self.day(f.issued)
        key = "number"
        name = self.label("number")
        if f.kind == "credit_note" and rng.random() < 0.6:
            name = {"nl": "Creditnotanummer", "en": "Credit note no.", "de": "Gutschrift Nr.", "fr": "Avoir n°"}[f.lang] + self.colon
        if f.scenario in OTHER:
            name = {"nl": "Nummer", "en": "Number", "de": "Nummer", "fr": "Numéro"}[f.lang] + self.colon if f.scenario != "reminder" else name
        items = [(name, number), (self.label("date"), day)]
        if f.due:
            items.append((self.label("due"), self.day(f.due)))
        extra = []
        if f.supplied:
            extra.append((self.label("supplied"), self.day(f.supplied)))
        if f.order:
            extra.append((self.label("order"), f.order))
        if rng.random() < 0.6:
            extra.append((self.label("customer_number"), f.customer_number))
        if f.credited:
            extra.append((self.label("credited"), f.credited))
        if self.customer_vat:
            extra.append((self.label("yourvat"), self.customer_vat))
        if rng.random() < 0.2:
            extra.append((self.label("contact"), f.supplier.person))
        rng.shuffle(extra)
        items += extra
        if rng.random() < 0.3:
            rng.shuffle(items)
        titled = rng.random() < 0.85 or f.kind != "invoice"
        style = rng.choices(["list", "columns", "heads", "stack", "sentence", "right"], [24, 26, 22, 8, 10, 10])[0]
        # A bare "Invoice" label needs its own title above, and sentences their title inside.
        big = self.size * rng.uniform(1.2, 2.4)
        y += lead * rng.uniform(0.8, 2.5)
        if style == "sentence" and f.scenario not in OTHER:
            joiner = {"nl": ["van", "d.d."], "en": ["of", "dated"], "de": ["vom"], "fr": ["du"]}[f.lang]
            nr = {"nl": ["", "nr. ", "nummer "], "en": ["no. ", "# ", ""], "de": ["Nr. ", ""], "fr": ["n° ", ""]}[f.lang]
            p.text(self.left, y, f"{self.title()} {rng.choice(nr)}{number} {rng.choice(joiner)} {day}", big * 0.8, True)
            y += big
            items = [i for i in items if i[1] not in (number, day)]
            style = "list"
            titled = False
        if titled:
            text = self.title()
            if rng.random() < 0.08:
                text = " ".join(text.upper())
            if rng.random() < 0.65:
                p.text(self.left, y, text, big, True)
            else:
                p.text(self.right, y, text, big, True, "right")
            y += big * 1.1
        if style == "heads":
            per = min(len(items), rng.choice([4, 5, 6]))
            for start in range(0, len(items), per):
                part = items[start:start + per]
                width = (self.right - self.left) / max(len(part), 3)
                if rng.random() < 0.4:
                    p.line(self.left, y - lead * 0.9, self.right, y - lead * 0.9)
                for i, (a, b) in enumerate(part):
                    p.text(self.left + i * width, y, a.rstrip(" :"), self.size - 1, rng.random() < 0.5)
                    p.text(self.left + i * width, y + lead, b)
                y += lead * 2.6
        elif style == "stack":
            x = rng.choice([self.left, 330, 420])
            for a, b in items:
                p.text(x, y, a.rstrip(" :"), self.size - 1, color="#666666")
                p.text(x, y + lead * 0.95, b, bold=rng.random() < 0.3)
                y += lead * 2.3
        elif style == "right":
            x = rng.uniform(330, 380)
            for a, b in items:
                p.text(x, y, a)
                p.text(self.right, y, b, align="right")
                y += lead
        else:
            x = rng.choice([self.left, self.left, 300, 340])
            tab = max(p.length(a) for a, _ in items) + rng.choice([6, 14, 30]) if items else 0
            for a, b in items:
                if style == "list":
                    p.text(x + p.text(x, y, a) + 4, y, b)
                else:
                    p.text(x, y, a, bold=False)
                    p.text(x + tab, y, b)
                y += lead
        return y + lead * 0.6

    # Lines

    def table(self, y):
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        columns = ["desc"]
        if rng.random() < 0.25:
            columns.insert(0, "article")
        several = len({l.rate for l in f.lines}) > 1
        numbers = ["qty", "price"] if rng.random() < 0.88 else []
        if numbers and rng.random() < 0.3:
            numbers.insert(1, "unit")
        if any(l.discount for l in f.lines):
            numbers = (numbers or ["qty", "price"]) + ["disc"]
        if several and rng.random() < 0.9 or rng.random() < 0.25:
            numbers.insert(rng.choice([len(numbers), 0]), "vatcol")
        if numbers and numbers[0] == "qty" and rng.random() < 0.35:
            columns = ["qty"] + columns
            numbers.remove("qty")
        columns += numbers + ["amount"]
        widths = {"article": 55, "desc": 0, "qty": 42, "unit": 38, "price": 66, "disc": 45, "vatcol": 40, "amount": 74}
        rest = self.right - self.left - sum(widths[c] for c in columns)
        widths["desc"] = rest
        edges, x = {}, self.left
        for c in columns:
            edges[c] = (x, x + widths[c] - 6)
            x += widths[c]
        edges["amount"] = (edges["amount"][0], self.right)
        numeric = {"price", "amount", "disc", "vatcol"} | ({"qty"} if rng.random() < 0.7 else set())
        vat_text = rng.choice(["{0}%", "{0} %", "{0}", "code"])
        sign = self.money if rng.random() < 0.4 else self.plain
        rule = rng.choice([None, "head", "rows", "fill"])
        bold = rng.random() < 0.6
        size = self.size - rng.choice([0, 0, 0.5])

        def head(y):
            if rule == "fill":
                p.box(self.left - 3, y - lead * 0.85, self.right + 3, y + lead * 0.35, "#dde4ee", 0)
            for c in columns:
                text = self.word(c)
                if c in numeric:
                    p.text(edges[c][1], y, text, size, bold, "right")
                else:
                    p.text(edges[c][0], y, text, size, bold)
            if rule:
                p.line(self.left, y + lead * 0.4, self.right, y + lead * 0.4)
            return y + lead * 1.4

        y = head(y)
        places = 3 if rng.random() < 0.04 else 2
        running = D(0)
        bottom = 690
        for index, l in enumerate(f.lines):
            text = p.wrap(l.text + (rng.choice(["", f" ({l.article})", " conform afspraak", " type B, levering op locatie"]) if rng.random() < 0.2 else ""), edges["desc"][1] - edges["desc"][0], size)
            if y + lead * len(text) > bottom:
                self.turn(running)
                y = head(self.continued(running))
            quantity = self.quantity(l.quantity)
            cells = {"article": l.article, "desc": text[0] if text else "", "qty": quantity, "unit": l.unit, "price": (sign if places == 2 else lambda v: self.plain(v, 3))(l.price), "disc": f"{l.discount}%" if l.discount else "",
                     "vatcol": {True: "1" if l.rate == max(x.rate for x in f.lines) else "2"}.get(vat_text == "code", vat_text.format(str(l.rate).replace(".", ","))), "amount": sign(l.amount)}
            for c in columns:
                if c in numeric:
                    p.text(edges[c][1], y, cells[c], size, align="right")
                else:
                    p.text(edges[c][0], y, cells[c], size)
            for more in text[1:]:
                y += lead * 0.95
                p.text(edges["desc"][0], y, more, size)
            running += l.amount
            y += lead * 1.15
            if rule == "rows":
                p.line(self.left, y - lead * 0.8, self.right, y - lead * 0.8, 0.25)
        if rule:
            p.line(self.left, y - lead * 0.6, self.right, y - lead * 0.6)
        return y + lead * 0.5

    def quantity(self, value):
        text = format(value.normalize(), "f")
        return text.replace(".", "," if self.f.lang != "en" else ".")

    def turn(self, running):
        """Ends a page in the middle of the lines."""
        if self.rng.random() < 0.7:
            self.p.text(self.right - 90, 712, self.word("carry"), align="right")
            self.p.text(self.right, 712, self.plain(running), align="right")
        self.foot()
        self.p.page()

    def continued(self, running):
        y = 60
        self.p.text(self.left, y, f"{self.title()} {self.f.number}")
        y += self.lead * 2
        if self.rng.random() < 0.6:
            self.p.text(self.left, y, self.word("carried"))
            self.p.text(self.right, y, self.plain(running), align="right")
            y += self.lead * 1.5
        return y

    # Totals

    def totals(self, y):
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        if f.scenario == "delivery":
            return y
        taxed = [r for r in f.rows if r[3]]
        sign = rng.choice([self.money, self.money, self.plain])
        rate_text = lambda r: str(r).replace(".", "," if f.lang != "en" else ".")
        style = rng.choices(["right", "left", "horizontal", "boxed", "dots", "reversed", "split"], [40, 8, 12, 10, 6, 6, 18])[0]
        turned = {"number": 0}
        if y > 620:
            self.foot()
            p.page()
            y = 80
        before, vats, after = [], [], []
        free_text = {"reverse": "reverse", "intra": "intra", "export": "export", "small": "small", "margin": "margin", "exempt": "exempt"}.get(f.scenario)
        if f.discount or f.shipping:
            if rng.random() < 0.8:
                before.append((rng.choice({"nl": ["Subtotaal", "Totaal regels"], "en": ["Subtotal", "Items"], "de": ["Zwischensumme", "Positionen"], "fr": ["Sous-total"]}[f.lang]), f.sum_lines))
            if f.discount:
                before.append((self.word("discount"), -f.discount))
            if f.shipping:
                before.append((self.word("shipping"), f.shipping))
        net = f.net - f.deposit
        net_label = self.word("net")
        if f.discount and net_label in ("Subtotaal", "Subtotal", "Zwischensumme", "Sous-total"):
            net_label = {"nl": "Totaal excl. btw", "en": "Net amount", "de": "Summe netto", "fr": "Total HT"}[f.lang]
        for rate, _, base, vat in taxed:
            form = rng.choice([0, 0, 1, 2, 3]) if turned["number"] == 0 else turned["form"]
            turned = {"number": 1, "form": form}
            name = [f"{rate_text(rate)}% {self.word('vat')}", f"{self.word('vat')} {rate_text(rate)}%", f"{self.word('vat')} {rate_text(rate)} % {self.w['over']} {sign(base)}",
                    f"{self.word('vat')} {self.w['high'] if rate == taxed[0][0] and (len(taxed) > 1 or rate > 15) else self.w['lowr']} ({rate_text(rate)}%)"][form]
            vats.append((name, vat))
        if f.deposit:
            after.append((self.word("deposit"), f.deposit))
        gross_label = self.word("gross")
        if f.scenario == "reminder":
            gross_label = self.word("payable")
        if f.currency != "EUR":
            gross_label = gross_label.replace(" EUR", "")
        rows = []
        if f.incl:
            rows = before + [(gross_label, f.gross)]
            included = [(f"{self.word('within')} {rate_text(r)}%", v) for r, _, b, v in taxed]
            rows += included
            if rng.random() < 0.4:
                rows.append((net_label, f.net))
        else:
            rows = before
            if taxed or rng.random() < 0.6:
                rows = rows + [(net_label, net)]
            rows = rows + vats
            if not taxed and rng.random() < 0.5 and f.scenario != "small":
                rows.append((f"{self.word('vat')} 0%" if rng.random() < 0.6 else self.word("vat"), D(0)))
            rows = rows + after + [(gross_label, f.gross)]
        if f.prepaid:
            rows += [(self.word("prepaid"), -f.prepaid if rng.random() < 0.6 else f.prepaid), (self.word("payable"), f.gross - f.prepaid)]
        summary = rng.random() < (0.6 if len(taxed) > 1 else 0.12) and taxed and style in ("right", "boxed", "split", "dots") and not f.incl
        if style == "horizontal" and taxed and not f.prepaid and not before and not after and not f.incl:
            heads = [self.word("base")] if len(taxed) > 1 else [net_label]
            heads += [self.word("rate"), self.word("vat"), gross_label if len(taxed) == 1 else self.word("total_of")]
            step = (self.right - self.left) / 4.5
            order = [0, 1, 2, 3] if rng.random() < 0.6 else [1, 0, 2, 3]
            p.line(self.left, y - lead, self.right, y - lead)
            right = rng.random() < 0.5
            at = lambda i: self.left + i * step + (step * 0.8 if right else 0)
            for i, j in enumerate(order):
                p.text(at(i), y, heads[j], self.size - 0.5, True, "right" if right else "left")
            for rate, _, base, vat in taxed:
                y += lead * 1.1
                values = [sign(base), f"{rate_text(rate)}%", sign(vat), sign(base + vat)]
                for i, j in enumerate(order):
                    p.text(at(i), y, values[j], align="right" if right else "left")
            if len(taxed) > 1:
                y += lead * 1.4
                p.text(at(0) - 0, y, sign(f.net), bold=True, align="right" if right else "left") if order[0] == 0 else None
                if rng.random() < 0.9:
                    y += lead * 1.5
                    p.text(self.left, y, gross_label, bold=True)
                    p.text(self.left + 160, y, sign(f.gross), bold=True)
            y += lead * 2
        else:
            if style == "reversed":
                rows = [rows[-1]] + rows[:-1] if not f.incl and not f.prepaid else rows
            x0, x1 = {"left": (self.left, self.left + rng.choice([180, 220])), "boxed": (330, self.right - 4)}.get(style, (rng.choice([300, 330, 360, 390]), self.right))
            if style == "split":
                x0 = self.left if rng.random() < 0.4 else x0
            if summary:
                top = y
                y = max(self.summary(y, taxed, sign, rate_text), y)
                if rng.random() < 0.6 and x0 > 330:
                    y = top
                else:
                    y += lead
            if style == "boxed":
                p.box(x0 - 6, y - lead, x1 + 4, y + lead * (len(rows) - 0.3) * 1.1)
            strong = rng.random() < 0.6
            labels_right = rng.random() < 0.12 and style == "right"
            for name, value in rows:
                heavy = strong and value == f.gross
                size = self.size + (rng.choice([0, 1, 3]) if heavy else 0)
                if labels_right:
                    p.text(x1 - 90, y, name + self.colon, size, heavy, "right")
                else:
                    used = p.text(x0, y, name + self.colon, size, heavy)
                    if style == "dots":
                        dots = int((x1 - 60 - x0 - used) / p.length("."))
                        p.text(x0 + used, y, "." * max(dots, 2))
                p.text(x1, y, sign(value), size, heavy, "right")
                y += lead * 1.1 * (1.25 if heavy else 1)
        if free_text:
            y += lead * 0.4
            text = self.word(free_text)
            p.text(rng.choice([self.left, 300]), y, text)
            y += lead * 1.3
        return y

    def summary(self, y, taxed, sign, rate_text):
        p, lead = self.p, self.lead
        step = self.rng.choice([55, 65, 75])
        with_gross = self.rng.random() < 0.3
        heads = [self.word("rate"), self.word("base"), self.word("vat")] + ([self.word("total_of")] if with_gross else [])
        for i, head in enumerate(heads):
            p.text(self.left + i * step + step - 10, y, head, self.size - 1, True, "right")
        for rate, _, base, vat in taxed:
            y += lead
            for i, v in enumerate([f"{rate_text(rate)}%", self.plain(base), self.plain(vat)] + ([self.plain(base + vat)] if with_gross else [])):
                p.text(self.left + i * step + step - 10, y, v, self.size - 1, align="right")
        return y + lead

    def foot(self):
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        s = f.supplier
        items = [f"{a} {b}" for a, b in self.foot_ids]
        if items or not self.has_name:
            y = rng.uniform(760, 790)
            if rng.random() < 0.5:
                p.line(self.left, y - lead, self.right, y - lead)
            if rng.random() < 0.55:
                columns = [[s.name, s.street, f"{s.postcode} {s.town}"], self.contacts() or [s.domain], items]
                width = (self.right - self.left) / 3
                for i, column in enumerate(columns):
                    for j, text in enumerate(column):
                        p.text(self.left + i * width, y + j * lead * 0.85, text, self.size - 2)
            else:
                sep = rng.choice([" · ", " | ", " - ", "   "])
                p.text(297, y, sep.join([s.name, s.street, f"{s.postcode} {s.town}"]), self.size - 1.5, align="center")
                while items:
                    y += lead * 0.9
                    p.text(297, y, sep.join(items[:3]), self.size - 1.5, align="center")
                    items = items[3:]
        if rng.random() < 0.25:
            p.text(self.right, 828, self.word("page").format(p.pages, max(p.pages, 1)), self.size - 2, align="right")

    def closing(self, y):
        p, rng, f, lead = self.p, self.rng, self.f, self.lead
        y += lead
        if f.supplier.iban and rng.random() < 0.55 and f.kind == "invoice":
            due = self.w["by"].format(self.day(f.due)) if f.due and rng.random() < 0.5 else ""
            text = rng.choice(self.w["pay"]).format(gross=self.money(f.gross - f.prepaid), due=due, iban=iban_style(rng, f.supplier.iban), name=f.supplier.name, number=f.number)
            for line in p.wrap(text, self.right - self.left):
                p.text(self.left, y, line)
                y += lead
        return y


def draw(path, f, rng):
    """Draws a document; the truth's fields that it does not print are named in what is given back."""
    sheet = Sheet(path, f, rng)
    y = sheet.head()
    y = sheet.particulars(y)
    if f.scenario == "reminder":
        sheet.p.text(sheet.left, y, sheet.w["reminder_text"])
        y += sheet.lead * 2
    y = sheet.table(y + sheet.lead * 0.5)
    y = sheet.totals(y + sheet.lead)
    sheet.closing(y)
    sheet.foot()
    sheet.p.save()
    absent = [] if f.due else ["due_date"]
    return absent
