"""What a process forbids itself before it runs anything of a student: too much memory, too many processes, and doors of the kernel nobody needs."""

import ctypes
import errno
import os
import platform
import struct

OPEN_FILES = 256
FILE_LIMIT = 256 << 20  # bytes of one file, those in memory included
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
CLONE_NEWUSER = 0x10000000
PLACE = {"x86_64": 0, "aarch64": 1}
ARCHITECTURE = (0xC000003E, 0xC00000B7)
DENIED = {  # system call: its number on x86_64 and on aarch64
    # memory that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    # what could stay behind, or reach another process
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    # new namespaces, and parts of the kernel with a history
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "clone3": (435, 435), "bpf": (321, 280), "userfaultfd": (323, 282),
    "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "fsopen": (430, 430), "open_tree": (428, 428),
}  # fmt: skip
CLONE, PRCTL = (56, 220), (157, 167)


def limit(memory, processes):
    """At most so many bytes of address space each, so many processes, and no core files, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if processes and _counted_by_namespace():
        resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))


def _counted_by_namespace():
    """From Linux 5.14 on the processes of a user namespace are counted by themselves; before, all of the user's on this machine."""
    return tuple(int(part) for part in platform.release().split("-")[0].split(".")[:2]) >= (5, 14)


def forbid():
    """A seccomp filter: what is denied says "no such call"; one cannot make oneself unreadable to the watch, or a new user namespace."""
    if platform.machine() not in PLACE:
        return
    place = PLACE[platform.machine()]
    load, equal, at_least, bits, give = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF: load a word, compare, test bits, return
    allow, deny = 0x7FFF0000, 0x00050000 | errno.ENOSYS
    program = [(load, 0, 0, 4), (equal, 1, 0, ARCHITECTURE[place]), (give, 0, 0, deny), (load, 0, 0, 0)]
    program += [(at_least, 0, 1, 0x40000000), (give, 0, 0, deny)]  # the other numbering of x86_64
    for numbers in DENIED.values():
        program += [(equal, 0, 1, numbers[place]), (give, 0, 0, deny)]
    program += [(equal, 0, 4, CLONE[place]), (load, 0, 0, 16), (bits, 0, 1, CLONE_NEWUSER), (give, 0, 0, deny), (give, 0, 0, allow)]
    program += [(equal, 0, 3, PRCTL[place]), (load, 0, 0, 16), (equal, 0, 1, PR_SET_DUMPABLE), (give, 0, 0, deny), (give, 0, 0, allow)]
    code = b"".join(struct.pack("HBBI", *line) for line in program)
    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(code)
    filter = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(text)))
    for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, 2, filter, 0, 0)):
        if libc.prctl(*arguments):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
