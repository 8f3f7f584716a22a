// Earliest dates where crews, machines and money limit the work: serial schedule generation, trial
// by trial behind the dates that links allow.
// Included once per level: no include guard.
//
// Source: Kelley (1963), The critical-path method: resources planning and scheduling.

namespace torreya {
namespace TORREYA_LEVEL {

/// How much less than is demanded is enough: amounts that are summed in another order differ.
constexpr double amountTolerance = 1e-9;

// MARK: Crews and machines

/// The step that holds at a moment. Work is added near the end: the search begins there.
TORREYA_INLINE int stepAt(const torreya_step *steps, int count, double moment) {
  int place = count - 1;
  while (place > 0 && steps[place].from > moment) place--;
  return place;
}

/// Makes a step begin at a moment.
static int cut(torreya_step *steps, int &count, double moment) {
  int place = stepAt(steps, count, moment);
  if (steps[place].from == moment) return place;
  for (int later = count; later > place + 1; later--) steps[later] = steps[later - 1];
  steps[place + 1] = {moment, steps[place].left};
  count++;
  return place + 1;
}

/// Occupies what an activity demands until its end, whatever there is.
static void occupy(const Trial &trial, int place) {
  const torreya_network &network = trial.group.network;
  const torreya_limits &limits = trial.limits();
  double begins = trial.of(network.begins, place), ends = trial.of(network.ends, place);
  if (limits.demandStarts[place] == limits.demandStarts[place + 1]) return;
  if (!(begins < ends) || !isFinite(begins) || !isFinite(ends)) return;
  double from = heldFrom(trial, place, begins, trial.of(network.start, place));
  const torreya_line &line = network.line[network.activity[place].line];
  for (int i = limits.demandStarts[place]; i < limits.demandStarts[place + 1]; ++i) {
    int resource = limits.demandResource[i];
    torreya_step *steps = trial.steps(resource);
    int &count = trial.stepCount(resource);
    double amount = limits.demandAmount[i];
    forEachHeld(line, from, ends, [&](double begin, double end) {
      int first = cut(steps, count, begin), last = cut(steps, count, end);
      for (int step = first; step < last; ++step) steps[step].left -= amount;
    });
  }
}

/// The earliest moment from `begins` on at which there is enough until `ends`; if that is later,
/// work that ends later may ask for more.
static double freeFrom(const torreya_step *steps, int count, double amount, double begins,
                       double ends) {
  double enough = amount - amountTolerance;
  double from = begins;
  for (int step = stepAt(steps, count, begins); step < count; ++step) {
    if (steps[step].from >= ends) break;
    if (steps[step].left < enough) from = step + 1 < count ? steps[step + 1].from : never;
  }
  return from;
}

// MARK: Money

static void release(const Trial &trial, int budget, double at, double amount) {
  if (!isFinite(at) || !isFinite(amount)) return;
  torreya_release *releases = trial.releases(budget);
  int place = trial.releaseCount(budget)++;
  while (place > 0 && releases[place - 1].at > at) {
    releases[place] = releases[place - 1];
    place--;
  }
  releases[place] = {at, amount};
}

/// The earliest moment from which on what is left of a budget is enough.
static double moneyFrom(const Trial &trial, int budget, double amount) {
  const torreya_release *releases = trial.releases(budget);
  int count = trial.releaseCount(budget);
  double needed = trial.promised(budget) + amount;
  double enough = needed - amountTolerance * (1 + __builtin_fabs(needed));
  double there = 0;
  for (int place = 0; place < count; ++place) there += releases[place].amount;
  if (!(there >= enough)) return never;
  while (count > 0 && there - releases[count - 1].amount >= enough) {
    there -= releases[--count].amount;
  }
  return count > 0 ? releases[count - 1].at : -never;
}

/// What is needed: nothing where it is no number or below zero.
static double needOf(const Trial &trial, int spending) {
  double need = trial.slot(trial.limits().spendingAmount[spending]);
  return need > 0 ? need : 0;
}

/// Promises what an activity needs.
static void promise(const Trial &trial, int place) {
  const torreya_limits &limits = trial.limits();
  if (!trial.occurs(trial.group.network.activity[place])) return;
  for (int i = limits.spendingStarts[place]; i < limits.spendingStarts[place + 1]; ++i) {
    trial.promised(limits.spendingBudget[i]) += needOf(trial, i);
  }
}

/// What is released because an activity has ended.
static void releaseAfter(const Trial &trial, int place) {
  const torreya_limits &limits = trial.limits();
  double ends = trial.of(trial.group.network.ends, place);
  for (int i = limits.laterStarts[place]; i < limits.laterStarts[place + 1]; ++i) {
    release(trial, limits.laterBudget[i], ends + trial.slot(limits.laterDelay[i]),
            trial.slot(limits.laterAmount[i]));
  }
}

// MARK: Whose end let an activity begin

static void addArc(const Trial &trial, int from, int to, double lag) {
  torreya_limits &limits = trial.limits();
  int &count = limits.arcs[trial.number];
  if (count == limits.arcRoom) return;
  int &first = limits.firstArc[ptrdiff_t(trial.number) * trial.group.network.activities + from];
  limits.arc[ptrdiff_t(trial.number) * limits.arcRoom + count] = {to, first, lag};
  first = count++;
}

static void addArcs(const Trial &trial, int place, double begins) {
  const torreya_network &network = trial.group.network;
  const torreya_limits &limits = network.limits;
  for (int i = limits.demandStarts[place]; i < limits.demandStarts[place + 1]; ++i) {
    int resource = limits.demandResource[i];
    const torreya_step *steps = trial.steps(resource);
    int step = stepAt(steps, trial.stepCount(resource), begins);
    bool wasMissing = step > 0 && steps[step].from == begins &&
                      steps[step - 1].left < limits.demandAmount[i] - amountTolerance;
    if (!wasMissing) continue;
    for (int user = limits.userStarts[resource]; user < limits.userStarts[resource + 1]; ++user) {
      int other = limits.users[user];
      if (other != place && trial.isPut(other) && trial.of(network.ends, other) == begins &&
          trial.of(network.begins, other) < begins) {
        addArc(trial, other, place, 0);
      }
    }
  }
  for (int i = limits.spendingStarts[place]; i < limits.spendingStarts[place + 1]; ++i) {
    int budget = limits.spendingBudget[i];
    for (int later = limits.afterStarts[budget]; later < limits.afterStarts[budget + 1]; ++later) {
      int other = limits.afterActivity[later];
      double delay = trial.slot(limits.afterDelay[later]);
      if (trial.isPut(other) && trial.of(network.ends, other) + delay == begins) {
        addArc(trial, other, place, delay);
      }
    }
  }
}

// MARK: One activity after another

/// The earliest moment from `begins` on at which the money is there.
static double moneyOf(const Trial &trial, int place, double begins) {
  const torreya_limits &limits = trial.limits();
  for (int i = limits.spendingStarts[place]; i < limits.spendingStarts[place + 1]; ++i) {
    double from = moneyFrom(trial, limits.spendingBudget[i], needOf(trial, i));
    if (from > begins) begins = from;
  }
  return begins;
}

/// The moment behind which all its demands may be met until it ends; where that is later than
/// `held`, from when on it holds its crews, they are not met now.
static double crewsOf(const Trial &trial, int place, double held, double ends) {
  const torreya_network &network = trial.group.network;
  const torreya_limits &limits = trial.limits();
  const torreya_line &line = network.line[network.activity[place].line];
  double from = held;
  for (int i = limits.demandStarts[place]; i < limits.demandStarts[place + 1]; ++i) {
    int resource = limits.demandResource[i];
    const torreya_step *steps = trial.steps(resource);
    int count = trial.stepCount(resource);
    forEachHeld(line, held, ends, [&](double begin, double end) {
      double isFree = freeFrom(steps, count, limits.demandAmount[i], begin, end);
      if (isFree > begin && isFree > from) from = isFree;
    });
  }
  return from;
}

/// Moves an activity behind the moments at which it cannot be done.
static void delay(const Trial &trial, int place) {
  const torreya_network &network = trial.group.network;
  const torreya_activity &activity = network.activity[place];
  const double linked = trial.of(network.begins, place), linkedEnds = trial.of(network.ends, place);
  const double start = trial.of(network.start, place), takes = trial.of(network.takes, place);
  double begins = linked, ends = linkedEnds, startsAt = start;
  const bool needsCrews =
      trial.limits().demandStarts[place] < trial.limits().demandStarts[place + 1];
  double from = moneyOf(trial, place, begins);
  if (!(takes > 0) && !(from > begins)) return;
  for (;;) {
    if (from > begins) {
      begins = from;
      if (takes > 0) {
        double there = elapsedOfTrial(trial, activity.line, begins, never);
        startsAt = there > start ? there : start;
        ends = reachedInTrial(trial, activity.line, startsAt + takes, begins);
        if (linkedEnds > ends) ends = linkedEnds;
      } else {
        startsAt = elapsedOfTrial(trial, activity.line, begins, never);
        ends = linkedEnds;
      }
      if (begins > ends) ends = begins;
    }
    if (!needsCrews || !(takes > 0) || !isFinite(begins) || !isFinite(ends)) break;
    double held = heldFrom(trial, place, begins, startsAt);
    from = crewsOf(trial, place, held, ends);
    if (!(from > held)) break;
  }
  if (begins == linked) return;
  trial.of(network.start, place) = startsAt;
  trial.of(network.end, place) = startsAt + takes;
  trial.of(network.begins, place) = begins;
  trial.of(network.works, place) = begins;
  trial.of(network.ends, place) = ends;
  trial.of(network.waited, place) = begins - linked;
  if (network.needsLatest) addArcs(trial, place, begins);
}

static void putLimited(const Trial &trial, int place) {
  const torreya_limits &limits = trial.limits();
  if (trial.occurs(trial.group.network.activity[place])) {
    trial.of(trial.group.network.waited, place) = 0;
    if (limits.demandStarts[place] < limits.demandStarts[place + 1] ||
        limits.spendingStarts[place] < limits.spendingStarts[place + 1]) {
      delay(trial, place);
      occupy(trial, place);
      promise(trial, place);
    }
  }
  releaseAfter(trial, place);
  trial.isPut(place) = 1;
}

/// All resources free, only what is released at moments released.
static void clear(const Trial &trial) {
  torreya_limits &limits = trial.limits();
  const torreya_network &network = trial.group.network;
  for (int resource = 0; resource < limits.resources; ++resource) {
    int first = limits.capacityStarts[resource];
    int count = limits.capacityStarts[resource + 1] - first;
    trial.stepCount(resource) = count;
    for (int i = 0; i < count; ++i) trial.steps(resource)[i] = limits.capacity[first + i];
  }
  for (int budget = 0; budget < limits.budgets; ++budget) {
    trial.releaseCount(budget) = 0;
    trial.promised(budget) = 0;
    for (int i = limits.releaseStarts[budget]; i < limits.releaseStarts[budget + 1]; ++i) {
      release(trial, budget, trial.slot(limits.releaseAt[i]), trial.slot(limits.releaseAmount[i]));
    }
  }
  for (int place = 0; place < network.activities; ++place) {
    trial.isPut(place) = 0;
    trial.of(network.waited, place) = 0;
    if (network.needsLatest) {
      limits.firstArc[ptrdiff_t(trial.number) * network.activities + place] = -1;
    }
  }
  limits.arcs[trial.number] = 0;
}

/// All earliest dates. What is under way comes first: it occupies what it occupies.
static void limitedPass(const Group &group) {
  const torreya_network &network = group.network;
  const int trials = int(group.count);
  for (int trial = 0; trial < trials; ++trial) clear({group, trial});
  for (int i = 0; i < network.activities; ++i) {
    int place = network.limits.order[i];
    if (network.activity[place].begun < 0 || network.activity[place].isHammock) continue;
    putBegun(group, place);
    for (int number = 0; number < trials; ++number) {
      Trial trial = {group, number};
      if (trial.occurs(network.activity[place])) occupy(trial, place);
      promise(trial, place);
      releaseAfter(trial, place);
      trial.isPut(place) = 1;
    }
  }
  for (int i = 0; i < network.activities; ++i) {
    int place = network.limits.order[i];
    if (network.activity[place].begun >= 0 || network.activity[place].isHammock) continue;
    putEarliest(group, place);
    for (int trial = 0; trial < trials; ++trial) putLimited({group, trial}, place);
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
