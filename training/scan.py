"""Pages as a scanner, a fax or a telephone gives them: pictures, a little turned, grey, noisy or small."""

import io
import random
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

# Dots per inch, turn in degrees at most, blur, noise, contrast, quality of the JPEG (none: black and white).
WAYS = {
    "clean": (300, 0.3, 0.0, 4, 1.0, 85), "office": (200, 0.8, 0.5, 10, 0.9, 70), "grey": (200, 1.5, 0.8, 18, 0.6, 60), "small": (150, 0.6, 0.4, 8, 0.9, 55),
    "fax": (200, 0.7, 0.3, 14, 1.2, None), "telephone": (170, 2.2, 0.9, 12, 0.75, 60),
}


def noisy(page, sigma, rng):
    # Pillow's own noise has no seed: a tile of seeded noise is repeated instead.
    tile = Image.frombytes("L", (256, 256), bytes(max(0, min(255, int(rng.gauss(128, sigma)))) for _ in range(256 * 256)))
    field = Image.new("L", page.size)
    for x in range(0, page.width, 256):
        for y in range(0, page.height, 256):
            field.paste(tile, (x, y))
    return ImageChops.add(page, field, 1, -128)


def shaded(page):
    """Light from one side, as under a lamp."""
    slope = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda v: 165 + v * 90 // 255)
    return ImageChops.multiply(page, slope)


def worn(page, way, rng):
    dpi, turn, blur, sigma, contrast, quality = WAYS[way]
    page = page.convert("L").rotate(rng.uniform(-turn, turn), Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(blur)) if blur else page
    page = ImageEnhance.Contrast(page).enhance(contrast)
    if way == "telephone":
        page = shaded(page)
    page = noisy(page, sigma, rng)
    if quality is None:
        return page.point(lambda v: 255 if v > 150 else 0).convert("1")
    held = io.BytesIO()
    page.save(held, "JPEG", quality=quality, dpi=(dpi, dpi))
    return Image.open(io.BytesIO(held.getvalue()))


def scanned(path, rng):
    """The PDF at `path` becomes a picture of itself; gives the file's new name and what befell it."""
    rng = random.Random(rng.random())
    way = rng.choice(list(WAYS))
    dpi = WAYS[way][0]
    made = subprocess.run(["pdftoppm", "-r", str(dpi), "-png", path, path.with_suffix("")], check=True, capture_output=True)
    assert not made.stderr, made.stderr
    pictures = sorted(path.parent.glob(f"{path.stem}-*.png"))
    pages = [worn(Image.open(picture), way, rng) for picture in pictures]
    path.unlink()
    for picture in pictures:
        Path(picture).unlink()
    path = path.with_name(f"{path.stem}-{way}.pdf")
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return path.name, way
