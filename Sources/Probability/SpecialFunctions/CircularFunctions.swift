// Sine and its inverse for single numbers, from plain arithmetic: the same bits everywhere. For
// conversions when a plan is made; a draw needs neither.

/// The sine of an angle in radians.
///
/// - Precondition: `x` lies in [-π/2, π/2].
/// - Accuracy: 2 ulp.
/// - Source: the Taylor series.
public func sine(_ x: Double) -> Double {
  precondition(abs(x) <= 1.5708, "one half turn only")
  let square = x * x
  var sum = 0.0
  for divisor in stride(from: 23.0, through: 3, by: -2) {
    sum = -square / (divisor * (divisor - 1)) * (1 + sum)
  }
  return x + x * sum
}

/// - Precondition: `x` lies in [-1, 1].
/// - Accuracy: 2 ulp.
/// - Source: the Taylor series; above one half by arcsin x = π/2 - 2 arcsin √((1 - x)/2).
func arcsine(_ x: Double) -> Double {
  precondition(abs(x) <= 1, "sines lie between -1 and 1")
  if abs(x) > 0.5 {
    let rest = .pi / 2 - 2 * arcsine(((1 - abs(x)) / 2).squareRoot())
    return x < 0 ? -rest : rest
  }
  let square = x * x
  var (sum, term, index) = (0.0, 1.0, 1.0)
  while term > 1e-18 {
    term *= square * (2 * index - 1) / (2 * index)
    sum += term / (2 * index + 1)
    index += 1
  }
  return x + x * sum
}
