/// The weights of a combination with the smallest absolute error over many forecasts.
///
/// - Parameter prior: the weights to which few forecasts are drawn.
/// - Returns: weights that are not negative and add up to 1.
/// - Source: absolute errors by reweighted squares (Schlossmacher 1973); the squares over the
///   simplex by projected gradients (Duchi et al. 2008 for the projection).
func combinationWeights(_ evidence: CombinationEvidence, prior: [Double]) -> [Double] {
  let count = prior.count
  var weights = prior
  guard evidence.count > 0 else { return weights }
  let typical = evidence.typicalError(of: prior)
  guard typical > 0 else { return weights }
  for _ in 0..<25 {
    var products = evidence.products(weighedBy: weights, leastError: 1e-3 * typical)
    var sides = [Double](repeating: 0, count: count)
    let average = (0..<count).reduce(0) { $0 + products[$1 * count + $1] } / Double(count)
    let pull = average * max(leastPull, 200 / (200 + Double(evidence.count)))
    for i in 0..<count {
      products[i * count + i] += pull
      sides[i] = pull * prior[i]
    }
    let next = smallestOnSimplex(products, sides, from: weights)
    let change = zip(next, weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
    weights = next
    if change < 1e-5 { break }
  }
  return weights
}

/// How strongly even many forecasts are drawn to the prior: candidates say much the same, and
/// weights that only the last digit of the evidence tells apart do not last.
private let leastPull = 0.3

/// Forecasts that came true or not: what the candidates said, what came, and how much it counts.
///
/// They are gone through many times, so they lie side by side.
struct CombinationEvidence: Sendable {
  /// What the candidates said, forecast by forecast.
  private var points: [Double] = []
  private var actuals: [Double] = []
  private var weights: [Double] = []

  /// How many forecasts there are.
  var count: Int { actuals.count }

  /// - Parameter said: what each candidate said.
  mutating func add(_ said: [Double], actual: Double, weight: Double) {
    points += said
    actuals.append(actual)
    weights.append(weight)
  }

  /// The mean absolute error of a combination.
  ///
  /// - Parameter combination: the weights of the candidates.
  func typicalError(of combination: [Double]) -> Double {
    var sum = 0.0
    for row in actuals.indices {
      var error = -actuals[row]
      for i in combination.indices {
        error += combination[i] * points[row * combination.count + i]
      }
      sum += weights[row] * abs(error)
    }
    return sum / weights.reduce(0, +)
  }

  /// The sums of the products of the candidates' errors, each row weighed by the inverse of the
  /// error of the combination.
  ///
  /// - Parameter combination: the weights of the candidates.
  func products(weighedBy combination: [Double], leastError: Double) -> [Double] {
    let count = combination.count
    return [Double](unsafeUninitializedCapacity: count * count) { products, size in
      products.initialize(repeating: 0)
      size = count * count
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { errors in
        points.withUnsafeBufferPointer { points in
          for row in actuals.indices {
            let actual = actuals[row]
            var error = -actual
            // Errors relative to what came, so that weights that add up to 1 leave no constant.
            for i in 0..<count {
              let point = points[row * count + i]
              error += combination[i] * point
              errors[i] = point - actual
            }
            let factor = weights[row] / max(abs(error), leastError)
            for i in 0..<count {
              let scaled = factor * errors[i]
              for j in 0...i { products[i * count + j] += scaled * errors[j] }
            }
          }
        }
      }
      for i in 0..<count { for j in 0..<i { products[j * count + i] = products[i * count + j] } }
    }
  }
}

/// The point of the simplex with the smallest w'Qw / 2 − s'w.
private func smallestOnSimplex(
  _ products: [Double], _ sides: [Double], from start: [Double]
) -> [Double] {
  let count = start.count
  // The largest sum of a row bounds the largest eigenvalue.
  let bound = (0..<count).map { row in
    (0..<count).reduce(0) { $0 + abs(products[row * count + $1]) }
  }.max() ?? 1
  guard bound > 0, bound.isFinite else { return start }
  var weights = start
  var ahead = start
  var momentum = 1.0
  for _ in 0..<2_000 {
    let gradient = (0..<count).map { row in
      (0..<count).reduce(-sides[row]) { $0 + products[row * count + $1] * ahead[$1] }
    }
    let next = projectedOnSimplex(zip(ahead, gradient).map { $0 - $1 / bound })
    let change = zip(next, weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let nextMomentum = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
    ahead = zip(next, weights).map { $0 + (momentum - 1) / nextMomentum * ($0 - $1) }
    weights = next
    momentum = nextMomentum
    if change < 1e-7 { break }
  }
  return weights
}

/// The nearest point whose coordinates are not negative and add up to 1.
func projectedOnSimplex(_ point: [Double]) -> [Double] {
  var sum = 0.0
  var threshold = 0.0
  for (index, value) in point.sorted(by: >).enumerated() {
    sum += value
    let candidate = (sum - 1) / Double(index + 1)
    if value > candidate { threshold = candidate }
  }
  return point.map { max(0, $0 - threshold) }
}
