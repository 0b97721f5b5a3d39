"""What of a notebook reaches nbgrader's pages, formgrader's and feedback's: what a student wrote is text and pictures there, never a part of the page.

No id, class, style, form, script or link of a student's: formgrader finds its fields by their ids, and acts in the instructor's name.
"""

import html
import re
import sys
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from markupsafe import Markup
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from convnets.classroom.chapters.chapter import kind
from convnets.classroom.intake.submissions import unfit

TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
STYLES = (  # those of a verdict; none whose value can be an address
    "background-color", "border-left", "border-radius", "color", "display", "font-weight", "line-height", "margin", "padding",
    "text-align", "white-space", "width",
)  # fmt: skip
PICTURES = "image/png", "image/jpeg", "image/gif"
SHOWN = "text/plain", "text/html", "image/png", "image/jpeg"  # of an output
AUTHORED = "text", "setup", "check", "handin", "training", "demo"  # kinds of cells in the author's words
LINK = re.compile(r'<a(?: href="([^"]*)")?[^>]*>(.*?)</a>', re.S)
GRADE_ID = re.compile(r"[\w-]+")


def configure(c: Config) -> None:
    """Put it in the way of every page that nbgrader makes of a notebook."""
    c.HTMLExporter.preprocessors = [f"{__name__}.Harmless"]
    c.HTMLExporter.filters = {"markdown2html": f"{__name__}.markdown"}
    if formgrader := sys.modules.get("nbgrader.server_extensions.formgrader.base"):
        _escape(formgrader.BaseHandler, formgrader.NbGraderAPI)


class Harmless(Preprocessor):
    """Leaves of cells what they show, and of names what can stand in a page."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        nb.metadata = NotebookNode({k: v for k, v in nb.metadata.items() if k in ("kernelspec", "language_info")})
        for cell in nb.cells:
            told = cell.metadata.get("nbgrader")
            known = isinstance(told, dict) and GRADE_ID.fullmatch(str(told.get("grade_id", "")))
            cell.metadata = NotebookNode({"nbgrader": told} if known else {})
            if cell.cell_type == "raw":
                cell.source = f"<pre>{html.escape(cell.source)}</pre>"
            for output in cell.get("outputs", ()):
                _show(output)
            if attached := cell.get("attachments"):
                cell.attachments = {
                    name: {kind: data for kind, data in found.items() if kind in PICTURES}
                    for name, found in attached.items()
                    if isinstance(found, dict)
                }
        for name in ("student", "last_name", "first_name", "notebook_path", "filename"):
            if isinstance(resources.get(name), str):
                resources[name] = html.escape(resources[name])
        return nb, resources


def _show(output: NotebookNode) -> None:
    if "data" in output:
        output.metadata = NotebookNode()
        output.data = NotebookNode({kind: data for kind, data in output.data.items() if kind in SHOWN})
        if "text/html" in output.data:
            output.data["text/html"] = LINK.sub(_written_out, _clean("".join(output.data["text/html"]), pictures=False, styles=True))


@pass_context
def markdown(context: Any, source: str) -> str:
    """Markdown as HTML without an id; a student's with its links written out, and no picture but those that came with it."""
    cell = context.get("cell") or {}
    renderer = IPythonRenderer(escape=False, attachments=cell.get("attachments") or {}, exclude_anchor_links=True)
    try:
        made = MarkdownWithMath(renderer=renderer).render(source)
        if kind(str(cell.get("id", ""))) in AUTHORED:
            return _clean(made)
        return LINK.sub(_written_out, _clean(made, pictures=False))
    except Exception:  # a picture that is not there, depths that nobody reads: it is shown as it was written
        return f"<pre>{html.escape(source)}</pre>"


def _clean(text: str, *, pictures: bool = True, styles: bool = False) -> str:
    def allowed(tag: str, name: str, value: str) -> bool:
        if tag == "img" and name == "src":
            return pictures or value.startswith(tuple(f"data:{kind};base64," for kind in PICTURES))
        return (tag, name) in {("a", "href"), ("a", "title"), ("img", "alt"), ("img", "title")} or (
            styles and (name == "style" or (tag, name) == ("td", "aria-label"))
        )

    cleaner = bleach.Cleaner(
        tags=TAGS,
        attributes=allowed,
        protocols={"http", "https", "mailto", "data"} if pictures else {"http", "https", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES),
    )
    return cleaner.clean(text)


def _written_out(link: re.Match[str]) -> str:
    target, text = link[1] or "", link[2]
    return text if target in ("", text) else f"{text} ({target})"


def _escape(handler: Any, api: Any) -> None:
    """formgrader's own templates take ids and addresses as they come; and it lists every folder in submitted/."""
    if getattr(handler, "_escapes", False):
        return
    rendered, students = handler.render, api.get_submitted_students

    def render(self: Any, name: str, **named: Any) -> str:
        environment = self.settings["nbgrader_jinja2_env"]
        environment.autoescape, environment.finalize = True, _finalized
        return rendered(self, name, **named)

    handler.render, handler._escapes = render, True
    api.get_submitted_students = lambda self, assignment: {s for s in students(self, assignment) if not unfit(s)}


def _finalized(value: Any) -> Any:
    """Escaped for a page and for the quoted strings of its scripts: an apostrophe stays as it is, O'Brien is looked up by it."""
    return Markup(html.escape(value, quote=False).replace('"', "&quot;")) if type(value) is str else value
