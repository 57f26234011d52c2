"""How a document comes in: as a scan, a photograph, a slip from a till, an e-mail, a stack, a PDF with an e-invoice inside."""

import base64
import io
import random
import re
from email.utils import format_datetime
from datetime import datetime, timezone

from PIL import Image, ImageChops, ImageEnhance, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from paper import Paper, write_pages
from wording import grouped, number

rl_config.useA85 = 0  # pictures as they are, not as text

# dots per inch, turn in degrees at most, blur, noise, contrast, quality of the JPEG
SCANNERS = {"clean": (300, 0.2, 0.0, 3, 1.0, 85), "office": (200, 0.7, 0.4, 8, 0.92, 72), "grey": (200, 1.2, 0.7, 13, 0.7, 62), "old": (180, 0.9, 0.6, 15, 0.85, 58)}


def grain(image, sigma, rng):
    """Noise from the seed: a tile of it, laid over the page at other places each time."""
    tile = Image.frombytes("L", (128, 128), bytes(max(0, min(255, round(rng.gauss(128, sigma)))) for _ in range(128 * 128)))
    field = Image.new("L", image.size)
    for x in range(0, image.width, 128):
        for y in range(0, image.height, 128):
            field.paste(tile.transpose(rng.choice([Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])), (x, y))
    return ImageChops.add(image, field, 1, -128)


def scanned_pages(paper, rng, way=None):
    dpi, turn, blur, sigma, contrast, quality = SCANNERS[way or rng.choice(list(SCANNERS))]
    pages = []
    for image in paper.pictures(dpi):
        image = image.convert("L").rotate(rng.uniform(-turn, turn), Image.Resampling.BICUBIC, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image
        image = grain(ImageEnhance.Contrast(image).enhance(contrast), sigma, rng)
        held = io.BytesIO()
        image.save(held, "JPEG", quality=quality, dpi=(dpi, dpi))
        pages.append(held.getvalue())
    return pages, dpi


def pdf_of_pictures(pages, dpi, path):
    """A PDF as a scanner makes it, with the JPEGs as they are."""
    canvas = Canvas(str(path), invariant=1)
    for data in pages:
        image = Image.open(io.BytesIO(data))
        width, height = image.width * 72 / dpi, image.height * 72 / dpi
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(data)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()


def scan(paper, path, rng):
    pages, dpi = scanned_pages(paper, rng)
    if path.suffix == ".tiff":
        images = [Image.open(io.BytesIO(data)) for data in pages]
        images[0].save(path, save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression="jpeg")
    else:
        pdf_of_pictures(pages, dpi, path)


def photo(paper, path, rng, width=1500):
    """The first page on a table, a little askew, under a lamp."""
    page = paper.pictures(width / paper.width * 72)[0].convert("RGB")
    margin = round(width * 0.06)
    table = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), rng.choice(["#8a7458", "#5b5f66", "#b8a68a"]))
    table.paste(page, (margin, margin))
    bend = [rng.uniform(0, 0.035) * table.width for _ in range(8)]
    w, h = table.size
    table = table.transform(table.size, Image.Transform.QUAD, (bend[0], bend[1], bend[2], h - bend[3], w - bend[4], h - bend[5], w - bend[6], bend[7]), Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").rotate(rng.choice([0, 90, 180, 270])).resize(table.size).point(lambda v: 185 + v * 70 // 255)
    table = ImageChops.multiply(table, Image.merge("RGB", (light, light, light)))
    table = table.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor="#666666").filter(ImageFilter.GaussianBlur(0.6))
    table = Image.merge("RGB", [grain(band, 6, rng) for band in table.split()])
    table.save(path, "JPEG", quality=78)


def receipt(bill, shown_number, with_ids=True):
    """A slip from a till: prices with VAT, rates at the foot, how it was paid."""
    supplier, rng = bill.supplier, random.Random(f"slip:{bill.supplier.key}:{bill.day}")
    p = Paper("mono", 8.5, (228, 250 + 24 * len(bill.lines) + 14 * len(bill.vat)))
    middle, y = 114, 26
    p.text(middle, y, supplier.name if p.length(supplier.name, 11, True) < 210 else supplier.name[:26], 11 if p.length(supplier.name, 11, True) < 210 else 8.5, True, "center")
    a = supplier.address
    for text in [a["street"], f"{a['postcode']} {a['city']}"] + ([f"BTW {supplier.vat_id}"] if with_ids else []):
        y += 12
        p.text(middle, y, text, 8, align="center")
    y += 20
    p.text(12, y, f"{bill.day.day:02d}-{bill.day.month:02d}-{bill.day.year}  {rng.randint(8, 21):02d}:{rng.randint(0, 59):02d}")
    p.text(216, y, f"Kassa {rng.randint(1, 9)}", align="right")
    if shown_number:
        y += 13
        p.text(12, y, f"Bonnummer {shown_number}")
    y += 16
    p.text(12, y - 6, "-" * 40, 8.5)
    for line in bill.lines:
        y += 12
        p.text(12, y, line.text[:24])
        amount = (line.quantity * line.price).quantize(bill.gross.__class__("0.01"))
        if line.quantity == 1:
            p.text(216, y, grouped(amount, "nl"), align="right")
        else:
            y += 11
            p.text(24, y, f"{number(line.quantity, 'nl')} x {grouped(line.price, 'nl', max(2, -line.price.as_tuple().exponent))}", 8)
            p.text(216, y, grouped(amount, "nl"), align="right")
    y += 10
    p.text(12, y, "-" * 40, 8.5)
    y += 15
    p.text(12, y, "TOTAAL", 11, True)
    p.text(216, y, f"{grouped(bill.gross, 'nl')}", 11, True, "right")
    y += 16
    p.text(12, y, "PIN")
    p.text(216, y, grouped(bill.gross, "nl"), align="right")
    y += 18
    p.text(12, y, f"{'BTW%':<6}{'Excl.':>10}{'BTW':>10}{'Incl.':>12}", 8)
    for (treat, rate), (base, vat) in bill.vat.items():
        y += 12
        p.text(12, y, f"{number(rate, 'nl') + '%':<6}{grouped(base, 'nl'):>10}{grouped(vat, 'nl'):>10}{grouped(base + vat, 'nl'):>12}", 8)
    p.text(middle, y + 26, "Bedankt en tot ziens!", 8, align="center")
    return p




def hybrid(paper, xml, path):
    """A PDF with the e-invoice in it, as Factur-X puts it there."""
    canvas = Canvas(str(path), pagesize=(paper.width, paper.height), invariant=1)
    write_pages(canvas, paper)
    canvas.save()
    data = path.read_bytes()
    attach(path, data, xml.encode("utf-8"))


def attach(path, data, xml):
    """Adds the file to a finished PDF: new objects after its end, with a cross-reference of their own."""
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    trailer = data[data.rindex(b"trailer"):]
    root = int(re.search(rb"/Root (\d+) 0 R", trailer).group(1))
    size = int(re.search(rb"/Size (\d+)", trailer).group(1))
    catalog = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % root, data, re.S).group(1)
    objects = {
        size: b"<< /Type /EmbeddedFile /Subtype /text#2Fxml /Length %d >>\nstream\n%s\nendstream" % (len(xml), xml),
        size + 1: b"<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Alternative /EF << /F %d 0 R /UF %d 0 R >> >>" % (size, size),
        root: b"<<%s /Names << /EmbeddedFiles << /Names [(factur-x.xml) %d 0 R] >> >> /AF [%d 0 R] >>" % (catalog, size + 1, size + 1),
    }
    out, places = bytearray(data if data.endswith(b"\n") else data + b"\n"), {}
    for n, body in objects.items():
        places[n] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = len(out)
    out += b"xref\n"
    for n in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (n, places[n])
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size + 2, root, start, table)
    path.write_bytes(bytes(out))


def mail(path, sender, to, subject, name, content, day):
    """An e-mail with one attachment."""
    when = format_datetime(datetime(day.year, day.month, day.day, 9, 12, tzinfo=timezone.utc))
    mark = "=_deel_7361"
    kind = "application/xml" if name.endswith(".xml") else "application/pdf"
    body = base64.encodebytes(content).decode()
    path.write_text(
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {when}\r\nMessage-ID: <{path.stem}@post.example>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n--{mark}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGoedendag,\r\n\r\nHierbij onze factuur.\r\n\r\nMet vriendelijke groet\r\n\r\n'
        f'--{mark}\r\nContent-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n{body}\r\n--{mark}--\r\n', encoding="utf-8", newline="")


def stack(papers):
    """Several papers behind each other."""
    whole = Paper(papers[0].family, papers[0].size, (papers[0].width, papers[0].height))
    whole.pages = [page for paper in papers for page in paper.pages]
    return whole
