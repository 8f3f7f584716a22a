#!/usr/bin/env python3
"""Works out dates and floats of the textbooks' networks by listing all paths.

No forward or backward pass: the earliest finish of an activity is the longest path that ends with
it, and its total float the longest path of all less the longest one through it. Prints what
TextbookTests.swift expects: earliest start and finish, latest start and finish, total float.
"""

RELIABLE = """A 2 -; B 4 A; C 10 B; D 6 C; E 4 C; F 5 E; G 7 D; H 9 EG; I 7 C; J 8 FI; K 4 J; L 5 J;
M 2 H; N 6 KL"""
WIDGETCO = "A 6 -; B 9 -; C 8 AB; D 7 AB; E 10 D; F 12 CE"


def paths_to(name, after):
    if not after[name]:
        return [[name]]
    return [path + [name] for before in after[name] for path in paths_to(before, after)]


def show(title, text):
    rows = [row.split() for row in text.split(";")]
    time = {name: int(length) for name, length, _ in rows}
    after = {name: [] if before == "-" else list(before) for name, _, before in rows}
    ends = [n for n in time if not any(n in before for before in after.values())]
    paths = [path for end in ends for path in paths_to(end, after)]
    length = lambda path: sum(time[name] for name in path)
    longest = max(map(length, paths))
    print(title, longest, "-".join(max(paths, key=length)))
    for name in time:
        finish = max(map(length, paths_to(name, after)))
        total = longest - max(length(path) for path in paths if name in path)
        print(name, finish - time[name], finish, finish - time[name] + total, finish + total, total)


show("Reliable Construction", RELIABLE)
show("Widgetco", WIDGETCO)
