def dropout_layer(X, dropout):
    assert 0 <= dropout < 1
    return (torch.rand(X.shape) > dropout).float() * X


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.dropout = p

    def forward(self, X):
        return dropout_layer(X, self.dropout) if self.training else X * (1.0 - self.dropout)


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.dropout = p

    def forward(self, X):
        return dropout_layer(X, self.dropout) / (1.0 - self.dropout) if self.training else X
