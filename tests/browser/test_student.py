"""What a student does and sees, in a real browser."""

import json
import re

import pytest

from browser.conftest import PICTURES
from browser.lab import Notebook
from convnets import explore, keys

CHAPTER = "00_convolution"
FILE = f"{CHAPTER}/{CHAPTER}.ipynb"
WRONG = "def output_size(size, kernel, stride=1, padding=0):\n    return (size - kernel + 2 * padding) // stride\n"
RIGHT = WRONG.rstrip() + " + 1\n"


@pytest.fixture
def notebook(page, student, project_notebooks) -> Notebook:
    opened = Notebook(page, student, project_notebooks, FILE)
    opened.run("setup")
    return opened


def test_an_answer_is_told_what_is_wrong_and_then_that_it_is_right(notebook, page):
    unanswered = notebook.run("check-output_size")
    assert "0 of 2 points" in unanswered

    wrong = notebook.check("output_size", WRONG)
    assert "✗" in wrong and re.search(r"got .*expected", wrong) and "0 of 2 points" in wrong

    right = notebook.check("output_size", RIGHT)
    rows = keys.practice(f"{CHAPTER}/output_size").observations
    assert "✗" not in right and right.count("✓") == len(rows) and "2 of 2 points" in right


def test_after_the_second_answer_that_failed_a_button_tells_the_line(notebook):
    button = notebook.cell("check-conv_cost").get_by_role("button", name="Where is it?")
    notebook.check("conv_cost", COST.replace("2 * padding", "3 * padding"))
    assert button.count() == 0
    notebook.check("conv_cost", COST.replace("+ 1 for", "+ 2 for"))
    button.click()
    place = notebook.cell("check-conv_cost").get_by_text(re.compile("line 5|Line 5"))
    place.wait_for()
    assert "+ 1" not in place.inner_text(), "never what should stand there"


COST = """def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel * c_in // groups + bias) * c_out

def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    rows, columns = ((side - kernel + 2 * padding) // stride + 1 for side in (height, width))
    return kernel * kernel * c_in // groups * c_out * rows * columns
"""


def test_the_check_is_folded_and_the_verdict_stands_right_under_the_answer(notebook):
    notebook.check("output_size", WRONG)
    answer, verdict = notebook.cell("exercise-output_size"), notebook.cell("check-output_size").locator("table")
    bottom = answer.bounding_box()["y"] + answer.bounding_box()["height"]
    assert 0 < verdict.bounding_box()["y"] - bottom < 120


def test_a_slider_moves_the_picture_by_keyboard(notebook, page):
    demo = next(i for i in notebook.ids if i.startswith("demo-") and "explore.output_size" in notebook.cell(i).inner_text())
    notebook.run(demo)
    picture, slider = notebook.cell(demo).locator("img").first, notebook.cell(demo).get_by_role("slider").first
    before = picture.get_attribute("src")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("([img, before]) => img.src !== before", arg=[picture.element_handle(), before])
    assert notebook.cell(demo).locator(".widget-label").count() >= 4, "each control says what it is"


def test_what_is_saved_shows_a_still_where_no_widget_lives(notebook, page, student):
    demo = next(i for i in notebook.ids if i.startswith("demo-") and "explore.output_size" in notebook.cell(i).inner_text())
    notebook.run(demo)
    notebook.command("docmanager:save")
    page.wait_for_timeout(1500)
    saved = json.loads(page.request.get(f"{student}/api/contents/{FILE}").text())["content"]
    outputs = next(c for c in saved["cells"] if c["id"] == demo)["outputs"]
    assert any("image/png" in o.get("data", {}) and "application/vnd.jupyter.widget-view+json" in o["data"] for o in outputs)


def test_a_training_is_stopped_by_its_button(notebook, page):
    notebook.type("exercise-output_size", TRAINING)
    page.keyboard.press("Control+Enter")
    cell = notebook.cell("exercise-output_size")
    cell.locator("img").wait_for()  # the first epoch's curves
    cell.get_by_role("button", name="Stop after this epoch").click()
    cell.get_by_text("What was learned is kept").wait_for()
    assert "interrupted" in cell.locator(".jp-Cell-outputWrapper").inner_text()


TRAINING = """from convnets import data, models, plot, train
train.fit(models.create("lenet5"), data.load("digits", train=500, test=100), epochs=2000, after_epoch=plot.live())"""


def test_the_verdict_can_be_read_on_light_and_dark(notebook, page):
    notebook.check("output_size", WRONG)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook.command("apputils:change-theme", theme=theme)
        page.wait_for_timeout(1500)
        cells = notebook.cell("check-output_size").locator("td").element_handles()
        assert cells
        for cell in cells:  # WCAG 2.1, level AA: 3 for a mark, 4.5 for text
            assert page.evaluate(CONTRAST, cell) > (3 if cell.inner_text().strip() in "✓✗" else 4.5), f"{theme}: {cell.inner_text()}"
    notebook.command("apputils:change-theme", theme="JupyterLab Light")


CONTRAST = """cell => {
    const luminance = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).map(Number).slice(0, 3)
            .map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const opaque = text => !/rgba\\(.*, 0\\)|transparent/.test(text) && !/rgba\\(.*, 0\\.\\d+\\)/.test(text);
    let behind = cell;
    while (behind.parentElement && !opaque(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const [a, b] = [getComputedStyle(cell).color, getComputedStyle(behind).backgroundColor].map(luminance);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


MOVED = {  # every explorer of the course, with something to explore
    "augment": "explore.augment()",
    "bottleneck": "explore.bottleneck()",
    "convolution": "explore.convolution(digits.pixels(0)[0])",
    "features": "explore.features(models.create('lenet5'), digits)",
    "flow": "explore.flow()",
    "groups": "explore.groups()",
    "lineage": "explore.lineage()",
    "network": "explore.network('googlenet')",
    "output_size": "explore.output_size()",
    "scaling": "explore.scaling()",
    "shift": "explore.shift({'LeNet-5': models.create('lenet5')}, digits)",
    "smoothing": "explore.smoothing()",
    "stack": "explore.stack()",
}


def test_every_explorer_is_moved_by_keyboard_and_each_control_says_what_it_is(notebook, page):
    assert set(MOVED) == {name for name in explore.__all__ if name not in ("Explorer", "ask")}  # ask waits for a picture of one's own
    notebook.type(
        "exercise-output_size", "from convnets import data, explore, models\ndigits = data.load('digits', train=10, test=10).test"
    )
    notebook.run("exercise-output_size")
    cell = notebook.cell("exercise-output_size")
    for name, code in MOVED.items():
        notebook.command("notebook:clear-cell-output")
        notebook.type("exercise-output_size", code)
        notebook.run("exercise-output_size")
        cell.locator(".jupyter-widgets img, .jupyter-widgets table").first.wait_for()
        shown = "cell => cell.querySelector('.jupyter-widgets img')?.src ?? cell.querySelector('.jupyter-widgets:has(> * table)').innerHTML"
        before, control = cell.evaluate(shown), cell.locator("select, [role=slider]").first
        control.focus()
        # JupyterLab keeps a bare arrow for itself where a menu is closed; a slider may draw the same for the next value
        at_the_end = "c => c.getAttribute('aria-valuenow') === c.getAttribute('aria-valuemax')"
        if control.evaluate("c => c.tagName") == "SELECT":
            keys = "Space", "ArrowDown", "Enter"
        else:
            keys = ["ArrowLeft" if control.evaluate(at_the_end) else "ArrowRight"] * 3
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function(f"([cell, before]) => ({shown})(cell) !== before", arg=[cell.element_handle(), before])
        controls = cell.locator("select, [role=slider]").count()
        assert cell.locator(".widget-label:visible").count() >= controls > 0, name
        cell.locator(".jp-Cell-outputWrapper").screenshot(path=PICTURES / f"explore-{name}.png")
