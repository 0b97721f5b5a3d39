"""A cat or a dog out of ellipses and polygons: sitting, standing, lying, or its head alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from convnets.data.scenery import Colour, any_colour, shade

Point = tuple[float, float]
POSES = ("head", "head", "sitting", "sitting", "standing", "lying")


@dataclass(frozen=True)
class Frame:
    """Where the animal stands: its own units (about one head) to pixels, turned, scaled and perhaps mirrored."""

    brush: ImageDraw.ImageDraw
    x: float
    y: float
    unit: float  # pixels
    angle: float  # radians
    side: int  # 1 or -1: mirrored
    width: float  # of the head against its height

    def at(self, x: float, y: float) -> Point:
        x *= self.side * self.width
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.x + self.unit * (c * x - s * y), self.y + self.unit * (s * x + c * y)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self.brush.polygon([self.at(*p) for p in points], fill=colour)

    def blob(self, x: float, y: float, a: float, b: float, colour: Colour, turn: float = 0.0) -> None:
        """An ellipse with half axes `a` and `b`, turned by so many radians."""
        c, s = math.cos(turn), math.sin(turn)
        ring = ((a * math.cos(t), b * math.sin(t)) for t in (k * math.pi / 14 for k in range(28)))
        self.shape([(x + c * u - s * v, y + s * u + c * v) for u, v in ring], colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        self.brush.line([self.at(*p) for p in points], fill=colour, width=max(1, round(width * self.unit)), joint="curve")


@dataclass(frozen=True)
class Coat:
    """Its colours."""

    fur: Colour
    patch: Colour
    dark: Colour
    eyes: Colour


def draw(canvas: Image.Image, chance: Random, dog: bool) -> None:
    """Draw a dog or a cat onto a canvas, somewhere near its middle, large or small."""
    (w, h), pose = canvas.size, chance.choice(POSES)
    large = chance.uniform(0.16, 0.36) if pose == "head" else chance.uniform(0.09, 0.17)
    frame = Frame(
        ImageDraw.Draw(canvas),
        w * chance.uniform(0.33, 0.67),
        h * (chance.uniform(0.42, 0.6) if pose == "head" else chance.uniform(0.32, 0.5)),
        min(w, h) * large,
        chance.gauss(0, 0.22),
        chance.choice((-1, 1)),
        chance.uniform(0.85, 1.15),
    )
    coat = _coat(chance)
    if pose != "head":
        _body(frame, chance, coat, pose, dog)
    _head(frame, chance, coat, dog)


def _coat(chance: Random) -> Coat:
    hue, saturation, value = chance.choice(
        ((0.08, 0.6, 0.75), (0.07, 0.35, 0.5), (0.0, 0.0, 0.9), (0.0, 0.0, 0.15), (0.0, 0.03, 0.5), (0.1, 0.3, 0.85))
    )
    hue, saturation, value = hue + chance.gauss(0, 0.02), saturation + chance.gauss(0, 0.08), value + chance.gauss(0, 0.08)
    patch = shade(hue, saturation + chance.uniform(-0.3, 0.3), value + chance.uniform(-0.5, 0.5))
    return Coat(
        shade(hue, saturation, value),
        patch,
        shade(hue, saturation, value * 0.45),
        chance.choice(((90, 140, 60), (200, 160, 50), (70, 45, 25), (40, 30, 25))),
    )


def _body(frame: Frame, chance: Random, coat: Coat, pose: str, dog: bool) -> None:
    """Below and behind the head, which is at (0, 0)."""
    bulk = chance.uniform(0.8, 1.1) * (1.1 if dog else 0.95)
    tail = (chance.uniform(0.14, 0.3) if dog else chance.uniform(0.1, 0.22)) * bulk
    swing = chance.uniform(-0.8, 0.8)
    if pose == "sitting":
        frame.stroke([(0.7, 3.2), (1.7, 3.3 + 0.3 * swing), (2.1, 2.3 + swing), (1.9, 1.6 + swing)], tail, coat.fur)
        frame.blob(0.25, 2.2, 1.05 * bulk, 1.6, coat.fur, -0.15)
        frame.blob(0.6, 2.9, 0.85 * bulk, 0.8, coat.patch)
        for x in (-0.45, 0.2):
            frame.stroke([(x, 1.6), (x, 3.5)], 0.36 * bulk, coat.fur)
            frame.blob(x - 0.05, 3.55, 0.3, 0.16, coat.patch)
        return
    long, low = chance.uniform(1.6, 2.3), 1.35 if pose == "standing" else 1.5
    frame.stroke([(long * 1.7, low - 0.2), (long * 2.1, low - 0.8 + swing), (long * 2.4, low - 1.1 + swing)], tail, coat.fur)
    if pose == "standing":
        legs = chance.uniform(1.5, 2.1) if dog else chance.uniform(1.2, 1.8)
        for x in (0.45, 0.85, long * 1.45, long * 1.75):
            frame.stroke(
                [(x, low), (x + chance.uniform(-0.2, 0.2), low + legs)], 0.34 * bulk, coat.fur if x in (0.45, long * 1.75) else coat.dark
            )
    else:
        frame.stroke([(0.3, low + 0.6), (-0.8, low + 0.75)], 0.36 * bulk, coat.patch)
    frame.blob(long, low, long, 0.78 * bulk, coat.fur)
    frame.blob(long * chance.uniform(0.7, 1.3), low - 0.2, 0.6, 0.4, coat.patch)
    frame.stroke([(0, 0), (0.5, low)], 0.9 * bulk, coat.fur)  # the neck


def _head(frame: Frame, chance: Random, coat: Coat, dog: bool) -> None:
    gaze = chance.uniform(-0.25, 0.25)  # to where it looks: the face lies off the middle
    hanging = dog and chance.random() < 0.75
    if not hanging:
        _pointed_ears(frame, chance, coat, gaze, dog)
    frame.blob(0, 0, chance.uniform(0.92, 1.05), chance.uniform(0.8, 1.0), coat.fur)
    if chance.random() < 0.4:
        frame.blob(gaze + chance.uniform(-0.5, 0.5), chance.uniform(-0.5, 0), 0.4, 0.35, coat.patch)
    if hanging:
        _hanging_ears(frame, chance, coat)
    _face(frame, chance, coat, gaze, dog)


def _pointed_ears(frame: Frame, chance: Random, coat: Coat, gaze: float, dog: bool) -> None:
    height = chance.uniform(0.9, 1.5) if not dog else chance.uniform(1.0, 1.6)
    spread, lean = chance.uniform(0.5, 0.75), chance.uniform(-0.1, 0.35)
    for side in (-1, 1):
        tip = (side * (spread + lean) + gaze, -height)
        frame.shape([(side * 0.15, -0.7), tip, (side * 0.95, -0.2)], coat.fur)
        frame.shape([(side * 0.35, -0.7), (tip[0] * 0.95, -height * 0.85), (side * 0.8, -0.4)], coat.patch)


def _hanging_ears(frame: Frame, chance: Random, coat: Coat) -> None:
    length, colour = chance.uniform(0.45, 0.95), chance.choice((coat.dark, coat.patch, coat.fur))
    for side in (-1, 1):
        frame.blob(side * chance.uniform(0.85, 1.0), -0.25 + length * 0.6, 0.26, length, colour, side * chance.uniform(-0.5, 0.15))


def _face(frame: Frame, chance: Random, coat: Coat, gaze: float, dog: bool) -> None:
    muzzle = chance.uniform(0.3, 0.55) if dog else chance.uniform(0.12, 0.3)
    low, nose = 0.25 + muzzle, any_colour(chance) if chance.random() < 0.1 else chance.choice(((30, 25, 25), (150, 90, 90), (60, 40, 35)))
    eye, apart, closed = chance.uniform(0.11, 0.2), chance.uniform(0.34, 0.48), chance.random() < 0.1
    frame.blob(gaze, 0.15 + muzzle, 0.42 if dog else 0.38, 0.2 + muzzle, coat.patch)
    for side in (-1, 1):
        x, y = side * apart + 0.7 * gaze, -0.12
        if closed:
            frame.stroke([(x - eye, y), (x, y + 0.05), (x + eye, y)], 0.05, coat.dark)
            continue
        frame.blob(x, y, eye, eye * (0.8 if dog else chance.uniform(0.75, 1.05)), coat.eyes)
        slit = not dog and chance.random() < 0.6
        frame.blob(x, y, eye * (0.25 if slit else 0.6), eye * 0.8, (10, 10, 10))
    big = chance.uniform(0.13, 0.24) if dog else chance.uniform(0.07, 0.14)
    frame.shape([(gaze - big, low - big), (gaze + big, low - big), (gaze, low + 0.6 * big)], nose)
    frame.stroke([(gaze - 0.3, low + 0.3), (gaze, low + 0.18), (gaze, low), (gaze, low + 0.18), (gaze + 0.3, low + 0.3)], 0.05, coat.dark)
    if dog and chance.random() < 0.35:
        frame.blob(gaze + 0.05, low + 0.42, 0.15, 0.28, (215, 100, 110))
    if chance.random() < (0.15 if dog else 0.75):
        for side in (-1, 1):
            for rise in (-0.15, 0.0, 0.15):
                frame.stroke(
                    [(gaze + side * 0.25, low), (gaze + side * 1.15, low + rise)], 0.025, chance.choice(((240, 240, 240), coat.dark))
                )
