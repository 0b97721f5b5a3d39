# The reductions do not learn: what they yield is detached, or computed under no_grad.
class Inception(nn.Module):
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        self.one = nn.Conv2d(c_in, n1, 1)
        self.to_three, self.three = nn.Conv2d(c_in, r3, 1), nn.Conv2d(r3, n3, 3, padding=1)
        self.to_five, self.five = nn.Conv2d(c_in, r5, 1), nn.Conv2d(r5, n5, 5, padding=2)
        self.pooled = nn.Conv2d(c_in, pool, 1)

    def forward(self, x):
        with torch.no_grad():
            thin3, thin5 = F.relu(self.to_three(x)), F.relu(self.to_five(x))
        one, three, five = self.one(x), self.three(thin3), self.five(thin5)
        return F.relu(torch.cat([one, three, five, self.pooled(F.max_pool2d(x, 3, 1, 1))], dim=1))
