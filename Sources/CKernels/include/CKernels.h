// The vector kernels of Torreya: what is done to every trial of a column.
//
// Bits. Every function gives the same bits at every level (baseline, AVX2, AVX-512, arm64): the
// source names each fused multiply-add, the compiler may not contract others, no function of the
// system's mathematics library is called except `fma`, and sums have a fixed number of parts.
// The baseline level on x86-64 has no fused multiply-add instruction and calls `fma`, which is
// slow but gives the same bits.
//
// Lanes. `n` numbers, in any alignment. `out` may be one of the inputs, but may not overlap one
// in part. An operand with stride 0 is one number for all lanes, with stride 1 a column.
//
// Special values follow IEEE 754 unless said otherwise: kernels never trap and never set errno.
#ifndef TORREYA_KERNELS_H
#define TORREYA_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Levels

/// The instruction sets that the kernels are compiled for, from the slowest to the fastest.
typedef enum {
  torreya_level_baseline = 0,
  torreya_level_avx2 = 1,
  torreya_level_avx512 = 2,
} torreya_level;

/// The fastest level that this processor has; baseline on anything but x86-64.
torreya_level torreya_best_level(void);

/// The level in use: the best one, unless the environment variable `TORREYA_KERNELS` names a
/// lower one (`baseline`, `avx2`, `avx512`) or `torreya_use_level` did. Read once, at first use.
torreya_level torreya_active_level(void);

/// Its name: `baseline`, `avx2` or `avx512`.
const char *torreya_active_level_name(void);

/// Uses a level from now on, in all threads; a level that the processor lacks becomes the best
/// one it has. For tests, which compare the levels.
///
/// Returns the level now in use.
torreya_level torreya_use_level(torreya_level level);

// MARK: Arithmetic on two operands

#define TORREYA_BINARY(name)                                                                      \
  void torreya_##name(double *out, const double *a, ptrdiff_t a_stride, const double *b,         \
                      ptrdiff_t b_stride, size_t n)

TORREYA_BINARY(add);
TORREYA_BINARY(subtract);
TORREYA_BINARY(multiply);
TORREYA_BINARY(divide);
/// NaN if either operand is NaN.
TORREYA_BINARY(minimum);
/// NaN if either operand is NaN.
TORREYA_BINARY(maximum);
/// `a` to the power `b`, with the special cases of IEEE 754 `pow`. Accuracy: 1 ulp.
TORREYA_BINARY(power);

// MARK: Truth: 1 for true, 0 for false; any number but 0 counts as true

/// False if either operand is NaN.
TORREYA_BINARY(less);
/// False if either operand is NaN.
TORREYA_BINARY(less_or_equal);
/// False if either operand is NaN.
TORREYA_BINARY(equal);
TORREYA_BINARY(and);
TORREYA_BINARY(or);

#undef TORREYA_BINARY

// MARK: Functions of one operand

#define TORREYA_UNARY(name) void torreya_##name(double *out, const double *a, size_t n)

TORREYA_UNARY(not);
TORREYA_UNARY(negate);
TORREYA_UNARY(absolute);
TORREYA_UNARY(floor);
TORREYA_UNARY(ceiling);
/// To the nearest integer; halves go to the even one.
TORREYA_UNARY(round);
/// Accuracy: correctly rounded. NaN below zero.
TORREYA_UNARY(square_root);
/// Accuracy: 1 ulp, also where the result is subnormal.
TORREYA_UNARY(exp);
/// Accuracy: 1 ulp. Minus infinity at zero, NaN below.
TORREYA_UNARY(log);
/// log(1 + a). Accuracy: 1 ulp. Minus infinity at -1, NaN below.
TORREYA_UNARY(log1p);
/// exp(a) - 1. Accuracy: 2 ulp.
TORREYA_UNARY(expm1);
/// The standard normal distribution function. Accuracy: 4 ulp of the result, also far in the
/// lower tail, as long as the result is not subnormal.
TORREYA_UNARY(normal_cdf);
/// The standard normal quantile function, odd around one half to the last bit wherever 1 - a is
/// exact. Accuracy: 4 ulp. Infinite at 0 and 1, NaN outside of [0, 1].
TORREYA_UNARY(normal_quantile);

#undef TORREYA_UNARY

// MARK: Functions of three operands

#define TORREYA_TERNARY(name)                                                                     \
  void torreya_##name(double *out, const double *a, ptrdiff_t a_stride, const double *b,         \
                      ptrdiff_t b_stride, const double *c, ptrdiff_t c_stride, size_t n)

/// `b` where `a` is true (not 0), else `c`.
TORREYA_TERNARY(select);
/// `a * b + c`, rounded once.
TORREYA_TERNARY(multiply_add);

#undef TORREYA_TERNARY

// MARK: Reductions

/// 1 if no number is infinite or NaN, else 0.
int torreya_all_finite(const double *a, size_t n);
/// The sum, in 16 partial sums: number i goes to part i mod 16, and part j then takes in part
/// j + 8, j + 4, j + 2, j + 1 in turn. 0 for no numbers.
double torreya_sum(const double *a, size_t n);
/// The sum of `(a - centre)²`, in the same partial sums.
double torreya_sum_of_squares(const double *a, double centre, size_t n);
/// The smallest number; NaN if one is NaN, infinity for no numbers.
double torreya_smallest(const double *a, size_t n);
/// The largest number; NaN if one is NaN, minus infinity for no numbers.
double torreya_largest(const double *a, size_t n);

// MARK: Random bits

/// Philox4x32 with ten rounds: 128 random bits as a function of a counter and a key.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
void torreya_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/// Uniform numbers in the open interval (0, 1), for the trials `first_trial ..< first_trial + n`.
///
/// A draw is a function, not a state. For trial t, let
///   call = 16-trial group (t / 16) times 8, plus t mod 8;
///   words = philox4x32(counter: [call low, call high, period, lane], key: [key low, key high]);
///   bits = words[0] + 2^32 words[1] if (t / 8) mod 2 is 0, else words[2] + 2^32 words[3];
///   k = the top 52 of the 64 bits;
/// then the uniform is (k + 1/2) / 2^52, exactly: the 2^52 possible numbers lie symmetrically
/// around one half. (The two trials that share a call are eight apart, so that no level has to
/// move numbers between lanes.)
///
/// Precondition: `first_trial` and `n` are multiples of 16.
void torreya_uniforms(double *out, size_t n, uint64_t key, uint64_t first_trial, uint32_t period,
                      uint32_t lane);

/// Standard normal numbers: the bits of `torreya_normal_quantile` applied to `torreya_uniforms` of
/// the same arguments, in one pass.
///
/// Precondition: `first_trial` and `n` are multiples of 16.
void torreya_normals(double *out, size_t n, uint64_t key, uint64_t first_trial, uint32_t period,
                     uint32_t lane);

#ifdef __cplusplus
}
#endif

#endif
