/// What the exact likelihood starts from: the variance of a stationary ARMA process, and the
/// covariance of its value with what it says of each later value.
struct ArmaStart {
  /// The variance of a value, in units of the variance of the errors.
  let variance: Double
  /// The first gain: the covariance of the state of the next step with the value, divided by the
  /// variance.
  let gain: [Double]

  /// - Parameter past, errors: the coefficients with the seasonal ones multiplied out.
  /// - Parameter size: the length of the state: at least that of `past`, and one more than that
  ///   of `errors`.
  /// - Returns: nil where the process is not stationary.
  /// - Complexity: O((p + q)²): no equations are solved but those of Durbin's recursion.
  init?(past: [Double], errors: [Double], size: Int) {
    let (p, q) = (past.count, errors.count)
    guard let ofPast = autoregressiveAutocovariances(past, lags: max(p - 1, 0) + q) else {
      return nil
    }
    let ofErrors = correlationsOfErrors(errors)
    let covariances = (0..<max(p, 1)).map { lag in
      var sum = ofErrors[0] * ofPast[lag]
      for shift in stride(from: 1, through: q, by: 1) where ofErrors[shift] != 0 {
        sum += ofErrors[shift] * (ofPast[lag + shift] + ofPast[abs(lag - shift)])
      }
      return sum
    }
    let effects = armaWeights(past: past, errors: errors, count: max(q, 1))
    guard covariances[0] > 0, covariances[0].isFinite else { return nil }
    variance = covariances[0]
    var gain = [Double](repeating: 0, count: size)
    for place in 0..<size {
      var sum = 0.0
      for lag in stride(from: place, to: p, by: 1) where past[lag] != 0 {
        sum += past[lag] * covariances[lag - place]
      }
      for lag in stride(from: place, to: q, by: 1) where errors[lag] != 0 {
        sum += errors[lag] * effects[lag - place]
      }
      gain[place] = sum / covariances[0]
    }
    self.gain = gain
  }
}

/// How much an error of 1 moves the value of its step and of each later one.
///
/// - Returns: the weights ψ₀ = 1, ψ₁, … of the process as a moving average.
func armaWeights(past: [Double], errors: [Double], count: Int) -> [Double] {
  var weights = [Double](repeating: 0, count: count)
  guard count > 0 else { return weights }
  weights[0] = 1
  for step in stride(from: 1, to: count, by: 1) {
    var sum = step <= errors.count ? errors[step - 1] : 0
    for lag in stride(from: 1, through: min(step, past.count), by: 1) where past[lag - 1] != 0 {
      sum += past[lag - 1] * weights[step - lag]
    }
    weights[step] = sum
  }
  return weights
}

/// Σ θⱼ θⱼ₊ₘ for each m, with θ₀ = 1.
private func correlationsOfErrors(_ errors: [Double]) -> [Double] {
  let places = [0] + errors.indices.filter { errors[$0] != 0 }.map { $0 + 1 }
  var sums = [Double](repeating: 0, count: errors.count + 1)
  for early in places {
    for late in places where late >= early {
      sums[late - early] +=
        (early == 0 ? 1 : errors[early - 1]) * (late == 0 ? 1 : errors[late - 1])
    }
  }
  return sums
}

/// The autocovariances of an autoregression with errors of variance 1, from lag 0 on.
private func autoregressiveAutocovariances(_ past: [Double], lags: Int) -> [Double]? {
  let p = past.count
  var covariances = [Double](repeating: 0, count: max(lags, p) + 1)
  // The predictors of all lower orders, that of order m at m (m - 1) / 2.
  var predictors = [Double](repeating: 0, count: p * (p + 1) / 2)
  var variance = 1.0
  let isStationary = predictors.withUnsafeMutableBufferPointer { predictors in
    var start = p * (p - 1) / 2
    for lag in 0..<p { predictors[start + lag] = past[lag] }
    for count in stride(from: p, to: 0, by: -1) {
      let last = predictors[start + count - 1]
      let room = (1 - last) * (1 + last)
      guard room > 0 else { return false }
      variance /= room
      let shorter = start - (count - 1)
      let factor = 1 / room
      for lag in 0..<count - 1 {
        predictors[shorter + lag] =
          (predictors[start + lag] + last * predictors[start + count - 2 - lag]) * factor
      }
      start = shorter
    }
    return true
  }
  guard isStationary else { return nil }
  covariances[0] = variance
  predictors.withUnsafeBufferPointer { predictors in
    for lag in stride(from: 1, through: max(lags, p), by: 1) {
      let count = min(lag, p)
      let start = count * (count - 1) / 2
      var sum = 0.0
      for back in 0..<count { sum += predictors[start + back] * covariances[lag - 1 - back] }
      covariances[lag] = sum
    }
  }
  return covariances
}
