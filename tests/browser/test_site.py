"""The course's site in Chromium: every page on a desktop and on a phone, in light and dark."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from links import follow

from browser.conftest import PICTURES, PROJECT
from browser.test_student import CONTRAST
from convnets.classroom.course import Course
from convnets.classroom.site import build

RUN = ["01_lenet"]  # its solution is run, in fast mode; the others are shown without outputs
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory, chromium) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    build(Course(PROJECT / "course"), out, fast=True, chapters=RUN)
    return out


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def pages(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))


def test_every_link_of_the_whole_course_leads_somewhere(folder):
    assert follow(folder) > 20


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_asks_nobody_else_and_fits(size, scheme, folder, address, chromium):
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page, wrong = context.new_page(), []
    page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(f"script: {e}"))
    page.on(
        "requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else wrong.append(f"failed: {r.url}")
    )  # aborted: on to the next page
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(f"outside: {r.url}"))
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    for name in pages(folder):
        page.goto(f"{address}/{name}", wait_until="load")
        broken = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
        wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert not wrong and not broken, f"{name}: {wrong} {broken}"
        assert wide <= screen, f"{name} is {wide} pixels wide on a screen of {screen}"
        if name in ("index.html", "chapters/01_lenet.html"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"site-{Path(name).stem}-{size}-{scheme}.png")
    context.close()


def test_the_lineage_is_walked_by_keyboard_and_a_door_opens(page, address):
    page.goto(f"{address}/index.html")
    doors = page.locator(".lineage-lying a.member")
    assert doors.count() >= 6 and not page.locator(".lineage-standing").is_visible()
    doors.first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Chapter 01: LeNet-5, 1998")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/01_lenet.html")
    assert "LeNet-5" in page.locator("h1").inner_text()


def test_a_phone_gets_the_lineage_standing(address, chromium):
    phone = chromium.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{address}/index.html")
    assert phone.locator(".lineage-standing").is_visible() and not phone.locator(".lineage-lying").is_visible()
    assert phone.locator(".lineage-standing a.member").first.bounding_box()["width"] > 80, "large enough for a finger"
    phone.close()


def test_on_a_phone_a_wide_figure_scrolls_in_its_place(address, chromium):
    phone = chromium.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{address}/chapters/01_lenet.html")
    figures = "[...document.querySelectorAll('div.cell_output img')]"
    assert phone.evaluate(f"Math.max(...{figures}.map(i => i.clientWidth))") > 500, "its words can be read"
    assert phone.evaluate(f"Math.max(...{figures}.map(i => i.closest('div.cell_output').getBoundingClientRect().right))") <= 390
    phone.close()


def test_search_finds_a_chapter(page, address):
    page.goto(f"{address}/search.html?q=cheques")
    page.locator("#search-results li a").first.wait_for()
    assert any("01_lenet" in (a.get_attribute("href") or "") for a in page.locator("#search-results li a").all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_both_themes(scheme, address, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/chapters/01_lenet.html")
    for what in (
        "article p",
        "article td",
        "div.cell_input .n",
        "div.cell_input .c1",
        "div.convnets-verdict td:nth-child(2)",
        "article details > summary",
    ):
        seen = page.locator(what).first
        assert page.evaluate(CONTRAST, seen.element_handle()) > 4.5, f"{scheme}: {what}"
    context.close()


def test_on_paper_there_is_the_chapter_alone(page, address):
    page.goto(f"{address}/chapters/01_lenet.html")
    page.emulate_media(media="print", color_scheme="light")
    for frame in (".sidebar-drawer", ".toc-drawer", ".mobile-header", ".related-pages"):
        assert not page.locator(frame).first.is_visible(), frame
    assert page.locator("h1").first.is_visible()
