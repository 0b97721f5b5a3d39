"""A notebook open in JupyterLab, as somebody who works in it would use it."""

from pathlib import Path

import nbformat

KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
# of a cell, as the kernel counts; a folded cell does not show it
NUMBER = "(i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.executionCount)"


class Notebook:
    """An open notebook. Cells go by their ids: ``exercise-output_size``."""

    def __init__(self, page, address: str, folder: Path, file: str) -> None:
        self.page = page
        self.ids = [cell.id for cell in nbformat.read(folder / file, as_version=4).cells]
        page.goto(f"{address}/lab/tree/{file}?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_function("document.querySelectorAll('.jp-Notebook .jp-Cell').length >= " + str(len(self.ids)))
        page.wait_for_function(f"{KERNEL}?.connectionStatus === 'connected' && {KERNEL}.status === 'idle'")  # a key before that is lost

    def cell(self, cell_id: str):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(cell_id))

    def type(self, cell_id: str, text: str) -> None:
        """Replace what stands in a cell, with the keyboard."""
        editor = self.cell(cell_id).locator(".cm-content").first
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, cell_id: str) -> str:
        """Select a cell and run it with Ctrl+Enter; what it shows then."""
        self.cell(cell_id).scroll_into_view_if_needed()
        self.cell(cell_id).locator(".jp-InputPrompt").first.click()
        return self._press("Control+Enter", cell_id)

    def check(self, exercise: str, answer: str) -> str:
        """Type an answer, then Shift+Enter twice: the answer runs, and the check below it. What the check shows then."""
        self.type(f"exercise-{exercise}", answer)
        self._press("Shift+Enter", f"exercise-{exercise}")
        return self._press("Shift+Enter", f"check-{exercise}")

    def _press(self, key: str, cell_id: str) -> str:
        """Press a key that runs a cell, and wait for the cell's next number."""
        cell, index = self.cell(cell_id), self.ids.index(cell_id)
        before = self.page.evaluate(f"{NUMBER}({index})")
        self.page.keyboard.press(key)
        self.page.wait_for_function(f"before => ![null, before].includes({NUMBER}({index}))", arg=before)
        self.page.wait_for_timeout(300)
        output = cell.locator(".jp-Cell-outputWrapper")
        return output.inner_text() if output.count() else ""

    def command(self, name: str, **arguments: object) -> None:
        """One of JupyterLab's commands, which its menus and keys call."""
        self.page.evaluate("([name, arguments]) => window.jupyterapp.commands.execute(name, arguments)", [name, arguments])
