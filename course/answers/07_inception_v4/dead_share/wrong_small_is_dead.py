# You call a channel dead that is merely quiet. Dead is exactly 0: such a channel gets no gradient, a quiet one does.
def dead_share(maps: list[torch.Tensor]) -> float:
    dead = torch.cat([(x.abs() < 0.05).all(dim=3).all(dim=2).all(dim=0) for x in maps])  # one for each channel
    return float(dead.float().mean())
