/// The quantile function of a pool, compiled for draws that cost nanoseconds.
///
/// Where it is smooth, it becomes the table of any other distribution. But it may jump from one
/// member's values to another's, and stand still at a value that has a probability of its own.
/// Then it is made of polynomials on pieces that are halved until they fit; next to a jump, and
/// beyond the last octave of either tail, the exact function is called. Only values that have a
/// probability need no polynomials.
///
/// - Accuracy: 1e-10 of the standard deviation, or of the range of the middle 90 % where there is
///   none; values that have a probability of their own are met exactly.
enum PooledQuantileTable: Sendable {
  case smooth(QuantileTable)
  case values([Double], CumulativeTable)
  case pieces(QuantilePieces)

  /// Nil where drawing has to search every time.
  ///
  /// - Parameter distribution: the pool as a distribution.
  init?(of distribution: some Distribution, _ pool: LinearPool) {
    if pool.isDiscrete {
      guard let rows = Self.values(of: pool) else { return nil }
      self = .values(
        rows.map(\.value), CumulativeTable(probabilities: rows.map(\.probability)))
    } else if pool.isContinuous, let table = QuantileTable(of: distribution) {
      self = .smooth(table)
    } else {
      self = .pieces(QuantilePieces(pool))
    }
  }

  /// Turns probabilities into quantiles; those that are in no piece go to `exact`.
  func fill(_ lanes: inout MutableSpan<Double>, exact: (Double) -> Double) {
    switch self {
    case .smooth(let table): table.fill(&lanes, exact: exact)
    case .values(let values, let table): table.fill(&lanes, values: values)
    case .pieces(let pieces): pieces.fill(&lanes, exact: exact)
    }
  }

  /// More values than these take too long to be found one after another.
  private static let valuesMaximum = 20_000

  /// The values of a discrete pool, ascending, with their probabilities; nil if there are too
  /// many.
  private static func values(
    of pool: LinearPool
  ) -> [(value: Double, probability: Double)]? {
    var rows: [(value: Double, probability: Double)] = []
    var value = pool.quantile(tail: 1e-300, isUpper: false)
    while rows.count < valuesMaximum {
      rows.append((value, pool.density(at: value)))
      let below = pool.distributionFunction(at: value)
      let above = pool.exceedanceProbability(above: value)
      if above < 1e-17 { return rows }
      // The smallest value that reaches a little more than this one does.
      let next =
        below < 0.5
        ? pool.quantile(tail: below * (1 + 1e-15), isUpper: false)
        : pool.quantile(tail: above * (1 - 1e-15), isUpper: true)
      // Rounding of the sums may hide a value that is all but impossible.
      guard next > value else { return nil }
      value = next
    }
    return nil
  }
}

/// A quantile function as polynomials on pieces of different lengths.
struct QuantilePieces: Sendable {
  private static let octaves = 20
  private static let piecesPerOctave = 4
  /// How often a piece is halved; what is then left of a jump is met once in thousands of draws.
  private static let depth = 12
  private static let leavesMaximum = 6000

  private static let count = 9
  /// A leaf: its smallest and largest value, then the coefficients from the lowest power.
  private static let leafSize = count + 2

  /// For each node, where its leaf begins if not negative, else minus the number of the first of
  /// its two halves. The pieces of the lower half are the first nodes, outermost first, then those
  /// of the upper half.
  private var nodes: [Int32] = []
  private var leaves: [Double] = []

  init(_ pool: LinearPool) {
    let roots = 2 * Self.octaves * Self.piecesPerOctave
    nodes = Array(repeating: 0, count: roots)
    // The first leaf is the one for which the exact function is called.
    leaves = Array(repeating: .nan, count: Self.leafSize)
    let tolerance = 1e-10 * Self.scale(of: pool)
    for root in 0..<roots {
      let isUpper = root >= roots / 2
      let (start, width) = Self.interval(ofPiece: root % (roots / 2))
      grow(root, start, width, 0, tolerance, hasSingleValues: !pool.isContinuous) { tail in
        pool.quantile(tail: tail, isUpper: isUpper)
      }
    }
  }

  private static func scale(of pool: LinearPool) -> Double {
    let deviation = pool.variance.squareRoot()
    if deviation.isFinite { return deviation }
    return pool.quantile(at: 0.95) - pool.quantile(at: 0.05)
  }

  /// Fits a leaf to an interval of the tail probability, or two halves where none fits.
  private mutating func grow(
    _ node: Int, _ start: Double, _ width: Double, _ depth: Int, _ tolerance: Double,
    hasSingleValues: Bool, _ quantile: (Double) -> Double
  ) {
    if let leaf = Self.leaf(start, width, tolerance, hasSingleValues, quantile) {
      nodes[node] = Int32(leaves.count)
      leaves += leaf
      return
    }
    guard depth < Self.depth, leaves.count < Self.leavesMaximum * Self.leafSize else { return }
    let first = nodes.count
    nodes[node] = -Int32(first)
    nodes += [0, 0]
    for half in 0..<2 {
      grow(
        first + half, start + width / 2 * Double(half), width / 2, depth + 1, tolerance,
        hasSingleValues: hasSingleValues, quantile)
    }
  }

  /// A polynomial through the values at nine points, if it also meets those between them.
  private static func leaf(
    _ start: Double, _ width: Double, _ tolerance: Double, _ hasSingleValues: Bool,
    _ quantile: (Double) -> Double
  ) -> [Double]? {
    let values = points.map { quantile(start + width * $0) }
    guard values.allSatisfy(\.isFinite) else { return nil }
    let (low, high) = (min(values[0], values[count - 1]), max(values[0], values[count - 1]))
    // A function that only rises stands still between two places at which it is the same.
    if low == high { return [low, high, low] + [Double](repeating: 0, count: count - 1) }
    if hasSingleValues {
      for (value, next) in zip(values, values.dropFirst()) where value == next { return nil }
    }
    let coefficients = interpolant(values)
    for (point, next) in zip(points, points.dropFirst()) {
      let place = point + (next - point) * 0.45
      let wanted = quantile(start + width * place)
      let found = coefficients.withUnsafeBufferPointer { evaluate($0, 0, 2 * place - 1) }
      guard abs(min(max(found, low), high) - wanted) <= tolerance else { return nil }
    }
    return [low, high] + coefficients
  }

  func fill(_ lanes: inout MutableSpan<Double>, exact: (Double) -> Double) {
    let outermost = Self.interval(ofPiece: 0).start
    let firstPiece = Int(outermost.bitPattern >> 50)
    let half = Self.octaves * Self.piecesPerOctave
    nodes.withUnsafeBufferPointer { nodes in
      leaves.withUnsafeBufferPointer { leaves in
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
          var node = Int(nodes[Int(bits >> 50) - firstPiece + (p < 0.5 ? 0 : half)])
          var place = Double(bitPattern: (bits << 2) & 0x000f_ffff_ffff_ffff | 0x3ff0 << 48) - 1
          while node < 0 {
            let isRight = place >= 0.5
            node = Int(nodes[isRight ? 1 - node : -node])
            place = isRight ? 2 * place - 1 : 2 * place
          }
          let value = Self.evaluate(leaves, node + 2, 2 * place - 1)
          lanes[i] = node == 0 ? exact(p) : min(max(value, leaves[node]), leaves[node + 1])
        }
      }
    }
  }

  private static func interval(ofPiece piece: Int) -> (start: Double, width: Double) {
    let octave = Double(
      sign: .plus, exponent: piece / piecesPerOctave - octaves - 1, significand: 1)
    let step = octave / Double(piecesPerOctave)
    return (octave + step * Double(piece % piecesPerOctave), step)
  }

  // MARK: Polynomials

  /// Chebyshev's points on [0, 1] with both ends, ascending: (1 - cos(k pi / 8)) / 2.
  private static let points: [Double] = [
    0, 0.038_060_233_744_356_63, 0.146_446_609_406_726_24, 0.308_658_283_817_455_14, 0.5,
    0.691_341_716_182_544_9, 0.853_553_390_593_273_8, 0.961_939_766_255_643_4, 1,
  ]

  /// Two chains of operations, which a processor runs side by side.
  @inline(__always)
  private static func evaluate(_ c: UnsafeBufferPointer<Double>, _ s: Int, _ t: Double) -> Double {
    let square = t * t
    let even =
      (((c[s + 8] * square + c[s + 6]) * square + c[s + 4]) * square + c[s + 2]) * square + c[s]
    let odd = ((c[s + 7] * square + c[s + 5]) * square + c[s + 3]) * square + c[s + 1]
    return odd * t + even
  }

  /// Powers, from -1 to 1, of the polynomial through the values at the points.
  private static func interpolant(_ values: [Double]) -> [Double] {
    let nodes = points.map { 2 * $0 - 1 }
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
