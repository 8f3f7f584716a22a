// The limit: fiscal-12x36 written by hand on the kernels and OpenBLAS, without a plan.
//
// The same draws, the same arithmetic and the same answer as `torreya run`, but nothing is read,
// checked, resolved or lowered: what a program for this one workload costs. Usage:
//
//   limit PARAMETERS OUTPUT TRIALS THREADS REPETITIONS
//
// PARAMETERS is what `peers/workload.py` writes of the scenario. It writes the 39 totals as CSV
// and prints the seconds of each repetition, from the first draw to the closed file.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "Answer.h"
#include "Parameters.h"
#include "Simulation.h"

namespace {

double seconds(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

}  // namespace

int main(int count, char **arguments) {
  if (count != 6) {
    std::fprintf(stderr, "usage: limit PARAMETERS OUTPUT TRIALS THREADS REPETITIONS\n");
    return 2;
  }
  Parameters parameters;
  if (!read(parameters, arguments[1])) {
    std::fprintf(stderr, "limit: cannot read %s\n", arguments[1]);
    return 1;
  }
  size_t trials = std::strtoull(arguments[3], nullptr, 10);
  int threads = std::atoi(arguments[4]), repetitions = std::atoi(arguments[5]);
  if (trials == 0 || threads < 1 || repetitions < 1) return 2;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    double start = seconds(CLOCK_MONOTONIC), busy = seconds(CLOCK_PROCESS_CPUTIME_ID);
    Totals totals = simulate(parameters, trials, threads);
    double simulated = seconds(CLOCK_MONOTONIC);
    std::vector<Figures> figures = summarise(totals, threads);
    if (!write(figures, parameters, arguments[2])) return 1;
    double end = seconds(CLOCK_MONOTONIC);
    std::printf("%.6f %.6f %.6f\n", end - start, seconds(CLOCK_PROCESS_CPUTIME_ID) - busy,
                simulated - start);
  }
}
