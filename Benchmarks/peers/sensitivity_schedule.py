"""Dates of a network of activities for many rows at once, in NumPy: what the opcode `schedule` of a
plan means.

Serial schedule generation in the order of the network: each activity goes where its links, the
moments that it may not begin before, crews, machines and money let it begin; along lines of
working time that weather shortens differently in each row. Every step works on all rows; where
rows differ in how often a step repeats, those that are done stand still.
"""

import numpy as np

# How close to a whole day counts as whole, and how much less than is demanded is enough.
WHOLE_DAY, ENOUGH = 1e-9, 1e-9
# So many days of a line before and after those whose weather is known: no date lies further away.
PAST, FUTURE = 400, 800


class Line:
    """Working time along days: elapsed before each day, for all rows or for each."""

    def __init__(self, line, states, amount, first_state_day):
        origin = first_state_day - line["firstDay"]
        low, high = max(0, origin - PAST), origin + FUTURE
        shares = np.array(line["shares"][low:high])
        self.first, self.days = line["firstDay"] + low, len(shares)
        self.elapsed = np.concatenate([[0.0], np.cumsum(shares)])
        self.differs = bool(line["losses"])
        if not self.differs:
            return
        rows = states.shape[1]
        days = np.array(line["stateDays"][low:high], dtype=int)
        worked = np.repeat(shares[:, None], rows, axis=1)
        seen = days >= 0
        for loss in line["losses"]:
            hit = (states[days[seen]] >> loss["state"]) & 1
            left = 1 - np.broadcast_to(amount(loss["share"]), rows)
            worked[seen] = np.where(hit, worked[seen] * left, worked[seen])
        # A row of the matrix for each row: what is looked up lies together.
        self.elapsed = np.zeros((rows, self.days + 1))
        np.cumsum(worked.T, axis=1, out=self.elapsed[:, 1:])
        self.row = np.arange(rows)

    def before(self, day):
        return self.elapsed[self.row, day] if self.differs else self.elapsed[day]

    def elapsed_at(self, moment):
        """Working time that has elapsed at a moment; infinite outside of the line."""
        place = moment - self.first
        inside = (place >= 0) & (place <= self.days)
        place = np.where(inside, place, 0)
        day = np.minimum(place.astype(int), self.days - 1)
        low = self.before(day)
        return np.where(inside, low + (place - day) * (self.before(day + 1) - low), np.inf)

    def reached_at(self, worked):
        """The earliest moment at which so much has been worked."""
        wanted = np.where(np.isfinite(worked), worked, 0) - WHOLE_DAY
        if self.differs:
            low = np.zeros(wanted.shape, dtype=int)
            high = np.full(wanted.shape, self.days + 1)
            while np.any(low < high):
                middle = (low + high) // 2
                is_there = self.before(np.minimum(middle, self.days)) >= wanted
                open_ = low < high
                high = np.where(open_ & is_there, middle, high)
                low = np.where(open_ & ~is_there, middle + 1, low)
            day = low
        else:
            day = np.searchsorted(self.elapsed, wanted)
        inside = np.isfinite(worked) & (day <= self.days)
        day = np.clip(day, 0, self.days)
        there, past = self.before(day), self.before(np.maximum(day - 1, 0))
        step = np.where(there > past, there - past, 1.0)
        within = self.first + day - 1 + (worked - past) / step
        moment = np.where((there <= worked + WHOLE_DAY) | (day == 0), self.first + day, within)
        return np.where(inside, moment, np.inf)


class Resource:
    """Crews or machines: what is occupied, activity by activity."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.begins, self.ends, self.amounts = [], [], []

    def occupy(self, begins, ends, amount):
        is_there = (begins < ends) & np.isfinite(begins) & np.isfinite(ends)
        self.begins.append(np.where(is_there, begins, np.inf))
        self.ends.append(np.where(is_there, ends, np.inf))
        self.amounts.append(amount)

    def left_at(self, moment):
        left = np.full(moment.shape, float(self.capacity[0][1]))
        for at, amount in self.capacity[1:]:
            left = np.where(moment >= at, amount, left)
        for begins, ends, amount in zip(self.begins, self.ends, self.amounts):
            left = left - np.where((begins <= moment) & (moment < ends), amount, 0.0)
        return left

    def free_from(self, begins, ends, amount):
        """Behind the last step until `ends` in which there is not enough."""
        rows = len(begins)
        moments = [np.full(rows, float(at)) for at, _ in self.capacity[1:]]
        moments += self.begins + self.ends
        if not moments:
            never = self.left_at(begins) < amount - ENOUGH
            return np.where(never, np.inf, begins)
        steps = np.sort(np.array(moments), axis=0)
        lacking = self.left_at(steps) < amount - ENOUGH
        following = np.vstack([steps[1:], np.full((1, rows), np.inf)])
        counts = lacking & (steps >= begins) & (steps < ends) & np.isfinite(steps)
        from_steps = np.where(counts, following, -np.inf).max(axis=0)
        # The step that holds at the beginning ends with the next moment behind it.
        next_ = np.where(steps > begins, steps, np.inf).min(axis=0)
        at_once = np.where(self.left_at(begins) < amount - ENOUGH, next_, begins)
        return np.maximum(at_once, from_steps)


class Budget:
    """Money that is released in time, and what of it is promised."""

    def __init__(self, rows):
        self.moments, self.amounts = [], []
        self.promised = np.zeros(rows)

    def release(self, at, amount):
        is_there = np.isfinite(at) & np.isfinite(amount)
        self.moments.append(np.where(is_there, at, np.inf))
        self.amounts.append(np.where(is_there, amount, 0.0))

    def money_from(self, amount):
        """The earliest moment from which on what is left is enough."""
        needed = self.promised + amount
        enough = needed - ENOUGH * (1 + np.abs(needed))
        if not self.moments:
            return np.where(enough <= 0, -np.inf, np.inf)
        moments = np.array(self.moments)
        order = np.argsort(moments, axis=0, kind="stable")
        moments = np.take_along_axis(moments, order, axis=0)
        there = np.cumsum(np.take_along_axis(np.array(self.amounts), order, axis=0), axis=0)
        # The first release from which on the sum stays enough.
        short = there < enough
        place = len(moments) - np.argmax(short[::-1], axis=0)
        place = np.where(short.any(axis=0), place, 0)
        found = moments[np.minimum(place, len(moments) - 1), np.arange(len(enough))]
        found = np.where(enough <= 0, np.where(short.any(axis=0), found, -np.inf), found)
        return np.where(place >= len(moments), np.inf, found)


class Network:
    """The dates of a network in all rows of a block."""

    def __init__(self, network, inputs, states, rows):
        self.network, self.inputs, self.rows = network, inputs, rows
        self.lines = [Line(line, states, self.amount, network["firstStateDay"])
                      for line in network["lines"]]
        self.resources = [Resource(capacity) for capacity in network["resources"]]
        self.budgets = [Budget(rows) for _ in network["budgets"]]
        self.after = {}
        for budget, content in zip(self.budgets, network["budgets"]):
            for at, amount in content["releases"]:
                budget.release(self.column(at), self.column(amount))
            for activity, delay, amount in content["after"]:
                self.after.setdefault(activity, []).append((budget, delay, amount))
        count = len(network["activities"])
        self.start, self.end = [None] * count, [None] * count
        self.begins, self.ends = [None] * count, [None] * count
        self.waited = [np.zeros(rows, dtype=bool)] * count
        self.links = {}
        for link in network["links"]:
            self.links.setdefault(link["successor"], []).append(link)

    def amount(self, written):
        return self.inputs[int(written[1:])] if isinstance(written, str) else written

    def column(self, written):
        return np.broadcast_to(np.asarray(self.amount(written), dtype=float), self.rows)

    def run(self):
        # Nothing is linked to a hammock; it moves no other activity.
        activities = [
            (place, activity) for place, activity in enumerate(self.network["activities"])
            if not activity["hammock"]]
        for place, activity in activities:
            if activity["begun"] is not None:
                self.put_begun(place, activity)
        for place, activity in activities:
            if activity["begun"] is None:
                self.put(place, activity)

    def occurs(self, activity):
        if activity["occurs"] is None:
            return np.ones(self.rows, dtype=bool)
        return self.column(activity["occurs"]) != 0

    def takes(self, activity):
        takes = np.maximum(self.column(activity["duration"]), 0)
        return np.where(self.occurs(activity), np.where(np.isnan(takes), np.inf, takes), 0.0)

    def put_begun(self, place, activity):
        line, takes = self.lines[activity["line"]], self.takes(activity)
        begins = self.column(activity["begun"])
        if activity["ended"] is not None:
            ends = self.column(activity["ended"])
            end = line.elapsed_at(ends)
        else:
            works = begins
            if activity["notBefore"] is not None:
                works = np.maximum(begins, self.column(activity["notBefore"]))
            end = line.elapsed_at(works) + takes
            ends = np.maximum(line.reached_at(end), works)
        self.start[place], self.end[place] = line.elapsed_at(begins), end
        self.begins[place], self.ends[place] = begins, ends
        self.settle(place, activity, self.occurs(activity))

    def linked(self, link, line):
        """The moment to which a link leads, and the working time elapsed there on a line."""
        other = link["predecessor"]
        from_start = link["kind"] in (1, 3)
        moment = (self.begins if from_start else self.ends)[other]
        source = (self.start if from_start else self.end)[other]
        own = self.network["activities"][other]["line"]
        has_lag = link["lag"] != 0
        coordinate = source if own == line else self.lines[line].elapsed_at(moment)
        if not has_lag:
            return moment, coordinate
        lag = self.column(link["lag"])
        if link["lagLine"] < 0:
            shifted = moment + lag
            return shifted, self.lines[line].elapsed_at(shifted)
        along = self.lines[link["lagLine"]]
        worked = source if own == link["lagLine"] else along.elapsed_at(moment)
        shifted = along.reached_at(worked + lag)
        shifted = np.where(lag >= 0, np.maximum(moment, shifted), shifted)
        if link["lagLine"] == line:
            return shifted, coordinate + lag
        return shifted, self.lines[line].elapsed_at(shifted)

    def put(self, place, activity):
        line, takes = self.lines[activity["line"]], self.takes(activity)
        start = np.full(self.rows, -np.inf)
        begins, ends = start, start
        links = self.links.get(place, [])
        if activity["notBefore"] is not None:
            begins = self.column(activity["notBefore"])
            start = line.elapsed_at(begins)
            if activity["occurs"] is not None and links:
                start = np.where(self.occurs(activity), start, -np.inf)
                begins = np.where(self.occurs(activity), begins, -np.inf)
        for link in links:
            moment, coordinate = self.linked(link, activity["line"])
            if link["kind"] >= 2:
                coordinate = coordinate - takes
                ends = np.maximum(ends, moment)
                moment = np.where(takes > 0, line.reached_at(coordinate), moment)
            start, begins = np.maximum(start, coordinate), np.maximum(begins, moment)
        standing = np.maximum(begins, ends)
        begins = np.where(takes > 0, begins, standing)
        ends = np.where(
            takes > 0, np.maximum(line.reached_at(start + takes), standing), standing)
        occurs = self.occurs(activity)
        if activity["demands"] or activity["spending"]:
            linked = begins
            start, begins, ends = self.delayed(activity, line, takes, start, begins, ends, occurs)
            self.waited[place] = begins > linked
        self.start[place], self.end[place] = start, start + takes
        self.begins[place], self.ends[place] = begins, ends
        self.settle(place, activity, occurs)

    def needs(self, activity):
        for budget, amount in activity["spending"]:
            need = self.column(amount)
            yield self.budgets[budget], np.where(need > 0, need, 0.0)

    def delayed(self, activity, line, takes, start, begins, ends, occurs):
        """Behind the moments at which crews, machines or money are lacking."""
        linked, first_start, first_ends = begins, start, ends
        wished = begins
        for budget, need in self.needs(activity):
            wished = np.maximum(wished, budget.money_from(need))
        moves = occurs & ((takes > 0) | (wished > begins))
        wished = np.where(moves, wished, begins)
        while True:
            later = wished > begins
            if later.any():
                begins = np.where(later, wished, begins)
                there = line.elapsed_at(begins)
                start = np.where(
                    later, np.where(takes > 0, np.maximum(there, first_start), there), start)
                worked = np.maximum(line.reached_at(start + takes), first_ends)
                ends = np.where(later, np.where(takes > 0, worked, first_ends), ends)
                ends = np.where(later, np.maximum(ends, begins), ends)
            open_ = moves & (takes > 0) & np.isfinite(begins) & np.isfinite(ends)
            wished = begins
            for resource, amount in activity["demands"]:
                free = self.resources[resource].free_from(begins, ends, amount)
                wished = np.where(open_, np.maximum(wished, free), wished)
            if not np.any(wished > begins):
                break
        stays = begins == linked
        return np.where(stays, first_start, start), begins, np.where(stays, first_ends, ends)

    def settle(self, place, activity, occurs):
        """What it occupies, what it spends, and what its end releases."""
        begins = np.where(occurs, self.begins[place], np.inf)
        for resource, amount in activity["demands"]:
            self.resources[resource].occupy(begins, self.ends[place], amount)
        for budget, need in self.needs(activity):
            budget.promised = budget.promised + np.where(occurs, need, 0.0)
        for budget, delay, amount in self.after.get(place, []):
            budget.release(self.ends[place] + self.column(delay), self.column(amount))

    def output(self, place, quantity):
        """What is asked of an activity; no number where it is beyond the lines."""
        activity = self.network["activities"][place]
        if quantity not in ("begins", "ends", "finish") or activity["hammock"]:
            raise SystemExit(f"this peer does not know {quantity} of an activity")
        found = (
            self.finish(place, activity) if quantity == "finish"
            else (self.begins if quantity == "begins" else self.ends)[place])
        return np.where(np.isfinite(found), found, np.nan)

    def finish(self, place, activity):
        """The day on which it finishes; what takes no time finishes where it had to wait until."""
        day = np.ceil(self.ends[place] - WHOLE_DAY) - 1
        begins = np.floor(self.begins[place] + WHOLE_DAY)
        if activity["begun"] is not None:
            return np.maximum(begins, day)
        standing = np.where(self.waited[place], np.maximum(day, begins), day)
        if activity["notBefore"] is not None:
            first = np.floor(self.column(activity["notBefore"]) + WHOLE_DAY)
            standing = np.where(self.occurs(activity), np.maximum(standing, first), standing)
        return np.where(self.takes(activity) > 0, day, standing)
