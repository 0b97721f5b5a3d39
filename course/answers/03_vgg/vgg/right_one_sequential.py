def VGG(column, hidden=4096, num_classes=1000, size=224):
    net, c = nn.Sequential(), 3
    for word in column.split():
        if word.startswith("conv"):
            k, n = word[4:].split("-")
            net.append(nn.Conv2d(c, int(n), int(k), stride=1, padding=(int(k) - 1) // 2))
            net.append(nn.ReLU())
            c = int(n)
        else:
            net.append(nn.MaxPool2d(kernel_size=2, stride=2))
    side = size // 2 ** column.count("maxpool")
    net.append(nn.Flatten())
    for n_in, n_out in [(c * side * side, hidden), (hidden, hidden)]:
        net.extend([nn.Linear(n_in, n_out), nn.ReLU(), nn.Dropout()])
    net.append(nn.Linear(hidden, num_classes))
    return net
