// Prints a hash of the bits that each kernel gives on fixed arguments, at one level.
//
//   bits [baseline|avx2|avx512]
//
// Two machines, compilers or levels agree when the lines do. The arguments are made of Philox, so
// that nothing but the kernels takes part: a million of random bits (every exponent, subnormal
// numbers, NaN), a million from where each function does its work, and the special values.

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#include "CKernels.h"

// Arguments would differ where there is a fused multiply-add, too.
#pragma STDC FP_CONTRACT OFF

namespace {

using Numbers = std::vector<double>;

constexpr size_t half = 1 << 20;

uint64_t word(uint64_t i, uint32_t purpose) {
  uint32_t counter[4] = {uint32_t(i), uint32_t(i >> 32), purpose, 0}, key[2] = {2024, 702}, out[4];
  torreya_philox4x32(counter, key, out);
  return out[0] | uint64_t(out[1]) << 32;
}

double numberOfBits(uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/// Random bits, then numbers from `low` to `high`, then what is special about the format.
Numbers arguments(double low, double high, uint32_t purpose) {
  Numbers x;
  for (uint64_t i = 0; i < half; ++i) x.push_back(numberOfBits(word(i, purpose)));
  for (uint64_t i = 0; i < half; ++i) {
    double part = double(word(i, purpose + 1) >> 11) * 0x1p-53;
    x.push_back(low + (high - low) * part);
  }
  double infinity = __builtin_inf();
  for (double size : {0.0, 0x1p-1074, 0x1.fffffffffffffp-1023, 0x1p-1022, 0x1p-54, 0.5, 1.0,
                      1.5, 2.5, 37.5, 708.5, 709.75, 745.0, 0x1p30, 0x1p52, 0x1p53, 0x1p1023,
                      0x1.fffffffffffffp1023, infinity, __builtin_nan("")}) {
    x.push_back(size);
    x.push_back(-size);
  }
  return x;
}

/// FNV-1a of 64-bit words; a NaN is a NaN, whatever its bits.
struct Hash {
  uint64_t value = 0xcbf29ce484222325u;

  void add(double x) {
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    value = (value ^ (x == x ? bits : 0x7ff8000000000000u)) * 0x100000001b3u;
    value ^= value >> 29;
  }
};

void print(const char *kernel, const Numbers &results) {
  Hash hash;
  for (double x : results) hash.add(x);
  std::printf("%-28s %016llx\n", kernel, (unsigned long long)hash.value);
}

void unary(const char *name, void (*kernel)(double *, const double *, size_t), double low,
           double high, uint32_t purpose) {
  Numbers x = arguments(low, high, purpose);
  kernel(x.data(), x.data(), x.size());
  print(name, x);
}

void binary(const char *name,
            void (*kernel)(double *, const double *, ptrdiff_t, const double *, ptrdiff_t, size_t),
            double low, double high, uint32_t purpose) {
  Numbers x = arguments(low, high, purpose), y = arguments(-40, 40, purpose + 2);
  kernel(x.data(), x.data(), 1, y.data(), 1, x.size());
  print(name, x);
}

void reductions() {
  Numbers x = arguments(-3, 5, 400);
  x = Numbers(x.begin() + half, x.begin() + 2 * half - 3);
  print("reductions", {torreya_sum(x.data(), x.size()),
                       torreya_sum_of_squares(x.data(), 0.7, x.size()),
                       torreya_smallest(x.data(), x.size()), torreya_largest(x.data(), x.size()),
                       double(torreya_all_finite(x.data(), x.size()))});
}

void evenDraws() {
  constexpr uint64_t key = 0xfedcba9876543210;
  constexpr uint64_t first = (uint64_t(1) << 30) - 4096;
  Numbers x(half);
  torreya_antithetic(x.data(), half, key, first, 7);
  print("antithetic", x);
  torreya_latin_hypercube(x.data(), half, key, first + 16, 7);
  print("latin_hypercube", x);
  uint32_t directions[30];
  for (uint64_t b = 0; b < 30; ++b) directions[b] = uint32_t(word(b, 600)) >> 2;
  torreya_sobol(x.data(), half, directions, first, key, 7, 3);
  print("sobol", x);
}

void tables() {
  Numbers x = arguments(0, 1, 610), rows = arguments(-3, 3, 612), out(x.size());
  constexpr uint64_t octaves = 10, bits = 2, pieces = octaves << bits;
  torreya_quantile_table table = {};
  table.rows = rows.data() + half;
  table.piece_bits = bits;
  table.outermost = 0x1p-11;
  table.first_piece = uint64_t(1023 - 11) << bits;
  table.pieces = pieces;
  table.floor = -20;
  table.lower_factor = 1.5;
  table.upper_factor = -1.5;
  table.upper_offset = 0.25;
  out.push_back(torreya_table_quantiles(out.data(), x.data(), &table, x.size()));
  print("table_quantiles", out);

  // Four outcomes below one half, five from there on.
  const double keys[] = {0.05, 0.1, 0.25, 0.45, 2, -0.4, -0.3, -0.1, -0.001, 0};
  torreya_outcome_table outcomes = {};
  outcomes.keys = keys;
  outcomes.first = 3;
  outcomes.count = 10;
  outcomes.middle = 4;
  outcomes.cells = 2;
  Numbers p(x.begin() + half, x.begin() + 2 * half);
  torreya_outcome_quantiles(out.data(), p.data(), &outcomes, p.size());
  out.resize(p.size());
  print("outcome_quantiles", out);

  std::vector<uint16_t> bins(x.size());
  torreya_bin_indexes(bins.data(), x.data(), 0.125, 900, 511, x.size());
  print("bin_indexes", Numbers(bins.begin(), bins.end()));
}

/// Means spread over many octaves, and what is special about the format.
void counts() {
  Numbers x = arguments(0, 1, 620), logarithms = arguments(-20, 22, 622), means(x.size());
  torreya_exp(means.data(), logarithms.data(), means.size());
  Numbers out(x.size());
  out.push_back(torreya_poisson_quantiles(out.data(), x.data(), means.data(), 1, x.size()));
  print("poisson_quantiles", out);

  // As many cases and shares as there are means, and what is special about the format.
  Numbers cases(x.size()), shares = arguments(0, 1, 624);
  torreya_ceiling(cases.data(), means.data(), cases.size());
  out.pop_back();
  out.push_back(torreya_binomial_quantiles(out.data(), x.data(), cases.data(), 1, shares.data(), 1,
                                           x.size()));
  print("binomial_quantiles", out);
}

void draws() {
  Numbers x(half);
  torreya_uniforms(x.data(), half, 0x0123456789abcdef, (1u << 31) - 512, 2024, 1);
  print("uniforms", x);
  torreya_normals(x.data(), half, 0x0123456789abcdef, (1u << 31) - 512, 2024, 1);
  print("normals", x);
}

void ternary() {
  Numbers a = arguments(-3, 3, 500), b = arguments(-3, 3, 502), c = arguments(-3, 3, 504);
  Numbers out(a.size());
  torreya_multiply_add(out.data(), a.data(), 1, b.data(), 1, c.data(), 1, a.size());
  print("multiply_add", out);
  torreya_select(out.data(), a.data(), 1, b.data(), 1, c.data(), 1, a.size());
  print("select", out);
}

void matrices() {
  Numbers x = arguments(-3, 3, 510);
  const double *numbers = x.data() + half;
  Numbers results;
  for (size_t n : {1, 2, 3, 12, 17, 64}) {
    Numbers block(numbers + 5000, numbers + 5000 + n * 1003);
    torreya_multiply_lower_triangular(block.data(), numbers, n, 1003);
    results.insert(results.end(), block.begin(), block.end());
  }
  print("multiply_lower_triangular", results);
  Numbers sum(1003);
  const double *columns[] = {numbers, numbers + 1003, numbers + 2006, numbers + 4000};
  torreya_sum_columns(sum.data(), columns, 4, sum.size());
  print("sum_columns", sum);
  Numbers combined(7 * 1003);
  double *rows[7];
  for (size_t row = 0; row < 7; ++row) rows[row] = combined.data() + row * 1003;
  torreya_combine_columns(rows, 7, columns, numbers + 7000, 4, 1003);
  print("combine_columns", combined);
}

}  // namespace

int main(int count, char **names) {
  int asAsked = 1;
  torreya_level level = torreya_chosen_level(count > 1 ? names[1] : nullptr, &asAsked);
  if (!asAsked) {
    std::fprintf(stderr, "bits: no level %s here\n", names[1]);
    return 1;
  }
  torreya_use_level(level);
  unary("not", torreya_not, -1, 1, 0);
  unary("negate", torreya_negate, -1, 1, 2);
  unary("absolute", torreya_absolute, -1, 1, 4);
  unary("floor", torreya_floor, -100, 100, 6);
  unary("ceiling", torreya_ceiling, -100, 100, 8);
  unary("round", torreya_round, -100, 100, 10);
  unary("square_root", torreya_square_root, 0, 100, 12);
  unary("exp", torreya_exp, -750, 712, 14);
  unary("expm1", torreya_expm1, -50, 50, 16);
  unary("log", torreya_log, 0, 4, 18);
  unary("log1p", torreya_log1p, -1, 3, 20);
  unary("sin", torreya_sin, -1e4, 1e4, 22);
  unary("cos", torreya_cos, -1e4, 1e4, 24);
  unary("erf", torreya_erf, -6.5, 6.5, 26);
  unary("erfc", torreya_erfc, -6, 28, 28);
  unary("normal_cdf", torreya_normal_cdf, -39, 9, 30);
  unary("normal_density", torreya_normal_density, -40, 40, 32);
  unary("normal_quantile", torreya_normal_quantile, 0, 1, 34);
  binary("add", torreya_add, -40, 40, 100);
  binary("subtract", torreya_subtract, -40, 40, 104);
  binary("multiply", torreya_multiply, -40, 40, 108);
  binary("divide", torreya_divide, -40, 40, 112);
  binary("minimum", torreya_minimum, -40, 40, 116);
  binary("maximum", torreya_maximum, -40, 40, 120);
  binary("power", torreya_power, 0, 40, 124);
  binary("less", torreya_less, -40, 40, 128);
  binary("less_or_equal", torreya_less_or_equal, -40, 40, 132);
  binary("equal", torreya_equal, -40, 40, 136);
  binary("and", torreya_and, -40, 40, 140);
  binary("or", torreya_or, -40, 40, 144);
  ternary();
  reductions();
  matrices();
  draws();
  evenDraws();
  tables();
  counts();
}
