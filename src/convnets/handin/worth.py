"""What a hand-in is worth: the curve from accuracy to points, the verdict, and the sentence that a teacher would say."""

from collections.abc import Mapping
from typing import Any

from convnets.evidence.verdict import OF_A_FILE, Row, State, Verdict


def points(accuracy: float, curve: Mapping[float, float]) -> float:
    """The points that a curve gives for an accuracy: ``{0.80: 0, 0.90: 6, 0.98: 10}``, straight lines between, flat outside."""
    (low, least), *rest = sorted(curve.items())
    if accuracy <= low:
        return float(least)
    for high, most in rest:
        if accuracy < high:
            return round(least + (most - least) * (accuracy - low) / (high - low), 2)
        low, least = high, most
    return float(least)


def result(name: str, file: str, curve: Mapping[float, float], found: Mapping[str, Any]) -> Verdict:
    """The verdict on what was `found` of a hand-in, in a notebook as in a grader.

    ``found["state"]`` is ``scored`` (with what :func:`evaluate` gives, and the card), ``missing``, ``refused`` (with a message), or anything else: then
    there are no points yet, and the score is None.
    """
    from convnets.handin.terms import describe

    message, most = str(found.get("message", "")), max(curve.values())
    the_file, accuracy = OF_A_FILE
    match found["state"]:
        case "missing":
            note = f"there is no {file}: make it with handin.write, and hand it in beside the notebook"
            rows = Row(the_file.label, State.UNANSWERED, note, weight=0), Row(accuracy.label, State.UNANSWERED)
            return Verdict(name, rows, 0.0, most)
        case "refused":
            rows = Row(the_file.label, State.MALFORMED, "cannot be taken", weight=0), Row(accuracy.label, State.MISSING, "not tried")
            return Verdict(name, rows, 0.0, most, (message,))
        case "scored":
            earned = points(found["accuracy"], curve)
            note = f"{found['accuracy']:.1%} of {found['pictures']:,} pictures: {earned:g} of {most:g} points ({spelled(curve)})"
            if found["left_out"]:
                note += f"; {found['left_out']} could not be read and do not count"
            state = State.PASS if earned == most else State.DIFFERS
            rows = Row(the_file.label, State.PASS, describe(found["card"]), weight=0), Row(accuracy.label, state, note)
            return Verdict(name, rows, earned, most, tuple(_diagnoses(found)) if earned < most else ())
        case _:
            rows = Row(the_file.label, State.PASS, "handed in", weight=0), Row(accuracy.label, State.MISSING, f"not scored yet: {message}")
            return Verdict(name, rows, None, most)


def spelled(curve: Mapping[float, float]) -> str:
    """A curve in words: ``0 up to 80%, 6 at 90%, 10 from 98%``."""
    steps = sorted(curve.items())
    words = ["up to", *["at"] * (len(steps) - 2), "from"]
    return ", ".join(f"{p:g} {word} {100 * a:g}%" for (a, p), word in zip(steps, words, strict=True))


def _diagnoses(found: Mapping[str, Any]) -> list[str]:
    """What looks like a known mistake, in the sentence that a teacher would say."""
    told, said = found["card"], [sum(column) for column in zip(*found["confusion"], strict=True)]
    sentences = []
    if found["accuracy"] < 0.2 and len(said) == 2:
        sentences.append("Nearly every picture gets the other class: `classes` in the card does not stand in the order of the logits.")
    elif sum(n > 0 for n in said) == 1 and found["pictures"] > len(said):
        sentences.append(
            "It says the same of every picture: are the weights those after training, and the pixels normalised as in training?"
        )
    if "weights" in told and (right := _normalisation(told["weights"])) and right != (tuple(told["mean"]), tuple(told["std"])):
        mean, std = right
        sentences.append(f"{told['weights']} was trained on pixels with mean {mean} and standard deviation {std}; the card says another.")
    if not sentences and told.get("accuracy", 0) - found["accuracy"] > 0.1:
        sentences.append(
            f"The card claims {told['accuracy']:.1%}: were test pictures, or copies of them, among those that it was trained on, or are these others?"
        )
    return sentences


def _normalisation(name: str) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    from convnets import weights

    try:
        mean, std = weights.normalisation(name)
    except ValueError:
        return None
    return tuple(mean), tuple(std)
