// What is told of a schedule.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The places of Network.Quantity.
enum Quantity { begins, ends, start, finish, totalFloat, freeFloat, critical, lost, waited };

/// Total float below this counts as none: Network.criticalFloat.
constexpr double criticalFloat = 1e-6;

/// What hangs from others has their first beginning and their last end.
static void putHammock(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials begins = eight(never), ends = eight(-never);
  for (int i = activity.hungFrom; i < activity.hungMiddle; ++i) {
    begins = earlier(begins, at(network.begins, network.hung[i]));
  }
  for (int i = activity.hungMiddle; i < activity.hungTo; ++i) {
    ends = later(ends, at(network.ends, network.hung[i]));
  }
  Trials start = elapsedAt(group, activity.line, begins, never);
  Trials end = elapsedAt(group, activity.line, ends, never);
  put(network.begins, place, begins);
  put(network.works, place, begins);
  put(network.ends, place, ends);
  put(network.start, place, start);
  put(network.end, place, end);
  put(network.takes, place, end - start);
}

/// The day on which something that takes no time stands.
static Trials standingDay(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials day = roundedUp(at(network.ends, place) - wholeDay) - 1;
  if (isLimited(network)) {
    // Money that comes as a day begins is spent on that day.
    Trials there = roundedDown(at(network.begins, place) + wholeDay);
    day = at(network.waited, place) > 0 ? later(day, there) : day;
  }
  if (activity.notBefore < 0) return day;
  Trials first = roundedDown(at(network.number, activity.notBefore) + wholeDay);
  if (activity.occurs >= 0) {
    first = at(network.number, activity.occurs) != 0 ? first : eight(-never);
  }
  return later(day, first);
}

static Trials startDay(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  if (activity.begun >= 0) return roundedDown(at(network.begins, place) + wholeDay);
  Trials starts = at(network.start, place);
  Trials near = activity.wantsMoments ? at(network.begins, place) : eight(-never);
  Trials day = roundedDown(leftAt(group, activity.line, starts, near, never) + wholeDay);
  return at(network.takes, place) > 0 ? day : standingDay(group, place);
}

static Trials finishDay(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials day = roundedUp(at(network.ends, place) - wholeDay) - 1;
  if (activity.begun >= 0) return later(roundedDown(at(network.begins, place) + wholeDay), day);
  if (activity.isSurelyWorked) return day;
  return at(network.takes, place) > 0 ? day : standingDay(group, place);
}

static Trials floatOf(const torreya_network &network, int place) {
  const torreya_activity &activity = network.activity[place];
  if (!activity.isHammock) return at(network.lateEnd, place) - at(network.end, place);
  Trials least = eight(never);
  for (int i = activity.hungFrom; i < activity.hungTo; ++i) {
    int other = network.hung[i];
    least = earlier(least, at(network.lateEnd, other) - at(network.end, other));
  }
  return least;
}

/// What an activity may end later before a link moves what follows.
static Trials slackOfLink(const Group &group, int place, const torreya_link &link) {
  const torreya_network &network = group.network;
  int line = network.activity[place].line;
  int other = link.other, otherLine = network.activity[other].line;
  Trials coordinate = at(limitsEnd(link) ? network.end : network.start, other);
  Trials moment = eight(0);
  bool isOnOneLine = line == otherLine && (link.lag < 0 || link.lagLine == line);
  if (!isOnOneLine && limitsEnd(link)) {
    moment = at(network.ends, other);
  } else if (!isOnOneLine) {
    Trials begins = at(network.begins, other);
    moment = leftAt(group, otherLine, coordinate, begins, -never);
    moment = at(network.takes, other) > 0 ? moment : begins;
  }
  Trials limit = shiftedBackCoordinate(group, link, line, moment, coordinate);
  return limit - at(fromBeginning(link) ? network.start : network.end, place);
}

static Trials freeFloatOfActivity(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials least = at(network.projectCoordinate, activity.endOfProject) - at(network.end, place);
  for (int i = activity.onwardFrom; i < activity.onwardTo; ++i) {
    const torreya_link &link = network.onward[i];
    if (fromBeginning(link) && activity.begun >= 0) continue;
    least = earlier(least, slackOfLink(group, place, link));
  }
  return least;
}

static Trials freeFloatOf(const Group &group, int place) {
  const torreya_activity &activity = group.network.activity[place];
  if (!activity.isHammock) return freeFloatOfActivity(group, place);
  Trials least = eight(never);
  for (int i = activity.hungFrom; i < activity.hungTo; ++i) {
    least = earlier(least, freeFloatOfActivity(group, group.network.hung[i]));
  }
  return least;
}

/// Working time that weather took from where work went on.
static Trials lostToWeather(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  const torreya_line &line = network.line[activity.line];
  if (line.losses == 0 || activity.ended >= 0) return eight(0);
  Trials works = at(network.works, place), takes = at(network.takes, place);
  Trials ends = at(network.ends, place);
  if (!activity.isHammock) {
    ends = later(reachedAt(group, activity.line, at(network.end, place), works, never), works);
  }
  Trials from = interpolated(line.planned, line.firstDay, line.days, works, never);
  Trials to = interpolated(line.planned, line.firstDay, line.days, ends, never);
  Trials days = later(eight(0), to - from - takes);
  return takes > 0 ? days : eight(0);
}

static Trials criticality(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials left = floatOf(network, place);
  Trials isCritical = left <= criticalFloat ? eight(1) : eight(0);
  if (activity.occurs >= 0) {
    isCritical = at(network.number, activity.occurs) != 0 ? isCritical : eight(0);
  }
  return isCritical + (left - left);
}

static Trials quantityOf(const Group &group, const torreya_wanted &wanted) {
  const torreya_network &network = group.network;
  switch (wanted.quantity) {
    case Quantity::begins: return at(network.begins, wanted.activity);
    case Quantity::ends: return at(network.ends, wanted.activity);
    case Quantity::start: return startDay(group, wanted.activity);
    case Quantity::finish: return finishDay(group, wanted.activity);
    case Quantity::totalFloat: return floatOf(network, wanted.activity);
    case Quantity::freeFloat: return freeFloatOf(group, wanted.activity);
    case Quantity::critical: return criticality(group, wanted.activity);
    case Quantity::lost: return lostToWeather(group, wanted.activity);
    default: return at(network.waited, wanted.activity);
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
