"""Writes an office to a folder: settings, auditfiles, the documents of each week, and the truth about them."""

import json
import shutil
from datetime import date

import auditfile
import buying
import world
from post import Post
from truth import verify


def settings(office):
    out = ["[intake]", "settle_ms = 0", ""]
    for client in office.clients:
        a = client.address
        out += ["[[administrations]]", f'name = "{client.name}"', f'vat_id = "{client.vat_id}"', f'kvk = "{client.kvk}"', f'ibans = ["{client.iban}"]',
                f'addresses = [{{ street = "{a["street"]}", postcode = "{a["postcode"]}", city = "{a["city"]}", country = "NL" }}]',
                f'folders = ["klanten/{client.slug}"]', f'vat = "{client.vat}"', f'purchase_journal = "{client.journal}"', 'sales_journal = "VRK"']
        if client.vat == "mixed":
            out.append(f"pro_rata = {client.pro_rata}")
        if client.xaf == "4.0":
            out.append(f'creditors = "creditors-{client.key.lower()}.csv"')
        if client.configured:
            known = [name for name in ("IH", "IL", "IVH", "IEH", "IBH", "IG", "IN", "IX")]
            out.append("vat_codes = { " + ", ".join(f'{name} = "{client.codes[name]}"' for name in known) + " }")
        out.append("")
    return "\n".join(out)


def creditors(client):
    rows = ["code;name;vat_id;kvk;iban;street;postcode;city;country"]
    for s in client.suppliers:
        if s.new_week is None:
            a = s.address
            rows.append(";".join([s.code, s.name, s.vat_id or "", s.kvk or "", s.iban or "", a["street"], a["postcode"], a["city"], a["country"]]))
    return "\n".join(rows) + "\n"


def make(seed, folder, start=None, weeks=13, small=False, cheap=False, months=None):
    """The office of a seed. `cheap` has few pictures, which cost time to read; `small` is cheap with two clients."""
    cheap = cheap or small
    office = world.make(seed, start or date(2026, 6, 29), weeks, small)
    purchases = buying.purchases(office)
    shutil.rmtree(folder, ignore_errors=True)
    post = Post(office, purchases, folder, cheap, small)
    (folder / "auditfiles").mkdir(parents=True)
    for client in office.clients:
        for year in range(office.history_from.year, office.history_to.year + 1):
            auditfile.write(office, client, purchases, year, folder / "auditfiles" / f"{client.slug}-{year}.xaf", months=months)
        if client.xaf == "4.0":
            (folder / f"creditors-{client.key.lower()}.csv").write_text(creditors(client), encoding="utf-8")
    (folder / "dizzy.toml").write_text(settings(office), encoding="utf-8")
    truths = post.all()
    verify(truths, {client.name: client for client in office.clients})
    for n, row in enumerate(sorted(truths, key=lambda row: (row["week"], row["file"], row["pages"] or []))):
        row["id"] = n
    (folder / "truth.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sorted(truths, key=lambda row: row["id"])), encoding="utf-8")
    info = {"seed": seed, "start": office.start.isoformat(), "weeks": weeks, "small": small, "cheap": cheap, "months": months, "documents": len(truths), "history_to": office.history_to.isoformat(),
            "clients": [{"key": c.key, "name": c.name, "slug": c.slug, "chart": sorted(c.names), "codes": c.codes, "configured": c.configured, "vat": c.vat, "xaf": c.xaf} for c in office.clients]}
    (folder / "office.json").write_text(json.dumps(info, ensure_ascii=False, indent=1), encoding="utf-8")
    return info
