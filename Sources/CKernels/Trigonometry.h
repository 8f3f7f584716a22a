// Sine and cosine. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// `quadrant pi / 2 + high + low`, with |high| a rounding above pi / 4 at most.
struct Angle {
  Bits quadrant;
  Lanes high, low;
};

/// Up to here three parts of pi / 2 suffice.
constexpr double largestSimpleAngle = 0x1p30;

/// Each lane beyond `largestSimpleAngle` by itself.
static __attribute__((noinline)) void reduceHugeAngles(Lanes x, Mask huge, Angle &angle) {
  for (size_t k = 0; k < width; ++k) {
    if (!huge[k]) continue;
    double lane = x[k];
    // Infinity and NaN have no angle.
    ReducedAngle reduced = {0, lane - lane, 0};
    if (lane - lane == 0) reduced = reduceHugeAngle(lane);
    angle.quadrant[k] = reduced.quadrant;
    angle.high[k] = reduced.high;
    angle.low[k] = reduced.low;
  }
}

TORREYA_INLINE Angle reduceAngle(Lanes x) {
  constexpr double twoOverPiRounded = 0x1.45f306dc9c883p-1;
  constexpr double quarter[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                -0x1.f1976b7ed8fbcp-110};
  Lanes shifted = fma(x, all(twoOverPiRounded), all(roundingShift));
  Lanes k = shifted - roundingShift;
  // Exact, since both sides are multiples of the last place of pi / 2 or of a small x.
  Lanes first = fma(-k, all(quarter[0]), x);
  Lanes second = k * quarter[1];
  Lanes lost = fma(k, all(quarter[1]), -second);
  Pair difference = exactSum(first, -second);
  Lanes rest = fma(-k, all(quarter[2]), difference.low - lost);
  Pair r = quickSum(difference.high, rest);
  Angle angle = {bitsOf(shifted), r.high, r.low};
  Mask huge = ~(magnitude(x) <= largestSimpleAngle);
  if (__builtin_expect(any(huge), 0)) reduceHugeAngles(x, huge, angle);
  return angle;
}

/// sin(high + low).
TORREYA_INLINE Lanes sineOfReduced(Lanes high, Lanes low) {
  Lanes square = high * high;
  Lanes cube = square * high;
  // The cosine that low goes with, to first order.
  Lanes turned = fma(low * -0.5, square, low);
  return high + fma(polynomial(sineTail, square), cube, turned);
}

/// cos(high + low): what 1 - square / 2 loses by rounding is added again.
TORREYA_INLINE Lanes cosineOfReduced(Lanes high, Lanes low) {
  Lanes square = high * high;
  Lanes half = 0.5 * square;
  Lanes leading = 1 - half;
  Lanes lost = (1 - leading) - half;
  Lanes tail = fma(polynomial(cosineTail, square), square * square, -high * low);
  return leading + (lost + tail);
}

/// The sine of the angle when `quadrant` is its own, the cosine with `quadrant` one above.
TORREYA_INLINE Lanes sineInQuadrant(Angle angle, Bits quadrant) {
  Lanes sine = sineOfReduced(angle.high, angle.low);
  Lanes cosine = cosineOfReduced(angle.high, angle.low);
  Lanes value = choose((Mask)((quadrant & 1) == 1), cosine, sine);
  return lanesOf(bitsOf(value) ^ ((quadrant & 2) << 62));
}

TORREYA_INLINE Lanes sin_(Lanes x) {
  Angle angle = reduceAngle(x);
  // Keeps minus zero.
  return choose(x == 0, x, sineInQuadrant(angle, angle.quadrant));
}

TORREYA_INLINE Lanes cos_(Lanes x) {
  Angle angle = reduceAngle(x);
  return sineInQuadrant(angle, angle.quadrant + 1);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
