def nin_block(out_channels, kernel_size, padding):
    return nn.LazyConv2d(out_channels, kernel_size, padding=padding), nn.ReLU()


class MLPConv(nn.Sequential):
    def __init__(self, c_in, filters, kernel):
        super().__init__(*nin_block(filters[0], kernel, kernel // 2))
        for num_channels in filters[1:]:
            self.extend(nin_block(num_channels, 1, 0))
