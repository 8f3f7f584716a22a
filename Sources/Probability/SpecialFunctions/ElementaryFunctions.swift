import CKernels

// The kernels' functions for single numbers. The system's own `exp` and `log` differ between
// platforms in the last bits, and so would results.

/// The exponential function.
///
/// - Accuracy: 1 ulp.
public func exponential(_ x: Double) -> Double { single(x, torreya_exp) }
/// exp(x) - 1.
///
/// - Accuracy: 2 ulp.
public func exponentialMinusOne(_ x: Double) -> Double { single(x, torreya_expm1) }
/// The natural logarithm.
///
/// - Accuracy: 1 ulp.
public func logarithm(_ x: Double) -> Double { single(x, torreya_log) }
/// log(1 + x).
///
/// - Accuracy: 1 ulp.
public func logarithmOfOnePlus(_ x: Double) -> Double { single(x, torreya_log1p) }
/// A power with any exponent.
///
/// - Accuracy: 1 ulp.
public func power(_ base: Double, _ exponent: Double) -> Double {
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

/// log(1 + d) - d, without cancellation near 0; never positive.
///
/// - Accuracy: 4 ulp.
func logarithmMinusLinear(ofOnePlus d: Double) -> Double {
  guard d > -0.5, d < 1 else { return logarithmOfOnePlus(d) - d }
  // log(1 + d) = 2 artanh s with s = d / (2 + d), and d = 2 s / (1 - s), so that the linear terms
  // of both leave -s d.
  let s = d / (2 + d)
  let square = s * s
  var sum = 0.0
  oddReciprocals.withUnsafeBufferPointer { reciprocals in
    // 1/3 + s²/5 + …, of which 0.01 needs eight terms and 1/9 seventeen.
    for i in stride(from: square < 0.01 ? 8 : 17, through: 1, by: -1) {
      sum = sum * square + reciprocals[i]
    }
  }
  return 2 * (s * square) * sum - s * d
}

/// 1 / (2 k + 1).
private let oddReciprocals: [Double] = (0..<18).map { 1 / Double(2 * $0 + 1) }
