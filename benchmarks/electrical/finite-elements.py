#!/usr/bin/env python3
"""Resistance of real nets by a second method, beside what report.json says.

    finite-elements.py ZIP NET [NET...]     (needs gerbv, numpy, scipy, pillow)

The final copper of both layers is drawn by gerbv at CELL millimetres a pixel; each pixel that holds copper is a finite element of the sheet, as conductive
as much of it is covered. Plated holes join the layers by the resistance of their wall. A socket's terminal is a disc of the least track's width. Nothing
here knows of tracks, pads or nets: the copper of a net is what hangs together with its source.
"""
import json, re, subprocess, sys, tempfile, zipfile
from pathlib import Path
import numpy as np
from PIL import Image
from scipy import ndimage, sparse
from scipy.sparse.linalg import splu

Image.MAX_IMAGE_PIXELS = None
CELL = 0.0125         # mm, 2,032 pixels an inch: tracks of 0.125 mm are ten pixels wide, which gerbv does not round
RHO = 1.724e-8         # ohm metre, IEC 60028
PLATING, THICKNESS = 18e-6, 1.6e-3
TERMINAL = 0.0625      # mm


def draw(folder, name, box):
    """Coverage of copper, 0 to 1, rows from the top."""
    (left, bottom, right, top), out = box, folder / "layer.png"
    pixels = 25.4 / CELL
    subprocess.run(
        ["gerbv", "-x", "png", "-a", f"-D{pixels:.0f}", f"--origin={left / 25.4:.6f}x{bottom / 25.4:.6f}",
         f"--window_inch={(right - left) / 25.4:.6f}x{(top - bottom) / 25.4:.6f}", "-b#000000", "-f#ffffff", "-B0", "-o", str(out), str(folder / name)],
        check=True, capture_output=True)
    drawn = np.asarray(Image.open(out).convert("L"), dtype=np.float32)
    return drawn / max(drawn.max(), 1)


def holes(text):
    tools, tool, hits = {}, None, []
    for line in text.splitlines():
        if m := re.fullmatch(r"T(\d+)C([\d.]+)", line):
            tools[m[1]] = float(m[2])
        elif m := re.fullmatch(r"T(\d+)", line):
            tool = m[1]
        elif m := re.fullmatch(r"X(-?[\d.]+)Y(-?[\d.]+)", line):
            hits.append((float(m[1]), float(m[2]), tools[tool] / 2))
    return hits


def main(path, nets):
    with zipfile.ZipFile(path) as package, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        package.extractall(folder)
        board = next(folder.glob("*-F_Cu.gtl")).name.removesuffix("-F_Cu.gtl")
        report = json.loads((folder / "report.json").read_text())
        size = report["board"]
        half = size["widthMm"] / 2 + 0.5, size["heightMm"] / 2 + 0.5
        box = (-half[0], -half[1], half[0], half[1])
        cover = [draw(folder, f"{board}-{name}", box) for name in ("F_Cu.gtl", "B_Cu.gbl")]
        hits = holes((folder / f"{board}-PTH.drl").read_text())
        netlist = (folder / f"{board}.d356").read_text()
    for net in nets:
        measured = next(entry for entry in report["electrical"]["nets"] if entry["name"] == net)
        compare(cover, hits, places_of(netlist, measured), box, measured, report["electrical"]["copperThicknessMm"] * 1e-3)


def places_of(netlist, measured):
    """Of a net with one socket a module: those of the netlist are in the modules' order, the report names the modules."""
    listed = re.findall(rf"^3\d7{re.escape(measured['name'])}\s+GS(\d+)\s.*?A(\d\d)X([+-]\d+)Y([+-]\d+)", netlist, re.M)
    places = [(int(x) / 1000, int(y) / 1000, int(layer)) for _, layer, x, y in sorted(listed, key=lambda entry: int(entry[0]))]
    modules = {entry["module"]: entry["socket"] for entry in measured["sockets"]}
    if len(places) != len(modules) + 1 or len(modules) != len(measured["sockets"]):
        sys.exit(f"{measured['name']} has not one socket a module")
    everywhere = sorted([*modules, next(module for module in range(len(places) + max(modules)) if module not in modules)])
    return {modules.get(module, measured["source"]): place for module, place in zip(everywhere, places)}


def compare(cover, hits, sockets, box, measured, thickness):
    rows, columns = cover[0].shape
    at = lambda x, y: (int(round((box[3] - y) / CELL)), int(round((x - box[0]) / CELL)))
    parts = [ndimage.label(layer > 0.02) for layer in cover]
    source = sockets[measured["source"]]
    chosen, open_ = set(), []

    def take(layer, row, column):
        part = parts[layer][0][row, column]
        if part and (layer, part) not in chosen:
            chosen.add((layer, part)); open_.append((layer, part))

    first = layers_of(source, parts, at)
    take(first, *at(*source[:2]))
    while open_:
        layer, part = open_.pop()
        for x, y, _ in hits:
            if parts[layer][0][at(x, y)] == part:
                take(1 - layer, *at(x, y))
    masks = [np.isin(parts[layer][0], [part for l, part in chosen if l == layer]) for layer in (0, 1)]
    numbers, count = [], 0
    for mask in masks:
        number = np.full(mask.shape, -1, np.int64)
        number[mask] = np.arange(count, count + mask.sum())
        numbers.append(number); count += int(mask.sum())

    # Sheets: neighbours share what both are covered.
    sheet = thickness / RHO
    a, b, g = [], [], []
    for layer in (0, 1):
        n, c = numbers[layer], cover[layer]
        for one, other in (((slice(None), slice(0, -1)), (slice(None), slice(1, None))), ((slice(0, -1), slice(None)), (slice(1, None), slice(None)))):
            both = (n[one] >= 0) & (n[other] >= 0)
            ca, cb = c[one][both], c[other][both]
            a.append(n[one][both]); b.append(n[other][both]); g.append(sheet * 2 * ca * cb / (ca + cb))
    # Terminals and holes: all within are one node, by what is as good as a short.
    joins, barrels = [], []

    def disc(layer, x, y, radius):
        row, column = at(x, y)
        reach = int(radius / CELL) + 1
        ys, xs = np.mgrid[max(0, row - reach):row + reach + 1, max(0, column - reach):column + reach + 1]
        near = ((ys - row) ** 2 + (xs - column) ** 2) * CELL ** 2 <= radius ** 2
        inside = numbers[layer][ys[near], xs[near]]
        return inside[inside >= 0]

    for x, y, radius in hits:
        ends = [disc(layer, x, y, radius) for layer in (0, 1)]
        for end in ends:
            joins.append(end)
        if len(ends[0]) and len(ends[1]):
            barrels.append((ends[0][0], ends[1][0], 2 * np.pi * radius * 1e-3 * PLATING / (RHO * THICKNESS)))
    places = {}
    for socket in [measured["source"]] + [entry["socket"] for entry in measured["sockets"]]:
        x, y, _ = sockets[socket]
        inside = disc(layers_of(sockets[socket], parts, at), x, y, TERMINAL)
        joins.append(inside); places[socket] = inside[0]
    merged = merge(count, joins)
    for one, other, conductance in barrels:
        a.append([one]); b.append([other]); g.append([conductance])
    a, b, g = merged[np.concatenate(a)], merged[np.concatenate(b)], np.concatenate(g).astype(np.float64)
    keep = a != b
    a, b, g = a[keep], b[keep], g[keep]
    nodes = merged.max() + 1
    ground = merged[places[measured["source"]]]
    laplace = sparse.coo_matrix((np.concatenate([g, g, -g, -g]), (np.concatenate([a, b, a, b]), np.concatenate([a, b, b, a]))), shape=(nodes, nodes)).tocsc()
    left = np.flatnonzero(np.arange(nodes) != ground)
    solver = splu(laplace[left][:, left], permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0, options={"SymmetricMode": True})
    for entry in measured["sockets"]:
        current = np.zeros(nodes); node = merged[places[entry["socket"]]]; current[node] = 1
        volts = solver.solve(current[left])[node - (node > ground)]
        print(f"| {measured['name']} | {entry['socket']} | {entry['ohms'] * 1e3:.2f} | {volts * 1e3:.2f} | {100 * (entry['ohms'] / volts - 1):+.1f} % |", flush=True)


def layers_of(socket, parts, at):
    return 1 if socket[2] == 2 or not parts[0][0][at(*socket[:2])] else 0


def merge(count, joins):
    pairs = [(group[:-1], group[1:]) for group in joins if len(group) > 1]
    one, other = (np.concatenate(side) for side in zip(*pairs))
    graph = sparse.coo_matrix((np.ones(len(one)), (one, other)), shape=(count, count))
    return sparse.csgraph.connected_components(graph, directed=False)[1]


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    print("| net | socket | report.json mOhm | finite elements mOhm | difference |\n|---|---|---|---|---|")
    main(sys.argv[1], sys.argv[2:])
