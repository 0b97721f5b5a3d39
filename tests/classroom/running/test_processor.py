"""The same on every machine: an answer is judged alike where torch computes in other last bits, and what was seen there is not served here."""

import json
import os
import subprocess
import sys

import pytest
from conftest import needs_sandbox

from convnets.classroom.running.sandbox import PROCESSOR

OTHER = {"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "SSE41", "MKL_CBWR": "COMPATIBLE"}
PROGRAM = """
import json, sys
from dataclasses import replace
from convnets.classroom.running import sandbox, warm
from convnets.classroom.running.run import Step, fingerprint, Limits, run
box = {"bare": sandbox.UNSAFE, "cold": replace(sandbox.find(), warm=False), "warm": sandbox.find()}[sys.argv[1]]
answer = '''
import os, torch
capability = torch.backends.cpu.get_cpu_capability()
given = [os.environ.get(name, "") for name in ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR")]
torch.manual_seed(0)
x, w, a = torch.randn(2, 16, 19, 19), torch.randn(32, 16, 3, 3), torch.randn(64, 700)
bits = [float(t.double().abs().sum()) for t in (torch.conv2d(x, w), a @ a.T, a.exp())]
'''
check = '''
from convnets.check import check
observe = check("90_sample/processor")
observe("what it is", lambda: [capability, *given])
observe("what it computes", lambda: [f"{b:.17g}" for b in bits])
observe.score()
'''
steps = [Step("answer", answer, "definition"), Step("check", check, "check", "processor")]
seen = run(steps, "nonce", box).seen["processor"]
print(json.dumps([seen["what it is"]["value"], seen["what it computes"]["value"], fingerprint(steps, "nonce", box, Limits())]))
"""


def there(start: str, **variables: str) -> list:
    """What an answer's own process is and computes, and the fingerprint of its run, under these variables."""
    environment = {k: v for k, v in os.environ.items() if k not in PROCESSOR} | {"CONVNETS_GRADING": ""} | variables
    done = subprocess.run([sys.executable, "-c", PROGRAM, start], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("start", ["bare", pytest.param("cold", marks=needs_sandbox), pytest.param("warm", marks=needs_sandbox)])
def test_another_processor_arrives_where_answers_run(start):
    """Else `.ci/run` on another processor would be green because nothing is tried."""
    (here, bits, run_here), (other, other_bits, run_there) = there(start), there(start, **OTHER)
    assert other == ["DEFAULT", *OTHER.values()] and here[1:] == ["", "", ""]
    assert run_here != run_there, "what was seen on one processor is served to the other"
    if here[0] == "DEFAULT":
        pytest.skip("torch knows nothing of this processor that it could leave unused: both compute alike")
    assert bits != other_bits
