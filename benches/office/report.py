"""Figures of a run, and the table that shows them."""

import math
from collections import Counter


def lower(right, n, z=1.96):
    """The lower end of Wilson's 95 % interval."""
    if not n:
        return None
    p = right / n
    middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n)


def share(part, whole):
    return part / whole if whole else None


def rows(quarter):
    for truth in quarter.truth:
        yield truth, quarter.facts[truth["id"]]


def group(pairs):
    """Figures of some documents."""
    pairs = list(pairs)
    bookable = [(t, f) for t, f in pairs if t["expect"] != "none"]
    plain = [(t, f) for t, f in bookable if t["expect"] == "book"]
    ready = [(t, f) for t, f in pairs if f["verdict"] == "ready"]
    right = [(t, f) for t, f in ready if not f["first"]]
    through = [(t, f) for t, f in bookable if f["verdict"] == "ready" and not f["first"]]
    counts = {"through": len(through), "plain": len(plain), "plain through": sum(1 for t, _ in through if t["expect"] == "book"), "right": len(right),
              "entries right": sum(1 for t, f in bookable if not entry_wrong(f["first"]))}
    return {
        "counts": counts, "documents": len(pairs), "to book": len(bookable), "straight through and right": share(len(through), len(bookable)),
        "of those that need no look": share(counts["plain through"], len(plain)), "ready": len(ready), "ready right": share(len(right), len(ready)),
        "lower end": lower(len(right), len(ready)), "needless reviews": sum(1 for t, f in plain if f["verdict"] == "review" and not f["first"]),
        "entry right": share(counts["entries right"], len(bookable)),
    }


ENTRY = {"account", "amounts by account", "VAT code", "amounts by VAT code", "creditor or VAT account", "VAT or creditor amount", "box", "no entry", "left out", "split"}


def entry_wrong(misses):
    return any(miss[0] in ENTRY for miss in misses)


def calibration(quarter):
    """How sure the booking claims to be against how often its accounts are right, where the amounts were read right."""
    pairs = []
    for truth, fact in rows(quarter):
        if truth["expect"] == "none" or fact.get("confidence") is None or any(m[0] in ("net amount", "vat amount", "gross amount", "left out", "split", "kind") for m in fact["first"]):
            continue
        pairs.append((fact["confidence"], not any(m[0] in ("account", "amounts by account") for m in fact["first"])))
    pairs.sort()
    tenths, error = [], 0.0
    for n in range(10):
        part = pairs[len(pairs) * n // 10:len(pairs) * (n + 1) // 10]
        if part:
            claimed, right = sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part)
            spread = 1.96 * math.sqrt(max(claimed * (1 - claimed), 1e-9) / len(part))
            tenths.append({"claimed": claimed, "right": right, "n": len(part), "inside": abs(claimed - right) <= spread + 0.5 / len(part)})
            error += abs(claimed - right) * len(part)
    return {"entries": len(pairs), "error": share(error, len(pairs)), "tenths": tenths}


def figures(quarter):
    pairs = list(rows(quarter))
    out = {"seed": quarter.info["seed"], "weeks": quarter.weeks, "all": group(pairs), "class": {}, "channel": {}, "client": {}, "layout": {}}
    for key in ("class", "channel", "client", "layout"):
        for value in sorted({t.get(key) or "-" for t, _ in pairs}):
            out[key][value] = group((t, f) for t, f in pairs if (t.get(key) or "-") == value)
    out["several accounts"] = group((t, f) for t, f in pairs if t["several"])
    bookable = [(t, f) for t, f in pairs if t["expect"] != "none"]
    out["causes in ready"] = dict(Counter(f["first"][0][0] for t, f in pairs if f["verdict"] == "ready" and f["first"]).most_common())
    out["causes in all"] = dict(Counter(f["first"][0][0] for t, f in bookable if f["first"]).most_common())
    out["all causes"] = dict(Counter(cause for t, f in bookable for cause in {m[0] for m in f["first"]}).most_common())
    out["calibration"] = calibration(quarter)
    frauds = [(t, f) for t, f in pairs if "fraud" in t["why"]]
    out["frauds"] = {"all": len(frauds), "ready": sum(f["verdict"] == "ready" for _, f in frauds)}
    out["should be looked at, but ready"] = dict(Counter(t["why"][0] for t, f in pairs if t["expect"] == "review" and f["verdict"] == "ready"))
    out["accounts absent from the chart"] = [quarter.absent, quarter.entries]
    out["handed over"] = {"documents": sum(f["handed"] is not None for _, f in pairs), "other without a word": sum("silent" in f for _, f in pairs)}
    out["corrections per week"] = {n: c for n, c in quarter.corrections.items()}
    out["could not be made right"] = [len(quarter.unfinished), dict(Counter(cause for _, cause in quarter.unfinished))]
    out["repeated faults"] = repeated(pairs)
    out["cpu seconds"] = round(sum(quarter.cpu.values()), 1)
    return out


def repeated(pairs):
    """Wrong in `ready` with a cause that the same supplier had before: how many in all, and how many after it was corrected."""
    seen, again, wrong, after = {}, 0, 0, 0
    for truth, fact in sorted(pairs, key=lambda pair: (pair[0]["week"], pair[0]["id"])):
        cause = fact["first"][0][0] if fact["first"] else None
        key = (truth["supplier"], cause)
        if cause and fact["verdict"] == "ready":
            wrong += 1
            again += key in seen
            after += any(corrected < truth["week"] for corrected in seen.get(key, []) if corrected)
        if cause:
            corrected = truth["week"] if fact["verdict"] == "review" else truth["week"] + 3 if fact["verdict"] == "ready" else None
            seen.setdefault(key, []).append(corrected)
    return {"wrong in ready": wrong, "a fault of that supplier repeated": again, "after it was corrected": after}


def misses(quarter):
    for truth, fact in rows(quarter):
        needless = truth["expect"] == "book" and fact["verdict"] == "review" and not fact["first"]
        if fact["first"] or needless or "silent" in fact or (truth["expect"] == "review" and fact["verdict"] == "ready"):
            yield {"file": truth["file"], "pages": truth["pages"], "week": truth["week"], "verdict": fact["verdict"], "expect": truth["expect"], "why": truth["why"], "class": truth["class"],
                   "channel": truth["channel"], "layout": truth.get("layout"), "needless": needless, "wrong": fact["first"], "findings": fact.get("findings"), "confidence": fact.get("confidence"), "changed in week without a word": fact.get("silent")}


def percent(value):
    return "    –" if value is None else f"{100 * value:5.1f}"


def table(f, out=print):
    out(f"Office {f['seed']}, {f['weeks']} weeks, {f['all']['documents']} documents, {f['cpu seconds']} s CPU\n")
    out(f"{'':24}{'docs':>6}{'to book':>8}{'through':>9}{'no look':>9}{'ready':>7}{'right':>7}{'lower':>7}{'needless':>9}{'entry':>7}")

    def line(name, g):
        out(f"{name[:24]:24}{g['documents']:6}{g['to book']:8}{percent(g['straight through and right']):>9}{percent(g['of those that need no look']):>9}{g['ready']:7}"
            f"{percent(g['ready right']):>7}{percent(g['lower end']):>7}{g['needless reviews']:9}{percent(g['entry right']):>7}")

    line("all", f["all"])
    line("several accounts", f["several accounts"])
    for key in ("class", "channel", "client", "layout"):
        out("")
        for name, g in f[key].items():
            line(f"  {name}", g)
    out("\nWrong in ready, by first cause:  " + ", ".join(f"{k} {v}" for k, v in f["causes in ready"].items()))
    out("Wrong in all, by first cause:    " + ", ".join(f"{k} {v}" for k, v in f["causes in all"].items()))
    out("Wrong in all, every cause:       " + ", ".join(f"{k} {v}" for k, v in f["all causes"].items()))
    c = f["calibration"]
    out(f"\nConfidence of the booking: {c['entries']} entries, error {c['error'] if c['error'] is None else round(c['error'], 3)}")
    out("  tenths (claimed/right): " + "  ".join(f"{t['claimed']:.2f}/{t['right']:.2f}{'' if t['inside'] else '!'}" for t in c["tenths"]))
    out(f"Frauds: {f['frauds']['all']}, called ready {f['frauds']['ready']}")
    out(f"To be looked at, but ready: {f['should be looked at, but ready']}")
    out(f"Accounts that the chart lacks: {f['accounts absent from the chart'][0]} of {f['accounts absent from the chart'][1]} lines")
    out(f"Handed over: {f['handed over']['documents']}, later other without a word {f['handed over']['other without a word']}")
    out(f"Wrong in ready: {f['repeated faults']}")
    weeks = f["corrections per week"].values()
    out("A week: looked at / corrected / corrected later, fields: " + "  ".join(f"{c['looked at']}/{c['review']}/{c['later']},{c['fields']}" for c in weeks))
    out(f"Could not be made right in the review page: {f['could not be made right']}")


def pooled(all_figures):
    """The figures of several runs as one: shares over all their documents, with the lower end of 95 %."""
    out = {}
    for name, pick in (("all", lambda f: f["all"]), ("several accounts", lambda f: f["several accounts"])):
        groups = [pick(f) for f in all_figures]
        total = {key: sum(g[key] for g in groups) for key in ("documents", "to book", "ready", "needless reviews")}
        counts = {key: sum(g["counts"][key] for g in groups) for key in groups[0]["counts"]}
        out[name] = {**total, "counts": counts, "straight through and right": share(counts["through"], total["to book"]), "of those that need no look": share(counts["plain through"], counts["plain"]),
                     "ready right": share(counts["right"], total["ready"]), "lower end": lower(counts["right"], total["ready"]), "entry right": share(counts["entries right"], total["to book"])}
    for key in ("causes in ready", "causes in all"):
        out[key] = dict(sum((Counter(f[key]) for f in all_figures), Counter()).most_common())
    out["frauds"] = {key: sum(f["frauds"][key] for f in all_figures) for key in ("all", "ready")}
    out["accounts absent from the chart"] = [sum(f["accounts absent from the chart"][n] for f in all_figures) for n in (0, 1)]
    out["other without a word"] = sum(f["handed over"]["other without a word"] for f in all_figures)
    return out
