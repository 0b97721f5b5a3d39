# `looked_at` notes whether a pixel is shared, 2 at most. It counts: with smaller steps three windows and more meet.
def sides(size: int, layers: list[tuple[int, int, int]]) -> list[int]:
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found


def fitting(output: int, kernel: int, stride: int, padding: int = 0) -> tuple[int, int]:
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1


def looked_at(size: int, kernel: int, stride: int) -> list[int]:
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] = min(2, counts[i] + 1)
    return counts
