import Probability

// Sine and cosine of any angle, from plain arithmetic: the calendar is the same everywhere.

/// The sine of an angle in radians of any size.
///
/// - Accuracy: 2e-12 up to 10,000 radians; what is lost is in the division by a full turn.
func sine(ofRadians angle: Double) -> Double {
  let turn = 2 * Double.pi
  let rest = angle - turn * (angle / turn).rounded()
  // Folded at a quarter turn: sin(π - x) = sin x.
  if rest > .pi / 2 { return sine(.pi - rest) }
  if rest < -.pi / 2 { return sine(-.pi - rest) }
  return sine(rest)
}

/// The cosine of an angle in radians of any size.
///
/// - Accuracy: that of `sine(ofRadians:)`.
func cosine(ofRadians angle: Double) -> Double { sine(ofRadians: angle + .pi / 2) }

/// The sine of an angle in degrees of any size.
///
/// - Accuracy: 1e-11 up to a million degrees.
func sine(ofDegrees angle: Double) -> Double {
  // Whole turns are taken away before the factor π/180 rounds.
  sine(ofRadians: (angle - 360 * (angle / 360).rounded()) * .pi / 180)
}

/// The cosine of an angle in degrees of any size.
///
/// - Accuracy: that of `sine(ofDegrees:)`.
func cosine(ofDegrees angle: Double) -> Double { sine(ofDegrees: angle + 90) }

/// The same direction, brought to [-180, 180].
func lessThanHalfTurn(degrees angle: Double) -> Double {
  angle - 360 * (angle / 360).rounded()
}
