// Serial schedule generation in whole numbers: activities, one after another, each as early as
// those before it and what is left of the resources allow.
#ifndef TORREYA_SERIAL_SCHEDULE_H
#define TORREYA_SERIAL_SCHEDULE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  int activities;
  /// Those that an activity waits for: predecessors[starts[a]] ..< predecessors[starts[a + 1]].
  const int *predecessorStarts, *predecessors;
  const int *durations;
  /// The sum of all durations: no schedule is longer.
  int horizon;
  /// Resources lie four in a word, each in a field of sixteen bits whose highest is not used: a
  /// sum, a difference and a comparison of four are one instruction.
  int words;
  const uint64_t *demands, *capacities;
} torreya_whole_project;

/// Puts the activities in `order`, each after those it waits for.
///
/// `left` is room for words × horizon numbers, `begins` and `ends` a number for each activity.
void torreya_serial_schedule(const torreya_whole_project *project, const int *order,
                             uint64_t *left, int *begins, int *ends);

#ifdef __cplusplus
}
#endif
#endif
