import CKernels

/// A quantile function compiled to polynomials, for a draw that costs about a nanosecond.
///
/// Towards either end the pieces shrink with the distance: each octave of `p`, and of `1 - p`, has
/// eight or more. A quantile function that grows or falls like a power of that distance looks the
/// same in each octave, so one degree serves all. Beyond the last octave (once in a million draws)
/// the exact function is called.
///
/// A family uses it in two lines: `prepared()` keeps a `QuantileTable(of: self)`, and
/// `fillQuantiles` calls `fill(_:exact:)` where there is one.
///
/// - Accuracy: 1e-10 of the scale (the standard deviation, where there is one), or of the quantile
///   where that is larger: each piece is checked at four places when it is made, and refused at a
///   fifth of that.
/// - Complexity: 0.1 milliseconds and 25 kilobytes a table; about 120 evaluations.
struct QuantileTable: Sendable {
  /// The largest error, relative to the scale or the value, that a piece may have when it is made.
  static let tolerance = 2e-11
  /// Tails below this one are for the exact function.
  static let outermost = 0x1p-21

  private static let octaves = 20
  /// Places between the nodes of a piece, and at its ends.
  private static let checks = [-1, -0.7, 0.2, 1.0]

  /// What a half does to the value of a polynomial: `offset + factor * value`.
  struct Placement: Sendable {
    var offset = 0.0
    var factor = 1.0
  }

  /// The half below the median and the one above.
  struct Halves<Element: Sendable>: Sendable {
    var lower, upper: Element
  }

  private let pieceBits: Int
  private let floor: Double
  private let rows: AlignedRows
  var placements = Halves(lower: Placement(), upper: Placement())

  /// Compiles a quantile function; nil where polynomials miss it by more than the tolerance.
  ///
  /// - Parameter scale: a length by which errors are measured, such as the standard deviation.
  /// - Parameter isPositive: whether all values are positive, or distances from a bound: then they
  ///   keep their digits next to 0.
  /// - Parameter quantile: takes a probability up to one half, whether it is counted from the
  ///   upper end, and a guess at the answer, which is NaN at first.
  init?(
    scale: Double, isPositive: Halves<Bool> = Halves(lower: false, upper: false),
    quantile: (_ tail: Double, _ isUpper: Bool, _ guess: Double) -> Double
  ) {
    guard scale > 0, scale < .infinity else { return nil }
    let end = -StandardNormal.quantile(at: Self.outermost)
    var curves: [ScoreCurve] = []
    for isUpper in [false, true] {
      guard
        let curve = ScoreCurve(
          to: end, scale: scale, isPositive: isUpper ? isPositive.upper : isPositive.lower,
          quantile: { quantile($0, isUpper, $1) })
      else { return nil }
      curves.append(curve)
    }
    floor = isPositive.lower && isPositive.upper ? 0 : -.infinity
    for bits in 3...6 {
      let halves = curves.map { Self.pieces(of: $0, pieceBits: bits, scale: scale) }
      if let lower = halves[0], let upper = halves[1] {
        pieceBits = bits
        rows = AlignedRows(lower + upper)
        return
      }
    }
    return nil
  }

  /// Compiles the quantile function of a distribution.
  init?(of distribution: some Distribution) {
    let (low, high) = (distribution.support.lowerBound, distribution.support.upperBound)
    let median = distribution.quantile(at: 0.5)
    let deviation = distribution.variance.squareRoot()
    let lowest = distribution.quantile(at: Self.outermost)
    let highest = distribution.quantile(exceededWith: Self.outermost)
    // What is finer than a double's digits is not asked for.
    let finest = 4 / ScoreCurve.tolerance
    let scale = max(
      deviation.isFinite
        ? deviation : distribution.quantile(at: 0.75) - distribution.quantile(at: 0.25),
      finest * max(abs(lowest), abs(highest)).ulp)
    // The distance from a bound is known by its digits, or else it is better left alone.
    func isDistinct(_ bound: Double, _ value: Double) -> Bool {
      bound.isFinite && abs(value - bound) > finest * bound.ulp
    }
    let isLow = low == 0 || isDistinct(low, lowest)
    let isHigh = high == 0 || isDistinct(high, highest)
    // Where there is no upper bound, what lies above a lower bound of 0 is positive as well.
    let fromZero = low == 0 && high == .infinity
    let isPositive = Halves(lower: isLow, upper: isHigh || fromZero)
    let halves = Halves(
      lower: isLow ? Placement(offset: low) : Placement(offset: median),
      upper: isHigh
        ? Placement(offset: high, factor: -1) : Placement(offset: fromZero ? 0 : median))
    self.init(scale: scale, isPositive: isPositive) { tail, isUpper, _ in
      let placement = isUpper ? halves.upper : halves.lower
      let value =
        isUpper ? distribution.quantile(exceededWith: tail) : distribution.quantile(at: tail)
      return (value - placement.offset) * placement.factor
    }
    placements = halves
  }

  /// The same table of a distribution that is placed and scaled in another way.
  func placed(lower: Placement, upper: Placement) -> QuantileTable {
    var copy = self
    copy.placements = Halves(lower: lower, upper: upper)
    return copy
  }

  /// Turns probabilities into quantiles; those too far out for the table go to `exact`.
  func fill(_ lanes: inout MutableSpan<Double>, exact: (Double) -> Double) {
    rows.withUnsafePointer { rows in
      var table = torreya_quantile_table(
        rows: rows, piece_bits: UInt64(pieceBits), outermost: Self.outermost,
        first_piece: Self.outermost.bitPattern >> UInt64(52 - pieceBits),
        pieces: UInt64(Self.octaves << pieceBits), floor: floor,
        lower_factor: placements.lower.factor, lower_offset: placements.lower.offset,
        upper_factor: placements.upper.factor, upper_offset: placements.upper.offset)
      forEachPiece(of: &lanes) { lanes, probabilities, count in
        probabilities.update(from: lanes, count: count)
        guard torreya_table_quantiles(lanes, probabilities, &table, count) != 0 else { return }
        for i in 0..<count {
          let p = probabilities[i]
          if !(min(p, 1 - p) >= Self.outermost) { lanes[i] = exact(p) }
        }
      }
    }
  }

  /// The rows of a half, outermost piece first; nil if one misses the tolerance.
  private static func pieces(of curve: ScoreCurve, pieceBits: Int, scale: Double) -> [Double]? {
    let places = ChebyshevSeries.eightNodes + checks
    let count = octaves << pieceBits
    var tails: [Double] = []
    tails.reserveCapacity(count * places.count)
    for piece in 0..<count {
      let octave = outermost * Double(1 << (piece >> pieceBits))
      let width = octave / Double(1 << pieceBits)
      let centre = octave + width * (Double(piece & (1 << pieceBits - 1)) + 0.5)
      for place in places { tails.append(centre + width / 2 * place) }
    }
    let values = curve.values(atTails: tails)
    var rows = [Double](repeating: 0, count: count * 8)
    let isGood = rows.withUnsafeMutableBufferPointer { rows in
      values.withUnsafeBufferPointer { values in
        (0..<count).allSatisfy { piece in
          let row = UnsafeMutableBufferPointer(rebasing: rows[piece * 8..<piece * 8 + 8])
          let first = piece * places.count
          let part = values[first..<first + places.count]
          return fit(row, UnsafeBufferPointer(rebasing: part), scale)
        }
      }
    }
    return isGood ? rows : nil
  }

  /// The powers of the polynomial through the first eight values, if it meets those at the checks.
  private static func fit(
    _ row: UnsafeMutableBufferPointer<Double>, _ values: UnsafeBufferPointer<Double>,
    _ scale: Double
  ) -> Bool {
    ChebyshevSeries.powersFromEightValues.withUnsafeBufferPointer { matrix in
      for power in 0..<8 {
        var sum = 0.0
        for node in 0..<8 { sum += matrix[power * 8 + node] * values[node] }
        row[power] = sum
      }
    }
    return checks.indices.allSatisfy { check in
      let wanted = values[8 + check]
      var found = 0.0
      for power in (0..<8).reversed() { found = found * checks[check] + row[power] }
      return abs(found - wanted) <= tolerance * max(scale, abs(wanted))
    }
  }
}

/// Rows of eight numbers, each in one cache line.
struct AlignedRows: Sendable {
  private let numbers: [Double]
  private let first: Int

  init(_ rows: [Double]) {
    var first = 0
    numbers = [Double](unsafeUninitializedCapacity: rows.count + 7) { buffer, count in
      let address = buffer.baseAddress.map { Int(bitPattern: $0) } ?? 0
      first = (-address & 63) / MemoryLayout<Double>.stride
      buffer.initialize(repeating: 0)
      for i in rows.indices { buffer[first + i] = rows[i] }
      count = rows.count + 7
    }
    self.first = first
  }

  func withUnsafePointer<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
    numbers.withUnsafeBufferPointer { body($0.baseAddress! + first) }
  }
}
