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
// Accuracy. The largest distance from the exact value in units of the last place (ulp) of the
// result; docs/kernels.md says how it was found.
//
// Special values follow IEEE 754 unless said otherwise: kernels never trap and never set errno.
#ifndef TORREYA_KERNELS_H
#define TORREYA_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "Network.h"
#include "SerialSchedule.h"
#include "Smoothing.h"

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

/// 0 if `TORREYA_KERNELS` is set to a name that is no level, or to a level that this processor
/// lacks, so that another one is used; else 1. Nothing is printed here: a program that reads the
/// variable on purpose asks, and tells its user.
int torreya_active_level_is_as_asked(void);

/// The level that `name` chooses: the best one for a null pointer, nothing, or an unknown name;
/// the best one below for a level that this processor lacks.
///
/// `as_asked` receives 0 for an unknown name or a level that is lacking, else 1.
torreya_level torreya_chosen_level(const char *name, int *as_asked);

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
/// Accuracy: 1.1 ulp, also where the result is subnormal.
TORREYA_UNARY(exp);
/// Accuracy: 1 ulp. Minus infinity at zero, NaN below.
TORREYA_UNARY(log);
/// log(1 + a). Accuracy: 1.2 ulp. Minus infinity at -1, NaN below.
TORREYA_UNARY(log1p);
/// exp(a) - 1. Accuracy: 2.1 ulp.
TORREYA_UNARY(expm1);
/// Of an angle in radians, of any size. Accuracy: 1 ulp. NaN at infinity.
TORREYA_UNARY(sin);
/// Of an angle in radians, of any size. Accuracy: 1 ulp. NaN at infinity.
TORREYA_UNARY(cos);
/// The error function. Accuracy: 2 ulp.
TORREYA_UNARY(erf);
/// 1 - erf(a). Accuracy: 2.2 ulp of the result, however small it is.
TORREYA_UNARY(erfc);
/// The standard normal distribution function. Accuracy: 2 ulp of the result, also far in the
/// lower tail.
TORREYA_UNARY(normal_cdf);
/// The standard normal density. Accuracy: 2 ulp of the result, however small it is.
TORREYA_UNARY(normal_density);
/// The standard normal quantile function, odd around one half to the last bit wherever 1 - a is
/// exact. Accuracy: 2.6 ulp. Infinite at 0 and 1, NaN outside of [0, 1].
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

// MARK: Many columns

/// The sum of `count` columns of `n` numbers, at least one, added from the first to the last:
/// `((a + b) + c) + …`. `out` may be any of them.
void torreya_sum_columns(double *out, const double *const *columns, size_t count, size_t n);

/// Weighted sums of the same columns: row r of the result is the sum of `weights[r][c]` times
/// column c. A product of a `rows` × `count` matrix with `count` columns of `n` numbers, at least
/// one.
///
/// `weights` is by rows. Every number is a product and then a chain of fused multiply-adds with c
/// upwards from 0, so that it has the same bits on every machine; with weights of 1 they are those
/// of `torreya_sum_columns`. No row of the result may be one of the columns.
void torreya_combine_columns(double *const *out, size_t rows, const double *const *columns,
                             const double *weights, size_t count, size_t n);

// MARK: States of days

/// Sets a bit of each byte where the number is not zero; the others are left as they are.
void torreya_mark_days(uint8_t *states, const double *a, size_t stride, int32_t bit, size_t n);

// MARK: Reductions

/// 1 if no number is infinite or NaN, else 0.
int torreya_all_finite(const double *a, size_t n);
/// 1 if every number is zero, of either sign, else 0; ends at the first few that are not.
int torreya_all_zero(const double *a, size_t n);
/// The sum, in 16 partial sums: number i goes to part i mod 16, and part j then takes in part
/// j + 8, j + 4, j + 2, j + 1 in turn. 0 for no numbers.
double torreya_sum(const double *a, size_t n);
/// The sum of `(a - centre)²`, in the same partial sums.
double torreya_sum_of_squares(const double *a, double centre, size_t n);
/// The sums of the first six powers of `z = a * scale - centre * scale`, each in 8 partial sums:
/// number i goes to part i mod 8, and part j then takes in part j + 4, j + 2, j + 1 in turn.
///
/// Precondition: `scale` is a power of two, so that the scaling is exact.
void torreya_power_sums(const double *a, double centre, double scale, size_t n, double *sums);
/// How many numbers are at most `bound`; NaN is not.
size_t torreya_count_at_most(const double *a, double bound, size_t n);
/// The smallest number; NaN if one is NaN, infinity for no numbers.
double torreya_smallest(const double *a, size_t n);
/// The largest number; NaN if one is NaN, minus infinity for no numbers.
double torreya_largest(const double *a, size_t n);

/// For each number the bin that it falls into: the whole part of `(a - low) * scale`, but 0 for
/// what lies below and `last` for what lies above. It never falls as the number rises. 0 for NaN.
void torreya_bin_indexes(uint16_t *out, const double *a, double low, double scale, uint16_t last,
                         size_t n);
/// Counts whole numbers: for number i it raises `counts[2 * (a[i] - low) + i % 2]` by one, until one
/// is met that is below `low`, or `low + room` or more, or NaN. Returns how many were counted.
///
/// Precondition: the numbers are whole; `room` is at most 2^31.
size_t torreya_count_whole_numbers(ptrdiff_t *counts, double low, double room, const double *a,
                                   size_t n);

// MARK: Matrices

/// Multiplies a block by a lower triangular matrix in place: row i of the block becomes the sum of
/// `lower[i][j]` times row j for j up to i.
///
/// `lower` is n × n by rows; what is above its diagonal is not read. `block` is n × `columns` by
/// rows. Made for small n, up to about 64, and as many columns as a block has trials. Every number
/// is a product and then a chain of fused multiply-adds with j upwards from 0, so that it has the
/// same bits on every machine.
void torreya_multiply_lower_triangular(double *block, const double *lower, size_t n,
                                       size_t columns);

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

// MARK: Uniform numbers that are spread more evenly
//
// All on the same grid (k + 1/2) / 2^52 in (0, 1), and each one, taken alone, uniform on it.
// `low` and `high` are the halves of a 64-bit word. Lane 0 of a stream serves the numbers of
// trials, lane 1 the permutations of hypercubes, lane 2 the scramblings.

/// Antithetic pairs. A trial t with (t / 8) mod 2 = 0 has the number u that `torreya_uniforms`
/// gives it in lane 0; trial t + 8 has 1 - u, exactly.
///
/// Precondition: `first_trial` and `n` are multiples of 16.
void torreya_antithetic(double *out, size_t n, uint64_t key, uint64_t first_trial,
                        uint32_t period);

/// Latin hypercubes of 1,024 trials. With h = t / 1024 and position p = t mod 1024, the stratum of
/// trial t is s[p], where s is the permutation that the inside-out shuffle makes:
///   word(i) = philox4x32(counter: [c low, c high, period, 1], key: [key low, key high])[i / 256]
///             with c = 256 h + i mod 256;
///   for i = 0 ..< 1024: j = floor(word(i) (i + 1) / 2^32); s[i] = s[j]; s[j] = i.
/// With `bits` the 64 bits from which `torreya_uniforms` makes its number in lane 0,
///   k = 2^42 s[p] + floor(bits / 2^22).
///
/// Precondition: `first_trial` and `n` are multiples of 16.
/// Source: McKay, Beckman, Conover, Technometrics 21 (1979); the permutations are independent
/// between streams, periods and hypercubes.
void torreya_latin_hypercube(double *out, size_t n, uint64_t key, uint64_t first_trial,
                             uint32_t period);

/// Points `first_point ..< first_point + n` of a Sobol dimension under a nested uniform scrambling.
///
/// Point number i, with i taken modulo 2^30, has the 30 binary digits x, the first one in bit 29:
/// the exclusive or of `directions[b]` over the bits b of i that are set. Let c = floor(i / 2^30),
///   word(w) = philox4x32(counter: [4 randomisation + w / 4, c, period, 2],
///                        key: [key low, key high])[w mod 4],
///   H(y, a, b): y ^= a;                      y = (y ^ (y >> 16)) 0x7feb352d + b;
///               y = (y ^ (y >> 15)) 0x846ca68b;   y ^= y >> 16      (modulo 2^32).
/// The digits go in six groups of five. For group g, the first being 0, let p be the number that
/// the 5 g digits before it make, and C = H(p, word(2 g), word(2 g + 1)). Digit l of the group
/// (0 to 4) is flipped if bit 2^l + q of C is set, where q is the number that the l digits of the
/// group before it make. With x' the flipped digits,
///   k = 2^22 x' + floor(H(x, word(12), word(13)) / 2^10).
/// So a flip belongs to the digits before it, as Owen has it, and so do the bits behind the 30th.
///
/// Precondition: `first_point` and `n` are multiples of 16; `randomisation` is below 2^30.
/// Source: Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995); Sobol, USSR
/// Computational Mathematics and Mathematical Physics 7 (1967).
void torreya_sobol(double *out, size_t n, const uint32_t directions[30], uint64_t first_point,
                   uint64_t key, uint32_t period, uint32_t randomisation);

// MARK: Compiled quantiles

/// A quantile function as polynomials of degree 7.
///
/// The tail of p is the smaller of p and 1 - p. Each octave of it has `2^piece_bits` pieces of
/// equal width, each with a row of eight coefficients for its place between -1 and 1, lowest power
/// first; the rows of the tail below p come first, outermost piece first, then those above.
typedef struct {
  const double *rows;
  uint64_t piece_bits;
  /// The smallest tail of the table, a power of two.
  double outermost;
  /// Its bits, shifted right by 52 - piece_bits.
  uint64_t first_piece;
  /// How many pieces either half has.
  uint64_t pieces;
  /// No polynomial gives less.
  double floor;
  /// What a polynomial gives is multiplied and shifted, in either half.
  double lower_factor, lower_offset, upper_factor, upper_offset;
} torreya_quantile_table;

/// The quantiles of `n` probabilities. Returns 1 if some probability has a tail that the table does
/// not reach, or is NaN; its lane then holds any finite number.
int torreya_table_quantiles(double *out, const double *p, const torreya_quantile_table *table,
                            size_t n);

/// The distribution function of a discrete distribution, from both ends.
typedef struct {
  /// First the cumulative probabilities below one half, then a 2 at `middle`; then, for the other
  /// outcomes, minus the probability of later ones: those keep their digits next to 1. The last is
  /// 0.
  const double *keys;
  /// For each cell of probabilities the place of the first key that it may need; null where there
  /// are few outcomes.
  const int32_t *guide;
  /// The outcomes' values; null where they are `first` and the whole numbers that follow.
  const double *values;
  double first;
  /// The number of keys, one more than that of outcomes.
  uint64_t count;
  uint64_t middle;
  /// The number of cells, a power of two from 2 up.
  uint64_t cells;
} torreya_outcome_table;

/// The smallest outcomes whose cumulative probability is at least `p`.
void torreya_outcome_quantiles(double *out, const double *p, const torreya_outcome_table *table,
                               size_t n);

/// Poisson counts whose means differ by lane: the smallest whose distribution function is at least
/// `p`. A mean that is negative or not finite gives NaN, as does a p that is none. Where the kernel
/// cannot be sure of a count it gives -1 less a guess at it, for the caller to settle, and returns
/// 1: where p is next to a value of the distribution function or far out, and for a mean above 2^30
/// (without a guess).
///
/// Precondition: `out` is not `p` or `means`.
int torreya_poisson_quantiles(double *out, const double *p, const double *means,
                              ptrdiff_t mean_stride, size_t n);

/// The same for binomial counts. Of no cases there is none, whatever the other parameters; else a
/// probability outside of [0, 1], or a number of cases that is not whole, gives NaN. A count of
/// which the kernel cannot be sure is -1, without a guess: also where both successes and failures
/// have a mean above 2^30.
int torreya_binomial_quantiles(double *out, const double *p, const double *counts,
                               ptrdiff_t count_stride, const double *probabilities,
                               ptrdiff_t probability_stride, size_t n);

#ifdef __cplusplus
}
#endif

#endif
