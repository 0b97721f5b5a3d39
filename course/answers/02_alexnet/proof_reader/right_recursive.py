def convolutions(net):
    if isinstance(net, nn.Conv2d):
        (k, _), (s, _), (p, _) = net.kernel_size, net.stride, net.padding
        return [(net.weight.shape[0], k, s, p, net.groups)]
    return [row for child in net.children() for row in convolutions(child)]


def differences(net, table):
    real = convolutions(net)
    if len(real) != len(table):
        raise ValueError(f"the table has {len(table)} rows, the network {len(real)} convolutions")
    found = []
    for i in range(len(table)):
        for j in range(5):
            if table[i][j] != real[i][j]:
                found.append((i + 1, COLUMNS[j], table[i][j], real[i][j]))
    return found
