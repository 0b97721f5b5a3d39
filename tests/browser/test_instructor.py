"""What an instructor sees of a graded class in nbgrader's formgrader."""

import json
import shutil

import pytest
from conftest import SAMPLE, convnets, needs_sandbox, submission

from browser.conftest import jupyterlab
from convnets.classroom.course import Course

pytestmark = needs_sandbox
SCRIPT = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script>"


@pytest.fixture(scope="module")
def graded(project, blank, answers, tmp_path_factory) -> Course:
    """A class of two, graded by the real command; one of them writes a script where words were asked for."""
    import nbformat

    folder = tmp_path_factory.mktemp("instructor")
    shutil.copytree(project, folder / "project")
    course = Course(folder / "project" / "course")
    own = {name: found["own"] for name, found in answers.items()}
    written = next(c.id.removeprefix("written-") for c in blank.cells if c.id.startswith("written-"))
    for student, answer in {"ada": own, "김민수": own | {written: SCRIPT}}.items():
        place = course.root / "submitted" / student / SAMPLE
        place.mkdir(parents=True)
        nbformat.write(submission(blank, **answer), place / f"{SAMPLE}.ipynb")
    done = convnets("grade", SAMPLE, cwd=course.root)
    assert done.returncode == 0, done.stderr
    return course


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
    assert len(rows) == 2 and any("김민수" in row for row in rows)

    page.goto(f"{address}/formgrader/gradebook/{SAMPLE}/{SAMPLE}")
    links = page.locator("a", has_text="Submission #")
    links.first.wait_for()
    assert links.count() == 2
    for i in range(2):
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
