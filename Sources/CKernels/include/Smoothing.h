// Exponential smoothing: one pass over a series that gives its one-step errors, and one that gives
// their derivatives besides.
#ifndef TORREYA_SMOOTHING_H
#define TORREYA_SMOOTHING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a part of the model joins the others.
typedef enum {
  torreya_part_none = 0,
  torreya_part_additive = 1,
  torreya_part_multiplicative = 2,
} torreya_part;

/// With level l, trend b and the season s of a year ago, a step predicts
///   q = l, l + phi b or l b^phi;    f = q, q + s or q s;
/// and an observation y that differs by e = y - f moves the state by x = e, or e / s if the season
/// multiplies:
///   l = q + alpha x;    b = phi b + beta x, or b^phi + beta x / l;    s = s + gamma e, or
///   s + gamma e / q.
/// A missing observation (NaN) has e = 0. The error that counts is e, or e / f if
/// `relative_error`.
///
/// Source: Hyndman, Koehler, Ord, Snyder (2008), "Forecasting with Exponential Smoothing",
/// section 2.5.
typedef struct {
  torreya_part trend, season;
  int relative_error;
  /// At least 1; the seasons of the state take turns, with the first at the first step.
  size_t season_length;
  double alpha, beta, gamma, phi;
} torreya_smoothing;

/// Runs through `n` observations. `state` holds level, trend and `season_length` seasons, before
/// the first step and on return after the last; the unused ones are left alone.
///
/// `errors` may be null; else it receives an error a step, NaN for a missing one. `sums` receives
/// the sum of the squared errors and, if they are relative, the sum of the logarithms of f.
///
/// Returns 0 as soon as something that multiplies, or f for relative errors, is not above 0.
int torreya_smoothing_errors(const torreya_smoothing *smoothing, const double *y, size_t n,
                             double *state, double *errors, double *sums);

/// The same, with derivatives with respect to `columns` parameters, of which the first four are
/// alpha, beta, gamma and phi.
///
/// `stride` is a multiple of 8 above `columns`. `tangents` has 2 + `season_length` rows of
/// `stride` numbers: the derivatives of the state before the first step, moved to those after the
/// last. `rows` receives a row of `stride` numbers a step: the derivatives of the error, then the
/// error itself in column `columns`; zeros for a missing observation. `relative` receives the sums
/// of the derivatives of log f, if errors are relative.
int torreya_smoothing_derivatives(const torreya_smoothing *smoothing, const double *y, size_t n,
                                  double *state, double *tangents, size_t columns, size_t stride,
                                  double *rows, double *relative, double *sums);

/// The products of the columns of `rows` (n × `stride`) with one another, on and above the
/// diagonal of `matrix` (`stride` × `stride`, of which the first `columns` rows are filled).
///
/// Each is a chain of fused multiply-adds over the rows in order. `stride` is a multiple of 8.
void torreya_column_products(double *matrix, const double *rows, size_t n, size_t columns,
                             size_t stride);

#ifdef __cplusplus
}
#endif
#endif
