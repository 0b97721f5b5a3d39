def freeze(module):
    def still(m):
        m.training = False
        m.__dict__["train"] = lambda mode=True: m

    module.apply(still)
    for _, parameter in module.named_parameters():
        parameter.requires_grad_(requires_grad=False)
    return module
