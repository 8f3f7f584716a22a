import CKernels

/// The logarithm of the odds of a probability, `log(p / (1 - p))`.
///
/// - Accuracy: 3 ulp, also near one half, where it vanishes.
func logit(_ p: Double) -> Double {
  // The odds less one, seen from the nearer end, have all their digits.
  p < 0.5
    ? -logarithmOfOnePlus((1 - 2 * p) / p) : logarithmOfOnePlus((2 * p - 1) / (1 - p))
}

/// The logits of a piece of lanes, in place, the same as `logit` gives.
func fillLogits(
  _ lanes: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>, _ count: Int
) {
  for i in 0..<count {
    let p = lanes[i]
    scratch[i] = p < 0.5 ? (1 - 2 * p) / p : (2 * p - 1) / (1 - p)
  }
  torreya_log1p(scratch, scratch, count)
  for i in 0..<count { lanes[i] = lanes[i] < 0.5 ? -scratch[i] : scratch[i] }
}

/// The standard logistic distribution function and its complement.
///
/// - Accuracy: 3 ulp of either, with the error of the argument besides.
func logisticProbabilities(at logit: Double) -> (lower: Double, upper: Double) {
  let odds = exponential(-abs(logit))
  let (near, far) = (odds / (1 + odds), 1 / (1 + odds))
  return logit < 0 ? (near, far) : (far, near)
}

/// The logarithm of the ratio of two positive numbers, also where they nearly agree.
///
/// - Accuracy: 4 ulp.
func logarithmOfRatio(_ x: Double, _ reference: Double) -> Double {
  let ratio = x / reference
  guard ratio > 0.5, ratio < 2 else {
    // Of numbers that are far apart the ratio may overflow or vanish.
    return ratio > 0 && ratio < .infinity
      ? logarithm(ratio) : logarithm(x) - logarithm(reference)
  }
  // The difference is exact.
  return logarithmOfOnePlus((x - reference) / reference)
}
