"""The fork server: inside a sandbox, it imports everything once, and forks a child for each submission.

Standard input is a socket to the grader. For every message with two pipes on it, a child in user, mount, process, IPC, network and host-name
namespaces of its own takes these pipes and runs cells as `inside` does; the grader gets a descriptor (pidfd) of its first process, to kill
and to wait for. The kernel ends everything in a process namespace with its first process. The server keeps nothing from one to the next, and
a child has no way to it: another process namespace, no descriptor, no capability, no memory in common but what each has its own copy of.
"""

import ctypes
import fcntl
import gc
import importlib
import os
import signal
import socket
import struct
import sys

import inside

NAMESPACES = 0x10000000 | 0x00020000 | 0x20000000 | 0x08000000 | 0x40000000 | 0x04000000  # CLONE_NEW USER, NS, PID, IPC, NET, UTS
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 4, 24, 38, 47, 4
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41
SCRATCH = ("/tmp", "/box", "/dev/shm")
IMPORTED = (  # by set-up cells; the last, which takes a second, by torch itself when the first optimiser is made
    *("matplotlib.pyplot", "convnets.explore", "convnets.lineage", "convnets.plot", "convnets.train"),
    "torch._dynamo",
)

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """A function of the C library that returns less than 0 when it fails. Raises OSError."""
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def main():
    """Get everything ready, then fork until the grader hangs up."""
    scratch = int(sys.argv[1])
    control = socket.socket(fileno=os.dup(0))
    inside.silence()
    call("prctl", PR_SET_DUMPABLE, 0)
    session = inside.Session()
    for name in IMPORTED:
        importlib.import_module(name)
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:  # a fork copies only the thread that forks, and whatever the others hold locked stays so
        control.send(f"broken: {threads} threads".encode())
        return
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while True:
        _, pipes, _, _ = socket.recv_fds(control, 16, 2)
        if not pipes:
            return
        if not (launcher := os.fork()):
            launch(session, control, pipes, scratch)
        for fd in pipes:
            os.close(fd)
        os.waitpid(launcher, 0)


def launch(session, control, pipes, scratch):
    """Enter new namespaces, fork the first process in them, tell the grader, end."""
    try:
        call("prctl", PR_SET_DUMPABLE, 1)  # or it could not read its own /proc/self
        uid, gid = os.getuid(), os.getgid()
        call("unshare", NAMESPACES)
        for file, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            write(f"/proc/self/{file}", text)
        child = os.fork()
        if not child:
            control.close()
            first(session, pipes, scratch)
        socket.send_fds(control, [b"started"], [os.pidfd_open(child)])
    except BaseException as e:
        control.send(f"broken: {e}".encode()[:1000])
    finally:
        os._exit(0)


def first(session, pipes, scratch):
    """Process 1 of the new namespaces: shut every door, fork the one that runs the cells, and end with it."""
    try:
        call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
        call("mount", b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
        for folder in SCRATCH:
            call("mount", b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, f"size={scratch},mode=755".encode())
        for kind in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup"):
            write(f"/proc/sys/user/max_{kind}_namespaces", "0")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP_RUNNING))
        drop_privileges()
        os.chdir("/box")
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which process 1 then does not get from its own children
        child = os.fork()
        if not child:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.setsid()
            keep = sorted((0, 1, 2, *pipes))
            for before, after in zip(keep, [*keep[1:], os.sysconf("SC_OPEN_MAX")], strict=True):
                os.closerange(before + 1, after)
            session.run(*inside.pipes(*pipes))
        else:
            call("prctl", PR_SET_DUMPABLE, 0)
            os.closerange(0, os.sysconf("SC_OPEN_MAX"))
            while os.wait()[0] != child:
                pass
    finally:
        os._exit(0)


def drop_privileges():
    """No capability, none to be had, and none by starting a program."""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    with open("/proc/sys/kernel/cap_last_cap") as f:
        last = int(f.read())
    for capability in range(last + 1):
        call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    call("capset", header, none)


def write(file, text):
    """Put a setting into a file of /proc."""
    with open(file, "w") as f:
        f.write(text)


if __name__ == "__main__":
    main()
