/// A function of a normal score as a sum of Hermite polynomials, one for each of the spreads of a
/// copula: the mean product of two such functions is then a power series in the correlation.
///
/// - Source: Mehler's formula, as in Lancaster, *Some properties of the bivariate normal
///   distribution considered in the form of a contingency table* (1957).
struct HermiteExpansion {
  /// For each spread the coefficients from degree 0 on.
  private(set) var coefficients: [[Double]]

  /// - Parameter values: the function at the nodes.
  init(_ values: [Double], _ spreads: CopulaSpreads, degree: Int) {
    coefficients = spreads.weights.map { weights in
      Self.coefficients(values, weights.places, weights.weights, degree)
    }
  }

  private static func coefficients(
    _ values: [Double], _ places: [Double], _ weights: [Double], _ degree: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: degree + 1)
    let roots = (0...degree).map { Double($0).squareRoot() }
    for node in values.indices where weights[node] > 0 {
      let (place, value) = (places[node], values[node] * weights[node])
      var (previous, current) = (0.0, 1.0)
      for order in 0...degree {
        result[order] += value * current
        guard order < degree else { break }
        let next = (place * current - roots[order] * previous) / roots[order + 1]
        (previous, current) = (current, next)
      }
    }
    return result
  }
}
