"""Formulas as MathML, made while the site is built: browsers draw it themselves, without a script."""

import html
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert

from convnets.classroom.site import mathfont

# Browsers make a bracket as tall as what stands beside it in its row, so a matrix and its brackets need a row of their own;
# and one that carries an exponent keeps its size only in a row.
MATRIX = re.compile(r"<mo>&#x000(?:28|5B|7B|7C);</mo><mtable>.*?</mtable><mo>&#x000(?:29|5D|7D|7C);</mo>")
BIG = re.compile(r'(<m(?:sup|sub|subsup)>)<mo( minsize="[^"]*" maxsize="[^"]*">[^<]*</mo>)')


def setup(app: Any) -> dict[str, Any]:
    """Sphinx's entry."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    app.connect("build-finished", lambda app, error: error or mathfont.write(Path(app.outdir, "_static", "math.woff")))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def mathml(tex: str, *, block: bool) -> str:
    """A formula in TeX as MathML, its source kept for who copies it or has it read aloud."""
    drawn = convert(tex, display="block" if block else "inline")
    drawn = MATRIX.sub(r"<mrow>\g<0></mrow>", drawn)
    drawn = BIG.sub(r'\1<mrow><mo form="postfix"\2</mrow>', drawn)
    return drawn.replace("<math ", f'<math alttext="{html.escape(tex, quote=True)}" ', 1)


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="math-block">{mathml(node.astext(), block=True)}</div>')
    raise nodes.SkipNode
