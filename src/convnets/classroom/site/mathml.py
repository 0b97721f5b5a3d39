"""Formulas as MathML, made while the site is built: browsers draw it themselves, without a script."""

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert

from convnets.classroom.site import mathfont


def setup(app: Any) -> dict[str, Any]:
    """Sphinx's entry."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    app.connect("build-finished", lambda app, error: error or mathfont.write(Path(app.outdir, "_static", "math.woff")))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def mathml(tex: str, *, block: bool) -> str:
    """A formula in TeX as MathML, its source kept for who copies it or has it read aloud."""
    drawn = convert(tex, display="block" if block else "inline")
    return drawn.replace("<math ", f'<math alttext="{html.escape(tex, quote=True)}" ', 1)


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="math-block">{mathml(node.astext(), block=True)}</div>')
    raise nodes.SkipNode
