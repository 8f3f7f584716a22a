#include "Answer.h"

#include <CKernels.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace {

/// Bins over 16 standard deviations, the outer two open: each rank falls into one of them, and
/// only its members, one in a hundred or so, need to be put in order.
constexpr int binCount = 4096;
constexpr double binsPerDeviation = binCount / 16;

struct Bins {
  double shift, scale;

  Bins(double mean, double deviation)
      : shift(binCount / 2 - mean * (binsPerDeviation / deviation)),
        scale(binsPerDeviation / deviation) {}

  /// The bins of `n` numbers; a larger number is never in a lower bin.
  void find(int32_t *bins, const double *numbers, size_t n) const {
    for (size_t i = 0; i < n; ++i) {
      double place = numbers[i] * scale + shift;
      place = place < 0 ? 0 : place;
      place = place > binCount - 1 ? binCount - 1 : place;
      bins[i] = int32_t(place);
    }
  }
};

/// Calls `take(number, bin)` for each number.
template <class Take>
void forEach(const double *column, size_t trials, const Bins &bins, Take take) {
  constexpr size_t step = 1024;
  int32_t found[step];
  for (size_t first = 0; first < trials; first += step) {
    size_t count = std::min(step, trials - first);
    bins.find(found, column + first, count);
    for (size_t i = 0; i < count; ++i) take(column[first + i], found[i]);
  }
}

/// The smallest number at which the share of those up to it reaches each probability: the
/// definition of Torreya's summary.
void quantiles(double *out, const double *column, size_t trials, const Bins &bins) {
  std::vector<uint32_t> counts(binCount, 0);
  forEach(column, trials, bins, [&](double, int32_t bin) { ++counts[size_t(bin)]; });
  size_t ranks[quantileCount];
  int32_t binOf[quantileCount];
  std::vector<int8_t> listOf(binCount, -1);
  std::vector<double> members[quantileCount];
  size_t below = 0;
  for (int32_t i = 0, bin = 0; i < quantileCount; ++i) {
    size_t rank = size_t(std::ceil(probabilities[i] * double(trials))) - 1;
    while (below + counts[size_t(bin)] <= rank) below += counts[size_t(bin++)];
    ranks[i] = rank - below;
    binOf[i] = bin;
    if (listOf[size_t(bin)] < 0) {
      listOf[size_t(bin)] = int8_t(i);
      members[i].reserve(counts[size_t(bin)]);
    }
  }
  forEach(column, trials, bins, [&](double number, int32_t bin) {
    if (listOf[size_t(bin)] >= 0) members[listOf[size_t(bin)]].push_back(number);
  });
  for (int i = 0; i < quantileCount; ++i) {
    std::vector<double> &list = members[listOf[size_t(binOf[i])]];
    std::nth_element(list.begin(), list.begin() + ptrdiff_t(ranks[i]), list.end());
    out[i] = list[ranks[i]];
  }
}

Figures figures(double *column, size_t trials) {
  Figures found;
  found.mean = torreya_sum(column, trials) / double(trials);
  found.deviation =
      std::sqrt(torreya_sum_of_squares(column, found.mean, trials) / double(trials - 1));
  quantiles(found.quantiles, column, trials, Bins(found.mean, found.deviation));
  return found;
}

}  // namespace

std::vector<Figures> summarise(const Totals &totals, int threads) {
  std::vector<Figures> found(years * totalsPerYear);
  std::atomic<int> next(0);
  onThreads(threads, [&](int) {
    for (int index; (index = next.fetch_add(1)) < int(found.size());) {
      found[size_t(index)] = figures(totals.column(index), totals.trials);
    }
  });
  return found;
}

bool write(const std::vector<Figures> &figures, const Parameters &parameters, const char *path) {
  FILE *file = std::fopen(path, "w");
  if (!file) return false;
  std::fprintf(file, "indicator,period,mean,standardDeviation,p05,p10,p25,p50,p75,p90,p95\n");
  for (size_t index = 0; index < figures.size(); ++index) {
    size_t head = index % totalsPerYear;
    const char *label = head < heads ? "heads." : "total";
    const char *name = head < heads ? parameters.names[head].c_str() : "";
    std::fprintf(file, "%s%s,%zu,%.17g,%.17g", label, name, 2024 + index / totalsPerYear,
                 figures[index].mean, figures[index].deviation);
    for (double quantile : figures[index].quantiles) std::fprintf(file, ",%.17g", quantile);
    std::fputc('\n', file);
  }
  return std::fclose(file) == 0;
}
