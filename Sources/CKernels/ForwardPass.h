// Earliest dates: each activity after those that it waits for.
// Included once per level: no include guard.
//
// On the way an activity has a coordinate: the working time that has elapsed on its line. Moments
// are needed where lines differ, and where something takes no time: then it stands where it had to
// wait until, even on a day off.

namespace torreya {
namespace TORREYA_LEVEL {

/// A time: none below zero; never for what is no number.
TORREYA_INLINE Trials timeOf(Trials x) { return earlier(later(eight(0), x), eight(never)); }
/// A lag: never for what is no number.
TORREYA_INLINE Trials lagOf(const Group &group, const torreya_link &link) {
  return earlier(at(group.network.number, link.lag), eight(never));
}

TORREYA_INLINE Trials takesOf(const Group &group, const torreya_activity &activity) {
  Trials takes = timeOf(at(group.network.number, activity.duration));
  if (activity.occurs < 0) return takes;
  return at(group.network.number, activity.occurs) != 0 ? takes : eight(0);
}

/// Kinds 1 and 3 start with the predecessor's beginning, 2 and 3 limit the successor's end.
TORREYA_INLINE bool fromBeginning(const torreya_link &link) { return (link.kind & 1) != 0; }
TORREYA_INLINE bool limitsEnd(const torreya_link &link) { return link.kind >= 2; }

TORREYA_INLINE Trials sourceCoordinate(const torreya_network &network, const torreya_link &link) {
  return at(fromBeginning(link) ? network.start : network.end, link.other);
}
TORREYA_INLINE Trials sourceMoment(const torreya_network &network, const torreya_link &link) {
  return at(fromBeginning(link) ? network.begins : network.ends, link.other);
}

/// The moment to which a link leads.
TORREYA_INLINE Trials shifted(const Group &group, const torreya_link &link) {
  const torreya_network &network = group.network;
  Trials moment = sourceMoment(network, link);
  if (link.lag < 0) return moment;
  Trials lag = lagOf(group, link);
  if (link.lagLine < 0) return moment + lag;
  bool isSame = network.activity[link.other].line == link.lagLine;
  Trials from = isSame ? sourceCoordinate(network, link)
                       : elapsedAt(group, link.lagLine, moment, never);
  Trials moved = reachedAt(group, link.lagLine, from + lag, moment, never);
  return lag >= 0 ? later(moment, moved) : moved;
}

/// Where a link leads to on the successor's line.
TORREYA_INLINE Trials shiftedCoordinate(const Group &group, const torreya_link &link, int line) {
  const torreya_network &network = group.network;
  bool isSame = network.activity[link.other].line == line;
  if (link.lag >= 0 && link.lagLine != line) {
    return elapsedAt(group, line, shifted(group, link), never);
  }
  Trials from = isSame ? sourceCoordinate(network, link)
                       : elapsedAt(group, line, sourceMoment(network, link), never);
  return link.lag < 0 ? from : from + lagOf(group, link);
}

/// What has begun: the past is as it was, and the rest is worked from the day of the status on.
static void putBegun(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials begins = at(network.number, activity.begun);
  Trials works = begins;
  if (activity.notBefore >= 0) works = later(begins, at(network.number, activity.notBefore));
  Trials takes = takesOf(group, activity);
  Trials start = elapsedAt(group, activity.line, begins, never);
  Trials end, ends;
  if (activity.ended >= 0) {
    ends = at(network.number, activity.ended);
    end = elapsedAt(group, activity.line, ends, never);
  } else {
    end = elapsedAt(group, activity.line, works, never) + takes;
    ends = later(reachedAt(group, activity.line, end, works, never), works);
  }
  put(network.start, place, start);
  put(network.end, place, end);
  put(network.takes, place, takes);
  put(network.begins, place, begins);
  put(network.works, place, works);
  put(network.ends, place, ends);
}

/// What an activity waits for: coordinates and, where wanted, moments.
struct Waits {
  Trials start, begins, ends;
};

TORREYA_INLINE void waitForLink(const Group &group, const torreya_activity &activity,
                                const torreya_link &link, Trials takes, Waits &waits) {
  Trials there = shiftedCoordinate(group, link, activity.line);
  Trials start = limitsEnd(link) ? there - takes : there;
  waits.start = later(waits.start, start);
  if (!activity.wantsMoments) return;
  Trials moment = shifted(group, link);
  if (limitsEnd(link)) {
    waits.ends = later(waits.ends, moment);
    moment = takes > 0 ? reachedAt(group, activity.line, start, moment, never) : moment;
  }
  waits.begins = later(waits.begins, moment);
}

TORREYA_INLINE Waits waitsOf(const Group &group, const torreya_activity &activity, Trials takes) {
  const torreya_network &network = group.network;
  Waits waits = {eight(-never), eight(-never), eight(-never)};
  if (activity.notBefore >= 0) {
    waits.start = at(network.converted, activity.notBeforeCoordinate);
    waits.begins = at(network.number, activity.notBefore);
    if (activity.occurs >= 0 && activity.linksFrom < activity.linksTo) {
      TrialMask occurs = at(network.number, activity.occurs) != 0;
      waits.start = occurs ? waits.start : eight(-never);
      waits.begins = occurs ? waits.begins : eight(-never);
    }
  }
  for (int i = activity.linksFrom; i < activity.plainTo; ++i) {
    waits.start = later(waits.start, at(network.end, network.links[i].other));
  }
  if (activity.wantsMoments) {
    for (int i = activity.linksFrom; i < activity.plainTo; ++i) {
      waits.begins = later(waits.begins, at(network.ends, network.links[i].other));
    }
  }
  for (int i = activity.plainTo; i < activity.linksTo; ++i) {
    waitForLink(group, activity, network.links[i], takes, waits);
  }
  return waits;
}

/// Puts an activity that has not begun on the earliest dates that its links allow.
TORREYA_INLINE void putEarliest(const Group &group, int place) {
  const torreya_network &network = group.network;
  const torreya_activity &activity = network.activity[place];
  Trials takes = takesOf(group, activity);
  Waits waits = waitsOf(group, activity, takes);
  Trials end = waits.start + takes;
  put(network.start, place, waits.start);
  put(network.end, place, end);
  put(network.takes, place, takes);
  Trials notBefore = waits.begins;
  if (activity.wantsMoments) {
    Trials standing = later(waits.begins, waits.ends);
    Trials begins = takes > 0 ? waits.begins : standing;
    put(network.begins, place, begins);
    put(network.works, place, begins);
    notBefore = standing;
  }
  if (!activity.wantsEnds) return;
  Trials ends = reachedAt(group, activity.line, end, notBefore, never);
  if (!activity.endsByCoordinate) {
    ends = takes > 0 ? later(ends, notBefore) : notBefore;
  }
  put(network.ends, place, ends);
}

/// The ends of the projects, as moments and on their lines.
static void endProjects(const Group &group) {
  const torreya_network &network = group.network;
  auto latestOf = [&](int project, const double *from) __attribute__((always_inline)) {
    Trials latest = eight(-never);
    for (int i = network.lastStarts[project]; i < network.lastStarts[project + 1]; ++i) {
      latest = later(latest, at(from, network.last[i]));
    }
    return latest;
  };
  if (network.needsEndMoments) {
    for (int project = 0; project < network.projects; ++project) {
      put(network.projectMoment, project, latestOf(project, network.ends));
    }
  }
  for (int i = 0; i < network.projectEnds; ++i) {
    const torreya_project_end &end = network.projectEnd[i];
    Trials coordinate = end.isAlone ? latestOf(end.project, network.end)
                                    : elapsedAt(group, end.line,
                                                at(network.projectMoment, end.project), never);
    put(network.projectCoordinate, i, coordinate);
  }
}

/// All earliest dates where nothing but links limits the work; LimitedPass.h has them where crews,
/// machines or money do.
static void forwardPass(const Group &group) {
  const torreya_network &network = group.network;
  for (int place = 0; place < network.activities; ++place) {
    const torreya_activity &activity = network.activity[place];
    if (activity.isHammock) continue;
    if (activity.begun >= 0) {
      putBegun(group, place);
    } else {
      putEarliest(group, place);
    }
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
