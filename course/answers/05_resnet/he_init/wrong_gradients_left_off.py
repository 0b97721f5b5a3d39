# You switch gradients off and never on again: nothing after your function can learn. `with torch.no_grad():` switches them back.
def he_(weight):
    torch.set_grad_enabled(False)
    weight.normal_(0, (2 / weight[0].numel()) ** 0.5)
    return weight
