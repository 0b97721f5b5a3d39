"""nbgrader's pages, formgrader's and feedback's: what a student wrote stands there as text, and never as a part of the page."""

import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import nbgrader
import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from traitlets.config import Config

from convnets.classroom.grading import page
from convnets.evidence import display
from convnets.evidence.verdict import Key, Observation, judge

TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
FIELD = '<input id="written-why" class="score"><a class="full-credit" href="/formgrader/x">x</a><form action="/x" id="why-comment"></form>'
SCRIPT = "<script>document.title='taken over'</script><img src=x onerror=alert(1)>"
HOSTILE = {
    "raw": new_raw_cell(FIELD + SCRIPT),
    "raw of a kind": new_raw_cell(FIELD, metadata={"raw_mimetype": "text/html", "tags": ['"><script>']}),
    "heading": new_markdown_cell(
        "# written-why\n\n## why-comment\n\n[full](/formgrader/x) <b id='statusmessage' class='help' style='position:fixed'>b</b>"
    ),
    "html": new_markdown_cell(FIELD + SCRIPT + "<style>.score{display:none}</style>"),
    "links": new_markdown_cell(
        "[a](javascript:alert(1)) [b](http://localhost/formgrader/x) ![c](http://localhost/c.png) <http://d.example>"
    ),
    "attachment": new_markdown_cell("![p](attachment:p.svg)", attachments={"p.svg": {"image/svg+xml": "PHN2Zy8+"}}),
    "no attachment": new_markdown_cell("seen ![p](attachment:none.png)"),
    "outputs": new_code_cell(
        "1",
        metadata={"nbgrader": {"grade_id": 'x"><script>', "grade": True, "solution": False, "points": 1}, "tags": ["score"]},
        outputs=[
            new_output("display_data", {"text/html": FIELD + SCRIPT}, metadata={"text/html": {"isolated": True}}),
            new_output("display_data", {"application/javascript": "document.title='taken over'"}),
            new_output("display_data", {"image/svg+xml": f"<svg>{SCRIPT}</svg>"}),
            new_output("display_data", {"text/markdown": "# written-why\n" + FIELD}),
        ],
    ),
}


def shown(template: str, **cells) -> BeautifulSoup:
    """The body of the page that nbgrader makes of a notebook with an authored question and these cells of a student's."""
    told = {
        "grade_id": "written-why",
        "grade": True,
        "solution": True,
        "points": 2,
        "locked": False,
        "task": False,
        "score": 0,
        "schema_version": 3,
    }
    asked = new_markdown_cell("**an answer**", metadata={"nbgrader": told}, id="written-why")
    notebook = nbformat.v4.new_notebook(cells=[new_markdown_cell("# written-why", id="text-01"), asked])
    for i, cell in enumerate(cells.values()):
        notebook.cells.append(nbformat.from_dict(cell | {"id": f"own-{i}"}))
    config = Config()
    page.configure(config)
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.extra_template_paths = [str(TEMPLATES.parent / "static/node_modules/bootstrap/dist/css")]
    resources = {"student": "<img src=x onerror=alert(1)>", "last_name": None, "first_name": None, "notebook_path": "a/O'Brien/x.ipynb"}
    resources |= {"index": 0, "total": 1, "base_url": "", "submission_id": "1", "assignment_id": "a", "notebook_id": "n"}
    resources["nbgrader"] = {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0}
    html, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)
    return BeautifulSoup(html, "html.parser").body


def parts(soup: BeautifulSoup) -> list:
    """What acts in a page, or what its scripts look for."""
    found = soup.find_all(["script", "style", "form", "input", "textarea", "button", "iframe", "object", "svg"])
    return sorted(
        str(tag).partition(">")[0]
        for tag in {*found, *soup.find_all(id=True), *soup.select(".score, .full-credit, .help, [onerror], [style]")}
    )


@pytest.mark.parametrize("template", ["formgrade", "feedback"])
@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_of_a_students_is_a_part_of_the_page(what, template):
    """The page has the same fields, ids, classes, scripts and links as without the student's cell."""
    without, soup = shown(template), shown(template, it=HOSTILE[what])
    # ids of cells, and the prompt of a cell of code, are the template's own
    extra = [p for p in parts(soup) if p not in parts(without) and 'id="cell-id=own-' not in p]
    assert not extra
    assert {a.get("href") for a in soup.find_all("a")} == {a.get("href") for a in without.find_all("a")}
    assert {i["src"][:15] for i in soup.find_all("img", src=True)} <= {"data:image/png;"}
    if template == "formgrade":
        assert len(soup.select("#written-why")) == 1


@pytest.mark.parametrize("template", ["formgrade", "feedback"])
def test_a_verdict_stands_on_the_page_as_in_a_notebook(template):
    """Marks in white on a colour that a page leaves out could not be seen."""
    key = Key("half", 2, (Observation("even"), Observation("odd", hint="look at odd numbers")), {"even": [1], "odd": [2]})
    verdict = judge(key, {"even": {"state": "value", "value": [1]}, "odd": {"state": "value", "value": [3]}})
    soup = shown(template, it=new_code_cell("1", outputs=[new_output("display_data", {"text/html": display.as_html(verdict)})]))

    def styled(html) -> list:
        return [(t.get_text(), t.get("aria-label"), t["style"].replace(" ", "").rstrip(";").split(";")) for t in html.select("[style]")]

    shown_there = styled(soup)
    assert [part for part in styled(BeautifulSoup(display.as_html(verdict), "html.parser")) if part not in shown_there] == []
    assert "✗" in soup.get_text()


IDS = [
    "</script><script>alert(1)</script>",
    '";alert(1);//',
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "O'Brien",
    "김민수 & Co",
]


@pytest.mark.parametrize("template", ["manage_students_notebook_submissions.tpl", "manage_students_assignments.tpl"])
def test_an_id_is_text_on_formgraders_own_pages_and_in_their_scripts(template):
    """Those pages take an id as it comes, into markup, an address and a script's string; here it is one text in each, to be read as it is."""
    from nbgrader.server_extensions.formgrader import base, handlers

    page.configure(Config())
    asking = SimpleNamespace(settings={"nbgrader_jinja2_env": Environment(loader=FileSystemLoader([handlers.template_path]))})

    def made(student: str) -> BeautifulSoup:
        return BeautifulSoup(base.BaseHandler.render(asking, template, student_id=student, assignment_id="a", base_url=""), "html.parser")

    plain = made("ada")
    for id in IDS:
        soup = made(id)
        assert [(t.name, *sorted(t.attrs)) for t in soup.find_all()] == [(t.name, *sorted(t.attrs)) for t in plain.find_all()], id
        (line,) = [line for s in soup.find_all("script") for line in (s.string or "").splitlines() if "student_id" in line]
        assert re.fullmatch(r'\s*var student_id = "[^"]*";', line) and id in soup.get_text()
    assert 'var student_id = "O\'Brien"' in str(made("O'Brien")), "formgrader looks the student up by it"


def test_what_a_student_wrote_can_be_read():
    soup = shown("formgrade", raw=HOSTILE["raw"], links=HOSTILE["links"], lost=HOSTILE["no attachment"])
    text = soup.get_text()
    assert '<input id="written-why" class="score">' in text and "b (http://localhost/formgrader/x)" in text and "seen" in text
    assert "an answer" in text and soup.find("strong", string="an answer")
