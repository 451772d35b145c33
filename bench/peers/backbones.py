"""Unseen's backbones beside timm in PyTorch, on the CPU, in one call: a forward pass and an ERM step with SGD.

    python bench/peers/backbones.py [--build build/dev] [--rounds 7] [--threads 2] [NAME ...]

Needs torch 2.11 and timm in the Python that runs it, and a build with bench_backbones and bench_step_memory. Each round
times every kind once, in turn, so that whatever else the machine does meets all of them. Printed are medians in
milliseconds, and ratios to PyTorch's eager form in its default layout; then the most memory that three steps take beyond
what the process held before the network was made (one process each), in MiB. `recompute`: with train.recompute.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
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
    command = [program, f"--benchmark_filter=/{name}/", "--benchmark_min_time=0.5", "--benchmark_format=json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["benchmarks"]
    return {tuple(row["name"].split("/")[i] for i in (0, 2)): row["real_time"] for row in rows}


def resident(key):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key + ":"))


def python_memory(name, layout):
    """As bench/step_memory.cpp; called in a process of its own."""
    torch.empty(1).add_(1)
    before = resident("VmRSS")
    step = python_forms(name, layout)["step"]
    for _ in range(3):
        step()
    print(f"{resident('VmHWM') - before:.1f}")


def printed(command):
    return float(subprocess.run(command, check=True, capture_output=True).stdout)


def memory(name, build):
    program = os.path.join(build, "bin", "bench_step_memory")
    forms = {f"timm {layout}": [sys.executable, __file__, "--memory-of", name, layout] for layout in LAYOUTS}
    return {key: printed(command) for key, command in forms.items()} | {
        "unseen": printed([program, name]),
        "recompute": printed([program, name, "recompute"]),
    }


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
    parser.add_argument("--memory-of", nargs=2, metavar=("NAME", "LAYOUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    if arguments.memory_of:
        return python_memory(*arguments.memory_of)
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
        print(f"memory   {name:22} " + "  ".join(f"{key} {value:.0f}" for key, value in memory(name, arguments.build).items()), flush=True)


if __name__ == "__main__":
    main()
