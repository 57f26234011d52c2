#!/usr/bin/python3
"""The report and `dizzy review` in headless Chromium, as a bookkeeper uses them.

Usage: tests/page.py DIZZY [FOLDER FOR SCREENSHOTS]. Needs chromium, chromium-driver and python3-selenium.
Fails on an error in the console, on a request to anything but the page's own address, and when a correction does not
reach the exports and the next proposal of that supplier.
"""

import contextlib
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

DIZZY = str(pathlib.Path(sys.argv[1]).resolve())
SHOTS = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"


def check(what, so):
    if not so:
        raise SystemExit(f"FAILED: {what}")
    print(f"  ok: {what}")


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                     "--disable-component-update", "--hide-scrollbars", "--window-size=1280,800"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_script_timeout(20)
    return driver


def sound(driver, own):
    """No error in the console, and no request but to `own`."""
    errors = [line for line in driver.get_log("browser") if line["level"] in ("SEVERE", "WARNING")]
    check(f"nothing in the console {[line['message'] for line in errors]}", not errors)
    asked = set()
    for line in driver.get_log("performance"):
        message = json.loads(line["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.add(message["params"]["request"]["url"])
    foreign = {url for url in asked if not url.startswith((own, "data:", "chrome:", "about:"))}
    check(f"no request to anything else {sorted(foreign)}", not foreign)


def size(driver, width, height):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


def scheme(driver, name):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})


def shoot(driver, name):
    if not SHOTS:
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    for light in ("light", "dark"):
        scheme(driver, light)
        for width, height in ((1280, 800), (400, 800)):
            size(driver, width, height)
            time.sleep(0.2)
            driver.save_screenshot(str(SHOTS / f"{name}-{width}-{light}.png"))
    scheme(driver, "light")
    size(driver, 1280, 800)


def wait(driver, script, *arguments):
    return WebDriverWait(driver, 15).until(lambda d: d.execute_script(script, *arguments))


def press(driver, *keys):
    for key in keys:
        ActionChains(driver).send_keys(key).perform()


def proposals(out):
    lines = (out / "proposals.jsonl").read_text().splitlines()
    return {(one["source"]["path"], (one["source"]["pages"] or [0])[0]): one for one in map(json.loads, lines)}


def soon(what, test):
    for _ in range(75):
        if test():
            return check(what, True)
        time.sleep(0.2)
    check(what, False)


def balanced(proposal):
    cents = lambda text: round(float(text) * 100)
    return sum(cents(line["debit"]) - cents(line["credit"]) for line in proposal["journal"]) == 0


def process(folder, *names):
    for name in names:
        target = folder / "in" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FIXTURES / name, target)
    subprocess.run([DIZZY, "process", "in", "--out", "out", "--quiet", "--ui-lang", "en"], cwd=folder, check=True)


HOSTILE = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">'


def hostile(folder):
    """An invoice from somebody who tries to get into the page, inside an e-mail's ZIP."""
    text = (FIXTURES / "ubl/invoice/factuur.xml").read_text()
    name = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    text = text.replace("Graanmaalderij Oosterwold B.V.", name).replace("26-00417", "26-00999")
    with zipfile.ZipFile(folder / "in" / "post.zip", "w") as archive:
        archive.writestr("factuur.xml", text)
        archive.write(FIXTURES / "pdf-text/reverse-charge/26130.pdf", "map/kopie.pdf")
    process(folder)


def report(folder):
    print("report.html")
    driver = browser()
    try:
        page = folder / "out" / "report.html"
        url = page.as_uri()
        driver.get(url)
        wait(driver, "return document.querySelectorAll('.row').length > 3")
        shoot(driver, "overview")
        bad = driver.execute_script("return DATA.documents.find((doc) => doc.supplier?.name?.includes('hacked'))")
        driver.execute_script("open(arguments[0])", bad["id"])
        check("a name full of markup is only a name", driver.find_element(By.CSS_SELECTOR, ".head h1").text == HOSTILE
              and driver.execute_script("return window.hacked === undefined"))
        press(driver, "o", "j")
        wait(driver, "return document.querySelector('.paper img')?.naturalWidth > 300")
        check("the page of the first document is seen", True)
        press(driver, "7")
        check("a key jumps to a field", driver.execute_script(
            "return document.activeElement.dataset.path") == "totals.gross")
        check("its place on the page is lit", driver.execute_script(
            "return document.querySelectorAll('.mark.on').length") == 1)
        shoot(driver, "document")
        press(driver, "/")
        press(driver, *"roodnat", Keys.ENTER)
        check("search finds a supplier", "Roodnat" in driver.find_element(By.CSS_SELECTOR, ".head h1").text)
        press(driver, "a")
        check("nothing is accepted on a page that keeps nothing", not driver.find_elements(By.CSS_SELECTOR, ".act")
              and driver.execute_script("return DATA.documents.every((doc) => !isAccepted(doc))"))
        driver.execute_script("document.querySelector('.find').value = ''; document.querySelector('.find').dispatchEvent(new Event('input'))")
        xml = driver.execute_script("return DATA.documents.find((doc) => doc.source.kind === 'ubl')?.id")
        driver.execute_script("open(arguments[0])", xml)
        check("an e-invoice is drawn from its fields", driver.find_elements(By.CSS_SELECTOR, ".sheet table"))
        shoot(driver, "e-invoice")
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        driver.execute_script("open(null)")
        check("print leaves the bar out", not driver.find_element(By.CSS_SELECTOR, ".top").is_displayed())
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        sound(driver, url.rsplit("/", 1)[0])
    finally:
        driver.quit()


def refusals(url):
    base, token = url.split("/?token=")

    def status(path="/", method="GET", **headers):
        request = urllib.request.Request(base + path, method=method,
                                         headers={name.replace("_", "-"): value for name, value in headers.items()},
                                         data=b"{}" if method == "POST" else None)
        opener = urllib.request.build_opener(NoRedirect)
        try:
            return opener.open(request).status
        except urllib.error.HTTPError as error:
            return error.code

    port = base.rsplit(":", 1)[1]
    cookie = f"dizzy{port}={token}"
    check("without the token nothing is shown", status() == 403)
    check("a wrong token is refused", status("/?token=" + "0" * 32) == 403)
    check("with the cookie the page is there", status(Cookie=cookie) == 200)
    check("another host is refused", status(Cookie=cookie, Host=f"evil.example:{port}") == 421)
    check("another origin is refused",
          status("/correct", "POST", Cookie=cookie, Origin="http://evil.example", Content_Type="application/json") == 403)
    check("a post without origin is refused",
          status("/correct", "POST", Cookie=cookie, Content_Type="application/json") == 403)
    check("a form is refused",
          status("/correct", "POST", Cookie=cookie, Origin=base, Content_Type="text/plain") == 404)
    check("a path leads nowhere", status("/pictures/../../etc/passwd", Cookie=cookie) == 404)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@contextlib.contextmanager
def reviewing(folder):
    """`dizzy review`, and a browser at its page, which has nothing to complain of in the end."""
    server = subprocess.Popen([DIZZY, "review", "--out", "out", "--no-browser", "--ui-lang", "en"], cwd=folder,
                              stdout=subprocess.PIPE, text=True)
    driver = None
    try:
        url = re.search(r"http://\S+", server.stdout.readline()).group()
        driver = browser()
        driver.get(url)
        wait(driver, "return document.querySelectorAll('.row').length > 3")
        yield driver, url
        sound(driver, url.split("/?")[0])
    finally:
        if driver:
            driver.quit()
        server.send_signal(signal.SIGINT)
        ended = server.wait(20)
    check("Ctrl-C ends it", ended == 0)


def open_document(driver, path):
    """Opens the proposal of a file; what the page calls it."""
    ident = driver.execute_script("return DATA.documents.find((d) => d.source.path === arguments[0]).id", path)
    driver.execute_script("open(arguments[0])", ident)
    wait(driver, "return document.querySelector('.paper img')?.naturalWidth > 300")
    return ident


def instead(driver, text, *more):
    """Types in the place of what is in the input."""
    ActionChains(driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(text, *more).perform()


def review(folder, name, sibling):
    print("dizzy review")
    out = folder / "out"
    with reviewing(folder) as (driver, url):
        refusals(url)
        check("the token is not kept in the address", "token" not in driver.current_url)
        key = (f"in/{name}", 1)
        before = proposals(out)[key]
        open_document(driver, key[0])

        # a member of a ZIP file is corrected as any other
        member = driver.execute_script("return DATA.documents.find((d) => d.source.path.includes('post.zip')).id")
        driver.execute_script("open(arguments[0])", member)
        press(driver, "2", "e")
        wait(driver, "return document.querySelector('.edit')")
        instead(driver, "Z-1", Keys.ENTER)
        soon("a member of a container is corrected", lambda: "Z-1" in [one["invoice_number"] for one in proposals(out).values()])
        open_document(driver, key[0])

        # typed: a date
        press(driver, "4", Keys.ENTER)
        wait(driver, "return document.activeElement.dataset.edit === 'due_date'")
        instead(driver, "no date", Keys.ENTER)
        wait(driver, "return document.querySelector('.edit.wrong')")
        check("what is no date is not taken", "no date" in driver.find_element(By.CSS_SELECTOR, ".toast").text)
        instead(driver, "24-12-2026", Keys.ENTER)
        soon("a typed date is in proposals.jsonl", lambda: proposals(out)[key]["due_date"] == "2026-12-24")

        # typed, left with Tab and accepted at once: what was typed is accepted
        wait(driver, "return !document.querySelector('.edit')")
        press(driver, "4", "e")
        wait(driver, "return document.activeElement.dataset.edit === 'due_date'")
        instead(driver, "23-12-2026", Keys.TAB, "a")
        soon("what was typed before Tab is accepted", lambda: proposals(out)[key]["due_date"] == "2026-12-23"
             and (proposals(out)[key]["reviewed"] or {}).get("accepted"))
        open_document(driver, key[0])
        press(driver, "4", "e")
        wait(driver, "return document.activeElement.dataset.edit === 'due_date'")
        instead(driver, "never", Keys.TAB)
        wait(driver, "return document.querySelector('.edit.wrong')")
        press(driver, Keys.ESCAPE)
        press(driver, "a")
        soon("an acceptance is taken back", lambda: not proposals(out)[key]["reviewed"]["accepted"])
        press(driver, "c")
        wait(driver, "return document.querySelector('.edit')?.dataset.edit.endsWith('.account')")
        instead(driver, "onzin", Keys.ENTER)
        wait(driver, "return document.querySelector('.edit.wrong')")
        check("what is no account is not taken", "account" in driver.find_element(By.CSS_SELECTOR, ".toast").text)
        press(driver, Keys.ESCAPE)

        # clicked: a word on the page becomes the number
        wait(driver, "return !document.querySelector('.edit')")
        press(driver, "2", "e")
        wait(driver, "return document.querySelectorAll('.word').length > 10")
        word = wait(driver, "return [...document.querySelectorAll('.word')].find((word) => /^[A-Z]?[0-9-]{4,}$/.test(word.title))")
        text = word.get_attribute("title")
        ActionChains(driver).move_to_element(word).click().perform()
        shoot(driver, "correcting")
        driver.find_element(By.CSS_SELECTOR, ".edit").send_keys(Keys.ENTER)
        soon(f"a clicked word ({text}) is in proposals.jsonl", lambda: proposals(out)[key]["invoice_number"] == text)
        check("with the place that was clicked", proposals(out)[key]["evidence"]["invoice_number"]["method"] == "entered"
              and proposals(out)[key]["evidence"]["invoice_number"]["bbox"])

        # an amount: the entry follows and balances
        wait(driver, "return !document.querySelector('.edit')")
        gross = before["totals"]["gross"]
        more = f"{float(gross) + 12.10:.2f}"
        vat = f"{float(before['totals']['vat']) + 2.10:.2f}"
        for path, value in (("totals.gross", more), ("totals.vat", vat)):
            driver.execute_script("reach(arguments[0])", path)
            press(driver, "e")
            wait(driver, "return document.querySelector('.edit')?.dataset.edit === arguments[0]", path)
            instead(driver, value, Keys.ENTER)
            wait(driver, "return !document.querySelector('.edit')")
        soon("corrected amounts are in proposals.jsonl", lambda: proposals(out)[key]["totals"]["vat"] == vat)
        after = proposals(out)[key]
        owed = [line["credit"] for line in after["journal"] if line["kind"] == "creditor"]
        check(f"the entry follows {owed} and balances", owed == [more] and balanced(after))
        check("the third total follows", abs(float(after["totals"]["net"]) - float(before["totals"]["net"]) - 10) < 0.001)

        # the rows of VAT, without the mouse: the entry has a line for each rate
        press(driver, "v")
        rows = wait(driver, "return document.querySelector('dialog.ask input')")
        rows.send_keys(Keys.CONTROL, "a")
        rows.send_keys("21 what", Keys.ENTER)
        wait(driver, "return document.querySelector('.toast')")
        check("what are no rows of VAT is not taken", "21" in driver.find_element(By.CSS_SELECTOR, ".toast").text)
        net, tax = after["totals"]["net"], after["totals"]["vat"]
        rows.send_keys(Keys.CONTROL, "a")
        rows.send_keys(f"9% {net} {tax}".replace(".", ","), Keys.ENTER)
        soon("rows of VAT are corrected", lambda: [(row["rate"], row["taxable"], row["vat"]) for row in proposals(out)[key]["vat_breakdown"]]
             == [("9", net, tax)])
        check("and the entry balances", balanced(proposals(out)[key]))
        wait(driver, "return !document.querySelector('dialog.ask')")

        # a VAT code: the entry is made anew
        taxed = next(path for (path, _), one in proposals(out).items()
                     if [line["kind"] for line in one["journal"]] == ["cost", "vat", "creditor"] and path != key[0])
        other = driver.execute_script("return DATA.documents.find((d) => d.source.path === arguments[0]).id", taxed)
        driver.execute_script("open(arguments[0])", other)
        driver.execute_script("press('journal[0].vat_code')")
        wait(driver, "return document.querySelector('.edit')?.dataset.edit === 'journal[0].vat_code'")
        instead(driver, "IN", Keys.ENTER)
        of_taxed = lambda: next(one for (path, _), one in proposals(out).items() if path == taxed)
        soon("VAT that is not deducted is cost", lambda: [line["kind"] for line in of_taxed()["journal"]] == ["cost", "creditor"])
        check("and it balances", balanced(of_taxed()) and of_taxed()["journal"][0]["debit"] == of_taxed()["totals"]["gross"])
        open_document(driver, key[0])

        # an account: learned when it is accepted
        press(driver, "c")
        wait(driver, "return document.querySelector('.edit')?.dataset.edit.endsWith('.account')")
        instead(driver, "4999", Keys.ENTER)
        wait(driver, "return !document.querySelector('.edit')")
        press(driver, "a")
        soon("an accepted proposal is ready", lambda: proposals(out)[key]["verdict"] == "ready"
             and proposals(out)[key]["reviewed"]["accepted"])
        soon("with the chosen account", lambda: proposals(out)[key]["journal"][0]["account"] == "4999")
        soon("journal.csv has it", lambda: "4999" in (out / "journal.csv").read_text())
        check("balanced", balanced(proposals(out)[key]))

        # what an acceptance taught is forgotten when it is taken back
        open_document(driver, key[0])
        press(driver, "a")
        soon("an acceptance that taught is taken back", lambda: not proposals(out)[key]["reviewed"]["accepted"])
        process(folder, sibling)
        accounts = lambda: [one["journal"][0]["account"] for (path, _), one in proposals(out).items() if path == f"in/{sibling}"]
        check(f"and what it taught is forgotten {accounts()}", accounts() != ["4999"])
        press(driver, "a")
        soon("accepted again, it is followed again", lambda: accounts() == ["4999"])

        # lines of an invoice on accounts of their own
        cents = lambda text: round(float(text) * 100)
        of_lines = next(path for (path, _), one in proposals(out).items() if len(one["lines"] or []) > 1 and len(one["vat_breakdown"] or []) == 1
                        and path not in (key[0], taxed) and all(line["net"] for line in one["lines"])
                        and sum(cents(line["net"]) for line in one["lines"]) == cents(one["totals"]["net"] or "0"))
        of_them = lambda: next(one for (path, _), one in proposals(out).items() if path == of_lines)
        open_document(driver, of_lines)
        for typed, seen in (("4998", lambda b, j: (b["line_accounts"] or {}).get("0") == "4998"),
                            ("4997 60; 4998 40", lambda b, j: {"4997", "4998"} <= {line["account"] for line in j}),
                            ("", lambda b, j: not {"4997", "4998"} & {line["account"] for line in j})):
            driver.execute_script("press('lines[0].account')")
            wait(driver, "return document.querySelector('.edit')?.dataset.edit === 'lines[0].account'")
            instead(driver, typed, Keys.ENTER)
            soon(f"a line on {typed or 'its account again'}", lambda: seen(of_them()["booking"], of_them()["journal"]) and balanced(of_them()))

        # the keyboard clears the rest; one that changed by what was learned meanwhile is shown first, and not accepted
        for _ in range(60):
            if not driver.execute_script("return DATA.documents.filter(isOpenCase).length"):
                break
            if driver.execute_script("return !isOpenCase(byId.get(state.id) ?? {})"):
                press(driver, "n")
            press(driver, "a")
            time.sleep(0.5)
        check("everything is cleared with the keyboard alone", driver.execute_script("return DATA.documents.filter(isOpenCase).length") == 0)
    learned = subprocess.run([DIZZY, "learn", "--show", "--out", "out", "--ui-lang", "en"], cwd=folder, check=True,
                             capture_output=True, text=True).stdout
    check("what was learned is shown", "dizzy review" in learned)
    accounts = lambda: [one["journal"][0]["account"] for (path, _), one in proposals(out).items() if path == f"in/{sibling}"]
    process(folder, sibling)
    check(f"the next proposal of that supplier follows {accounts()}", accounts() == ["4999"])
    check("and nothing that was corrected is lost", proposals(out)[key]["due_date"] == "2026-12-23"
          and proposals(out)[key]["reviewed"]["accepted"])


def divided(folder, name):
    print("split and join")
    out = folder / "out"
    with reviewing(folder) as (driver, _):
        parts = lambda: sorted(one["source"]["pages"] for (path, _), one in proposals(out).items() if path == f"in/{name}")
        before = parts()
        last = before[-1][1]
        open_document(driver, f"in/{name}")
        press(driver, "s")
        field = wait(driver, "return document.querySelector('dialog.ask input')")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(f"1-{last}", Keys.ENTER)
        soon(f"joined: {before} becomes one", lambda: parts() == [[1, last]])
        press(driver, "x")
        key = (f"in/{name}", 1)
        soon("a duplicate is not booked", lambda: proposals(out)[key]["journal"] == [] and proposals(out)[key]["reviewed"]["duplicate"])


def lines(folder, name):
    print("lines and addresses")
    out = folder / "out"
    key = (f"in/{name}", 1)
    proposal = lambda: proposals(out)[key]
    rules = lambda: {finding["rule"] for finding in proposal()["findings"]}
    index = lambda: [line.split(";") for line in (out / "ubl/index.csv").read_text().splitlines()]
    ubl = lambda: (out / "ubl" / next(row[0] for row in index() if row[1] == key[0])).read_text()
    before = proposal()
    count = len(before["lines"])
    check(f"{count} lines were read, and they add up", count > 1 and not rules() & {"BR-CO-10", "BR-CO-13"})
    with reviewing(folder) as (driver, _):
        open_document(driver, key[0])
        edited = lambda path: wait(driver, "return editing?.path === arguments[0] && document.querySelectorAll('.word').length > 10", path)
        done = lambda: wait(driver, "return !document.querySelector('.edit')")

        # typed, without the mouse
        press(driver, "l", Keys.ENTER)
        edited("lines[0]")
        instead(driver, "A course in sailing", Keys.ENTER)
        soon("a typed description is in proposals.jsonl", lambda: proposal()["lines"][0]["description"] == "A course in sailing")
        done()
        check("what was not touched stays", proposal()["lines"][1:] == before["lines"][1:]
              and proposal()["lines"][0]["net"] == before["lines"][0]["net"])
        check("the person stands in the evidence, at the line's place", proposal()["evidence"]["lines[0]"]["method"] == "entered"
              and proposal()["evidence"]["lines[0]"]["bbox"] and proposal()["reviewed"]["corrected"] == ["lines"])
        soon("the UBL invoice has it", lambda: ">A course in sailing<" in ubl())
        check("the field keeps the focus", driver.execute_script("return document.activeElement.dataset.path") == "lines[0]")

        # clicked: two words of the page become the description
        press(driver, "e")
        edited("lines[0]")
        first, second = wait(driver, "const w = [...document.querySelectorAll('.word')].filter((word) => /^[A-Za-z]{5,}$/.test(word.title)); return w.slice(0, 2)")
        text = f"{first.get_attribute('title')} {second.get_attribute('title')}"
        ActionChains(driver).click(first).key_down(Keys.SHIFT).click(second).key_up(Keys.SHIFT).perform()
        shoot(driver, "line")
        press(driver, Keys.TAB)
        check("Tab goes to the quantity", driver.execute_script("return document.activeElement.dataset.edit") == "quantity")
        instead(driver, "many", Keys.ENTER)
        wait(driver, "return document.querySelector('.edit.wrong')")
        check("what is no number is not taken", "no number" in driver.find_element(By.CSS_SELECTOR, ".toast").text)
        instead(driver, before["lines"][0]["quantity"], Keys.ENTER)
        soon(f"clicked words ({text}) are the description", lambda: proposal()["lines"][0]["description"] == text)
        done()

        # an amount: the sums are looked at again
        net = before["lines"][1]["net"]
        press(driver, "f")
        check("the next field is the line's account", driver.execute_script("return state.path") == "lines[0].account")
        press(driver, "f")
        check("and the next the next line", driver.execute_script("return state.path") == "lines[1]")
        press(driver, Keys.ENTER)
        edited("lines[1]")
        press(driver, Keys.TAB, Keys.TAB, Keys.TAB)
        instead(driver, f"{float(net) + 10:.2f}", Keys.ENTER)
        soon("lines that do not add up are found", lambda: rules() & {"BR-CO-10", "BR-CO-13"} and proposal()["verdict"] == "review")
        done()

        # a line more, and one less
        press(driver, "i")
        edited(f"lines[{count}]")
        instead(driver, "Discount", Keys.TAB, "-2", Keys.TAB, "5,00", Keys.TAB, Keys.TAB, "21", Keys.ENTER)
        soon("a line is added, with its amount", lambda: len(proposal()["lines"]) == count + 1 and
             [proposal()["lines"][-1][k] for k in ("description", "quantity", "unit_price", "net", "rate")] == ["Discount", "-2", "5.00", "-10.00", "21"])
        check("and the lines add up again", not rules() & {"BR-CO-10", "BR-CO-13"})
        done()
        press(driver, Keys.DELETE)
        soon("a line is taken out", lambda: len(proposal()["lines"]) == count)
        wait(driver, "return state.path === arguments[0]", f"lines[{count - 1}]")
        shoot(driver, "lines")

        # an address, in parts
        driver.execute_script("reach('supplier.address')")
        press(driver, "e")
        edited("supplier.address")
        shoot(driver, "address")
        instead(driver, "Kade 1", Keys.TAB, "1234 AB", Keys.TAB, "Havenstad", Keys.TAB, "XX", Keys.ENTER)
        wait(driver, "return document.querySelector('.edit.wrong')")
        instead(driver, "nl", Keys.ENTER)
        soon("an address is in proposals.jsonl", lambda: proposal()["supplier"]["address"] ==
             {"street": "Kade 1", "postcode": "1234 AB", "city": "Havenstad", "country": "NL"})
        done()
        soon("the UBL invoice has it", lambda: ">Havenstad<" in ubl())

        # a field that was not found
        missing = driver.execute_script("return document.querySelector('.lacking .cell')?.dataset.path")
        check(f"what was not found can be given ({missing})", missing)
        driver.execute_script("reach('order_reference')")
        press(driver, "e")
        edited("order_reference")
        instead(driver, "PO-77", Keys.ENTER)
        soon("a field that was not found is in proposals.jsonl", lambda: proposal()["order_reference"] == "PO-77")
        done()

        changed = proposal()["lines"]
        process(folder)
        check("a later run keeps all of it", proposal()["lines"] == changed and proposal()["supplier"]["address"]["city"] == "Havenstad")
        driver.execute_script("document.querySelector('[data-path=lines_as_read]').click()")
        soon("the lines as they were read can be had back", lambda: proposal()["lines"] == before["lines"])


def hundred(folder):
    print("a hundred proposals, without a mouse")
    out = folder / "out"
    text = (FIXTURES / "ubl/invoice/factuur.xml").read_text()
    (folder / "in").mkdir()
    for n in range(100):
        wrong = text.replace("26-00417", f"26-{n:05}").replace(">1176.06</cbc:PayableAmount>", f">{1177 + n}.00</cbc:PayableAmount>")
        (folder / "in" / f"{n:03}.xml").write_text(wrong)
    process(folder)
    check("a hundred want a look", [one["verdict"] for one in proposals(out).values()] == ["review"] * 100)
    with reviewing(folder) as (driver, _):
        wait(driver, "return document.querySelectorAll('.row').length === 100")
        shown = lambda: driver.execute_script("return byId.get(state.id)?.source.path ?? null")
        begun, keys = time.monotonic(), 1
        press(driver, "n")
        for n in range(100):
            path = wait(driver, "return byId.get(state.id)?.source.path")
            if n % 10 == 0:
                # every tenth has another number
                press(driver, "2", "e")
                wait(driver, "return document.activeElement.dataset.edit === 'invoice_number'")
                instead(driver, f"C-{n}", Keys.ENTER)
                wait(driver, "return !document.querySelector('.edit')")
                keys += 5 + len(str(n)) + 2
            press(driver, "a")
            keys += 1
            wait(driver, "return DATA.documents.filter(isOpenCase).length === arguments[0]", 99 - n)
            if n < 99 and shown() == path:
                check(f"{path}: the next is opened by itself", False)
        print(f"  {keys} keys, {time.monotonic() - begun:.1f} s")
        soon("all of them are accepted in proposals.jsonl",
             lambda: all((one["reviewed"] or {}).get("accepted") for one in proposals(out).values()))
        numbers = sorted(one["invoice_number"] for one in proposals(out).values() if one["invoice_number"].startswith("C-"))
        check("with ten other numbers", numbers == sorted(f"C-{n}" for n in range(0, 100, 10)))


def main():
    with tempfile.TemporaryDirectory() as scratch:
        hundred(pathlib.Path(scratch))
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        pdfs = sorted(str(path.relative_to(FIXTURES)) for path in FIXTURES.glob("pdf-text/*/*.pdf"))
        ubl = sorted(str(path.relative_to(FIXTURES)) for path in FIXTURES.glob("ubl/*/*.xml"))
        scan = sorted(str(path.relative_to(FIXTURES)) for path in FIXTURES.glob("scan/pdf/*.pdf"))
        # two invoices of one supplier: one is corrected, the other comes later
        first = next(name for name in pdfs if "dutch-two-rates" in name)
        later = next(name for name in pdfs if "credit-note" in name)
        process(folder, *(name for name in pdfs + ubl + scan if name != later))
        hostile(folder)
        report(folder)
        lines(folder, next(name for name in pdfs if "english" in name))
        stack = next(name for name in pdfs if "stack" in name)
        review(folder, first, later)
        divided(folder, stack)
    print("the page does what it should")


main()
