"""Pictures that a student pasted into text: taken out, opened and drawn anew, so that a person sees them and nothing else of them remains.

JupyterLab and Kaggle keep them as a cell's attachments, Colab and others write them into the text as ``data:`` addresses.
"""

import base64
import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from convnets.data.decoder import LARGEST, quiet, rgb

FORMATS = ("PNG", "JPEG", "MPO", "GIF", "WEBP", "BMP")
SIDE = 1600  # pixels of the longer side, as they are kept: handwriting on a page is read at that
MOST, LONGEST = 20, 30_000_000  # pictures of a cell; characters of one
READ = 60_000  # characters of a text, its pictures not counted, in which they are looked for
DATA = re.compile(r"data:\s{0,9}image/[\w.+-]{1,40}\s{0,9};\s{0,9}base64\s{0,9},([A-Za-z0-9+/=_%\s-]*)", re.I)
PASTED = re.compile(
    r"!\[(?P<alt>[^\]\n]{0,300})\]\(\s{0,9}<?(?:attachment:(?P<name1>[^\n<>)]{0,300})|data:(?P<data1>\d+))>?(?:\s{1,9}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s{0,9}\)"
    r"|<img\b[^>]{0,200}?\bsrc\s{0,9}=\s{0,9}[\"'](?:attachment:(?P<name2>[^\"'\n]{0,300})|data:(?P<data2>\d+))[\"'][^>]{0,300}>",
    re.I,
)
KEPT = re.compile(r"!\[picture \d+\]\(attachment:(picture-\d+\.(?:png|jpg))\)")
ELSEWHERE = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s*<?(?!attachment:|data:)([^)\n>]{1,200})|<img\b[^>]{0,200}?\bsrc\s*=\s*[\"'](?!attachment:|data:)([^\"'\n]{1,200})",
    re.I,
)


def taken_out(text: str, attachments: Mapping[str, Any]) -> tuple[str, dict[str, dict[str, str]], list[str]]:
    """The text with each pasted picture as ``![picture 1](attachment:picture-1.png)``, these pictures, and the names of those that cannot be shown.

    What is attached and nowhere mentioned stands at the end.
    """
    named = {spelling: name for name in attachments if isinstance(name, str) for spelling in (name, quote(name), quote(name, safe="()"))}
    inline: list[str] = []
    text = DATA.sub(lambda m: f"data:{len(inline)}{inline.append(m[1]) or ''}" if len(inline) < MOST else "data:", text)[:READ]
    for spelling in sorted(named, key=len, reverse=True):  # a bracket in a name would end it
        if "(" in spelling or ")" in spelling:
            named[closed := spelling.replace("(", "%28").replace(")", "%29")] = named[spelling]
            text = text.replace(f"attachment:{spelling}", f"attachment:{closed}")
    kept: dict[str, dict[str, str]] = {}
    lost: list[str] = []
    used: set[str] = set()

    def place(name: str, data: str | None) -> str:
        drawn = drawn_anew(data) if data and len(kept) < MOST else None
        if drawn is None:
            lost.append(name)
            return f"(a picture that cannot be shown: {name})"
        made = f"picture-{len(kept) + 1}.{'png' if drawn[0] == 'image/png' else 'jpg'}"
        kept[made] = {drawn[0]: drawn[1]}
        return f"![picture {len(kept)}](attachment:{made})"

    def found(m: re.Match[str]) -> str:
        if (n := m["data1"] or m["data2"]) is not None:
            return place(m["alt"] or "pasted", inline[int(n)] if int(n) < len(inline) else None)
        name = (m["name1"] or m["name2"] or "").strip()
        used.add(named.get(name, name))
        return place(named.get(name, name)[:80], _data(attachments.get(named.get(name, name))))

    if "attachment:" in text or "data:" in text:
        text = PASTED.sub(found, text)
    unused = [name for name in attachments if isinstance(name, str) and name not in used]
    rest = [place(name[:80], _data(attachments[name])) for name in unused[: MOST + 1]]
    lost += [(m[1] or m[2]).strip() for m in ELSEWHERE.finditer(text)][:MOST]
    return "\n\n".join([text, *rest]) if rest else text, kept, lost


def drawn_anew(data: str) -> tuple[str, str] | None:
    """Type and base64 of the picture in this base64, upright, of at most `SIDE` pixels; None when it is none that can be shown."""
    from PIL import Image, ImageOps

    if len(data) > LONGEST:
        return None
    quiet()
    try:
        raw = base64.b64decode(re.sub(r"\s|%0A", "", data).replace("-", "+").replace("_", "/").rstrip("=") + "===")
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            if image.width * image.height > LARGEST:
                return None
            image.draft(None, (2 * SIDE, 2 * SIDE))  # a JPEG is decoded at half its size, or a quarter
            ImageOps.exif_transpose(image, in_place=True)
            picture = rgb(image)
        picture.thumbnail((SIDE, SIDE))
        written = {kind: _written(picture, kind) for kind in ("PNG", "JPEG")}
    except Exception:  # each decoder has its own way of saying that something is no picture
        return None
    kind = "PNG" if len(written["PNG"]) <= 2 * len(written["JPEG"]) else "JPEG"
    return f"image/{kind.lower()}", base64.b64encode(written[kind]).decode()


def _written(picture: Any, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 85} if kind == "JPEG" else {}))
    return out.getvalue()


def _data(attachment: Any) -> str | None:
    """The base64 of an attachment, which has one or more types."""
    if not isinstance(attachment, dict):
        return None
    found = next((v for k, v in attachment.items() if isinstance(k, str) and k.startswith("image/") and "svg" not in k), None)
    found = "".join(map(str, found)) if isinstance(found, list) else found
    return found if isinstance(found, str) else None
