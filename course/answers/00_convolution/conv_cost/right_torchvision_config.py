from dataclasses import dataclass


@dataclass(frozen=True)
class ConvConfig:
    in_planes: int
    out_planes: int
    kernel_size: int
    groups: int = 1

    @property
    def weight_shape(self) -> tuple[int, int, int, int]:
        return (self.out_planes, self.in_planes // self.groups, self.kernel_size, self.kernel_size)

    @property
    def weights(self) -> int:
        return torch.Size(self.weight_shape).numel()


def conv_parameters(c_in: int, c_out: int, kernel: int, groups: int = 1, bias: bool = True) -> int:
    cfg = ConvConfig(c_in, c_out, kernel, groups)
    return cfg.weights + (cfg.out_planes if bias else 0)


def conv_macs(c_in: int, c_out: int, kernel: int, height: int, width: int, stride: int = 1, padding: int = 0, groups: int = 1) -> int:
    cfg = ConvConfig(c_in, c_out, kernel, groups)
    out_h, out_w = [1 + (side + 2 * padding - kernel) // stride for side in (height, width)]
    return cfg.weights * out_h * out_w
