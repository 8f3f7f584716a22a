// Crews, machines and money that limit the work of a network: what the kernel reads, and what it
// fills for each of the trials that are scheduled together.
#ifndef TORREYA_LIMITS_H
#define TORREYA_LIMITS_H

#ifdef __cplusplus
extern "C" {
#endif

// What is left of a resource along time: from each moment on, until the next.
typedef struct {
  double from, left;
} torreya_step;

// Money that is released at a moment.
typedef struct {
  double at, amount;
} torreya_release;

// An activity whose end let another one begin, `lag` calendar days later; the places of the
// following arc from the same activity, -1 for none.
typedef struct {
  int to, next;
  double lag;
} torreya_arc;

typedef struct {
  // The places of the activities in the order in which they are put on the calendar.
  int *order;

  // Steps of capacity by resource, the first from the beginning of time; demands by activity.
  int resources;
  const int *capacityStarts;
  const torreya_step *capacity;
  const int *demandStarts, *demandResource;
  const double *demandAmount;
  // The activities that demand a resource.
  const int *userStarts, *users;

  // Releases by budget, slots of moments and amounts; spending by activity, slots of amounts.
  int budgets;
  const int *releaseStarts, *releaseAt, *releaseAmount;
  const int *spendingStarts, *spendingBudget, *spendingAmount;
  // Releases after an activity has ended, by activity: budget, slots of days and amount.
  const int *laterStarts, *laterBudget, *laterDelay, *laterAmount;
  // The same by budget: the activity, and the slot of days.
  const int *afterStarts, *afterActivity, *afterDelay;

  // MARK: What is filled for one trial after another

  // By resource: steps, in rooms of roomStarts; how many there are, [trial][resource].
  const int *roomStarts;
  int rooms;
  torreya_step *step;
  int *steps;
  // By budget: releases by their moments, in rooms of moneyStarts; how many; what is promised.
  const int *moneyStarts;
  int moneys;
  torreya_release *release;
  int *releases;
  double *promised;
  // Which activities are on the calendar: [trial][activity].
  unsigned char *isPut;
  // Arcs, [trial][arcRoom], and the first of each activity, [trial][activity]; -1 for none.
  int arcRoom;
  torreya_arc *arc;
  int *arcs, *firstArc;
} torreya_limits;

#ifdef __cplusplus
}
#endif
#endif
