"""The lineage as one picture: inline SVG in the page's own colours, each network a link to its chapter.

Drawn twice from the same facts, lying for a wide page and standing for a phone. Each network carries its own outline: a bar a stage, as
tall as its maps are wide, beside the network's widest, and the thicker the more maps there are, measured on the network itself.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

from convnets.classroom.site.family import Member

CARD = 116, 112  # width and height
STEP = {True: (132, 136), False: (122, 142)}  # from card to card: lying, standing
GLYPH, GAP = (100, 36), 2.5  # the outline's size, and what stands between its bars


def svg(family: Sequence[Member], doors: Mapping[str, str], *, lying: bool) -> str:
    """The picture. ``doors``: chapter number to the page behind it; who has none is drawn fainter, and is no link."""
    at = {m.label: _place(m, lying) for m in family}
    named, taken = {m.label: m for m in family}, {m.place for m in family}
    width = max(x for x, _ in at.values()) + CARD[0] + 4
    height = max(y for _, y in at.values()) + CARD[1] + 4
    name = "lineage-lying" if lying else "lineage-standing"
    lines = [
        f'<svg class="lineage {name}" viewBox="0 0 {width} {height}" role="group" aria-labelledby="{name}-title {name}-text" '
        f'xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{name}-title">The lineage of the great convolutional networks</title>',
        f'<desc id="{name}-text">{escape(_told(family))}</desc>',
        '<g class="arrows" aria-hidden="true">',
        *(_arrow(named[before], m, at, lambda place: place not in taken, lying) for m in family for before in m.after),
        "</g>",
        *(_card(m, at[m.label], doors.get(m.chapter, "")) for m in family),
        "</svg>",
    ]
    return "\n".join(lines)


def _place(member: Member, lying: bool) -> tuple[int, int]:
    time, lane = member.place
    column, row = (time, lane) if lying else (lane, time)
    return 2 + column * STEP[lying][0], 2 + row * STEP[lying][1]


def _told(family: Sequence[Member]) -> str:
    after = "; ".join(f"{m.label} ({m.year}) after {' and '.join(m.after)}" for m in family if m.after)
    return f"From {family[0].label.lower()} on, each building on the ones before: {after}."


def _arrow(start: Member, end: Member, at: Mapping[str, tuple[int, int]], free: Callable[[tuple[int, int]], bool], lying: bool) -> str:
    """From card to card: straight within a lane or a year, else round one corner, which turns where no card stands."""
    (t1, l1), (t2, l2) = start.place, end.place
    time, lane = (t2 > t1) - (t2 < t1), (l2 > l1) - (l2 < l1)
    forward, aside = ((time, 0), (0, lane)) if lying else ((0, time), (lane, 0))
    steps = [step for step in (forward, aside) if any(step)]
    if len(steps) == 2 and free((t1, l2)):
        steps.reverse()  # into the other lane first
    out, into = steps[0], steps[-1]
    half = CARD[0] / 2, CARD[1] / 2
    (x1, y1), (x2, y2) = ((at[m.label][0] + half[0], at[m.label][1] + half[1]) for m in (start, end))
    corner = (x2, y1) if out[0] else (x1, y2)
    x1, y1, x2, y2 = x1 + out[0] * half[0], y1 + out[1] * half[1], x2 - into[0] * half[0], y2 - into[1] * half[1]
    way = f"Q{corner[0]:g} {corner[1]:g} {x2:g} {y2:g}" if len(steps) == 2 else f"L{x2:g} {y2:g}"
    turn = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}[into]
    return (
        f'<path class="arrow" d="M{x1:g} {y1:g}{way}"/>'
        f'<path class="head" d="M-7-4L0 0L-7 4z" transform="translate({x2:g} {y2:g}) rotate({turn})"/>'
    )


def _card(member: Member, at: tuple[int, int], door: str) -> str:
    x, y = at
    w, h = CARD
    middle = x + w / 2
    first, second = member.idea
    small = ' textLength="104" lengthAdjust="spacingAndGlyphs"' if len(member.label) > 14 else ""
    inside = "".join(
        (
            f'<rect class="card" x="{x}" y="{y}" width="{w}" height="{h}" rx="9"/>',
            _glyph(member, x + (w - GLYPH[0]) / 2, y + 8),
            f'<text class="name" x="{middle}" y="{y + 60}"{small}>{escape(member.label)}</text>',
            f'<text class="idea" x="{middle}" y="{y + 76}">{escape(first)}</text>',
            f'<text class="idea" x="{middle}" y="{y + 89}">{escape(second)}</text>',
            f'<text class="year" x="{middle}" y="{y + 105}">{member.year} · chapter {member.chapter}</text>',
        )
    )
    if not door:
        return f'<g class="member to-come">{inside}</g>'
    said = escape(f"Chapter {member.chapter}: {member.label}, {member.year}, {first} {second}", quote=True)
    return f'<a class="member" href="{door}" aria-label="{said}">{inside}</a>'


def _glyph(member: Member, x: float, y: float) -> str:
    """The outline of a network; of what is none, a window on a grid."""
    width, height = GLYPH
    bars = [(tall, 2 + 0.55 * math.log2(maps)) if tall else (0.0, 2.0) for tall, maps in member.bars]
    if not bars:
        grid = "".join(
            f'<rect class="{"window" if i in (1, 2) and j < 2 else "pixel"}" x="{x + width / 2 - 25 + 10 * i:g}" y="{y + 4 + 9 * j:g}" '
            f'width="8.5" height="7.5"/>'
            for i in range(5)
            for j in range(3)
        )
        return f"<g>{grid}</g>"
    thickness = sum(thick for _, thick in bars)
    scale = min(2, (width - GAP * (len(bars) - 1)) / thickness)
    left = x + (width - scale * thickness - GAP * (len(bars) - 1)) / 2
    tallest = max(tall for tall, _ in bars)
    drawn = []
    for tall, thick in bars:
        high = max(3, height * math.sqrt(tall / tallest)) if tall else 10
        drawn.append(
            f'<rect class="{"maps" if tall else "vector"}" x="{left:.1f}" y="{y + (height - high) / 2:.1f}" '
            f'width="{scale * thick:.1f}" height="{high:.1f}" rx="1"/>'
        )
        left += scale * thick + GAP
    return f"<g>{''.join(drawn)}</g>"
