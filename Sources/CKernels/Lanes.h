// Vectors of TORREYA_WIDTH lanes, and the loops that take a column through them.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

constexpr size_t width = TORREYA_WIDTH;
typedef double Lanes __attribute__((vector_size(TORREYA_WIDTH * 8)));
/// A comparison gives all ones or all zeros per lane.
typedef int64_t Mask __attribute__((vector_size(TORREYA_WIDTH * 8)));
typedef uint64_t Bits __attribute__((vector_size(TORREYA_WIDTH * 8)));

#define TORREYA_INLINE static inline __attribute__((always_inline))

/// A subtraction, since 0 + -0 would lose the sign.
TORREYA_INLINE Lanes all(double x) { return x - Lanes{}; }
TORREYA_INLINE Bits allBits(uint64_t x) { return Bits{} + x; }
TORREYA_INLINE Bits bitsOf(Lanes x) { return (Bits)x; }
TORREYA_INLINE Lanes lanesOf(Bits x) { return (Lanes)x; }
TORREYA_INLINE Lanes choose(Mask m, Lanes a, Lanes b) {
  return lanesOf(((Bits)m & bitsOf(a)) | (~(Bits)m & bitsOf(b)));
}
TORREYA_INLINE bool any(Mask m) { return __builtin_reduce_or(m) != 0; }
TORREYA_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) { return __builtin_elementwise_fma(a, b, c); }
TORREYA_INLINE Lanes squareRoot(Lanes a) { return __builtin_elementwise_sqrt(a); }

constexpr uint64_t signBit = 0x8000000000000000u;
TORREYA_INLINE Lanes magnitude(Lanes x) { return lanesOf(bitsOf(x) & ~allBits(signBit)); }
TORREYA_INLINE Lanes withSign(Lanes x, Lanes sign) {
  Lanes result = lanesOf((bitsOf(x) & ~allBits(signBit)) | (bitsOf(sign) & allBits(signBit)));
#if TORREYA_WIDTH == 8
  // The three-way logic of AVX-512 may not be joined with a choice that comes after it: clang 21
  // exchanges its operands then and keeps its truth table, and gives other bits.
  __asm__("" : "+v"(result));
#endif
  return result;
}

/// Horner's rule with one rounding per step; constant term first.
template <size_t count>
TORREYA_INLINE Lanes polynomial(const double (&coefficients)[count], Lanes x) {
  Lanes y = all(coefficients[count - 1]);
#pragma clang loop unroll(full)
  for (size_t i = count - 1; i-- > 0;) y = fma(y, x, all(coefficients[i]));
  return y;
}

/// Horner's rule on the even and the odd powers apart: two chains of operations instead of one,
/// which is faster for a long polynomial. The constant is added last.
template <size_t count>
TORREYA_INLINE Lanes longPolynomial(const double (&coefficients)[count], Lanes x) {
  static_assert(count % 2 == 1 && count >= 5, "the highest power is even");
  Lanes square = x * x;
  Lanes even = all(coefficients[count - 1]);
  Lanes odd = all(coefficients[count - 2]);
#pragma clang loop unroll(full)
  for (size_t i = count - 1; i >= 4; i -= 2) {
    even = fma(even, square, all(coefficients[i - 2]));
    odd = fma(odd, square, all(coefficients[i - 3]));
  }
  return fma(fma(even, x, odd), x, all(coefficients[0]));
}

TORREYA_INLINE Lanes load(const double *from) {
  Lanes x;
  __builtin_memcpy(&x, from, sizeof x);
  return x;
}
TORREYA_INLINE void store(double *to, Lanes x) { __builtin_memcpy(to, &x, sizeof x); }

/// The last few numbers of a column; the lanes beyond them hold 1, which no kernel minds.
TORREYA_INLINE Lanes loadPart(const double *from, size_t count) {
  Lanes x = all(1);
  __builtin_memcpy(&x, from, count * sizeof(double));
  return x;
}
TORREYA_INLINE void storePart(double *to, Lanes x, size_t count) {
  __builtin_memcpy(to, &x, count * sizeof(double));
}

/// An operand that is a column or one number for all lanes.
template <bool isColumn>
struct Operand {
  const double *numbers;
  Lanes uniform;

  TORREYA_INLINE Operand make(const double *numbers) {
    Operand operand;
    operand.numbers = numbers;
    operand.uniform = all(isColumn ? 0 : *numbers);
    return operand;
  }
  inline __attribute__((always_inline)) Lanes at(size_t i) const {
    return isColumn ? load(numbers + i) : uniform;
  }
  inline __attribute__((always_inline)) Lanes partAt(size_t i, size_t count) const {
    return isColumn ? loadPart(numbers + i, count) : uniform;
  }
};

template <Lanes (*f)(Lanes)>
static void mapUnary(double *out, const double *a, size_t n) {
  size_t i = 0;
  for (; i + width <= n; i += width) store(out + i, f(load(a + i)));
  if (i < n) storePart(out + i, f(loadPart(a + i, n - i)), n - i);
}

template <Lanes (*f)(Lanes, Lanes), bool aColumn, bool bColumn>
TORREYA_INLINE void mapPair(double *out, const double *a, const double *b, size_t n) {
  auto x = Operand<aColumn>::make(a);
  auto y = Operand<bColumn>::make(b);
  size_t i = 0;
  for (; i + width <= n; i += width) store(out + i, f(x.at(i), y.at(i)));
  if (i < n) storePart(out + i, f(x.partAt(i, n - i), y.partAt(i, n - i)), n - i);
}

template <Lanes (*f)(Lanes, Lanes)>
static void mapBinary(double *out, const double *a, ptrdiff_t aStride, const double *b,
                      ptrdiff_t bStride, size_t n) {
  if (aStride != 0 && bStride != 0) return mapPair<f, true, true>(out, a, b, n);
  if (aStride != 0) return mapPair<f, true, false>(out, a, b, n);
  if (bStride != 0) return mapPair<f, false, true>(out, a, b, n);
  mapPair<f, false, false>(out, a, b, n);
}

template <Lanes (*f)(Lanes, Lanes, Lanes)>
static void mapTernary(double *out, const double *a, ptrdiff_t aStride, const double *b,
                       ptrdiff_t bStride, const double *c, ptrdiff_t cStride, size_t n) {
  // Eight combinations of strides would be eight loops: a uniform operand is spread once over
  // one vector instead, and its index stands still.
  double spread[3][width];
  const double *operands[3] = {a, b, c};
  size_t steps[3];
  ptrdiff_t strides[3] = {aStride, bStride, cStride};
  for (int k = 0; k < 3; ++k) {
    steps[k] = strides[k] != 0 ? 1 : 0;
    if (steps[k] != 0 || n == 0) continue;
    store(spread[k], all(*operands[k]));
    operands[k] = spread[k];
  }
  auto at = [&](int k, size_t i) { return operands[k] + i * steps[k]; };
  size_t i = 0;
  for (; i + width <= n; i += width) {
    store(out + i, f(load(at(0, i)), load(at(1, i)), load(at(2, i))));
  }
  if (i == n) return;
  size_t rest = n - i;
  storePart(out + i,
            f(loadPart(at(0, i), rest), loadPart(at(1, i), rest), loadPart(at(2, i), rest)), rest);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
