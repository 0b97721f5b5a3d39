"""What checks use, kept before any student's code runs and put back before it is used: the library's own functions, and torch's and Python's.

A student's code runs in the same process and can rebind whatever it reaches. What is put back here are references: functions and classes of the
modules below, the code, defaults and closures of the library's functions, the methods of its classes. Additions of one's own stay, unless they hide something.
Nothing of it is a proof, the process belongs to the student; what it gains is that no plain patch earns a point, and that a person hears of it.
"""

import builtins
import importlib
import pkgutil
import sys
import types

from convnets.base.rooms import JUDGING

THEIRS = (
    "torch", "torch.autograd", "torch.autograd.grad_mode", "torch.nn.functional", "torch.nn.modules.module", "torch.overrides",
    "torch.random", "torch.utils._python_dispatch", "numpy", "numpy.random", "contextlib", "functools", "hashlib", "io", "json",
    "json.encoder", "math", "numbers", "random", "signal", "threading", "time", "warnings",
)  # fmt: skip
CLASSES = (("torch", "Tensor"), ("torch.nn", "Module"), ("torch.overrides", "TorchFunctionMode"))
OF_THE_SHELL = ("exit", "quit", "copyright", "credits", "license", "help", "display", "get_ipython", "input")  # IPython sets them itself
OF_TORCH = (("torch", "manual_seed"),)  # wrapped when torch imports its compiler
LEFT = (  # Python sets these itself
    "__doc__", "__module__", "__dict__", "__weakref__", "__annotations__", "__annotate__", "__annotations_cache__",
    "__abstractmethods__", "_abc_impl", "__slotnames__", "__static_attributes__", "__firstlineno__",
)  # fmt: skip


def _ours():
    """The modules of the library's rooms that decide what is observed."""
    for room in JUDGING:
        package = importlib.import_module(f"convnets.{room}")
        yield package.__name__
        yield from (f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__))


def keep(shell):
    """Keep everything; returns a function that puts it back and returns the names of what had been replaced."""
    modules, functions, classes, ours = [], {}, {}, set()
    for name in _ours():
        module = importlib.import_module(name)
        ours.add(module.__name__)
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                classes[value] = None
            elif isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
                functions[value] = f"{module.__name__}.{value.__name__}"
        modules.append((module.__name__, module, _callables(vars(module), everything=True), True))
    for name in THEIRS:
        module = importlib.import_module(name)
        modules.append((name, module, [(k, v) for k, v in _callables(vars(module)) if (name, k) not in OF_TORCH], False))
    modules.append(("builtins", builtins, [(k, v) for k, v in _callables(vars(builtins)) if k not in OF_THE_SHELL], False))
    for name, kind in CLASSES:
        classes[getattr(sys.modules[name], kind)] = None
    of_classes = []
    for kind in classes:
        own = [(k, v) for k, v in vars(kind).items() if k not in LEFT and (callable(v) or hasattr(v, "__get__"))]
        above = {k for base in kind.__mro__[1:] for k in vars(base)} if kind.__module__ not in ours else None
        of_classes.append((f"{kind.__module__}.{kind.__name__}", kind, own, {*vars(kind), *LEFT}, above))
        if kind.__module__ in ours:
            for k, v in own:
                inner = getattr(v, "__func__", getattr(v, "fget", v))
                if isinstance(inner, types.FunctionType):
                    functions[inner] = f"{kind.__module__}.{kind.__name__}.{k}"
    for function, name in list(functions.items()):
        for cell in function.__closure__ or ():  # what a decorator wrapped
            if isinstance(cell.cell_contents, types.FunctionType):
                functions.setdefault(cell.cell_contents, name)
    of_functions = [
        (
            name,
            f,
            f.__code__,
            f.__defaults__,
            f.__kwdefaults__ and dict(f.__kwdefaults__),
            [(c, c.cell_contents) for c in f.__closure__ or ()],
        )
        for f, name in functions.items()
    ]
    of_modules = [
        (name, module, vars(module), found, set(vars(module)), vars(builtins).keys() if own else ()) for name, module, found, own in modules
    ]
    shells = vars(shell)
    methods = [k for k in dir(type(shell)) if ("run_" in k or "transform" in k or "showtraceback" in k) and k not in shells]
    transformers = [(name, getattr(shell, name), list(getattr(shell, name))) for name in ("ast_transformers", "input_transformers_post")]
    enumerated, size = enumerate, len
    loaded, setter, deleter = sys.modules, type.__setattr__, type.__delattr__
    of_shell = [
        (kind, [(k, vars(kind)[k]) for k in methods if k in vars(kind)], [k for k in methods if k not in vars(kind)])
        for kind in type(shell).__mro__[:-1]
    ]

    def put_back():
        """Loops and assignments alone: a function of Python's may be a student's by now."""
        replaced = {}
        for name, module, names, found, known, hides in of_modules:
            for key, value in found:
                if names.get(key) is not value:
                    names[key] = value
                    replaced[f"{name}.{key}"] = None
            for key in [k for k in hides if k in names and k not in known and k[:2] != "__"]:
                del names[key]
                replaced[f"{name}.{key}"] = None
            if loaded.get(name) is not module:
                loaded[name] = module
                replaced[name] = None
        for name, kind, own, known, above in of_classes:
            now = kind.__dict__
            for key, value in own:
                if now.get(key) is not value:
                    setter(kind, key, value)
                    replaced[f"{name}.{key}"] = None
            for key in [k for k in now if k not in known and (above is None or k in above)]:
                deleter(kind, key)
                replaced[f"{name}.{key}"] = None
        for name, function, code, defaults, by_name, cells in of_functions:
            if function.__code__ is not code or function.__defaults__ is not defaults or function.__kwdefaults__ != by_name:
                function.__code__, function.__defaults__, function.__kwdefaults__ = code, defaults, by_name and {**by_name}
                replaced[name] = None
            for cell, value in cells:
                if cell.cell_contents is not value:
                    cell.cell_contents = value
                    replaced[name] = None
        for kind, own, inherited in of_shell:
            now = kind.__dict__
            for key, value in own:
                if now.get(key) is not value:
                    setter(kind, key, value)
                    replaced[f"get_ipython().{key}"] = None
            for key in [k for k in inherited if k in now]:
                deleter(kind, key)
                replaced[f"get_ipython().{key}"] = None
        for key in [k for k in methods if k in shells]:
            del shells[key]
            replaced[f"get_ipython().{key}"] = None
        for name, now, before in transformers:
            if [n for n, t in enumerated(now) if n >= size(before) or t is not before[n]] or size(now) < size(before):
                now[:] = before
                replaced[f"get_ipython().{name}"] = None
        return [*replaced]

    return put_back


def _callables(names, everything=False):
    """What can be called; with ``everything`` modules too, and the session of checks."""
    return [
        (k, v)
        for k, v in names.items()
        if k[:2] != "__" and (callable(v) or (everything and (isinstance(v, types.ModuleType) or k == "session")))
    ] + [(k, names[k]) for k in ("__import__", "__build_class__") if k in names and names is vars(builtins)]
