/// The coefficients of a seasonal ARMA model, in three forms: unconstrained numbers for the
/// search, the coefficients of each polynomial, and the two polynomials multiplied out.
///
/// Sign: y(t) = φ₁ y(t-1) + … + e(t) + θ₁ e(t-1) + …
struct ArmaCoefficients {
  /// The coefficients of each polynomial: past values, past errors, both at whole years.
  private(set) var ordinary: (past: [Double], errors: [Double])
  private(set) var seasonal: (past: [Double], errors: [Double])
  let seasonLength: Int

  /// - Parameter free: one unconstrained number for each coefficient, in the order p, q, P, Q.
  init(free: [Double], order: ArimaOrder, seasonLength: Int) {
    var start = 0
    func next(_ count: Int) -> [Double] {
      defer { start += count }
      return coefficients(fromFree: free[start..<start + count])
    }
    let past = next(order.p)
    let errors = next(order.q).map { -$0 }
    ordinary = (past, errors)
    let seasonalPast = next(order.seasonalP)
    seasonal = (seasonalPast, next(order.seasonalQ).map { -$0 })
    self.seasonLength = seasonLength
  }

  /// - Parameter values: the coefficients in the order p, q, P, Q.
  init(values: [Double], order: ArimaOrder, seasonLength: Int) {
    var rest = values[...]
    func next(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    ordinary = (next(order.p), next(order.q))
    seasonal = (next(order.seasonalP), next(order.seasonalQ))
    self.seasonLength = seasonLength
  }

  /// All coefficients in the order p, q, P, Q.
  var values: [Double] { ordinary.past + ordinary.errors + seasonal.past + seasonal.errors }

  /// The unconstrained numbers; nil where the coefficients are not of a stationary and
  /// invertible model.
  var free: [Double]? {
    let parts = [
      ordinary.past, ordinary.errors.map { -$0 }, seasonal.past, seasonal.errors.map { -$0 },
    ]
    var all: [Double] = []
    for part in parts {
      guard let partial = partialAutocorrelations(ofCoefficients: part) else { return nil }
      all += partial.map { $0 / ((1 - $0) * (1 + $0)).squareRoot() }
    }
    return all
  }

  /// The coefficients of past values with the seasonal ones multiplied out, lag 1 first.
  var past: [Double] {
    multiplied(ordinary.past.map { -$0 }, seasonal.past.map { -$0 }).map { -$0 }
  }

  /// The coefficients of past errors with the seasonal ones multiplied out, lag 1 first.
  var errors: [Double] { multiplied(ordinary.errors, seasonal.errors) }

  /// Whether every root of both polynomials in the lag is larger than `modulus`.
  ///
  /// The roots of a polynomial are larger than r if those of the one with coefficients cⱼ rʲ are
  /// larger than 1, which the partial autocorrelations tell without a search for roots.
  func rootsExceed(_ modulus: Double) -> Bool {
    func exceed(_ part: [Double], lag: Int) -> Bool {
      var factor = 1.0
      var scaled = part
      var step = 1.0
      for _ in 0..<lag { step *= modulus }
      for index in part.indices {
        factor *= step
        scaled[index] *= factor
      }
      return partialAutocorrelations(ofCoefficients: scaled) != nil
    }
    return exceed(ordinary.past, lag: 1) && exceed(ordinary.errors.map { -$0 }, lag: 1)
      && exceed(seasonal.past, lag: seasonLength)
      && exceed(seasonal.errors.map { -$0 }, lag: seasonLength)
  }

  /// The product of 1 + Σ aᵢ Bⁱ and 1 + Σ bⱼ B^(j s), without the leading 1.
  private func multiplied(_ a: [Double], _ b: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: a.count + b.count * seasonLength)
    for i in a.indices { product[i] += a[i] }
    for j in b.indices {
      let lag = (j + 1) * seasonLength
      product[lag - 1] += b[j]
      for i in a.indices { product[lag + i] += b[j] * a[i] }
    }
    return product
  }
}

/// The coefficients of a stationary autoregression, from one number without limits for each.
///
/// The numbers are made partial autocorrelations by x / √(1 + x²).
///
/// - Source: Monahan (1984), "A note on enforcing stationarity in autoregressive-moving average
///   models", Biometrika 71.
private func coefficients(fromFree free: ArraySlice<Double>) -> [Double] {
  var coefficients: [Double] = []
  coefficients.reserveCapacity(free.count)
  for number in free {
    // Beyond, the square overflows or 1 is reached.
    let bounded = min(max(number, -1e7), 1e7)
    let partial = bounded / (1 + bounded * bounded).squareRoot()
    let before = coefficients
    let count = before.count
    for index in 0..<count { coefficients[index] -= partial * before[count - 1 - index] }
    coefficients.append(partial)
  }
  return coefficients
}

/// The partial autocorrelations of an autoregression with these coefficients; nil where it is
/// not stationary.
///
/// - Complexity: O(k²).
/// - Source: the recursion of Durbin (1960) run backwards.
func partialAutocorrelations(ofCoefficients coefficients: [Double]) -> [Double]? {
  var rest = coefficients
  var partial = coefficients
  for count in stride(from: rest.count, to: 0, by: -1) {
    let last = rest[count - 1]
    partial[count - 1] = last
    let room = (1 - last) * (1 + last)
    guard room > 0 else { return nil }
    let before = rest
    for index in 0..<count - 1 {
      rest[index] = (before[index] + last * before[count - 2 - index]) / room
    }
  }
  return partial
}
