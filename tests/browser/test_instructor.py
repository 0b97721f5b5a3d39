"""What an instructor sees of a graded class in nbgrader's formgrader."""

import json
import shutil

import pytest
from conftest import SAMPLE, convnets, needs_sandbox, submission

from browser.conftest import PICTURES, jupyterlab
from convnets.classroom.course import Course

pytestmark = needs_sandbox
ELSEWHERE = "https://elsewhere.example/stolen"
HTML = (  # what does something, or is called as formgrader calls its own; NAME is the grade id of a cell
    '<div id="NAME" class="mine score tabbable" onclick="window.taken=1">x</div><input class="score mine" id="NAME-comment" value="9">'
    "<script>window.taken=1</script><style>.score { display: none }</style><svg onload='window.taken=1'><script>window.taken=1</script></svg>"
    f"<form action='{ELSEWHERE}'><button autofocus onfocus='window.taken=1'>b</button></form><iframe srcdoc='<script>parent.taken=1</script>'></iframe>"
    f"<img src='{ELSEWHERE}' onerror='window.taken=1'><link rel=stylesheet href='{ELSEWHERE}'><base href='{ELSEWHERE}'>"
    f"<a id=statusmessage href='{ELSEWHERE}'>a link</a><a href='javascript:window.taken=1'>another</a><meta http-equiv=refresh content='0;url={ELSEWHERE}'>"
    f"<div style='background:url({ELSEWHERE});position:fixed;inset:0'>over all of it</div>"
)
SHOWN = {  # an output of every kind
    "text/html": HTML,
    "image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='window.taken=1'><image href='{ELSEWHERE}'/></svg>",
    "application/javascript": "window.taken=1",
    "text/latex": "$\\href{javascript:window.taken=1}{x}$<script>window.taken=1</script>",
    "text/markdown": HTML,
    "application/vnd.jupyter.widget-view+json": {"model_id": "0" * 32, "version_major": 2, "version_minor": 0},
    "application/vnd.plotly.v1+json": {"data": []},
}
SCRIPT = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script>"


@pytest.fixture(scope="module")
def graded(project, blank, answers, tmp_path_factory) -> Course:
    """A class graded by the real command; one writes a script where words were asked for, one everywhere, one is called like a script."""
    import nbformat

    folder = tmp_path_factory.mktemp("instructor")
    shutil.copytree(project, folder / "project")
    course = Course(folder / "project" / "course")
    own = {name: found["own"] for name, found in answers.items()}
    written = next(c.id.removeprefix("written-") for c in blank.cells if c.id.startswith("written-"))
    for student, answer in {
        "ada": own,
        "김민수": own | {written: SCRIPT},
        "mallory": own,
        "<img src=x onerror=window.taken=1>": own,
    }.items():
        place = course.root / "submitted" / student / SAMPLE
        place.mkdir(parents=True)
        made = submission(blank, **answer)
        nbformat.write(hostile(made) if student == "mallory" else made, place / f"{SAMPLE}.ipynb")
    done = convnets("grade", SAMPLE, cwd=course.root)
    assert done.returncode == 1, "one is set aside: " + done.stderr
    return course


def hostile(notebook):
    """The notebook with everything in it that could take over a page on which it is shown."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

    names = [c.id for c in notebook.cells if c.id.partition("-")[0] in ("exercise", "check", "written")]
    for cell in notebook.cells:
        if cell.id.startswith("exercise-"):
            shows = [f"display({{{kind!r}: {data!r}}}, raw=True)" for kind, data in SHOWN.items()]
            cell.source += "\n\nfrom IPython.display import display\n" + "\n".join(shows) + f"\nprint({HTML!r})"
        if cell.id.startswith("written-"):
            picture = {"image/svg+xml": SHOWN["image/svg+xml"], "text/html": HTML}
            cell.source = f"{HTML}\n\n# {cell.id}\n\n![p](attachment:p.svg) ![q]({ELSEWHERE}) [l]({ELSEWHERE}) <{ELSEWHERE}>"
            cell.attachments = {"p.svg": picture}
    for name in names:
        text = HTML.replace("NAME", name)
        own = [new_raw_cell(text), new_markdown_cell(f"# {name}\n\n## statusmessage\n\n{text}"), new_code_cell(f"display({text!r})")]
        own[0].metadata = {"raw_mimetype": "text/html"}
        own[2].outputs = [new_output("display_data", {kind: data}) for kind, data in SHOWN.items()]
        notebook.cells[3:3] = own
    return notebook


@pytest.fixture(scope="module")
def address(graded, tmp_path_factory, chromium):
    base = tmp_path_factory.mktemp("formgrader")
    (base / "config").mkdir()
    (base / "config" / "jupyter_server_config.json").write_text(json.dumps({}))
    with jupyterlab(graded.root, base) as found:
        yield found


def test_formgrader_shows_the_class_and_nothing_a_student_wrote_runs(page, address, graded):
    page.goto(f"{address}/formgrader/manage_submissions/{SAMPLE}")
    page.wait_for_selector("td.autograde, td.score")
    rows = page.locator("tbody tr").all_inner_texts()
    assert len(rows) == 3 and any("김민수" in row for row in rows)

    page.goto(f"{address}/formgrader/gradebook/{SAMPLE}/{SAMPLE}")
    links = page.locator("a", has_text="Submission #")
    links.first.wait_for()
    assert links.count() == 3
    for i in range(3):
        page.goto(f"{address}/formgrader/gradebook/{SAMPLE}/{SAMPLE}")
        links.nth(i).click()
        page.wait_for_selector("input.score")
        page.wait_for_timeout(1000)
        assert page.title() != "taken over"
        assert page.locator("img[onerror], .inner_cell script").count() == 0


def test_a_mark_given_by_hand_is_kept(page, address, graded):
    page.goto(f"{address}/formgrader/gradebook/{SAMPLE}/{SAMPLE}")
    page.locator("a", has_text="Submission #").first.click()
    by_hand = page.locator("input.score:not([disabled])").last
    by_hand.wait_for()
    page.wait_for_load_state("networkidle")  # formgrader listens once it has heard the grades
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        by_hand.fill("1")
        by_hand.press("Tab")
    page.reload()
    page.locator("input.score").last.wait_for()
    page.wait_for_timeout(1000)
    assert any(field.input_value() == "1" for field in page.locator("input.score").all())


def names_in(page) -> tuple[list[str], set[str]]:
    """The ids, and the classes, of the elements of a page."""
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id).filter(id => !/^(MathJax|MJX|cell-id=own-\\d+$)/.test(id))")
    return sorted(ids), set(page.evaluate("[...document.querySelectorAll('[class]')].flatMap(e => [...e.classList])"))


def nothing_of_the_students(page, asked: list[str]) -> None:
    """No script ran, nothing was asked of anybody else, and no element does anything or is called anything that a student chose."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.taken") is None
    assert not [url for url in asked if "stolen" in url or url.startswith("javascript:")]
    does = "[onclick*=taken],[onerror],[onload],[onfocus],[autofocus],.mine,iframe,object,embed,base,form[action*=stolen],[href*=stolen],[src*=stolen]"
    assert page.locator(f"{does},[href^='javascript' i],[style*=fixed],[style*=url]").count() == 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('script,style')].filter(e => /taken|\\.score \\{ display: none/.test(e.textContent)).length"
        )
        == 0
    )


def test_a_hostile_notebook_takes_over_neither_the_marking_page_nor_the_feedback(page, address, graded):
    """The instructor's mark is saved, on a page on which every id, field and class is formgrader's own."""
    with graded.gradebook() as gradebook:
        places = {s: gradebook.find_submission_notebook(SAMPLE, SAMPLE, s).id for s in ("ada", "mallory")}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen = {}
    for student, place in places.items():
        page.goto(f"{address}/formgrader/submissions/{place}/")
        page.locator("input.score").last.wait_for()
        page.wait_for_load_state("networkidle")  # formgrader listens once it has heard the grades
        seen[student] = names_in(page), page.locator("input, textarea, button").count()
    (ids, classes), fields = seen["mallory"]
    assert (ids, fields) == (seen["ada"][0][0], seen["ada"][1])
    assert not {"mine", "statusmessage"} & (classes - seen["ada"][0][1])
    assert "over all of it" in page.inner_text("body"), "what was written can be read"
    nothing_of_the_students(page, asked)
    by_hand = page.locator("input.score:not([disabled])").last
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        by_hand.fill("1.5")
        by_hand.press("Tab")
    page.wait_for_load_state("networkidle")
    with graded.gradebook() as gradebook:
        marks = [g.manual_score for g in gradebook.find_submission_notebook(SAMPLE, SAMPLE, "mallory").grades]
    assert marks.count(1.5) == 1
    page.screenshot(path=PICTURES / "hostile_marking.png", full_page=True)
    for view in ("manage_students", f"manage_submissions/{SAMPLE}", "manage_students/mallory"):
        page.goto(f"{address}/formgrader/{view}")
        nothing_of_the_students(page, asked)
    ids = []
    for student in ("ada", "mallory"):
        page.goto((graded.root / "feedback" / student / SAMPLE / f"{SAMPLE}.html").as_uri())
        nothing_of_the_students(page, asked)
        ids.append([name for name in names_in(page)[0] if not name.startswith("comment-")])
    assert ids[0] == ids[1] and "over all of it" in page.inner_text("body")
    page.screenshot(path=PICTURES / "hostile_feedback.png", full_page=True)
