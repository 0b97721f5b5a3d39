# The 2 stands outside of your root: 2 / √n is too wide by √2.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.normal_(0, 2 / fan_in**0.5)
    return weight
