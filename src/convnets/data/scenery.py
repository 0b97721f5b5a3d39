"""What stands around a drawn animal: ground and wall, things behind it and in front of it, light, blur and grain."""

import colorsys
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Colour = tuple[int, int, int]
SCALE = 2  # drawn so many times larger, then averaged: smooth edges


def scene(chance: Random, width: int, height: int) -> Image.Image:
    """A wall and a floor, or a meadow and a sky, or one plain colour with a texture, and things in it."""
    canvas = Image.new("RGB", (SCALE * width, SCALE * height), any_colour(chance))
    brush, (w, h) = ImageDraw.Draw(canvas), canvas.size
    canvas.paste(_texture(chance, canvas.size), (0, 0))
    if chance.random() < 0.7:
        horizon = int(h * chance.uniform(0.3, 0.85))
        brush.polygon(
            [(0, horizon + chance.randint(-40, 40)), (w, horizon + chance.randint(-40, 40)), (w, h), (0, h)], fill=any_colour(chance)
        )
    clutter(canvas, chance, in_front=False)
    return canvas


def clutter(canvas: Image.Image, chance: Random, in_front: bool) -> None:
    """Things of no meaning: balls, boxes, triangles (as pointed as ears), sticks (as thin as tails)."""
    brush, (w, h) = ImageDraw.Draw(canvas), canvas.size
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3)) if in_front else chance.randint(2, 9)):
        x, y = chance.uniform(-0.1, 1) * w, (chance.uniform(0.55, 1) if in_front else chance.uniform(-0.1, 1)) * h
        a, b = (chance.uniform(0.04, 0.16 if in_front else 0.3) * w for _ in range(2))
        colour = any_colour(chance)
        match chance.randrange(5):
            case 0:
                brush.ellipse((x, y, x + a, y + b), fill=colour)
            case 1:
                brush.rectangle((x, y, x + a, y + b), fill=colour)
            case 2:
                brush.polygon([(x, y + b), (x + a / 2, y), (x + a, y + b)], fill=colour)
            case 3:
                brush.line(
                    [(x, y), (x + chance.uniform(-2, 2) * a, y + chance.uniform(-2, 2) * b)], fill=colour, width=chance.randint(3, 16)
                )
            case _:
                brush.arc(
                    (x, y, x + 2 * a, y + 2 * b), chance.randint(0, 360), chance.randint(0, 360), fill=colour, width=chance.randint(4, 20)
                )


def finish(canvas: Image.Image, chance: Random) -> Image.Image:
    """Averaged to its size, in its light, sometimes blurred, sometimes grey, with grain."""
    picture = canvas.reduce(SCALE)
    if chance.random() < 0.35:
        picture = picture.filter(ImageFilter.BoxBlur(chance.uniform(0.5, 2.2)))
    picture = ImageEnhance.Brightness(picture).enhance(chance.uniform(0.5, 1.35))
    picture = ImageEnhance.Color(picture).enhance(chance.choice((0.0, chance.uniform(0.4, 1.4))) if chance.random() < 0.3 else 1)
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height)).convert("RGB")
    return Image.blend(picture, grain, chance.uniform(0, 0.16))


def any_colour(chance: Random) -> Colour:
    """Any hue, more often dull than bright."""
    return shade(chance.random(), chance.random() ** 2, chance.uniform(0.15, 0.95))


def shade(hue: float, saturation: float, value: float) -> Colour:
    """A colour from hue, saturation and value, all 0..1."""
    return tuple(round(255 * v) for v in colorsys.hsv_to_rgb(hue % 1, min(max(saturation, 0), 1), min(max(value, 0), 1)))


def _texture(chance: Random, size: tuple[int, int]) -> Image.Image:
    """Spots of a few colours, coarse or fine, smooth or hard-edged."""
    cells = chance.choice((2, 3, 5, 9, 17, 40))
    spots = Image.frombytes("L", (cells, cells), chance.randbytes(cells * cells))
    spots = spots.resize(size, chance.choice((Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BILINEAR)))
    return ImageOps.colorize(spots, any_colour(chance), any_colour(chance))
