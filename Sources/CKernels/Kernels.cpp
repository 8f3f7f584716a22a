// Compiles the kernels once per level and chooses a level at first use.

#include "include/CKernels.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include "BinomialCoefficients.h"
#include "Coefficients.h"
#include "CountCoefficients.h"
#include "HugeAngle.h"
#include "Level.h"
#include "QuantileCoefficients.h"
#include "TailCoefficients.h"

// Contraction would give other bits where there is a fused multiply-add than where there is none.
#pragma STDC FP_CONTRACT OFF
// Eight trials are wider than a vector at some levels; none is handed to another translation unit.
#pragma clang diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)

#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma"))), apply_to = function)
#define TORREYA_LEVEL avx512
#define TORREYA_WIDTH 8
#include "LevelKernels.h"
#undef TORREYA_WIDTH
#undef TORREYA_LEVEL
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define TORREYA_LEVEL avx2
#define TORREYA_WIDTH 4
#include "LevelKernels.h"
#undef TORREYA_WIDTH
#undef TORREYA_LEVEL
#pragma clang attribute pop

#endif

#define TORREYA_LEVEL baseline
#define TORREYA_WIDTH 2
#include "LevelKernels.h"
#undef TORREYA_WIDTH
#undef TORREYA_LEVEL

namespace {

using torreya::Level;

const Level &table(torreya_level level) {
#if defined(__x86_64__)
  if (level == torreya_level_avx512) return torreya::avx512::level;
  if (level == torreya_level_avx2) return torreya::avx2::level;
#endif
  return torreya::baseline::level;
}

torreya_level clamped(torreya_level level) {
  torreya_level best = torreya_best_level();
  return level < best ? level : best;
}

const char *const names[] = {"baseline", "avx2", "avx512"};

struct Choice {
  Choice() { level = torreya_chosen_level(std::getenv("TORREYA_KERNELS"), &asAsked); }
  std::atomic<torreya_level> level;
  int asAsked;
};

Choice &choice() {
  static Choice choice;
  return choice;
}

const Level &active() { return table(choice().level.load(std::memory_order_relaxed)); }

}  // namespace

extern "C" {

torreya_level torreya_best_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool fma = __builtin_cpu_supports("fma");
  if (fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) {
    return torreya_level_avx512;
  }
  if (fma && __builtin_cpu_supports("avx2")) return torreya_level_avx2;
#endif
  return torreya_level_baseline;
}

torreya_level torreya_chosen_level(const char *name, int *as_asked) {
  torreya_level best = torreya_best_level();
  *as_asked = 1;
  if (name == nullptr || *name == 0) return best;
  for (torreya_level level :
       {torreya_level_baseline, torreya_level_avx2, torreya_level_avx512}) {
    if (std::strcmp(name, names[level]) == 0) {
      *as_asked = level <= best;
      return clamped(level);
    }
  }
  *as_asked = 0;
  return best;
}

torreya_level torreya_active_level(void) { return choice().level.load(); }

int torreya_active_level_is_as_asked(void) { return choice().asAsked; }

const char *torreya_active_level_name(void) { return names[torreya_active_level()]; }

torreya_level torreya_use_level(torreya_level level) {
  torreya_level usable = clamped(level);
  choice().level.store(usable);
  return usable;
}

#define TORREYA_ENTRY(kernel)                                                                     \
  void torreya_##kernel(double *out, const double *a, size_t n) { active().kernel##_(out, a, n); }
TORREYA_UNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY

#define TORREYA_ENTRY(kernel)                                                                     \
  void torreya_##kernel(double *out, const double *a, ptrdiff_t a_stride, const double *b,       \
                        ptrdiff_t b_stride, size_t n) {                                          \
    active().kernel##_(out, a, a_stride, b, b_stride, n);                                        \
  }
TORREYA_BINARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY

#define TORREYA_ENTRY(kernel)                                                                     \
  void torreya_##kernel(double *out, const double *a, ptrdiff_t a_stride, const double *b,       \
                        ptrdiff_t b_stride, const double *c, ptrdiff_t c_stride, size_t n) {     \
    active().kernel##_(out, a, a_stride, b, b_stride, c, c_stride, n);                           \
  }
TORREYA_TERNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY

void torreya_sum_columns(double *out, const double *const *columns, size_t count, size_t n) {
  active().sum_columns(out, columns, count, n);
}

void torreya_combine_columns(double *const *out, size_t rows, const double *const *columns,
                             const double *weights, size_t count, size_t n) {
  active().combine_columns(out, rows, columns, weights, count, n);
}

int torreya_all_finite(const double *a, size_t n) { return active().all_finite(a, n); }
int torreya_all_zero(const double *a, size_t n) { return active().all_zero(a, n); }
double torreya_sum(const double *a, size_t n) { return active().sum(a, n); }
double torreya_sum_of_squares(const double *a, double centre, size_t n) {
  return active().sum_of_squares(a, centre, n);
}
void torreya_power_sums(const double *a, double centre, double scale, size_t n, double *sums) {
  active().power_sums(a, centre, scale, n, sums);
}
void torreya_mark_days(uint8_t *states, const double *a, size_t stride, int32_t bit, size_t n) {
  active().mark_days(states, a, stride, bit, n);
}

size_t torreya_count_at_most(const double *a, double bound, size_t n) {
  return active().count_at_most(a, bound, n);
}
double torreya_smallest(const double *a, size_t n) { return active().smallest(a, n); }
double torreya_largest(const double *a, size_t n) { return active().largest(a, n); }

void torreya_bin_indexes(uint16_t *out, const double *a, double low, double scale, uint16_t last,
                         size_t n) {
  active().bin_indexes(out, a, low, scale, last, n);
}
size_t torreya_count_whole_numbers(ptrdiff_t *counts, double low, double room, const double *a,
                                   size_t n) {
  return active().count_whole_numbers(counts, low, room, a, n);
}

void torreya_multiply_lower_triangular(double *block, const double *lower, size_t n,
                                       size_t columns) {
  active().multiply_lower_triangular(block, lower, n, columns);
}

void torreya_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]};
  uint32_t k[2] = {key[0], key[1]};
  for (int round = 0; round < 10; ++round) {
    uint64_t p = uint64_t(0xD2511F53u) * c[0];
    uint64_t q = uint64_t(0xCD9E8D57u) * c[2];
    uint32_t next[4] = {uint32_t(q >> 32) ^ c[1] ^ k[0], uint32_t(q),
                        uint32_t(p >> 32) ^ c[3] ^ k[1], uint32_t(p)};
    std::memcpy(c, next, sizeof c);
    k[0] += 0x9E3779B9u;
    k[1] += 0xBB67AE85u;
  }
  std::memcpy(out, c, sizeof c);
}

void torreya_uniforms(double *out, size_t n, uint64_t key, uint64_t first_trial, uint32_t period,
                      uint32_t lane) {
  active().uniforms(out, n, key, first_trial, period, lane);
}
void torreya_normals(double *out, size_t n, uint64_t key, uint64_t first_trial, uint32_t period,
                     uint32_t lane) {
  active().normals(out, n, key, first_trial, period, lane);
}

void torreya_antithetic(double *out, size_t n, uint64_t key, uint64_t first_trial,
                        uint32_t period) {
  active().antithetic(out, n, key, first_trial, period, 0);
}

void torreya_latin_hypercube(double *out, size_t n, uint64_t key, uint64_t first_trial,
                             uint32_t period) {
  active().latin_hypercube(out, n, key, first_trial, period, 0, 1);
}

void torreya_sobol(double *out, size_t n, const uint32_t directions[30], uint64_t first_point,
                   uint64_t key, uint32_t period, uint32_t randomisation) {
  constexpr uint64_t cycle = uint64_t(1) << 30;
  const uint32_t halves[2] = {uint32_t(key), uint32_t(key >> 32)};
  while (n > 0) {
    uint64_t left = cycle - first_point % cycle;
    size_t count = n < left ? n : size_t(left);
    uint32_t keys[16];
    for (uint32_t call = 0; call < 4; ++call) {
      const uint32_t counter[4] = {randomisation * 4 + call, uint32_t(first_point / cycle), period,
                                   2};
      torreya_philox4x32(counter, halves, keys + 4 * call);
    }
    active().sobol(out, count, directions, uint32_t(first_point % cycle), keys);
    out += count;
    first_point += count;
    n -= count;
  }
}

int torreya_table_quantiles(double *out, const double *p, const torreya_quantile_table *table,
                            size_t n) {
  return active().table_quantiles(out, p, table, n);
}
void torreya_outcome_quantiles(double *out, const double *p, const torreya_outcome_table *table,
                               size_t n) {
  active().outcome_quantiles(out, p, table, n);
}
int torreya_poisson_quantiles(double *out, const double *p, const double *means,
                              ptrdiff_t mean_stride, size_t n) {
  return active().poisson_quantiles(out, p, means, mean_stride, n);
}
int torreya_binomial_quantiles(double *out, const double *p, const double *counts,
                               ptrdiff_t count_stride, const double *probabilities,
                               ptrdiff_t probability_stride, size_t n) {
  return active().binomial_quantiles(out, p, counts, count_stride, probabilities,
                                     probability_stride, n);
}
void torreya_schedule(torreya_network *network, const torreya_input *inputs,
                      const uint8_t *states, size_t stride, double *const *outputs,
                      size_t trials) {
  active().schedule(network, inputs, states, stride, outputs, trials);
}

int torreya_smoothing_errors(const torreya_smoothing *smoothing, const double *y, size_t n,
                             double *state, double *errors, double *sums) {
  return active().smoothing_errors(smoothing, y, n, state, errors, sums);
}
int torreya_smoothing_derivatives(const torreya_smoothing *smoothing, const double *y, size_t n,
                                  double *state, double *tangents, size_t columns, size_t stride,
                                  double *rows, double *relative, double *sums) {
  return active().smoothing_derivatives(smoothing, y, n, state, tangents, columns, stride, rows,
                                        relative, sums);
}
void torreya_column_products(double *matrix, const double *rows, size_t n, size_t columns,
                             size_t stride) {
  active().column_products(matrix, rows, n, columns, stride);
}

}  // extern "C"
