"""Unseen's backbones beside timm in PyTorch, on the CPU, in one call: a forward pass and an ERM step with SGD.

    python bench/peers/backbones.py [--build build/dev] [--rounds 7] [--threads 2] [NAME ...]

Needs torch 2.11 and timm in the Python that runs it, and a build with bench_backbones and bench_step_memory. Each round
times every kind once, in turn, so that whatever else the machine does meets all of them. Printed are medians in
milliseconds, and ratios to PyTorch's eager form in its default layout; then the most MiB that tensors hold during three
steps and, in brackets, by which the process grows. `recompute`: with train.recompute.
"""
import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import timm
import torch
import torch.nn.functional as F

TRIALS = {
    "convnext_atto": (112, 16),
    "resnet50": (128, 8),
    "efficientnet_b0": (128, 8),
    "legacy_xception": (149, 4),
    "tf_efficientnet_lite0": (128, 8),
}
LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def python_forms(name, layout):
    """The same two measurements as bench/backbone_bench.cpp."""
    side, batch = TRIALS[name]
    model = timm.create_model(name, num_classes=2).to(memory_format=LAYOUTS[layout])
    images = torch.randn(batch, 3, side, side).contiguous(memory_format=LAYOUTS[layout])
    labels = torch.randint(0, 2, (batch,))
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9, foreach=True)

    def forward():
        model.eval()
        with torch.inference_mode():
            model(images)

    def step():
        model.train()
        optimizer.zero_grad()
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()

    return {"forward": forward, "step": step}


def python_ms(function, times=3):
    function()
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        function()
        took.append(1e3 * (time.perf_counter() - begin))
    return statistics.median(took)


def our_ms(build, name):
    program = os.path.join(build, "bin", "bench_backbones")
    command = [program, f"--benchmark_filter=/{name}/", "--benchmark_min_warmup_time=0.3", "--benchmark_min_time=1",
               "--benchmark_format=json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["benchmarks"]
    return {tuple(row["name"].split("/")[i] for i in (0, 2)): row["real_time"] for row in rows}


def resident(key):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key + ":"))


def python_memory(name, layout, profiled):
    """As bench/step_memory.cpp, in a process of its own for each of the two numbers: the profiler takes memory too."""
    torch.empty(1).add_(1)
    before = resident("VmRSS")
    if not profiled:
        three_steps(name, layout)
        return print(f"{resident('VmHWM') - before:.1f}")
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU], profile_memory=True) as profile:
        three_steps(name, layout)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        profile.export_chrome_trace(file.name)
        events = json.load(open(file.name))["traceEvents"]
    held = itertools.accumulate(event["args"]["Bytes"] for event in events if event.get("name") == "[memory]")
    print(f"{max(held) / 2**20:.1f}")


def three_steps(name, layout):
    step = python_forms(name, layout)["step"]
    for _ in range(3):
        step()


def printed(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(number) for number in output.split()]


def memory(name, build):
    """MiB of tensors, and by which the resident set grows."""
    ours = [os.path.join(build, "bin", "bench_step_memory"), name]
    timm_of = [sys.executable, __file__, "--memory-of", name]
    sizes = {
        f"timm {layout}": printed([*timm_of, layout, "tensors"]) + printed([*timm_of, layout, "resident"])
        for layout in LAYOUTS
    }
    return sizes | {"unseen": printed(ours), "recompute": printed([*ours, "recompute"])}


def measure(name, build, rounds):
    forms = {layout: python_forms(name, layout) for layout in LAYOUTS}
    times = {}
    for _ in range(rounds):
        for layout, functions in forms.items():
            for what, function in functions.items():
                times.setdefault((what, "timm", layout), []).append(python_ms(function))
        for (what, layout), milliseconds in our_ms(build, name).items():
            times.setdefault((what, "unseen", layout), []).append(milliseconds)
    return {key: statistics.median(values) for key, values in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(TRIALS))
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-of", nargs=3, metavar=("NAME", "LAYOUT", "WHAT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    if arguments.memory_of:
        name, layout, what = arguments.memory_of
        return python_memory(name, layout, what == "tensors")
    print(f"torch {torch.__version__}, timm {timm.__version__}, {arguments.threads} threads, {arguments.rounds} rounds")
    print("what     model                  timm ms  timm cl  unseen   unseen cl  ratios to timm ms")
    for name in arguments.names or list(TRIALS):
        medians = measure(name, arguments.build, arguments.rounds)
        for what in ("forward", "step"):
            row = [medians[what, who, layout] for who in ("timm", "unseen") for layout in LAYOUTS]
            ratios = "  ".join(f"{value / row[0]:.2f}" for value in row[1:])
            print(f"{what:8} {name:22}" + "".join(f"{value:8.1f} " for value in row) + f" {ratios}", flush=True)
        again = medians["recompute", "unseen", "channels_last"]
        print(f"recompute {name:21}{again:8.1f}  {again / medians['step', 'unseen', 'channels_last']:.2f} of our step")
        sizes = "  ".join(f"{key} {held:.0f} ({grown:.0f})" for key, (held, grown) in memory(name, arguments.build).items())
        print(f"memory   {name:22} {sizes}", flush=True)


if __name__ == "__main__":
    main()
