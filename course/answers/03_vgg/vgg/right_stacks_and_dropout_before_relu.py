import re

class VGG(nn.Module):
    def __init__(self, column: str, hidden: int = 4096, num_classes: int = 1000, size: int = 224):
        super(VGG, self).__init__()
        self.stacks = nn.ModuleList()
        n_in = 3
        for stack in column.split("maxpool")[:-1]:
            layers = []
            for kernel, n_out in re.findall(r"conv(\d+)-(\d+)", stack):
                layers.append(nn.Conv2d(n_in, int(n_out), (int(kernel), int(kernel)), padding=int(kernel) // 2))
                layers.append(nn.ReLU(inplace=True))
                n_in = int(n_out)
            layers.append(nn.MaxPool2d(2, 2))
            self.stacks.append(nn.Sequential(*layers))
            size = size // 2
        self.drop = nn.Dropout(p=0.5)
        self.relu = nn.ReLU()
        self.classifier = nn.ModuleList([nn.Linear(n_in * size**2, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, num_classes)])

    def forward(self, x):
        for stack in self.stacks:
            x = stack(x)
        x = x.view(x.size(0), -1)
        x = self.relu(self.drop(self.classifier[0](x)))
        x = self.relu(self.drop(self.classifier[1](x)))
        return self.classifier[2](x)
