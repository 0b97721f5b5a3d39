"""A file over the network, from where an earlier attempt broke off."""

import contextlib
import http.client
import urllib.error
import urllib.request
from pathlib import Path

from convnets.base import progress
from convnets.data.downloads import SILENCE

CHUNK = 1 << 18  # bytes


def receive(url: str, part: Path) -> None:
    """Append to `part` what is still missing of it. Raises `OSError` or `HTTPException` when the connection breaks."""
    start = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "convnets", **({"Range": f"bytes={start}-"} if start else {})})
    try:
        reply = urllib.request.urlopen(request, timeout=SILENCE)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:  # nothing is missing
            return
        raise
    with reply:
        going_on = reply.status == http.client.PARTIAL_CONTENT
        total = int(reply.headers.get("Content-Length") or 0)
        arrived = 0
        with part.open("ab" if going_on else "wb") as file, contextlib.closing(progress.bar(round(total / 1e6))) as bar:
            while chunk := reply.read(CHUNK):
                file.write(chunk)
                arrived += len(chunk)
                bar.update(arrived // 10**6 - bar.n)
    if arrived < total:
        raise ConnectionError(f"the connection broke after {arrived:,} of {total:,} bytes")
