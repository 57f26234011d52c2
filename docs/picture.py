#!/usr/bin/python3
"""Makes docs/review.webp, the picture of the README: the page to look at, as Chromium shows it.

Usage: docs/picture.py DIZZY. Needs chromium, chromium-driver and python3-selenium.
"""

import base64
import pathlib
import subprocess
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = "fixtures/pdf-text/dutch-two-rates/factuur-2026-1183.pdf"
FIELD = "invoice_number"

with tempfile.TemporaryDirectory() as folder:
    dizzy = str(pathlib.Path(sys.argv[1]).resolve())
    subprocess.run([dizzy, "process", "fixtures", "--out", folder, "--quiet", "--ui-lang", "en"], cwd=ROOT, check=True)
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--window-size=1280,800"):
        options.add_argument(argument)
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]})
        driver.get(f"file://{folder}/report.html")

        def wait(script, *arguments):
            return WebDriverWait(driver, 10).until(lambda one: one.execute_script(script, *arguments))

        wait("return document.querySelectorAll('.row').length > 3")
        ident = driver.execute_script("return DATA.documents.find((d) => d.source.path.endsWith(arguments[0])).id", DOCUMENT)
        driver.execute_script("open(arguments[0])", ident)
        wait("return document.querySelector('.paper img')?.naturalWidth > 300")
        driver.execute_script("reach(arguments[0])", FIELD)
        shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": 80})
        (ROOT / "docs/review.webp").write_bytes(base64.b64decode(shot["data"]))
    finally:
        driver.quit()
