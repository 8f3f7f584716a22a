// Working time of one trial of a group, and when an activity of it holds its crews.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

TORREYA_INLINE bool isLimited(const torreya_network &network) {
  return network.limits.firstArc != nullptr;
}

/// One trial of a group, with its part of the memory.
struct Trial {
  const Group &group;
  int number;

  torreya_limits &limits() const { return group.network.limits; }
  double &of(double *numbers, int place) const {
    return numbers[ptrdiff_t(place) * together + number];
  }
  double slot(int place) const { return of(group.network.number, place); }
  torreya_step *steps(int resource) const {
    return limits().step + ptrdiff_t(number) * limits().rooms + limits().roomStarts[resource];
  }
  int &stepCount(int resource) const {
    return limits().steps[ptrdiff_t(number) * limits().resources + resource];
  }
  torreya_release *releases(int budget) const {
    return limits().release + ptrdiff_t(number) * limits().moneys + limits().moneyStarts[budget];
  }
  int &releaseCount(int budget) const {
    return limits().releases[ptrdiff_t(number) * limits().budgets + budget];
  }
  double &promised(int budget) const {
    return limits().promised[ptrdiff_t(number) * limits().budgets + budget];
  }
  unsigned char &isPut(int place) const {
    return limits().isPut[ptrdiff_t(number) * group.network.activities + place];
  }
  bool occurs(const torreya_activity &activity) const {
    return activity.occurs < 0 || slot(activity.occurs) != 0;
  }
};

// MARK: Working time of one trial

static double elapsedOfTrial(const Trial &trial, int place, double moment, double outside) {
  torreya_line &line = trial.group.network.line[place];
  if (!line.isCounted) return walkedElapsed(trial.group, line, moment, trial.number, outside);
  double days = moment - line.firstDay;
  if (!(days >= 0 && days <= line.days)) return outside;
  int day = days < line.days ? int(days) : line.days - 1;
  double low = line.before[day];
  return low + (days - day) * (line.before[day + 1] - low);
}

static double reachedInTrial(const Trial &trial, int place, double worked, double near) {
  torreya_line &line = trial.group.network.line[place];
  if (!line.isCounted) {
    return walkedReached(trial.group, line, worked, near, trial.number, never);
  }
  double number = __builtin_ceil(worked - wholeDay);
  if (!(number >= 0 && number <= line.workingDays)) return never;
  double rest = worked - number;
  return line.reached[int(number)] + (rest >= -wholeDay ? 0 : rest);
}

static double leftInTrial(const Trial &trial, int place, double worked, double near) {
  torreya_line &line = trial.group.network.line[place];
  if (!line.isCounted) {
    return walkedLeft(trial.group, line, worked, near, trial.number, never);
  }
  double number = __builtin_floor(worked + wholeDay);
  if (!(number >= 0 && number <= line.workingDays)) return never;
  double rest = worked - number;
  return line.left[int(number)] + (rest <= wholeDay ? 0 : rest);
}

// MARK: When crews and machines are held

/// Crews come on the first day that is worked: until then whoever waits for the day holds nobody.
static double heldFrom(const Trial &trial, int place, double begins, double start) {
  const torreya_activity &activity = trial.group.network.activity[place];
  if (activity.begun >= 0) return begins;
  double there = leftInTrial(trial, activity.line, start, begins);
  double day = __builtin_floor(there + wholeDay);
  return day > begins ? day : begins;
}

/// Calls `body` for each part of the time from `from` to `ends` in which an activity on a line has
/// its crews: all but the long breaks.
template <class Body>
TORREYA_INLINE void forEachHeld(const torreya_line &line, double from, double ends, Body body) {
  int low = 0, high = line.breaks;
  while (low < high) {
    int middle = (low + high) / 2;
    if (line.breakTo[middle] > from) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  for (; low < line.breaks && line.breakFrom[low] < ends; ++low) {
    if (line.breakFrom[low] > from) body(from, line.breakFrom[low]);
    from = line.breakTo[low];
  }
  if (from < ends) body(from, ends);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
