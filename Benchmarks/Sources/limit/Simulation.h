// The trials of the workload.
#pragma once

#include <stddef.h>

#include <cstdlib>
#include <functional>
#include <memory>

#include "Parameters.h"

/// 39 columns of trials, one after another: by year, the heads and then all together.
struct Totals {
  struct Free {
    void operator()(double *memory) const { std::free(memory); }
  };

  size_t trials;
  /// Trials in a column, a whole number of blocks.
  size_t padded;
  std::unique_ptr<double[], Free> numbers;

  double *column(int index) const { return numbers.get() + size_t(index) * padded; }
};

Totals simulate(const Parameters &parameters, size_t trials, int threads);

/// Runs `work(worker)` on so many threads, of which this is one.
void onThreads(int threads, const std::function<void(int)> &work);
