// Polynomials in sixteen pieces, each lane in a piece of its own. Included once per level: no
// include guard.
//
// The widest vectors look sixteen numbers up by one permutation, so they keep the coefficients of
// one power together. Narrower ones read a piece's coefficients two at a time. The numbers are the
// same, and so are the bits.

namespace torreya {
namespace TORREYA_LEVEL {

#if TORREYA_WIDTH == 8

/// Where each lane finds its coefficients.
template <size_t count>
struct Piece {
  const Pieces<count> &table;
  Bits index;

  inline __attribute__((always_inline)) Piece(const Pieces<count> &table, Bits index)
      : table(table), index(index) {}
  inline __attribute__((always_inline)) Lanes one(size_t power) const {
    typedef long long Indices __attribute__((vector_size(64)));
    const double *column = table.columns[power];
    return __builtin_ia32_vpermi2varpd512(load(column), (Indices)index, load(column + 8));
  }
  /// The coefficients of an even power and of the one above it.
  inline __attribute__((always_inline)) void two(size_t power, Lanes &even, Lanes &odd) const {
    even = one(power);
    odd = one(power + 1);
  }
};

#else

typedef double Two __attribute__((vector_size(16)));

template <size_t count>
struct Piece {
  const double *rows[width];

  inline __attribute__((always_inline)) Piece(const Pieces<count> &table, Bits index) {
    for (size_t k = 0; k < width; ++k) rows[k] = table.rows[index[k] % pieceCount];
  }
  inline __attribute__((always_inline)) Lanes one(size_t power) const {
    Lanes x;
    for (size_t k = 0; k < width; ++k) x[k] = rows[k][power];
    return x;
  }
  inline __attribute__((always_inline)) Two at(size_t lane, size_t power) const {
    Two numbers;
    __builtin_memcpy(&numbers, rows[lane] + power, sizeof numbers);
    return numbers;
  }
  inline __attribute__((always_inline)) void two(size_t power, Lanes &even, Lanes &odd) const {
#if TORREYA_WIDTH == 4
    Lanes a = __builtin_shufflevector(at(0, power), at(2, power), 0, 1, 2, 3);
    Lanes b = __builtin_shufflevector(at(1, power), at(3, power), 0, 1, 2, 3);
    even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
#else
    even = __builtin_shufflevector(at(0, power), at(1, power), 0, 2);
    odd = __builtin_shufflevector(at(0, power), at(1, power), 1, 3);
#endif
  }
};

#endif

/// The polynomial of piece `index` mod 16 at t, by Horner's rule on the even and the odd powers.
/// The constant is added last, so that nothing but this addition rounds in its last place.
template <size_t count>
TORREYA_INLINE Lanes piecewise(const Pieces<count> &table, Bits index, Lanes t) {
  static_assert(count % 2 == 1 && count >= 5, "the highest power is even");
  Piece<count> piece(table, index);
  Lanes square = t * t;
  Lanes even = piece.one(count - 1), odd = {}, constant = {};
#pragma clang loop unroll(full)
  for (size_t power = count - 1; power > 0; power -= 2) {
    Lanes nextOdd;
    piece.two(power - 2, constant, nextOdd);
    if (power > 2) even = fma(even, square, constant);
    odd = power == count - 1 ? nextOdd : fma(odd, square, nextOdd);
  }
  return fma(fma(even, t, odd), t, constant);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
