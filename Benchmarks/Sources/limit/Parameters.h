// The numbers of the workload, and the names of its streams.
#pragma once

#include <stdint.h>

#include <string>
#include <vector>

constexpr int heads = 12, months = 36, years = 3, totalsPerYear = heads + 1;

struct Parameters {
  uint64_t seed = 0;
  std::string names[heads];
  double persistence[heads];
  /// The long-run standard deviation of a driver.
  double deviation[heads];
  /// What a month of a head would be if its driver were 0.
  double factor[months][heads];
  /// The lower Cholesky factor, each row times the standard deviation of the head's innovation.
  double shocks[heads * heads];
};

/// Reads what `peers/workload.py` wrote; false when there is something else.
bool read(Parameters &parameters, const char *path);

/// The key of a stream, as docs/randomness.md defines it.
uint64_t streamKey(const std::string &name, uint64_t seed);
