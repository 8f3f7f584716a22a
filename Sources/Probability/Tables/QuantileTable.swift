/// A quantile function compiled to polynomials, for a draw that costs nanoseconds.
///
/// Towards either end the pieces shrink with the distance: each octave of `p`, and of `1 - p`,
/// has four. A quantile function that grows or falls like a power of that distance looks the same
/// in each octave, so one degree serves all. Beyond the last octave (once in a million draws) the
/// exact function is called.
struct QuantileTable: Sendable {
  /// The largest error that a piece may have, relative to the distribution's scale.
  static let tolerance = 1e-9

  private static let octaves = 20
  private static let piecesPerOctave = 4
  private static let degree = 8
  private static let count = degree + 1

  /// For each piece, from its lowest power; pieces of the lower half first, outermost first.
  private let coefficients: [Double]

  /// Compiles a quantile function; nil where the polynomials miss it by more than the tolerance.
  ///
  /// - Parameter scale: a length by which errors are measured, such as the standard deviation.
  /// - Parameter quantile: takes a probability up to one half, whether it is counted from the
  ///   upper end, and a guess at the answer.
  init?(scale: Double, quantile: (_ tail: Double, _ isUpper: Bool, _ guess: Double) -> Double) {
    var coefficients: [Double] = []
    coefficients.reserveCapacity(2 * Self.octaves * Self.piecesPerOctave * Self.count)
    for isUpper in [false, true] {
      // From the middle outwards, so that each answer is a good guess at the next.
      var pieces: [[Double]] = []
      var guess = quantile(0.5, isUpper, .nan)
      for piece in (0..<Self.octaves * Self.piecesPerOctave).reversed() {
        let (start, width) = Self.interval(ofPiece: piece)
        let values = Self.nodes.reversed().map { node in
          guess = quantile(start + width * node, isUpper, guess)
          return guess
        }
        let polynomial = Self.interpolant(Array(values.reversed()))
        let check = quantile(start + width * 0.3, isUpper, guess)
        let found = polynomial.withUnsafeBufferPointer { Self.evaluate($0, 0, 0.3) }
        let error = abs(found - check)
        guard error <= Self.tolerance * scale else { return nil }
        pieces.append(polynomial)
      }
      coefficients += pieces.reversed().joined()
    }
    self.coefficients = coefficients
  }

  /// Turns probabilities into quantiles between two bounds, for a table that holds distances
  /// from the nearer end as shares of the width; those too far out go to `exact`.
  func fillShares(
    _ lanes: inout MutableSpan<Double>, from low: Double, to high: Double,
    exact: (Double) -> Double
  ) {
    let width = high - low
    fill(&lanes, exact: exact) { share, isUpper in
      isUpper ? high - width * share : low + width * share
    }
  }

  /// Turns probabilities into quantiles; those too far out for the table go to `exact`.
  func fill(_ lanes: inout MutableSpan<Double>, exact: (Double) -> Double) {
    fill(&lanes, exact: exact) { value, _ in value }
  }

  @inline(__always)
  private func fill(
    _ lanes: inout MutableSpan<Double>, exact: (Double) -> Double,
    finish: (_ value: Double, _ isUpper: Bool) -> Double
  ) {
    let outermost = Self.interval(ofPiece: 0).start
    let firstPiece = Int(outermost.bitPattern >> 50)
    let half = Self.octaves * Self.piecesPerOctave * Self.count
    coefficients.withUnsafeBufferPointer { coefficients in
      for i in lanes.indices {
        let p = lanes[i]
        let tail = min(p, 1 - p)
        guard tail >= outermost, tail < 0.5 else {
          lanes[i] = exact(p)
          continue
        }
        // Exponent and two leading bits of the fraction count the pieces; the others are the
        // place within the piece.
        let bits = tail.bitPattern
        let piece = Int(bits >> 50) - firstPiece
        let place = Double(bitPattern: (bits << 2) & 0x000f_ffff_ffff_ffff | 0x3ff0 << 48) - 1
        let base = piece * Self.count + (p < 0.5 ? 0 : half)
        lanes[i] = finish(Self.evaluate(coefficients, base, place), p >= 0.5)
      }
    }
  }

  private static func interval(ofPiece piece: Int) -> (start: Double, width: Double) {
    let octave = Double(
      sign: .plus, exponent: piece / piecesPerOctave - octaves - 1, significand: 1)
    let step = octave / Double(piecesPerOctave)
    return (octave + step * Double(piece % piecesPerOctave), step)
  }

  /// Two chains of operations, which a processor runs side by side.
  @inline(__always)
  private static func evaluate(_ c: UnsafeBufferPointer<Double>, _ s: Int, _ t: Double) -> Double {
    let square = t * t
    let even =
      (((c[s + 8] * square + c[s + 6]) * square + c[s + 4]) * square + c[s + 2]) * square + c[s]
    let odd = ((c[s + 7] * square + c[s + 5]) * square + c[s + 3]) * square + c[s + 1]
    return odd * t + even
  }

  /// Chebyshev nodes on [0, 1], ascending.
  private static let nodes: [Double] = [
    0.00759612349389599, 0.06698729810778065, 0.17860619515673032,
    0.32898992833716556, 0.49999999999999994, 0.6710100716628342,
    0.8213938048432696, 0.9330127018922192, 0.9924038765061041,
  ]

  /// Powers of the polynomial through the values at the nodes.
  private static func interpolant(_ values: [Double]) -> [Double] {
    // Newton's divided differences, then expanded.
    var differences = values
    for order in 1..<count {
      for i in stride(from: count - 1, through: order, by: -1) {
        differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - order])
      }
    }
    var result = [Double](repeating: 0, count: count)
    for i in stride(from: count - 1, through: 0, by: -1) {
      for j in stride(from: count - 1, through: 1, by: -1) {
        result[j] = result[j - 1] - nodes[i] * result[j]
      }
      result[0] = differences[i] - nodes[i] * result[0]
    }
    return result
  }
}
