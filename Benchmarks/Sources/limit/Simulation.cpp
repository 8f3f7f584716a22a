#include "Simulation.h"

#include <CKernels.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace {

/// Trials at a time: the three arrays of twelve columns stay in the second cache.
constexpr size_t block = 512;

/// What one worker writes for a block, in one piece on cache lines.
struct alignas(64) Scratch {
  double driver[heads][block];
  double normals[heads][block];
  double year[totalsPerYear][block];
};

struct Keys {
  uint64_t start[heads], shock[heads];

  explicit Keys(const Parameters &parameters) {
    for (int head = 0; head < heads; ++head) {
      std::string name = "drivers." + parameters.names[head];
      start[head] = streamKey(name + ".start", parameters.seed);
      shock[head] = streamKey(name + ".shock", parameters.seed);
    }
  }
};

void drawNormals(double (&out)[heads][block], const uint64_t (&keys)[heads], size_t first,
                 uint32_t period) {
  for (int head = 0; head < heads; ++head) {
    torreya_uniforms(out[head], block, keys[head], first, period, 0);
    torreya_normal_quantile(out[head], out[head], block);
  }
}

void simulateMonth(const Parameters &p, const Keys &keys, int month, size_t first, Scratch &s) {
  constexpr uint32_t january2024 = 2024 * 12;
  drawNormals(s.normals, keys.shock, first, january2024 + uint32_t(month));
  torreya_multiply_lower_triangular(s.normals[0], p.shocks, heads, block);
  for (int head = 0; head < heads; ++head) {
    torreya_multiply_add(s.driver[head], s.driver[head], 1, &p.persistence[head], 0,
                         s.normals[head], 1, block);
  }
  torreya_exp(s.normals[0], s.driver[0], heads * block);
  for (int head = 0; head < heads; ++head) {
    double *year = s.year[head];
    const double *factor = &p.factor[month][head];
    if (month % 12 == 0) {
      torreya_multiply(year, s.normals[head], 1, factor, 0, block);
    } else {
      torreya_multiply_add(year, s.normals[head], 1, factor, 0, year, 1, block);
    }
  }
}

void keepYear(int year, size_t first, Scratch &s, const Totals &totals) {
  double *all = s.year[heads];
  torreya_add(all, s.year[0], 1, s.year[1], 1, block);
  for (int head = 2; head < heads; ++head) torreya_add(all, all, 1, s.year[head], 1, block);
  for (int index = 0; index < totalsPerYear; ++index) {
    std::copy_n(s.year[index], block, totals.column(year * totalsPerYear + index) + first);
  }
}

void simulateBlock(const Parameters &p, const Keys &keys, size_t first, Scratch &s,
                   const Totals &totals) {
  drawNormals(s.driver, keys.start, first, 0);
  for (int head = 0; head < heads; ++head) {
    torreya_multiply(s.driver[head], s.driver[head], 1, &p.deviation[head], 0, block);
  }
  for (int month = 0; month < months; ++month) {
    simulateMonth(p, keys, month, first, s);
    if (month % 12 == 11) keepYear(month / 12, first, s, totals);
  }
}

/// Memory for so many numbers, left as it is: each worker touches the pages of its blocks first.
/// Large pages, where the system has them, save thousands of page faults.
std::unique_ptr<double[], Totals::Free> allocate(size_t count) {
  constexpr size_t page = size_t(2) << 20;
  size_t bytes = (count * sizeof(double) + page - 1) / page * page;
  void *memory = std::aligned_alloc(page, bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return std::unique_ptr<double[], Totals::Free>(static_cast<double *>(memory));
}

}  // namespace

void onThreads(int threads, const std::function<void(int)> &work) {
  std::vector<std::thread> others;
  for (int worker = 1; worker < threads; ++worker) others.emplace_back(work, worker);
  work(0);
  for (std::thread &other : others) other.join();
}

Totals simulate(const Parameters &parameters, size_t trials, int threads) {
  size_t blocks = (trials + block - 1) / block;
  Totals totals{trials, blocks * block, allocate(blocks * block * years * totalsPerYear)};
  Keys keys(parameters);
  std::atomic<size_t> next(0);
  onThreads(threads, [&](int) {
    auto scratch = std::make_unique<Scratch>();
    for (size_t index; (index = next.fetch_add(1, std::memory_order_relaxed)) < blocks;) {
      simulateBlock(parameters, keys, index * block, *scratch, totals);
    }
  });
  return totals;
}
