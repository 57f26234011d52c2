"""Pages that are drawn once and become a PDF with text, or pictures as a scanner gives them.

Places are in points from the top left corner; a page is a list of what is drawn on it."""

import os

import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

VERA = os.path.join(os.path.dirname(reportlab.__file__), "fonts")
DEJAVU = "/usr/share/fonts/truetype/dejavu"
FILES = {"sans": "DejaVuSans", "serif": "DejaVuSerif", "cond": "DejaVuSansCondensed", "mono": "DejaVuSansMono", "serifcond": "DejaVuSerifCondensed"}
BUILT_IN = {"helvetica": ("Helvetica", "Helvetica-Bold"), "times": ("Times-Roman", "Times-Bold"), "courier": ("Courier", "Courier-Bold")}
A4 = (595.0, 842.0)


def font_file(family, bold):
    name = os.path.join(DEJAVU, FILES.get(family, "DejaVuSans") + ("-Bold" if bold else "") + ".ttf")
    return name if os.path.exists(name) else os.path.join(VERA, "VeraBd.ttf" if bold else "Vera.ttf")


def font(family, bold):
    """The name under which reportlab knows a font."""
    if family in BUILT_IN:
        return BUILT_IN[family][bold]
    name = f"{family}{'-b' if bold else ''}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, font_file(family, bold)))
    return name


class Paper:
    def __init__(self, family="helvetica", size=9.5, page=A4):
        self.family, self.size = family, size
        self.width, self.height = page
        self.pages = [[]]

    def length(self, text, size=None, bold=False, family=None):
        return pdfmetrics.stringWidth(str(text), font(family or self.family, bold), size or self.size)

    def text(self, x, y, text, size=None, bold=False, align="left", color="#000000", family=None):
        if text in (None, ""):
            return 0.0
        size, text, family = size or self.size, str(text), family or self.family
        width = self.length(text, size, bold, family)
        x = {"left": x, "right": x - width, "center": x - width / 2}[align]
        self.pages[-1].append(("text", x, y, text, size, bold, color, family))
        return width

    def line(self, x0, y0, x1, y1, width=0.6, color="#333333"):
        self.pages[-1].append(("line", x0, y0, x1, y1, width, color))

    def box(self, x0, y0, x1, y1, fill=None, width=0.6, color="#333333"):
        self.pages[-1].append(("box", x0, y0, x1, y1, fill, width, color))

    def disc(self, x, y, radius, color):
        self.pages[-1].append(("disc", x, y, radius, color))

    def wrap(self, text, width, size=None, bold=False):
        lines, current = [], ""
        for word in str(text).split():
            longer = f"{current} {word}".strip()
            if current and self.length(longer, size, bold) > width:
                lines.append(current)
                current = word
            else:
                current = longer
        return lines + [current] if current else lines

    def page(self):
        self.pages.append([])

    def pdf(self, path, metadata=None):
        """Always the same bytes for the same pages."""
        canvas = Canvas(str(path), pagesize=(self.width, self.height), invariant=1)
        write_pages(canvas, self)
        canvas.save()

    def pictures(self, dpi):
        return [picture(self, page, dpi) for page in self.pages]


def write_pages(canvas, paper):
    height = paper.height
    for number, page in enumerate(paper.pages):
        if number:
            canvas.showPage()
        canvas.setPageSize((paper.width, height))
        for what, *args in page:
            if what == "text":
                x, y, text, size, bold, color, family = args
                canvas.setFont(font(family, bold), size)
                canvas.setFillColor(HexColor(color))
                canvas.drawString(x, height - y, text)
            elif what == "line":
                x0, y0, x1, y1, width, color = args
                canvas.setLineWidth(width)
                canvas.setStrokeColor(HexColor(color))
                canvas.line(x0, height - y0, x1, height - y1)
            elif what == "box":
                x0, y0, x1, y1, fill, width, color = args
                canvas.setLineWidth(width)
                canvas.setStrokeColor(HexColor(color))
                if fill:
                    canvas.setFillColor(HexColor(fill))
                canvas.rect(x0, height - y1, x1 - x0, y1 - y0, stroke=1 if width else 0, fill=1 if fill else 0)
            else:
                x, y, radius, color = args
                canvas.setFillColor(HexColor(color))
                canvas.circle(x, height - y, radius, stroke=0, fill=1)


def picture(paper, page, dpi):
    scale = dpi / 72
    image = Image.new("RGB", (round(paper.width * scale), round(paper.height * scale)), "white")
    draw = ImageDraw.Draw(image)
    loaded = {}
    for what, *args in page:
        if what == "text":
            x, y, text, size, bold, color, family = args
            key = (family, bold, size)
            if key not in loaded:
                loaded[key] = ImageFont.truetype(font_file({"times": "serifcond", "courier": "mono", "helvetica": "cond"}.get(family, family), bold), max(4, round(size * scale)))
            draw.text((x * scale, y * scale), text, fill=color, font=loaded[key], anchor="ls")
        elif what == "line":
            x0, y0, x1, y1, width, color = args
            draw.line([x0 * scale, y0 * scale, x1 * scale, y1 * scale], fill=color, width=max(1, round(width * scale)))
        elif what == "box":
            x0, y0, x1, y1, fill, width, color = args
            draw.rectangle([x0 * scale, y0 * scale, x1 * scale, y1 * scale], fill=fill, outline=color if width else None, width=max(1, round(width * scale)) if width else 1)
        else:
            x, y, radius, color = args
            draw.ellipse([(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale], fill=color)
    return image
