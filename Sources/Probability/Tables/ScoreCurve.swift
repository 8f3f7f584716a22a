import CKernels

/// Half of a quantile function as a function of the normal score, which makes both tails smooth:
/// Chebyshev panels from the median outwards, halved until they fit.
///
/// It is what is made of few evaluations of an expensive quantile function, and serves to fill the
/// many small pieces of a `QuantileTable`.
struct ScoreCurve {
  /// What a panel may err by, of the scale or of the value where that is larger.
  static let tolerance = 2e-12
  /// A function that needs more panels is not smooth.
  private static let mostPanels = 48
  private static let nodes = ChebyshevSeries.thirteenNodes
  /// Places between nodes, also next to the ends, at which a panel is checked.
  private static let checks = [-0.98, -0.5, 0.12, 0.75, 0.99]

  /// Ascending, one more than there are panels.
  private var edges: [Double] = [0]
  private var coefficients: [Double] = []
  /// Whether the panels hold the logarithm, so that nothing is lost next to a bound.
  private let isLogarithmic: Bool
  private let scale: Double

  /// - Parameter end: how far to go, as a normal score.
  /// - Parameter isPositive: whether all values are positive; their logarithm is interpolated.
  /// - Parameter quantile: takes the probability of the tail, and a guess at the answer.
  init?(
    to end: Double, scale: Double, isPositive: Bool,
    quantile: (_ tail: Double, _ guess: Double) -> Double
  ) {
    isLogarithmic = isPositive
    self.scale = scale
    // The panels that are left, the next one last.
    var waiting = (0..<4).reversed().map { end * Double($0 + 1) / 4 }
    var guess = Double.nan
    while let edge = waiting.last {
      let start = edges[edges.count - 1]
      guard let series = panel(from: start, to: edge, guess: &guess, quantile) else { return nil }
      if series.isEmpty {
        guard waiting.count + edges.count < Self.mostPanels else { return nil }
        waiting.append((start + edge) / 2)
        continue
      }
      edges.append(edge)
      coefficients += series
      waiting.removeLast()
    }
  }

  /// The series of a panel: empty if it misses the tolerance, nil if the function is not finite.
  private func panel(
    from start: Double, to end: Double, guess: inout Double,
    _ quantile: (_ tail: Double, _ guess: Double) -> Double
  ) -> [Double]? {
    let places = Self.nodes + Self.checks
    let scores = places.map { -(start + (end - start) * ($0 + 1) / 2) }
    var values = Self.map(scores, torreya_normal_cdf)
    for i in values.indices {
      // The nodes ascend: two answers, or their logarithms, point at the next one.
      if i > 1, i < Self.nodes.count {
        let ratio = (places[i] - places[i - 1]) / (places[i - 1] - places[i - 2])
        guess =
          isLogarithmic
          ? guess * power(guess / values[i - 2], ratio)
          : guess + (guess - values[i - 2]) * ratio
      } else if i > Self.nodes.count {
        guess = values[i - 1]
      }
      guess = quantile(values[i], guess)
      values[i] = guess
    }
    let exact = values
    if isLogarithmic { values = Self.map(values, torreya_log) }
    guard values.allSatisfy(\.isFinite) else { return nil }
    let count = Self.nodes.count
    let series = ChebyshevSeries.coefficients(of: values[..<count], at: Self.nodes)
    // The last check is next to the outer end: a good guess for the next panel.
    for i in count..<values.count {
      let error = abs(
        ChebyshevSeries.value(series, count: count, at: places[i]) - values[i])
      let allowed = Self.tolerance * max(scale, abs(exact[i]))
      guard error * (isLogarithmic ? exact[i] : 1) <= allowed else { return [] }
    }
    return series
  }

  /// The quantiles of tails, which descend or ascend.
  func values(atTails tails: [Double]) -> [Double] {
    var values = Self.map(tails, torreya_normal_quantile)
    let count = Self.nodes.count
    var panel = 0
    coefficients.withUnsafeBufferPointer { coefficients in
      guard let base = coefficients.baseAddress else { return }
      for i in values.indices {
        let score = -values[i]
        while panel > 0 && score < edges[panel] { panel -= 1 }
        while panel < edges.count - 2 && score > edges[panel + 1] { panel += 1 }
        let (start, end) = (edges[panel], edges[panel + 1])
        let place = (2 * score - start - end) / (end - start)
        values[i] = ChebyshevSeries.value(base + panel * count, count: count, at: place)
      }
    }
    return isLogarithmic ? Self.map(values, torreya_exp) : values
  }

  private static func map(
    _ numbers: [Double],
    _ kernel: (UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int) -> Void
  ) -> [Double] {
    var numbers = numbers
    numbers.withUnsafeMutableBufferPointer { kernel($0.baseAddress, $0.baseAddress, $0.count) }
    return numbers
  }
}
