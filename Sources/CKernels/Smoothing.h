// Exponential smoothing with derivatives. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

TORREYA_INLINE double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

/// Sums logarithms by multiplying as long as the product has room.
struct LogarithmSum {
  double product = 1, sum = 0;

  inline __attribute__((always_inline)) void add(double x) {
    product *= x;
    if (__builtin_expect(!(product > 1e-150 && product < 1e150), 0)) flush();
  }
  void flush() {
    sum += log_(all(product))[0];
    product = 1;
  }
};

/// The numbers of a step, named as in include/Smoothing.h.
template <int trend, int season>
struct SmoothingStep {
  double alpha, beta, gamma, phi;
  double level, slope;
  /// phi b or b^phi.
  double carried;
  double q, f, e, x;
  /// 1 / s and 1 / q where the season multiplies; 1 / l where the trend does.
  double perSeason, perQ, perLevel;

  explicit SmoothingStep(const torreya_smoothing &smoothing, const double *state)
      : alpha(smoothing.alpha), beta(smoothing.beta), gamma(smoothing.gamma), phi(smoothing.phi),
        level(state[0]), slope(state[1]), carried(0), q(0), f(0), e(0), x(0), perSeason(1),
        perQ(1), perLevel(1) {}

  /// False where something that multiplies is not above 0.
  inline __attribute__((always_inline)) bool predict(double s) {
    q = level;
    if (trend == torreya_part_additive) {
      carried = phi * slope;
      q = level + carried;
    } else if (trend == torreya_part_multiplicative) {
      if (!(level > 0 && slope > 0)) return false;
      carried = phi == 1 ? slope : power_(all(slope), all(phi))[0];
      q = level * carried;
    }
    f = q;
    if (season == torreya_part_additive) f = q + s;
    if (season == torreya_part_multiplicative) {
      if (!(q > 0 && s > 0)) return false;
      f = q * s;
    }
    return true;
  }

  /// Takes in an observation; NaN for none.
  inline __attribute__((always_inline)) void compare(double y, double s) {
    e = y == y ? y - f : 0;
    x = e;
    if (season == torreya_part_multiplicative) {
      perSeason = 1 / s;
      perQ = 1 / q;
      x = e * perSeason;
    }
    if (trend == torreya_part_multiplicative) perLevel = 1 / level;
  }

  inline __attribute__((always_inline)) void move(double &s) {
    level = fused(alpha, x, q);
    if (trend == torreya_part_additive) slope = fused(beta, x, carried);
    if (trend == torreya_part_multiplicative) slope = fused(beta, x * perLevel, carried);
    if (season == torreya_part_additive) s = fused(gamma, e, s);
    if (season == torreya_part_multiplicative) s = fused(gamma, e * perQ, s);
  }
};

/// Where the derivatives of a step are.
struct SmoothingTangents {
  double *level, *slope, *season, *row, *relative;
  /// What turns the derivative of f into that of y - f, of the error, and of log f; 0 for a missing
  /// observation, which moves nothing.
  double differenceFactor, errorFactor, relativeFactor;
};

// 1 in the lane of a parameter.
constexpr double smoothingUnits[4][8] = {
    {1, 0, 0, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0, 0, 0},
    {0, 0, 0, 1, 0, 0, 0, 0}};

/// Moves the derivatives in a vector of lanes over a step whose numbers are known, before they
/// move themselves. `own` says that alpha, beta, gamma and phi may be among the lanes.
template <int trend, int season, bool own>
TORREYA_INLINE void moveTangents(const SmoothingStep<trend, season> &step,
                                 const SmoothingTangents &at, double s, size_t i) {
  auto unit = [&](int parameter) { return load(smoothingUnits[parameter] + i); };
  Lanes level = load(at.level + i), q = level, carried = all(0);
  if (trend == torreya_part_additive) {
    carried = all(step.phi) * load(at.slope + i);
    if (own) carried = fma(all(step.slope), unit(3), carried);
    q = level + carried;
  }
  if (trend == torreya_part_multiplicative) {
    carried = all(step.phi * step.carried / step.slope) * load(at.slope + i);
    if (own) carried = fma(all(step.carried) * log_(all(step.slope)), unit(3), carried);
    q = fma(all(step.carried), level, all(step.level) * carried);
  }
  Lanes f = q, seasonal = all(0);
  if (season != torreya_part_none) seasonal = load(at.season + i);
  if (season == torreya_part_additive) f = q + seasonal;
  if (season == torreya_part_multiplicative) f = fma(all(s), q, all(step.q) * seasonal);
  store(at.row + i, all(at.errorFactor) * f);
  store(at.relative + i, fma(all(at.relativeFactor), f, load(at.relative + i)));
  Lanes e = all(at.differenceFactor) * f, x = e;
  if (season == torreya_part_multiplicative) {
    x = fma(all(-step.x), seasonal, e) * all(step.perSeason);
  }
  Lanes newLevel = fma(all(step.alpha), x, q);
  if (own) newLevel = fma(all(step.x), unit(0), newLevel);
  store(at.level + i, newLevel);
  if (trend != torreya_part_none) {
    Lanes z = x;
    double amount = step.x;
    if (trend == torreya_part_multiplicative) {
      amount = step.x * step.perLevel;
      z = fma(all(-amount), level, x) * all(step.perLevel);
    }
    Lanes slope = fma(all(step.beta), z, carried);
    if (own) slope = fma(all(amount), unit(1), slope);
    store(at.slope + i, slope);
  }
  if (season != torreya_part_none) {
    Lanes w = e;
    double amount = step.e;
    if (season == torreya_part_multiplicative) {
      amount = step.e * step.perQ;
      w = fma(all(-amount), q, e) * all(step.perQ);
    }
    Lanes moved = fma(all(step.gamma), w, seasonal);
    if (own) moved = fma(all(amount), unit(2), moved);
    store(at.season + i, moved);
  }
}

/// What the two functions of include/Smoothing.h give; without derivatives for no tangents.
template <int trend, int season, bool derivatives>
static int smooth(const torreya_smoothing &smoothing, const double *y, size_t n, double *state,
                  double *errors, double *tangents, size_t columns, size_t stride, double *rows,
                  double *relative, double *sums) {
  SmoothingStep<trend, season> step(smoothing, state);
  const bool isRelative = smoothing.relative_error != 0;
  const size_t end = (columns + width) / width * width;
  double none = 0, squares = 0;
  LogarithmSum logarithms;
  if (derivatives) __builtin_memset(relative, 0, stride * sizeof(double));
  for (size_t t = 0, turn = 0; t < n; ++t) {
    double &s = season == torreya_part_none ? none : state[2 + turn];
    if (!step.predict(s)) return 0;
    step.compare(y[t], s);
    const bool isMissing = y[t] != y[t];
    double error = step.e, perFitted = 1;
    if (isRelative) {
      if (!(step.f > 0)) return 0;
      perFitted = 1 / step.f;
      error = step.e * perFitted;
      if (!isMissing) logarithms.add(step.f);
    }
    squares = fused(error, error, squares);
    if (errors != nullptr) errors[t] = isMissing ? __builtin_nan("") : error;
    if (derivatives) {
      SmoothingTangents at;
      at.level = tangents;
      at.slope = tangents + stride;
      at.season = tangents + (2 + turn) * stride;
      at.row = rows + t * stride;
      at.relative = relative;
      at.differenceFactor = isMissing ? 0 : -1;
      at.relativeFactor = isRelative && !isMissing ? perFitted : 0;
      at.errorFactor = isMissing ? 0 : isRelative ? -y[t] * perFitted * perFitted : -1;
      size_t i = 0;
      for (; i < 4; i += width) moveTangents<trend, season, true>(step, at, s, i);
      for (; i < end; i += width) moveTangents<trend, season, false>(step, at, s, i);
      at.row[columns] = error;
    }
    step.move(s);
    if (++turn == smoothing.season_length) turn = 0;
  }
  logarithms.flush();
  state[0] = step.level;
  state[1] = step.slope;
  sums[0] = squares;
  sums[1] = logarithms.sum;
  return 1;
}

template <int trend, bool derivatives, typename... Rest>
TORREYA_INLINE int smoothSeason(const torreya_smoothing &smoothing, Rest... rest) {
  switch (smoothing.season) {
    case torreya_part_additive:
      return smooth<trend, torreya_part_additive, derivatives>(smoothing, rest...);
    case torreya_part_multiplicative:
      return smooth<trend, torreya_part_multiplicative, derivatives>(smoothing, rest...);
    default: return smooth<trend, torreya_part_none, derivatives>(smoothing, rest...);
  }
}

template <bool derivatives, typename... Rest>
TORREYA_INLINE int smoothForm(const torreya_smoothing &smoothing, Rest... rest) {
  switch (smoothing.trend) {
    case torreya_part_additive:
      return smoothSeason<torreya_part_additive, derivatives>(smoothing, rest...);
    case torreya_part_multiplicative:
      return smoothSeason<torreya_part_multiplicative, derivatives>(smoothing, rest...);
    default: return smoothSeason<torreya_part_none, derivatives>(smoothing, rest...);
  }
}

static int smoothingErrors(const torreya_smoothing *smoothing, const double *y, size_t n,
                           double *state, double *errors, double *sums) {
  double *none = nullptr;
  return smoothForm<false>(*smoothing, y, n, state, errors, none, size_t(0), size_t(0), none,
                           none, sums);
}

static int smoothingDerivatives(const torreya_smoothing *smoothing, const double *y, size_t n,
                                double *state, double *tangents, size_t columns, size_t stride,
                                double *rows, double *relative, double *sums) {
  double *none = nullptr;
  return smoothForm<true>(*smoothing, y, n, state, none, tangents, columns, stride, rows, relative,
                          sums);
}

/// Four rows of the matrix of products by some vectors of columns.
template <size_t vectors>
TORREYA_INLINE void productTile(double *matrix, const double *rows, size_t n, size_t stride,
                                size_t first, size_t column) {
  Lanes sums[4][vectors] = {};
  for (size_t t = 0; t < n; ++t) {
    const double *row = rows + t * stride;
    for (size_t r = 0; r < 4; ++r) {
      for (size_t v = 0; v < vectors; ++v) {
        sums[r][v] = fma(all(row[first + r]), load(row + column + v * width), sums[r][v]);
      }
    }
  }
  for (size_t r = 0; r < 4; ++r) {
    for (size_t v = 0; v < vectors; ++v) {
      store(matrix + (first + r) * stride + column + v * width, sums[r][v]);
    }
  }
}

static void columnProducts(double *matrix, const double *rows, size_t n, size_t columns,
                           size_t stride) {
  const size_t end = (columns + width - 1) / width * width;
  for (size_t first = 0; first < columns; first += 4) {
    size_t column = first / width * width;
    for (; column + 2 * width <= end; column += 2 * width) {
      productTile<2>(matrix, rows, n, stride, first, column);
    }
    if (column < end) productTile<1>(matrix, rows, n, stride, first, column);
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
