// Latest dates: each activity before those that wait for it. The mirror image of the forward pass.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The latest moment from which a link leads to `moment`, whose coordinate on the line of `link`'s
/// successor is `coordinate`.
TORREYA_INLINE Trials shiftedBack(const Group &group, const torreya_link &link, Trials moment,
                                  Trials coordinate) {
  if (link.lag < 0) return moment;
  Trials lag = lagOf(group, link);
  if (link.lagLine < 0) return moment - lag;
  bool isSame = group.network.activity[link.other].line == link.lagLine;
  Trials from = isSame ? coordinate : elapsedAt(group, link.lagLine, moment, -never);
  Trials moved = leftAt(group, link.lagLine, from - lag, moment, -never);
  return lag >= 0 ? earlier(moment, moved) : moved;
}

/// The same on the predecessor's line.
TORREYA_INLINE Trials shiftedBackCoordinate(const Group &group, const torreya_link &link, int line,
                                            Trials moment, Trials coordinate) {
  bool isSame = group.network.activity[link.other].line == line;
  if (link.lag >= 0 && link.lagLine != line) {
    return elapsedAt(group, line, shiftedBack(group, link, moment, coordinate), -never);
  }
  Trials from = isSame ? coordinate : elapsedAt(group, line, moment, -never);
  return link.lag < 0 ? from : from - lagOf(group, link);
}

/// When an activity has to end, and moments by which it has to begin and to end.
struct Latest {
  Trials end, begins, ends;
};

TORREYA_INLINE void limitByLink(const Group &group, const torreya_activity &activity,
                                const torreya_link &link, Trials takes, Latest &latest) {
  // What has begun cannot begin later.
  if (fromBeginning(link) && activity.begun >= 0) return;
  const torreya_network &network = group.network;
  Trials moment = at(limitsEnd(link) ? network.lateEnds : network.lateBegins, link.other);
  Trials coordinate = at(limitsEnd(link) ? network.lateEnd : network.lateStart, link.other);
  Trials there = shiftedBackCoordinate(group, link, activity.line, moment, coordinate);
  Trials end = fromBeginning(link) ? there + takes : there;
  latest.end = earlier(latest.end, end);
  if (!activity.wantsLateMoments) return;
  moment = shiftedBack(group, link, moment, coordinate);
  if (fromBeginning(link)) {
    latest.begins = earlier(latest.begins, moment);
    moment = takes > 0 ? leftAt(group, activity.line, end, moment, -never) : moment;
  }
  latest.ends = earlier(latest.ends, moment);
}

/// What another one waits for because of crews, machines or money ends before that one begins.
static void limitByArcs(const Group &group, int place, Latest &latest) {
  torreya_network &network = group.network;
  const torreya_limits &limits = network.limits;
  const torreya_activity &activity = network.activity[place];
  for (int number = 0; number < int(group.count); ++number) {
    const torreya_arc *arcs = limits.arc + ptrdiff_t(number) * limits.arcRoom;
    int arc = limits.firstArc[ptrdiff_t(number) * network.activities + place];
    for (; arc >= 0; arc = arcs[arc].next) {
      Trial trial = {group, number};
      double moment = trial.of(network.lateBegins, arcs[arc].to) - arcs[arc].lag;
      bool isSame = arcs[arc].lag == 0 && network.activity[arcs[arc].to].line == activity.line;
      double there = isSame ? trial.of(network.lateStart, arcs[arc].to)
                            : elapsedOfTrial(trial, activity.line, moment, -never);
      latest.end[number] = there < latest.end[number] ? there : latest.end[number];
      latest.ends[number] = moment < latest.ends[number] ? moment : latest.ends[number];
    }
  }
}

/// Puts an activity on the latest dates that keep the ends of the projects.
TORREYA_INLINE void putLatest(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials takes = at(network.takes, place);
  Latest latest = {at(network.projectCoordinate, activity.endOfProject), eight(never),
                   eight(never)};
  if (activity.deadline >= 0) {
    Trials deadline = at(network.number, activity.deadline);
    latest.end = earlier(latest.end, elapsedAt(group, activity.line, deadline, never));
    if (activity.wantsLateMoments) latest.ends = deadline;
  }
  for (int i = activity.onwardFrom; i < activity.onwardPlainTo; ++i) {
    latest.end = earlier(latest.end, at(network.lateStart, network.onward[i].other));
  }
  if (activity.wantsLateMoments) {
    latest.ends = earlier(latest.ends, at(network.projectMoment, activity.project));
    for (int i = activity.onwardFrom; i < activity.onwardPlainTo; ++i) {
      latest.ends = earlier(latest.ends, at(network.lateBegins, network.onward[i].other));
    }
  }
  for (int i = activity.onwardPlainTo; i < activity.onwardTo; ++i) {
    limitByLink(group, activity, network.onward[i], takes, latest);
  }
  if (isLimited(network)) limitByArcs(group, place, latest);
  Trials start = latest.end - takes;
  put(network.lateEnd, place, latest.end);
  put(network.lateStart, place, start);
  if (!activity.wantsLateMoments) return;
  Trials standing = earlier(latest.ends, latest.begins);
  Trials begins = leftAt(group, activity.line, start, standing, -never);
  put(network.lateEnds, place, takes > 0 ? latest.ends : standing);
  put(network.lateBegins, place, takes > 0 ? earlier(begins, standing) : standing);
}

/// All latest dates. Where crews limit the work, what had begun came first, and is last here.
static void backwardPass(const Group &group) {
  const torreya_network &network = group.network;
  if (!isLimited(network)) {
    for (int place = network.activities - 1; place >= 0; --place) {
      if (!network.activity[place].isHammock) putLatest(group, place);
    }
    return;
  }
  for (int hasBegun = 0; hasBegun < 2; ++hasBegun) {
    for (int i = network.activities - 1; i >= 0; --i) {
      int place = network.limits.order[i];
      const torreya_activity &activity = network.activity[place];
      if (!activity.isHammock && (activity.begun >= 0) == hasBegun) putLatest(group, place);
    }
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
