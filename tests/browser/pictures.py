"""README's pictures, taken from the real thing: `make pictures`. JupyterLab in Chromium, as tests/browser drives it, and a graded class's report."""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from browser.conftest import jupyterlab
from browser.lab import Notebook
from convnets.classroom.chapters import bank
from convnets.classroom.course import Course
from convnets.classroom.desk import demo
from convnets.classroom.grading.grade import grade
from convnets.classroom.records import report
from convnets.classroom.running import sandbox

PROJECT = Path(__file__).resolve().parents[2]
PICTURES = PROJECT / "docs" / "pictures"
LARGEST = 100_000  # bytes
COLOURS = 96


def main() -> None:
    """Take the three pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as started, tempfile.TemporaryDirectory(prefix="convnets-pictures-") as folder:
        own = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = started.chromium.launch(executable_path=own, args=["--no-sandbox"])
        shutil.copytree(PROJECT / "notebooks", Path(folder, "notebooks"))
        with jupyterlab(Path(folder, "notebooks"), Path(folder)) as address:
            check(browser, address)
            explorer(browser, address)
        class_report(browser, Path(folder))
        browser.close()


def check(browser: Browser, address: str) -> None:
    """A check that names a mistake: a network that ends in a softmax."""
    page = browser.new_page(viewport={"width": 1000, "height": 1300}, device_scale_factor=1.5)
    page.set_default_timeout(120_000)
    notebook = Notebook(page, address, PROJECT / "notebooks", "01_lenet/01_lenet.ipynb")
    notebook.run("setup")
    course = Course(PROJECT / "course")
    chapter = course.chapter("01_lenet")
    known = bank.read(chapter, course.answers(chapter))["lenet5"]
    notebook.check("lenet5", next(a.source.strip() for a in known if a.name == "wrong_softmax_at_the_end"))
    exercise = notebook.cell("exercise-lenet5").bounding_box()
    lines = 30  # of the answer, in pixels, its last line: the rest is for students to find
    keep(
        page,
        "check",
        notebook.cell("exercise-lenet5"),
        notebook.cell("check-lenet5").locator(".convnets-verdict"),
        exercise["height"] - lines,
    )


def explorer(browser: Browser, address: str) -> None:
    """An explorer, moved: a window on a digit, and what the convolution makes of it there."""
    page = browser.new_page(viewport={"width": 1100, "height": 1000}, device_scale_factor=1.5)
    page.set_default_timeout(120_000)
    notebook = Notebook(page, address, PROJECT / "notebooks", "00_convolution/00_convolution.ipynb")
    notebook.run("setup")
    notebook.run("demo-convolution")
    slider = notebook.cell("demo-convolution").get_by_role("slider").last
    slider.focus()
    for _ in range(43):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    output = notebook.cell("demo-convolution").locator(".widget-vbox, .jupyter-widgets").first
    keep(page, "explorer", output, output)


def class_report(browser: Browser, folder: Path) -> None:
    """The report on the class of `make demo`."""
    course, chapter = demo.open_course(Course(PROJECT / "course"), folder)
    for student, file, text in demo.submissions(course, chapter):
        place = course.root / "submitted" / student / chapter.name
        place.mkdir(parents=True)
        (place / file).write_text(text, encoding="utf-8")
    grade(course, chapter.name, unsafe=not sandbox.find().safe)
    page = browser.new_page(viewport={"width": 1000, "height": 900}, device_scale_factor=1.5, color_scheme="light")
    page.goto(report.report(course, chapter).as_uri())
    write("report", page.screenshot())


def keep(page: Page, name: str, first: Locator, last: Locator, skipped: float = 0) -> None:
    """A picture of a page from one thing (less so many pixels of it) to another, without JupyterLab's frame."""
    first.scroll_into_view_if_needed()
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    top, bottom = first.bounding_box(), last.bounding_box()
    y = top["y"] + skipped
    write(name, page.screenshot(clip={"x": top["x"], "y": y, "width": top["width"], "height": bottom["y"] + bottom["height"] - y}))


def write(name: str, png: bytes) -> None:
    """As a PNG file with few colours, small enough for a README."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    picture.save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(PROJECT)}: {picture.width} × {picture.height}, {size / 1000:.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"{file.name} is larger than {LARGEST / 1000:.0f} kB: fewer colours, or a smaller part of the page")


if __name__ == "__main__":
    main()
