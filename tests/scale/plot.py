# SPDX-License-Identifier: Apache-2.0
"""Pictures of a scale run: guests against what they cost, as PNG and SVG, with Debian's python3-matplotlib."""

import csv

# Title, unit, and the columns of steps.csv with their factor.
PANELS = (
    ("Storage of the emulator", "MB", {"rss_kb": 1 / 1024, "pss_kb": 1 / 1024}),
    ("Storage a guest", "KB", {"private_kb_per_guest": 1, "rss_kb_per_guest": 1}),
    ("CPU to start a guest", "s", {"cpu_s_per_guest": 1}),
    ("Time to answer", "ms", {"answer_ms_median": 1, "answer_ms_99": 1}),
)


def draw(folder):
    """Draw folder/steps.csv into folder/scale.png and scale.svg; say so if that cannot be."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        print("no pictures: Debian's package python3-matplotlib is not installed")
        return
    with open(folder / "steps.csv", encoding="ascii") as file:
        rows = [row for row in csv.DictReader(file) if int(row["guests"])]
    if not rows:
        print("no pictures: there is no step with guests")
        return
    guests = [int(row["guests"]) for row in rows]
    figure, axes = pyplot.subplots(2, 2, figsize=(11, 7), constrained_layout=True)
    for axis, (title, unit, columns) in zip(axes.flat, PANELS, strict=True):
        for column, factor in columns.items():
            axis.plot(guests, [float(row[column]) * factor for row in rows], marker="o", label=column)
        axis.set_title(title)
        axis.set_xlabel("guests")
        axis.set_ylabel(unit)
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.legend()
    for kind in ("png", "svg"):
        figure.savefig(folder / f"scale.{kind}")
    print(f"{folder}/scale.png and scale.svg")
