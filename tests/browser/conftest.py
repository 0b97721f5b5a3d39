"""A real JupyterLab, on a port of its own, and Chromium to look at it. Skipped, with the reason, where either does not start."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PICTURES = PROJECT / "build" / "browser"
START_SECONDS = 90
SETTINGS = {  # every cell stands in the page, also those out of sight; nothing pops up
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": '{"fetchNews": "false", "checkForUpdates": false}',
}


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """The browser. Debian's, or the one that Playwright installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    own = shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as started:
        try:
            browser = started.chromium.launch(executable_path=own, args=["--no-sandbox", "--disable-background-networking"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium starts here (apt-get install chromium, or playwright install chromium): {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@contextmanager
def jupyterlab(folder: Path, home: Path) -> Iterator[str]:
    """A JupyterLab that shows `folder`; its address. What it would keep in the user's home it keeps in `home`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name, text in SETTINGS.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    here = {"JUPYTERLAB_SETTINGS_DIR": home / "settings", "JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_DATA_DIR": home / "data"}
    here |= {"JUPYTERLAB_WORKSPACES_DIR": home / "workspaces", "IPYTHONDIR": home / "ipython", "CONVNETS_HOME": home / "convnets"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    options = [f"--port={port}", "--port-retries=0", "--no-browser", "--expose-app-in-browser", "--ServerApp.ip=127.0.0.1"]
    options += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", "--allow-root", f"--ServerApp.root_dir={folder}"]
    with (home / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=folder,
            env=os.environ | {"PATH": path, "OMP_NUM_THREADS": "1"} | {name: str(value) for name, value in here.items()},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, home / "jupyterlab.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text()[-1500:]}")


@pytest.fixture(scope="session")
def student(tmp_path_factory, chromium) -> Iterator[str]:
    """The address of a JupyterLab over a student's folder: the released notebooks."""
    base = tmp_path_factory.mktemp("student")
    shutil.copytree(PROJECT / "notebooks", base / "notebooks")
    with jupyterlab(base / "notebooks", base) as address:
        yield address


@pytest.fixture
def page(chromium, request) -> Iterator:
    """A page; its last picture is kept under build/browser."""
    opened = chromium.new_page(viewport={"width": 1200, "height": 1000})
    opened.set_default_timeout(60_000)
    yield opened
    PICTURES.mkdir(parents=True, exist_ok=True)
    opened.screenshot(path=PICTURES / f"{request.node.name}.png")
    opened.close()


@pytest.fixture(scope="session")
def project_notebooks() -> Path:
    """The released notebooks of the project."""
    return PROJECT / "notebooks"
