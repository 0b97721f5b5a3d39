"""Any network of the course stage by stage: what each stage puts out and what it costs; a stage opens, and another network stands beside it."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

import torch
from jinja2 import Environment

from convnets import measure, models
from convnets.explore.explorer import Explorer, Page

NOBODY, CLOSED = "nobody", "none"
IDLE = "in training only"  # auxiliary heads
COSTS = "parameters", "MACs", "memory"


@dataclass(frozen=True)
class Part:
    """A stage, or what stands in it: its name, what it puts out, and its costs: parameters, multiply-accumulates, bytes of its layers' outputs."""

    name: str
    output: tuple[int, ...]
    costs: tuple[int, int, int]


def network(name: str = "resnet50", beside: str = NOBODY, stage: str = CLOSED) -> Explorer:
    """A network of the course stage by stage: sizes, parameters, multiply-accumulates, memory. Open a stage; put another network beside it.

    Args:
        name: one of ``models.names()``.
        beside: another one, or "nobody".
        stage: the stage of the first network that stands open, or "none".

    Raises `UnknownName` for a network that the course does not have.
    """
    for known in (name, beside):
        if known != NOBODY:
            models.info(known)
    scene, start = NetworkScene(), dict(name=name, beside=beside, stage=stage)
    return Explorer(scene, start=start, name=models.names(), beside=[NOBODY, *models.names()], **scene.fitted(name))


class NetworkScene:
    """A table for each network, a row for a stage; behind each number a bar on the scale that both tables share."""

    def fitted(self, name: str, **others: str) -> dict[str, list[str]]:
        return {"stage": [CLOSED, *(part.name for part in stages(name) if within(name, part.name))]}

    def __call__(self, name: str, beside: str, stage: str) -> Page:
        shown = [(name, stage)] + ([(beside, CLOSED)] if beside != NOBODY else [])
        tables = [(models.info(which), rows(which, opened), total(which)) for which, opened in shown]
        most = [max(part.costs[i] for _, table, _ in tables for part, _ in table) or 1 for i in range(3)]
        said = _sentence(name, beside) if beside != NOBODY else _reading(stages(name))
        return Page(TABLES.render(tables=tables, most=most, said=said, costs=COSTS, write=(_count, _count, _bytes)))


TABLES = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
{% macro line(part, tag, style="", indent=0, bar="") %}
<tr style="background:none;{{ style }}"><{{ tag }} style="text-align:left;font-weight:inherit;padding:1px .7em 1px {{ indent }}em">{{ part.name }}</{{ tag }}>
<td style="text-align:left;padding:1px .6em 1px 0">{{ part.output|join("×") }}</td>
{% for cost in part.costs %}
{% set share = (100 * cost / most[loop.index0])|round(1) if bar else 0 %}
<td style="text-align:left;min-width:4.4em;padding:1px 3px;background:linear-gradient(to right,{{ bar or "transparent" }} {{ share }}%,transparent {{ share }}%)">
{{ write[loop.index0](cost) if cost else "·" }}</td>
{% endfor %}</tr>
{% endmacro %}
<div style="display:flex;flex-wrap:wrap;gap:0 2.5em;line-height:1.35;color:var(--jp-ui-font-color1,inherit)">
{% for paper, table, whole in tables %}
<div style="max-width:100%;overflow-x:auto">
<div><b style="font-size:larger">{{ paper.name }}</b><br>{{ paper.cited }}; input {{ paper.input_size|join(" × ") }}</div>
<table style="border-collapse:collapse;white-space:nowrap;font-size:min(.86em,2.9vw);margin:.4em 0">
<thead><tr>{% for word in ("stage", "puts out") + costs %}<th style="text-align:left;padding:1px 3px 1px 0">{{ word }}</th>{% endfor %}</tr></thead>
<tbody>
{% for part, inner in table %}
{{ line(part, "th", indent=1 if inner else 0, bar="#0072b299" if inner else "#56b4e999") }}
{% endfor %}
{{ line(whole, "th", "font-weight:bold;border-top:1px solid currentColor") }}
</tbody></table></div>
{% endfor %}
</div>
<p style="color:var(--jp-ui-font-color1,inherit)">{{ said }}</p>
""")


def rows(name: str, stage: str) -> list[tuple[Part, bool]]:
    """The stages of a network; after the one that is open what stands in it, marked True."""
    found = []
    for part in stages(name):
        found.append((part, False))
        if part.name == stage:
            found += [(inner, True) for inner in within(name, stage)]
    return found


def stages(name: str) -> list[Part]:
    """A network's own children as they run, those left out that neither change the size nor cost anything."""
    layers, sizes = _anatomy(name)
    parts, before = [], ()
    for stage, output in sizes[1].items():
        part = _sum(stage, output, layers, stage)
        if part.output != before or part.costs[0] or part.costs[1]:
            parts.append(part)
        before = output
    idle = layers.parameters - sum(part.costs[0] for part in parts)
    return [*parts, Part(IDLE, (), (idle, 0, 0))] if idle else parts


def within(name: str, stage: str) -> list[Part]:
    """What a stage is made of. Neighbours that are alike stand once: "block2 to block6". Empty for a single layer."""
    layers, sizes = _anatomy(name)
    inner = [
        _sum(found.removeprefix(f"{stage}."), output, layers, found) for found, output in sizes[2].items() if found.startswith(f"{stage}.")
    ]
    found = []
    for _, alike in groupby(inner, key=lambda part: (part.output, part.costs)):
        first, *more = alike
        together = f"{first.name} to {more[-1].name}" if more else first.name
        found.append(Part(together, first.output, tuple(cost * (1 + len(more)) for cost in first.costs)))
    return found


def total(name: str) -> Part:
    """The network as a whole."""
    layers, _ = _anatomy(name)
    return Part("in all", (), (layers.parameters, layers.macs, layers.activation_bytes))


@cache
def _anatomy(name: str) -> tuple[measure.Layers, dict[int, dict[str, tuple[int, ...]]]]:
    """A network's layers, and its stages' outputs at depths 1 and 2."""
    size = models.info(name).input_size
    with torch.device("meta"):
        net = models.create(name)
    return measure.layers(net, size), {depth: dict(measure.map_sizes(net, size, depth)) for depth in (1, 2)}


def _sum(name: str, output: tuple[int, ...], layers: measure.Layers, stage: str) -> Part:
    """A part with the costs of all layers in a stage."""
    own = [layer for layer in layers if f"{layer.name}.".startswith(f"{stage}.")]
    return Part(name, output, tuple(sum(getattr(layer, cost) for layer in own) for cost in ("parameters", "macs", "activation_bytes")))


def _sentence(name: str, beside: str) -> str:
    if name == beside:
        return f"{name} beside itself: choose another one to compare."
    one, other = total(name).costs, total(beside).costs
    times = ", ".join(f"{_ratio(a / b)} times its {what}" for a, b, what in zip(one, other, COSTS, strict=True))
    return f"Beside {beside}, {name} has {times}."


def _ratio(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:.2g}" if x >= 0.0001 else "less than 0.0001"


def _reading(parts: list[Part]) -> str:
    """Where most of each cost sits."""
    shares = []
    for i, cost in enumerate(COSTS):
        top = max(parts, key=lambda part: part.costs[i])
        share = top.costs[i] / sum(part.costs[i] for part in parts)
        shares.append(f"{share:.0%} of the {cost} {'' if top.name == IDLE else 'in '}{top.name}")
    return f"{'; '.join(shares)}. Memory: the outputs of all layers for one picture, in float32."


def _count(n: int) -> str:
    return f"{n:,}" if n < 1e6 else f"{n / 1e6:,.1f} M" if n < 1e9 else f"{n / 1e9:.2f} G"


def _bytes(n: int) -> str:
    return f"{n:,} B" if n < 1 << 10 else f"{n / 1024:,.0f} kB" if n < 1 << 20 else f"{n / 2**20:,.1f} MB"
