"""The words that the operators know: what is often meant instead, what is often forgotten."""

FAMILIES = [
    ("max_pool2d", "avg_pool2d"), ("MaxPool2d", "AvgPool2d"), ("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"), ("adaptive_avg_pool2d", "adaptive_max_pool2d"),
    ("mean", "sum", "amax", "amin", "std", "var", "median", "max", "prod"), ("log_softmax", "softmax", "sigmoid"), ("softmax", "log"),
    ("ReLU", "Sigmoid", "Tanh", "Identity", "ReLU6", "LeakyReLU", "GELU", "Softmax", "SiLU"),
    ("relu", "sigmoid", "tanh", "relu6", "leaky_relu", "softmax"), ("zeros", "ones", "randn", "rand", "empty"), ("zeros_like", "ones_like", "randn_like"),
    ("floor", "ceil", "round", "int", "trunc"), ("min", "max", "sum", "len"), ("argmax", "argmin"), ("train", "eval"), ("all", "any"),
    ("parameters", "buffers", "modules", "children", "state_dict"), ("named_parameters", "named_modules", "named_children", "named_buffers"),
    ("modules", "named_modules"), ("uniform_", "normal_", "zero_", "fill_"), ("append", "extend", "insert"), ("cat", "stack", "hstack", "vstack"),
    ("view", "reshape", "permute", "transpose"), ("BatchNorm2d", "InstanceNorm2d", "Identity"), ("BatchNorm1d", "BatchNorm2d"),
    ("Dropout", "Dropout2d", "Identity"), ("dropout", "dropout2d"), ("ModuleList", "Sequential"), ("sort", "sorted"), ("shape", "size"),
    ("kl_div", "cross_entropy", "nll_loss"), ("exp", "log", "sqrt", "square"), ("randint", "randperm"), ("hflip", "vflip"), ("shuffle", "sample"),
    ("flip", "roll"), ("width", "height"), ("in_channels", "out_channels", "groups"), ("in_features", "out_features"), ("weight", "bias"), ("data", "grad"),
]  # fmt: skip
KIN = {name: tuple(dict.fromkeys(n for family in FAMILIES if name in family for n in family if n != name)) for f in FAMILIES for name in f}
KEYWORDS = {  # by the function they are given to
    "Conv2d": ("bias=False", "bias=True", "padding=1", "padding=2", "padding=3", "padding='same'", "stride=2", "stride=stride", "groups=groups"),
    "MaxPool2d": ("ceil_mode=True", "padding=1", "stride=1", "stride=2"),
    "AvgPool2d": ("count_include_pad=False", "ceil_mode=True", "padding=1", "stride=1", "stride=2"),
    "max_pool2d": ("ceil_mode=True", "padding=1", "stride=1", "stride=2"),
    "avg_pool2d": ("count_include_pad=False", "ceil_mode=True", "padding=1", "stride=1", "stride=2"),
    "conv2d": ("padding=1", "stride=2", "stride=stride", "padding=padding"), "BatchNorm2d": ("eps=0.001", "affine=False"), "Linear": ("bias=False",),
    "BatchNorm1d": ("eps=0.001",), "dropout": ("training=self.training",), "flatten": ("start_dim=1",), "mean": ("dim=1", "keepdim=True", "dim=0", "dim=(2, 3)"),
    "sum": ("dim=1", "keepdim=True", "dim=0"), "max": ("dim=1",), "softmax": ("dim=1", "dim=-1"), "cat": ("dim=1",), "std": ("unbiased=False",),
    "var": ("unbiased=False",), "sorted": ("reverse=True",), "zip": ("strict=True",), "argmax": ("dim=1",), "sort": ("descending=True",), "topk": ("dim=1",),
    "cross_entropy": ("reduction='mean'", "reduction='sum'", "label_smoothing=smoothing"), "interpolate": ("align_corners=False", "mode='bilinear'"),
}  # fmt: skip
ARGUMENTS = ("1", "0", "-1", "(2, 3)")  # of a call that has none
WRAPS = (
    "F.relu(X)", "X.clone()", "X.detach()", "X.flatten(1)", "X.mean((2, 3))", "X.mean()", "abs(X)", "X + 1", "X - 1", "X * 2", "X / 2", "X // 2", "X ** 2",
    "X ** 0.5", "-X", "1 - X", "1 / X", "X.float()", "X.item()", "X.tolist()", "list(X)", "int(X)", "float(X)", "round(X)", "sorted(X)", "tuple(X)", "len(X)",
    "max(X, 1)", "set(X)", "X.T", "X.softmax(1)", "X.exp()", "X.log()", "math.log(X)", "math.sqrt(X)", "math.ceil(X)", "copy.deepcopy(X)", "X[0]", "X[:-1]",
    "X[1:]", "X[::-1]", "nn.ModuleList(X)", "nn.Sequential(*X)", "nn.Parameter(X)", "X.reshape(-1)", "X.squeeze()", "X.unsqueeze(0)", "X.cpu()",
    "X.values()", "X.items()", "F.dropout(X, training=self.training)", "reversed(X)",
)  # fmt: skip
LAYERS = (
    "nn.ReLU()",
    "nn.Flatten()",
    "nn.Dropout(0.5)",
    "nn.Dropout()",
    "nn.BatchNorm2d(C)",
    "nn.MaxPool2d(2)",
    "nn.AdaptiveAvgPool2d(1)",
    "nn.Identity()",
)
STATEMENTS = (  # about a name
    "{n}.eval()", "{n}.train()", "{n} = {n}.clone()", "{n} = F.relu({n})", "{n} = F.dropout({n}, training=self.training)", "{n}.zero_grad()", "{n}.step()",
    "{n} = copy.deepcopy({n})", "{n}.requires_grad_(False)", "{n} = {n}.flatten(1)", "{n} = list({n})", "{n} = {n}.detach()", "{n} += 1",
)  # fmt: skip
NUMBERS = (0, 1, 2, -1, 0.5)
OTHERWISE = ("None", "(2, 3)", "(1, 2, 3)", "1e-5", "0.001")  # than a number
WORDS = ("mean", "sum", "none", "constant", "reflect", "zeros", "bilinear", "nearest", "same")
MODULES = ("F", "nn", "torch", "self", "math", "np", "copy")
