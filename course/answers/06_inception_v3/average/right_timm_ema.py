class Ema:
    def __init__(self, module, decay):
        self.module, self.decay = module, decay

    def _update(self, model, update_fn):
        with torch.no_grad():
            for ema_v, model_v in zip(self.module.state_dict().values(), model.state_dict().values()):
                ema_v.copy_(update_fn(ema_v, model_v))

    def update(self, model):
        def mixed(e, m):
            return self.decay * e + (1.0 - self.decay) * m if e.is_floating_point() else m

        self._update(model, update_fn=mixed)


def follow(slow, net, keep=0.99):
    Ema(slow, decay=keep).update(net)
