/// Interpolation in Chebyshev nodes between -1 and 1, where it hardly errs more than the best polynomial
/// of the same degree does.
enum ChebyshevSeries {
  /// The zeros of T13 in ascending order, for an expensive function.
  static let thirteenNodes: [Double] = [
    -0.992708874098054, -0.9350162426854148, -0.8229838658936564, -0.6631226582407952,
    -0.46472317204376856, -0.23931566428755777, -8.4784276603689e-32, 0.23931566428755777,
    0.46472317204376856, 0.6631226582407952, 0.8229838658936564, 0.9350162426854148,
    0.992708874098054,
  ]
  /// The zeros of T8, for a piece that is evaluated often.
  static let eightNodes: [Double] = [
    -0.9807852804032304, -0.8314696123025452, -0.5555702330196022, -0.19509032201612828,
    0.19509032201612828, 0.5555702330196022, 0.8314696123025452, 0.9807852804032304,
  ]

  /// The coefficients of T0, T1 … of the polynomial through values at the nodes.
  static func coefficients(of values: ArraySlice<Double>, at nodes: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: nodes.count)
    for (x, value) in zip(nodes, values) {
      var (last, polynomial) = (x, 1.0)
      for k in sums.indices {
        sums[k] += value * polynomial
        (last, polynomial) = (polynomial, 2 * x * polynomial - last)
      }
    }
    let count = Double(nodes.count)
    return sums.indices.map { sums[$0] * ($0 == 0 ? 1 : 2) / count }
  }

  /// Clenshaw's sum.
  @inline(__always)
  static func value(_ coefficients: UnsafePointer<Double>, count: Int, at x: Double) -> Double {
    var (next, afterNext) = (0.0, 0.0)
    for k in stride(from: count - 1, through: 1, by: -1) {
      (next, afterNext) = (coefficients[k] + 2 * x * next - afterNext, next)
    }
    return coefficients[0] + x * next - afterNext
  }

  /// For each of the eight powers in turn, what the value at each node adds to its coefficient.
  static let powersFromEightValues: [Double] = {
    // The powers of T0 … T7.
    var polynomials: [[Double]] = [[1], [0, 1]]
    while polynomials.count < 8 {
      let count = polynomials.count
      let (last, beforeLast) = (polynomials[count - 1], polynomials[count - 2])
      var next = [0.0] + last.map { 2 * $0 }
      for i in beforeLast.indices { next[i] -= beforeLast[i] }
      polynomials.append(next)
    }
    return (0..<8).flatMap { power in
      (0..<8).map { node in
        var unit = [Double](repeating: 0, count: 8)
        unit[node] = 1
        let series = coefficients(of: unit[...], at: eightNodes)
        return (power..<8).reduce(0) { $0 + series[$1] * polynomials[$1][power] }
      }
    }
  }()
}
