def dead_share(maps):
    largest = torch.cat([x.abs().amax(dim=(0, 2, 3)) for x in maps])
    return (largest == 0).double().mean().item()
