// Between moments and working time on a line, for eight trials side by side.
// Included once per level: no include guard.
//
// Lines are those of include/Network.h. A counted line is looked up, the same for all trials. The
// others are walked: since no day has more than one day of work, a walk may stride over as many
// days as there is work missing.
//
// What lies outside of a line gives `outside`: later than everything on the way forward, earlier
// than everything on the way back, so that what depends on it is outside too.

namespace torreya {
namespace TORREYA_LEVEL {

typedef double Trials __attribute__((vector_size(TORREYA_TRIALS_TOGETHER * 8)));
typedef int64_t TrialMask __attribute__((vector_size(TORREYA_TRIALS_TOGETHER * 8)));
typedef int32_t Places __attribute__((vector_size(TORREYA_TRIALS_TOGETHER * 4)));

constexpr int together = TORREYA_TRIALS_TOGETHER;
constexpr double never = __builtin_inf();
/// How close to a whole day counts as whole.
constexpr double wholeDay = 1e-9;

/// Eight trials that are scheduled together.
struct Group {
  torreya_network &network;
  /// The states of the first trial on the first day, and the next day's distance.
  const uint8_t *states;
  size_t stride;
  size_t count;
};

TORREYA_INLINE Trials eight(double x) { return x - Trials{}; }
TORREYA_INLINE Trials at(const double *from, int place) {
  Trials x;
  __builtin_memcpy(&x, from + ptrdiff_t(place) * together, sizeof x);
  return x;
}
TORREYA_INLINE void put(double *to, int place, Trials x) {
  __builtin_memcpy(to + ptrdiff_t(place) * together, &x, sizeof x);
}
/// The second one if either is no number.
TORREYA_INLINE Trials later(Trials a, Trials b) { return a > b ? a : b; }
TORREYA_INLINE Trials earlier(Trials a, Trials b) { return a < b ? a : b; }
TORREYA_INLINE Trials roundedDown(Trials x) { return __builtin_elementwise_floor(x); }
TORREYA_INLINE Trials roundedUp(Trials x) { return __builtin_elementwise_ceil(x); }
TORREYA_INLINE Places placesOf(Trials x) { return __builtin_convertvector(x, Places); }

TORREYA_INLINE Trials lookUp(const double *from, Places places) {
  Trials x;
  for (int i = 0; i < together; ++i) x[i] = from[places[i]];
  return x;
}

// MARK: Lines that are walked

/// Adds up the days of a line until those from `from` to `to` are known.
static void build(const Group &group, torreya_line &line, int from, int to) {
  auto factor = [&](int day) __attribute__((always_inline)) {
    Trials left = eight(line.share[day]);
    if (line.losses == 0 || line.stateDay[day] < 0 || line.share[day] == 0) return left;
    uint8_t bytes[together] = {};
    __builtin_memcpy(bytes, group.states + size_t(line.stateDay[day]) * group.stride, group.count);
    for (int loss = 0; loss < line.losses; ++loss) {
      TrialMask hit;
      for (int i = 0; i < together; ++i) hit[i] = (bytes[i] >> line.lossState[loss]) & 1;
      left = hit != 0 ? left * at(line.kept, loss) : left;
    }
    return left;
  };
  if (to > line.builtTo) {
    Trials sum = at(line.elapsed, line.builtTo);
    for (int day = line.builtTo; day < to; ++day) {
      sum = sum + factor(day);
      put(line.elapsed, day + 1, sum);
    }
    line.builtTo = to;
  }
  if (from < line.builtFrom) {
    Trials sum = at(line.elapsed, line.builtFrom);
    for (int day = line.builtFrom; day > from; --day) {
      sum = sum - factor(day - 1);
      put(line.elapsed, day - 1, sum);
    }
    line.builtFrom = from;
  }
}

/// Working time of one trial before a day from 0 to `days`.
TORREYA_INLINE double elapsedBefore(const Group &group, torreya_line &line, int day, int trial) {
  if (__builtin_expect(day > line.builtTo, 0)) {
    build(group, line, line.builtFrom, day + 31 < line.days ? day + 31 : line.days);
  } else if (__builtin_expect(day < line.builtFrom, 0)) {
    build(group, line, day > 31 ? day - 31 : 0, line.builtTo);
  }
  return line.elapsed[ptrdiff_t(day) * together + trial];
}

/// Where a walk may begin: the day of a moment if there is one.
TORREYA_INLINE int dayNear(const torreya_line &line, double moment) {
  double day = moment - line.firstDay;
  if (!(day >= 0)) return line.origin;
  return day < line.days ? int(day) : line.days;
}

TORREYA_INLINE int strideOf(double missing) {
  // Sums are rounded: a stride is a little shorter than it might be.
  double stride = missing - 1e-6;
  return stride >= 2 ? int(stride) : 1;
}

TORREYA_INLINE bool isFinite(double x) { return x - x == 0; }

/// The earliest moment at which `worked` is reached in one trial.
static double walkedReached(const Group &group, torreya_line &line, double worked, double near,
                            int trial, double outside) {
  if (!isFinite(worked)) return outside;
  double wanted = worked - wholeDay;
  int day = dayNear(line, near);
  double there = elapsedBefore(group, line, day, trial);
  while (there >= wanted && day > 0) {
    int stride = strideOf(there - wanted);
    day = stride < day ? day - stride : 0;
    there = elapsedBefore(group, line, day, trial);
  }
  if (day == 0 && there >= wanted) return there <= worked + wholeDay ? line.firstDay : outside;
  double before = there;
  while (there < wanted) {
    int stride = strideOf(wanted - there);
    if (stride > line.days - day) return outside;
    if (stride > 1) {
      day += stride;
      there = elapsedBefore(group, line, day, trial);
      continue;
    }
    before = there;
    there = elapsedBefore(group, line, ++day, trial);
  }
  if (there <= worked + wholeDay) return line.firstDay + day;
  return (line.firstDay + day - 1) + (worked - before) / (there - before);
}

/// The latest moment at which no more than `worked` is worked in one trial.
static double walkedLeft(const Group &group, torreya_line &line, double worked, double near,
                         int trial, double outside) {
  if (!isFinite(worked)) return outside;
  double wanted = worked + wholeDay;
  int day = dayNear(line, near);
  double there = elapsedBefore(group, line, day, trial);
  while (there <= wanted && day < line.days) {
    int stride = strideOf(wanted - there);
    day = stride < line.days - day ? day + stride : line.days;
    there = elapsedBefore(group, line, day, trial);
  }
  if (day == line.days && there <= wanted) {
    return there >= worked - wholeDay ? line.firstDay + line.days : outside;
  }
  double after = there;
  while (there > wanted) {
    int stride = strideOf(there - wanted);
    if (stride > day) return outside;
    if (stride > 1) {
      day -= stride;
      there = elapsedBefore(group, line, day, trial);
      continue;
    }
    after = there;
    there = elapsedBefore(group, line, --day, trial);
  }
  if (there >= worked - wholeDay) return line.firstDay + day;
  return (line.firstDay + day) + (worked - there) / (after - there);
}

static double walkedElapsed(const Group &group, torreya_line &line, double moment, int trial,
                            double outside) {
  double place = moment - line.firstDay;
  if (!(place >= 0 && place <= line.days)) return outside;
  int day = place < line.days ? int(place) : line.days - 1;
  double after = elapsedBefore(group, line, day + 1, trial);
  double before = elapsedBefore(group, line, day, trial);
  return before + (place - day) * (after - before);
}

// MARK: Any line

/// Interpolates the working time before each day.
TORREYA_INLINE Trials interpolated(const double *before, int firstDay, int days, Trials moment,
                                   double outside) {
  Trials place = moment - firstDay;
  TrialMask inside = (place >= 0) & (place <= days);
  place = inside ? place : eight(0);
  Trials day = earlier(roundedDown(place), eight(days - 1));
  Places places = placesOf(day);
  Trials low = lookUp(before, places);
  Trials worked = low + (place - day) * (lookUp(before + 1, places) - low);
  return inside ? worked : eight(outside);
}

/// Working time on a line that has elapsed at a moment.
TORREYA_INLINE Trials elapsedAt(const Group &group, int place, Trials moment, double outside) {
  torreya_line &line = group.network.line[place];
  if (line.isCounted) {
    return interpolated(line.before, line.firstDay, line.days, moment, outside);
  }
  Trials worked;
  for (int i = 0; i < together; ++i) {
    worked[i] = walkedElapsed(group, line, moment[i], i, outside);
  }
  return worked;
}

/// The earliest moment at which so much has been worked. `near` is a guess that a walk starts from.
TORREYA_INLINE Trials reachedAt(const Group &group, int place, Trials worked, Trials near,
                                double outside) {
  torreya_line &line = group.network.line[place];
  Trials moment;
  if (line.isCounted) {
    Trials number = roundedUp(worked - wholeDay);
    TrialMask inside = (number >= 0) & (number <= line.workingDays);
    number = inside ? number : eight(0);
    Trials rest = worked - number;
    rest = rest >= -wholeDay ? eight(0) : rest;
    moment = lookUp(line.reached, placesOf(number)) + rest;
    return inside ? moment : eight(outside);
  }
  for (int i = 0; i < together; ++i) {
    moment[i] = walkedReached(group, line, worked[i], near[i], i, outside);
  }
  return moment;
}

/// The latest moment at which no more than that has been worked.
TORREYA_INLINE Trials leftAt(const Group &group, int place, Trials worked, Trials near,
                             double outside) {
  torreya_line &line = group.network.line[place];
  Trials moment;
  if (line.isCounted) {
    Trials number = roundedDown(worked + wholeDay);
    TrialMask inside = (number >= 0) & (number <= line.workingDays);
    number = inside ? number : eight(0);
    Trials rest = worked - number;
    rest = rest <= wholeDay ? eight(0) : rest;
    moment = lookUp(line.left, placesOf(number)) + rest;
    return inside ? moment : eight(outside);
  }
  for (int i = 0; i < together; ++i) {
    moment[i] = walkedLeft(group, line, worked[i], near[i], i, outside);
  }
  return moment;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
