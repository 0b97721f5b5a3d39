"""A font for formulas beside the pages: the part of STIX Two Math that a course needs. Without one, brackets do not grow and sums stay small on many a computer."""

from importlib.resources import files
from pathlib import Path

from fontTools import subset, ttLib

RANGES = (  # of characters, first and last
    (0x20, 0x7E), (0xB1, 0xD7), (0x391, 0x3F5), (0x2013, 0x2026), (0x2032, 0x2033), (0x2061, 0x2064), (0x210E, 0x210E),
    (0x2190, 0x21D2), (0x2200, 0x22C5), (0x22EF, 0x22EF), (0x2308, 0x230B), (0x23B4, 0x23B5), (0x23DC, 0x23DF), (0x27E8, 0x27E9),
    (0x1D400, 0x1D467), (0x1D6A4, 0x1D6A5), (0x1D6E2, 0x1D71B),
)  # fmt: skip


def write(file: Path) -> None:
    """Write the font as WOFF. It comes with ziamath, under the SIL Open Font License, which stands in its name table."""
    font = ttLib.TTFont(str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"))
    options = subset.Options(layout_features=["ssty", "dtls", "flac"], hinting=False, name_IDs=["*"])
    part = subset.Subsetter(options)
    part.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    part.subset(font)
    font.flavor = "woff"
    file.parent.mkdir(parents=True, exist_ok=True)
    font.save(file)
