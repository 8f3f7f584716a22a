// A network of activities as flat arrays: what the scheduling kernels read.
//
// `int` places; -1 where there is none. Amounts are places of inputs: numbers that are the same in
// all trials are inputs with a step of 0.
#ifndef TORREYA_NETWORK_H
#define TORREYA_NETWORK_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  // Activities, each after those that its links name.
  int activities, projects;
  const int *project, *line, *duration, *notBefore, *occurs, *begun, *ended;

  // Links by their successor: those of activity `a` are linkStarts[a] ..< linkStarts[a + 1].
  const int *linkStarts, *linkPredecessor, *linkKind, *linkLag, *linkLine;

  // Hammocks by their activity; empty ranges for the others.
  const int *hammockFromStarts, *hammockFrom, *hammockToStarts, *hammockTo;

  // Lines: the working time before each day from `firstDay` on, and one entry more.
  int lines, firstDay, days;
  const double *const *worked;        // of each line, days + 1 numbers, without weather
  const int *lossStarts, *lossState, *lossShare;

  // The states of the weather: days firstStateDay ..< firstStateDay + stateDays.
  int firstStateDay, stateDays;

  // Crews and machines: steps of capacity by resource, demands by activity.
  int resources;
  const int *capacityStarts;
  const double *capacityFrom, *capacityAmount;
  const int *demandStarts, *demandResource;
  const double *demandAmount;

  // Money: releases by budget, spending by activity.
  int budgets;
  const int *releaseStarts, *releaseAt, *releaseAfter, *releaseAmount;
  const int *spendingStarts, *spendingBudget, *spendingAmount;
} torreya_network;

#ifdef __cplusplus
}
#endif
#endif
