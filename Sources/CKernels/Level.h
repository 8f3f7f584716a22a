// The kernels of one level, as a table of functions: what the dispatch chooses among.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "include/CKernels.h"

// X(name) for each kernel of that shape; the one list from which tables and entries derive.
#define TORREYA_BINARY_KERNELS(X)                                                                 \
  X(add) X(subtract) X(multiply) X(divide) X(minimum) X(maximum) X(power) X(less)                 \
  X(less_or_equal) X(equal) X(and) X(or)
#define TORREYA_UNARY_KERNELS(X)                                                                  \
  X(not) X(negate) X(absolute) X(floor) X(ceiling) X(round) X(square_root) X(exp) X(log)          \
  X(log1p) X(expm1) X(sin) X(cos) X(erf) X(erfc) X(normal_cdf) X(normal_density)                  \
  X(normal_quantile)
#define TORREYA_TERNARY_KERNELS(X) X(select) X(multiply_add)

namespace torreya {

using Unary = void (*)(double *, const double *, size_t);
using Binary = void (*)(double *, const double *, ptrdiff_t, const double *, ptrdiff_t, size_t);
using Ternary = void (*)(double *, const double *, ptrdiff_t, const double *, ptrdiff_t,
                         const double *, ptrdiff_t, size_t);

using Draws = void (*)(double *, size_t, uint64_t, uint64_t, uint32_t, uint32_t);

struct Level {
#define TORREYA_MEMBER(kernel) Unary kernel##_;
  TORREYA_UNARY_KERNELS(TORREYA_MEMBER)
#undef TORREYA_MEMBER
#define TORREYA_MEMBER(kernel) Binary kernel##_;
  TORREYA_BINARY_KERNELS(TORREYA_MEMBER)
#undef TORREYA_MEMBER
#define TORREYA_MEMBER(kernel) Ternary kernel##_;
  TORREYA_TERNARY_KERNELS(TORREYA_MEMBER)
#undef TORREYA_MEMBER
  void (*sum_columns)(double *, const double *const *, size_t, size_t);
  void (*combine_columns)(double *const *, size_t, const double *const *, const double *, size_t,
                          size_t);
  int (*all_finite)(const double *, size_t);
  int (*all_zero)(const double *, size_t);
  double (*sum)(const double *, size_t);
  double (*sum_of_squares)(const double *, double, size_t);
  void (*power_sums)(const double *, double, double, size_t, double *);
  size_t (*count_at_most)(const double *, double, size_t);
  void (*mark_days)(uint8_t *, const double *, size_t, int32_t, size_t);
  double (*smallest)(const double *, size_t);
  double (*largest)(const double *, size_t);
  void (*bin_indexes)(uint16_t *, const double *, double, double, double, size_t);
  size_t (*count_whole_numbers)(ptrdiff_t *, double, double, const double *, size_t);
  void (*multiply_lower_triangular)(double *, const double *, size_t, size_t);
  Draws uniforms;
  Draws normals;
  Draws antithetic;
  void (*latin_hypercube)(double *, size_t, uint64_t, uint64_t, uint32_t, uint32_t, uint32_t);
  void (*sobol)(double *, size_t, const uint32_t *, uint32_t, const uint32_t *);
  int (*table_quantiles)(double *, const double *, const torreya_quantile_table *, size_t);
  void (*outcome_quantiles)(double *, const double *, const torreya_outcome_table *, size_t);
  int (*poisson_quantiles)(double *, const double *, const double *, ptrdiff_t, size_t);
  int (*binomial_quantiles)(double *, const double *, const double *, ptrdiff_t, const double *,
                            ptrdiff_t, size_t);
  void (*schedule)(torreya_network *, const torreya_input *, const uint8_t *, size_t,
                   double *const *, size_t);
  int (*smoothing_errors)(const torreya_smoothing *, const double *, size_t, double *, double *,
                          double *);
  int (*smoothing_derivatives)(const torreya_smoothing *, const double *, size_t, double *,
                               double *, size_t, size_t, double *, double *, double *);
  void (*column_products)(double *, const double *, size_t, size_t, size_t);
};

}  // namespace torreya
