criterion = nn.CrossEntropyLoss()

def train_step(net, opt, x, y):
    net.train()
    out = net(x)
    loss = criterion(out, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    return float(loss)
