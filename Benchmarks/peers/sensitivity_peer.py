"""Sobol indices of a plan by SALib, with the plan interpreted in NumPy.

    sensitivity_peer.py plan.json label period --base 64

`plan.json` is what the program `planjson` writes. SALib samples (Saltelli's scheme on a scrambled
Sobol sequence, one group for each random stream), NumPy evaluates the plan in blocks of rows that
stay in the cache, SALib analyses. Prints JSON: evaluations, the seconds of each of the three, and
the indices. Dates of works are scheduled by `sensitivity_schedule.py`, along the weather that the
plan ahead foresees.
"""

import argparse
import json
import time

import numpy as np
from SALib.analyze import sobol as analyse
from SALib.sample import sobol as sample
from scipy.special import ndtr, ndtri, pdtr, pdtrik
from scipy.stats import binom

from sensitivity_schedule import Network

BLOCK = 512


class Draws:
    """Which columns of the sample are which draws."""

    def __init__(self, plan):
        self.columns, self.groups = {}, []
        # The plan ahead draws days that the plan draws again, and some that it does not need.
        ahead = plan["ahead"]["plan"]["draws"] if "ahead" in plan else []
        for site in plan["draws"] + ahead:
            self.add(site["stream"], site["stream"], site["periods"])
        for correlation in plan["correlations"]:
            # What a copula joins is one group.
            name = "+".join(site["stream"] for site in correlation["draws"])
            for site in correlation["draws"]:
                self.add(site["stream"], name, site["periods"])

    def add(self, stream, group, periods):
        for period in dict.fromkeys(periods):
            if (stream, period) not in self.columns:
                self.columns[stream, period] = len(self.groups)
                self.groups.append(group)

    def problem(self):
        count = len(self.groups)
        return {
            "num_vars": count, "names": [f"x{i}" for i in range(count)], "groups": self.groups,
            "bounds": [[0, 1]] * count}


def poisson_quantile(u, mean):
    """The smallest count whose distribution function is at least u."""
    count = np.ceil(pdtrik(u, np.maximum(mean, 1e-300)))
    count = np.maximum(count - (pdtr(np.maximum(count - 1, 0), mean) >= u) * (count >= 1), 0)
    return np.where(mean > 0, count, 0.0)


def binomial_quantile(u, count, probability):
    return binom.ppf(u, np.round(count), np.clip(probability, 0, 1))


UNARY = {
    "negate": np.negative, "absolute": np.abs, "exponential": np.exp, "logarithm": np.log,
    "squareRoot": np.sqrt, "floor": np.floor, "ceiling": np.ceil,
    "round": lambda x: np.copysign(np.floor(np.abs(x) + 0.5), x), "not": lambda x: (x == 0) * 1.0,
    "normalDistribution": ndtr, "normalQuantile": ndtri}
BINARY = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
    "power": np.power, "minimum": np.minimum, "maximum": np.maximum,
    "less": lambda a, b: (a < b) * 1.0, "lessOrEqual": lambda a, b: (a <= b) * 1.0,
    "equal": lambda a, b: (a == b) * 1.0, "and": lambda a, b: ((a != 0) & (b != 0)) * 1.0,
    "or": lambda a, b: ((a != 0) | (b != 0)) * 1.0, "poissonQuantile": poisson_quantile}
TERNARY = {
    "select": lambda a, b, c: np.where(a != 0, b, c), "multiplyAdd": lambda a, b, c: a * b + c,
    "binomialQuantile": binomial_quantile}


class Interpreter:
    """Runs a plan over a block of rows."""

    def __init__(self, plan, draws, storage):
        self.plan, self.draws, self.storage = plan, draws, storage
        self.ahead = (
            Interpreter(plan["ahead"]["plan"], draws, None) if "ahead" in plan else None)
        self.days = int(sum(plan["daysOfPeriods"]))
        self.tables = np.reshape(plan["tables"], (-1, plan_periods(plan))).tolist()
        self.day_tables = np.reshape(plan["dayTables"], (-1, max(self.days, 1))).tolist()
        self.distributions = [
            (bool(d["isDiscrete"]), np.array(d["levels"]), np.array(d["quantiles"]))
            for d in plan["distributions"]]
        self.factors = [
            np.linalg.cholesky(np.reshape(c["covariance"], (len(c["draws"]),) * 2))
            for c in plan["correlations"]]

    def run(self, rows):
        """The wished result for each row of the sample."""
        return self.run_columns(np.ascontiguousarray(rows.T))

    def run_columns(self, x):
        plan = self.plan
        self.x = x
        self.slots, self.memories = {}, [{} for _ in plan["memories"]]
        self.states = np.zeros((self.days, x.shape[1]), dtype=np.uint8)
        if self.ahead is not None:
            self.ahead.run_columns(x)
        self.result = None
        self.step(plan["once"], 0, 0, False)
        day = 0
        for period in range(plan_periods(plan)):
            self.step(plan["each"], period, period, False)
            if plan["daysOfPeriods"]:
                count = int(plan["daysOfPeriods"][period])
                if self.occurs(int(plan["occasionOfDays"]), period):
                    for index in range(day, day + count):
                        self.step(plan["day"], index, period, True)
                day += count
            self.step(plan["closing"], period, period, False)
        self.step(plan["after"], plan_periods(plan) - 1, plan_periods(plan) - 1, False)
        return self.result

    def occurs(self, occasion, period):
        return occasion < 0 or self.plan["occasions"][occasion][period] != 0

    def step(self, body, run, period, is_day):
        slots = self.slots
        for opcode, to, first, second, third, parameter, occasion in body:
            if occasion >= 0 and not is_day and not self.occurs(int(occasion), period):
                continue
            if opcode in BINARY:
                slots[to] = BINARY[opcode](slots[first], slots[second])
            elif opcode in UNARY:
                slots[to] = UNARY[opcode](slots[first])
            elif opcode in TERNARY:
                slots[to] = TERNARY[opcode](slots[first], slots[second], slots[third])
            else:
                self.other(opcode, to, first, second, int(parameter), run, is_day)

    def table(self, parameter, run, is_day):
        return self.day_tables[parameter][run] if is_day else self.tables[parameter][run]

    def other(self, opcode, to, first, second, parameter, run, is_day):
        slots, plan = self.slots, self.plan
        if opcode == "constant":
            slots[to] = plan["constants"][parameter]
        elif opcode == "table":
            slots[to] = self.table(parameter, run, is_day)
        elif opcode == "uniforms":
            slots[to] = self.drawn(plan["draws"][parameter], run)
        elif opcode == "normals":
            slots[to] = ndtri(self.drawn(plan["draws"][parameter], run))
        elif opcode == "quantiles":
            is_discrete, levels, quantiles = self.distributions[parameter]
            slots[to] = (
                quantiles[np.searchsorted(levels, slots[first])] if is_discrete
                else np.interp(slots[first], levels, quantiles))
        elif opcode == "correlatedNormals":
            sites = plan["correlations"][parameter]["draws"]
            joined = self.factors[parameter] @ ndtri(
                np.array([self.drawn(site, run) for site in sites]))
            for place, row in enumerate(joined):
                slots[f"%{int(to[1:]) + place}"] = row
        elif opcode == "sum":
            total = 0.0
            for slot in plan["sums"][parameter]:
                total = total + slots[slot]
            slots[to] = total
        elif opcode == "schedule":
            self.schedule(plan["schedules"][parameter], int(to[1:]))
        elif opcode == "foresee":
            hit = np.broadcast_to(np.asarray(slots[first]) != 0, self.states.shape[1])
            self.states[run] |= hit.astype(np.uint8) << np.uint8(parameter)
        elif opcode == "combine":
            self.combine(plan["combinations"][parameter])
        elif opcode == "remember":
            self.memories[parameter][run] = slots[first]
        elif opcode == "recall":
            slots[to] = self.recalled(parameter, first, run)
        elif opcode == "carry":
            if run == 0:
                slots[to] = slots[first]
        elif opcode == "update":
            slots[second] = slots[first]
        elif opcode.startswith("accumulate"):
            self.accumulate(opcode, to, first, second, self.table(parameter, run, is_day) != 0)
        elif opcode == "record":
            storages = plan["outputs"][parameter]
            if storages[0 if len(storages) == 1 else run] == self.storage:
                self.result = slots[first]
        else:
            raise SystemExit(f"this peer does not know {opcode}")

    def drawn(self, site, run):
        return self.x[self.draws.columns[site["stream"], site["periods"][run]]]

    def schedule(self, schedule, first):
        inputs = [self.slots[slot] for slot in schedule["inputs"]]
        states = self.ahead.states if self.ahead is not None else None
        network = Network(schedule, inputs, states, self.x.shape[1])
        network.run()
        for place, (activity, quantity) in enumerate(schedule["outputs"]):
            self.slots[f"%{first + place}"] = network.output(int(activity), quantity)

    def combine(self, combination):
        columns = [self.slots[name] for name in combination["columns"]]
        for row, name in enumerate(combination["rows"]):
            total = 0.0
            for place, column in enumerate(columns):
                weight = combination["weights"][row * len(columns) + place]
                total = total + (column if weight == "-" else self.slots[weight] * column)
            combination.setdefault("results", {})[name] = total
        self.slots.update(combination["results"])

    def recalled(self, parameter, first, run):
        memory = self.plan["memories"][parameter]
        depth = int(memory["depth"])
        if run >= depth:
            return self.memories[parameter][run - depth]
        return self.slots[first] if memory["history"] == "none" else memory["history"][run]

    def accumulate(self, opcode, to, first, second, starts_anew):
        slots = self.slots
        value = slots[first] * slots[second] if opcode == "accumulateProducts" else slots[first]
        if starts_anew:
            slots[to] = value
        elif opcode == "accumulateMinimum":
            slots[to] = np.minimum(slots[to], value)
        elif opcode == "accumulateMaximum":
            slots[to] = np.maximum(slots[to], value)
        else:
            slots[to] = slots[to] + value


def plan_periods(plan):
    return int(plan["periods"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plan")
    parser.add_argument("label")
    parser.add_argument("period")
    parser.add_argument("--base", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with open(chosen.plan, encoding="utf-8") as file:
        plan = json.load(file)
    draws = Draws(plan)
    problem = draws.problem()
    interpreter = Interpreter(plan, draws, next(
        column["storage"] for column in plan["columns"]
        if column["label"] == chosen.label and column["period"] == chosen.period))
    start = time.perf_counter()
    rows = sample.sample(problem, chosen.base, calc_second_order=False, seed=chosen.seed)
    sampled = time.perf_counter()
    rows = np.clip(rows, 1e-12, 1 - 1e-12)
    values = np.concatenate(
        [np.broadcast_to(interpreter.run(rows[at:at + BLOCK]), len(rows[at:at + BLOCK]))
         for at in range(0, len(rows), BLOCK)])
    evaluated = time.perf_counter()
    found = analyse.analyze(problem, values, calc_second_order=False, seed=chosen.seed)
    analysed = time.perf_counter()
    names = list(dict.fromkeys(draws.groups))
    print(json.dumps({
        "evaluations": len(values), "dimensions": len(draws.groups), "groups": len(names),
        "seconds": {
            "sample": sampled - start, "evaluate": evaluated - sampled,
            "analyse": analysed - evaluated},
        "mean": float(values.mean()), "deviation": float(values.std()),
        "indices": {
            name: [float(found[key][place]) for key in ("S1", "S1_conf", "ST", "ST_conf")]
            for place, name in enumerate(names)}}))


if __name__ == "__main__":
    main()
