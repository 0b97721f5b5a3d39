"""The links of a built site."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse


class Links(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links, self.loaded, self.ids, self.images = [], [], set(), []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.update(v for k, v in found.items() if k in ("id", "name") and v)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag in ("script", "img", "source", "iframe", "video") and found.get("src"):
            self.loaded.append(found["src"])
        if tag == "link" and found.get("rel") != "canonical" and found.get("href"):
            self.loaded.append(found["href"])
        if tag == "img":
            self.images.append(found)


# --- the pages


def follow(site: Path) -> int:
    """Follow every link of every page; how many pages there are."""
    pages = {file: Links(file) for file in site.rglob("*.html")}
    for file, page in pages.items():
        for link in page.links + page.loaded:
            address = urlparse(link)
            if address.scheme or address.netloc:
                assert link in page.links, f"{file.name} loads {link}"
                continue
            if link.startswith("data:"):
                continue
            target = (file.parent / unquote(address.path)).resolve() if address.path else file
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{file.name} links to {link}"
            if address.fragment and target.suffix == ".html":
                assert unquote(address.fragment) in pages[target].ids, f"{file.name} links to {link}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet
    return len(pages)
