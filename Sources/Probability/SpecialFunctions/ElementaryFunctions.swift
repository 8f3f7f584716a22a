import CKernels

// The kernels' functions for single numbers. The system's own `exp` and `log` differ between
// platforms in the last bits, and so would results.

/// Accuracy: 1 ulp.
func exponential(_ x: Double) -> Double { single(x, torreya_exp) }
/// exp(x) - 1. Accuracy: 2 ulp.
func exponentialMinusOne(_ x: Double) -> Double { single(x, torreya_expm1) }
/// Accuracy: 1 ulp.
func logarithm(_ x: Double) -> Double { single(x, torreya_log) }
/// log(1 + x). Accuracy: 1 ulp.
func logarithmOfOnePlus(_ x: Double) -> Double { single(x, torreya_log1p) }
/// Accuracy: 1 ulp.
func power(_ base: Double, _ exponent: Double) -> Double {
  var result = 0.0
  withUnsafePointer(to: base) { a in
    withUnsafePointer(to: exponent) { b in torreya_power(&result, a, 0, b, 0, 1) }
  }
  return result
}

func single(
  _ x: Double, _ kernel: (UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int) -> Void
) -> Double {
  var lane = x
  withUnsafeMutablePointer(to: &lane) { kernel($0, $0, 1) }
  return lane
}

/// log(u) - (u - 1), without cancellation near 1; never positive.
func logarithmMinusLinear(_ u: Double) -> Double {
  let d = u - 1
  guard abs(d) < 0.2 else { return logarithm(u) - d }
  // log u = 2 artanh s with s = d / (2 + d), and d = 2 s / (1 - s).
  let s = d / (2 + d)
  let square = s * s
  var term = s * square
  var sum = 0.0
  var divisor = 3.0
  while true {
    let next = sum + term / divisor
    if next == sum { break }
    sum = next
    term *= square
    divisor += 2
  }
  return 2 * sum - s * d
}
