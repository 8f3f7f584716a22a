// Serial schedule generation in whole numbers.
//
// Source: Kelley (1963), The critical-path method: resources planning and scheduling; Kolisch
// (1996), Serial and parallel resource-constrained project scheduling methods revisited.

#include "include/SerialSchedule.h"

namespace {

// The highest bit of each field: set beforehand, it is lost where a field would fall below 0.
constexpr uint64_t borrow = 0x8000800080008000ull;

bool fits(const uint64_t *left, const uint64_t *demand, int words) {
  uint64_t kept = borrow;
  for (int word = 0; word < words; word++) kept &= (left[word] | borrow) - demand[word];
  return kept == borrow;
}

/// The first of `duration` units in a row, from `from` on, that have what is demanded. A unit that
/// does not ends the row: the next one begins a new row, and none is looked at twice.
int earliest(const uint64_t *left, const uint64_t *demand, int words, int from, int duration) {
  int unit = from, run = 0;
  while (run < duration) {
    run = fits(left + unit * words, demand, words) ? run + 1 : 0;
    unit++;
  }
  return unit - duration;
}

bool isNothing(const uint64_t *demand, int words) {
  for (int word = 0; word < words; word++) {
    if (demand[word] != 0) return false;
  }
  return true;
}

}  // namespace

extern "C" void torreya_serial_schedule(const torreya_whole_project *project, const int *order,
                                        uint64_t *left, int *begins, int *ends) {
  const int words = project->words;
  for (int unit = 0; unit < project->horizon; unit++) {
    for (int word = 0; word < words; word++) left[unit * words + word] = project->capacities[word];
  }
  for (int place = 0; place < project->activities; place++) {
    const int activity = order[place];
    int begin = 0;
    for (int link = project->predecessorStarts[activity];
         link < project->predecessorStarts[activity + 1]; link++) {
      const int end = ends[project->predecessors[link]];
      if (end > begin) begin = end;
    }
    const int duration = project->durations[activity];
    const uint64_t *demand = project->demands + activity * words;
    if (duration > 0 && !isNothing(demand, words)) {
      begin = earliest(left, demand, words, begin, duration);
      for (int unit = begin; unit < begin + duration; unit++) {
        for (int word = 0; word < words; word++) left[unit * words + word] -= demand[word];
      }
    }
    begins[activity] = begin;
    ends[activity] = begin + duration;
  }
}
