from collections import deque

def warm_start(deep, shallow):
    waiting = deque([m for m in shallow.modules() if type(m) is nn.Conv2d][:4])
    linear = deque(m for m in shallow.modules() if type(m) is nn.Linear)
    for m in deep.modules():
        if type(m) is nn.Conv2d and waiting and waiting[0].weight.shape == m.weight.shape:
            source = waiting.popleft()
        elif type(m) is nn.Linear:
            source = linear.popleft()
        else:
            continue
        m.weight.data = source.weight.data.clone()
        m.bias.data = source.bias.data.clone()
