from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    in_chs: int
    out_chs: int
    kernel_size: int = 3

    @property
    def num_params(self) -> int:
        return self.in_chs * self.out_chs * self.kernel_size**2 + self.out_chs + self.out_chs


def layers(depth, shortcut, width):
    yield Layer(3, width)
    prev = width
    for stage in range(3):
        chs = width * 2**stage
        for i in range((depth - 2) // 3):
            yield Layer(prev, chs)
            if i == 0 and prev != chs and shortcut == "B":
                yield Layer(prev, chs, 1)
            prev = chs


def cifar_parameters(depth: int, shortcut: str = "A", width: int = 16, num_classes: int = 10) -> int:
    return sum(layer.num_params for layer in layers(depth, shortcut, width)) + num_classes * (4 * width + 1)
