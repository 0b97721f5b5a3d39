"""The process in which weights that were handed in are tried. No code of a student's runs here: the network is built from the library's own.

Started inside a sandbox of its own by `scoring`, in which the networks and the test pictures can be read, and driven as `inside` is: a line that
says how to run, then a job a line, ``{"file", "folder" | "drawn" and "seed"}``; answers with what `convnets.handin.evaluate` gives, and the card.
"""

import json
import sys
import traceback

import confine
import inside


def main():
    """Answer each job on standard output until there are no more."""
    jobs, lines = inside.pipes(inside.os.dup(0), inside.os.dup(1))
    inside.silence()

    def send(message):
        lines.write(json.dumps(message, allow_nan=False) + "\n")
        lines.flush()

    try:
        from convnets import data, handin, models, weights

        models.names()  # loads every network before the limits hold
    except BaseException:
        send({"kind": "broken", "message": traceback.format_exc()[-2000:]})
        return
    start = json.loads(jobs.readline())
    confine.limit(start["memory"], start["processes"])
    if start["filter"]:
        confine.forbid()
    send({"kind": "ready"})
    for line in jobs:
        asked = json.loads(line)
        found = tried(json.loads(asked["source"]), data, handin, weights)
        said = {"output_type": "stream", "name": "stdout", "text": json.dumps(found)}
        send({"kind": "done", "id": asked["id"], "outcome": "ok", "error": "", "outputs": [said]})


def tried(job, data, handin, weights):
    """What became of one file: ``state`` is scored, refused (the file is at fault) or needs (something is missing here), each with a message."""
    try:
        net, card = handin.load(job["file"])
        if job["folder"]:
            pictures = handin.photographs(job["folder"])
        elif card["data"] == "drawn":
            pictures = data.drawn(job["drawn"], seed=job["seed"])
        else:
            return {"state": "needs", "message": "they were trained on photographs, and no test photographs are set", "card": card}
        return {"state": "scored", "message": "", "card": card, **handin.evaluate(net, card, pictures)}
    except handin.HandinError as error:
        return {"state": "refused", "message": str(error)}
    except (handin.PicturesError, weights.WeightsMissing, FileNotFoundError) as error:  # the last: a package with weights is not installed
        return {"state": "needs", "message": str(error)}
    except MemoryError:
        return {"state": "needs", "message": "trying them took more memory than there is"}
    except Exception as error:  # a network may fail on a picture in any way
        return {"state": "needs", "message": f"trying them failed: {type(error).__name__}: {' '.join(str(error).split())[:300]}"}


if __name__ == "__main__":
    sys.exit(main())
