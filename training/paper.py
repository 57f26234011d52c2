"""A4 pages with text at places, measured from the top left in points; thin over reportlab."""

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = "/usr/share/fonts/truetype/dejavu/"
TTF = {"DejaVu": "DejaVuSans", "DejaVuSerif": "DejaVuSerif", "DejaVuCond": "DejaVuSansCondensed", "DejaVuMono": "DejaVuSansMono"}
PLAIN = {"Helvetica": ("Helvetica", "Helvetica-Bold"), "Times": ("Times-Roman", "Times-Bold"), "Courier": ("Courier", "Courier-Bold")}
W, H = 595.0, 842.0


def fonts(name):
    """The regular and the bold cut of a family."""
    if name in PLAIN:
        return PLAIN[name]
    for cut in ("", "-Bold"):
        if name + cut not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name + cut, FOLDER + TTF[name] + cut + ".ttf"))
    return name, name + "-Bold"


class Paper:
    def __init__(self, path, family, size, width=W, height=H):
        # Always the same bytes for the same document.
        self.canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
        self.regular, self.strong = fonts(family)
        self.size, self.width, self.height, self.pages = size, width, height, 1

    def text(self, x, y, text, size=None, bold=False, align="left", color="#000000"):
        """Writes one line whose baseline lies at `y`; gives its width."""
        font, size = self.strong if bold else self.regular, size or self.size
        if not text:
            return 0.0
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(HexColor(color))
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString, "center": self.canvas.drawCentredString}[align]
        draw(x, self.height - y, str(text))
        return self.length(text, size, bold)

    def length(self, text, size=None, bold=False):
        return pdfmetrics.stringWidth(str(text), self.strong if bold else self.regular, size or self.size)

    def line(self, x0, y0, x1, y1, width=0.5, color="#444444"):
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, x0, y0, x1, y1, fill=None, width=0.5):
        self.canvas.setLineWidth(width)
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1 if width else 0, fill=1 if fill else 0)

    def logo(self, x, y, width, height, color):
        """A mark without text."""
        self.canvas.setFillColor(HexColor(color))
        self.canvas.circle(x + height / 2, self.height - y - height / 2, height / 2, stroke=0, fill=1)
        self.canvas.rect(x + height * 1.2, self.height - y - height, width - height * 1.2, height * 0.35, stroke=0, fill=1)

    def wrap(self, text, width, size=None):
        lines, current = [], ""
        for word in text.split():
            longer = f"{current} {word}".strip()
            if self.length(longer, size) > width and current:
                lines.append(current)
                current = word
            else:
                current = longer
        return lines + [current] if current else lines

    def page(self):
        self.canvas.showPage()
        self.pages += 1

    def save(self):
        self.canvas.save()
