// A network of activities as flat arrays: what the scheduling kernels read.
//
// Places are `int`, -1 where there is none. Numbers of a trial have slots: inputs of the network,
// then numbers that are the same in all trials.
//
// Eight trials are scheduled side by side; every array of a trial's numbers has them as its last
// index.
#ifndef TORREYA_NETWORK_H
#define TORREYA_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "Limits.h"

#ifdef __cplusplus
extern "C" {
#endif

// How many trials are scheduled side by side.
#define TORREYA_TRIALS_TOGETHER 8

// A line on which days are worked or not, whatever the trial: look-ups by the number of days.
// Else a line that is walked along: its working time is added up for eight trials at a time, from
// `origin` on in both directions and only as far as somebody asks.
typedef struct {
  int isCounted;
  // The days firstDay ..< firstDay + days; moments outside have no working time.
  int firstDay, days;
  // Of a counted line: working time before each day (days + 1 numbers).
  const double *before;
  // Of a counted line, for each number of working days from 0 to workingDays: the moments at which
  // they have just been worked, and the last ones at which no more have.
  int workingDays;
  const double *reached, *left;
  // Long breaks without a day that is worked, whatever the weather: the moments at which each one
  // begins and ends, in their order. Crews are elsewhere in the meantime.
  int breaks;
  const double *breakFrom, *breakTo;
  // Of the others: the share of each day without weather, and working time before it.
  const double *share, *planned;
  // For each day the place of the day whose states it has; -1 for a day that loses nothing.
  const int *stateDay;
  // The losses of the line: the bit of the state, and the slot of the share that it takes.
  int losses;
  const int *lossState, *lossShare;
  // Where the numbers are added up from: a day from 0 to days.
  int origin;
  // Working time before each day, [days + 1][8]: known for the days builtFrom ... builtTo.
  double *elapsed;
  int builtFrom, builtTo;
  // The parts that the losses leave, [losses][8].
  double *kept;
} torreya_line;

// A condition between two activities. `other` is the activity at its other end.
typedef struct {
  int other;
  // 0 finish-start, 1 start-start, 2 finish-finish, 3 start-finish.
  int kind;
  // The slot of the lag; -1 for none.
  int lag;
  // The line of the lag; -1 for calendar days.
  int lagLine;
} torreya_link;

typedef struct {
  int project, line;
  // Slots; -1 where there is none.
  int duration, notBefore, occurs, begun, ended;
  // The slot of the moment by which latest dates have it end, whatever the project; -1 where only
  // the end of the project counts.
  int deadline;
  // The place of the conversion of notBefore to its line.
  int notBeforeCoordinate;
  // The links from those that it waits for, `plain` ones first: finish-start without a lag, on the
  // same line, where coordinates are enough.
  int linksFrom, plainTo, linksTo;
  // The links to those that wait for it and may be moved by it, likewise.
  int onwardFrom, onwardPlainTo, onwardTo;
  // What a hammock hangs from, in `hung`: the activities whose start it has, and those whose end.
  int hungFrom, hungMiddle, hungTo;
  int isHammock;
  // What has to be worked out: the moments at which it begins and ends, the latest moments at which
  // it may begin and end.
  int wantsMoments, wantsEnds, wantsLateMoments;
  // The moment at which it ends is always that of its coordinate; it always takes time.
  int endsByCoordinate, isSurelyWorked;
  // Where its coordinate of the project's end is kept.
  int endOfProject;
} torreya_activity;

// An output: the quantity (see Network.Quantity) of an activity.
typedef struct {
  int activity, quantity;
} torreya_wanted;

// The coordinate of a moment that many look at: computed once a block where it is one number.
typedef struct {
  int moment, line;
} torreya_conversion;

// The end of a project on one of its lines.
typedef struct {
  int project, line;
  // Whether all its activities are on that line: then it is the latest of their coordinates.
  int isAlone;
} torreya_project_end;

typedef struct {
  // Activities, each after those that its links name.
  int activities;
  const torreya_activity *activity;
  const torreya_link *links, *onward;
  const int *hung;
  int projects;
  // For each project its activities that may be its last: a range of `last`.
  const int *lastStarts, *last;
  int projectEnds;
  const torreya_project_end *projectEnd;
  int lines;
  torreya_line *line;
  int conversions;
  const torreya_conversion *conversion;
  int outputs;
  const torreya_wanted *output;
  // Whether latest dates are asked for, and moments of the projects' ends.
  int needsLatest, needsEndMoments;
  torreya_limits limits;

  // MARK: What a group of eight trials fills, [...][8]

  int inputs, slots;
  double *number;
  // By conversion.
  double *converted;
  // By activity: coordinates on its line, and the time that it takes.
  double *start, *end, *takes;
  // By activity, where wanted: moments. `works` is the one from which the rest of what has begun is
  // worked; for others it is `begins`.
  double *begins, *works, *ends;
  // Coordinates by which it has to begin and to end, and the moments.
  double *lateStart, *lateEnd, *lateBegins, *lateEnds;
  // By project, and by end of a project on a line.
  double *projectMoment, *projectCoordinate;
  // By activity: calendar days that it waited for what is limited.
  double *waited;
} torreya_network;

// A number of each trial, or one for all: `step` is 0 or 1.
typedef struct {
  const double *numbers;
  ptrdiff_t step;
} torreya_input;

/// Schedules `trials` trials.
///
/// `states` has the states of the days as bits, a day of all trials after the other, `stride`
/// apart; it may be null where no line has losses. `outputs` has a column for each output. NaN
/// stands where a moment lies outside of the lines.
void torreya_schedule(torreya_network *network, const torreya_input *inputs,
                      const uint8_t *states, size_t stride, double *const *outputs, size_t trials);

#ifdef __cplusplus
}
#endif
#endif
