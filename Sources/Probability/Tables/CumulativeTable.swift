import CKernels

/// The distribution function of finitely many ordered outcomes, with a guide for fast inversion.
///
/// It is kept from both ends: next to 1, a sum from below would have no digits for what is left.
///
/// - Source: the guide table of Chen & Asau (1974), "On generating random variates from an
///   empirical distribution".
struct CumulativeTable: Sendable {
  /// With so few outcomes all of them are compared.
  private static let fewOutcomes = 16
  private static let mostCells = 4096

  /// The cumulative probabilities below one half, then a 2, then minus the probabilities of later
  /// outcomes: see `torreya_outcome_table`.
  private let keys: [Double]
  /// How many outcomes lie in the lower half.
  private let middle: Int
  /// The place of the first key that a cell of probabilities may need; empty where there are few.
  private let guide: [Int32]

  /// - Parameter probabilities: not negative and not all zero; scaled to sum to one.
  init(probabilities: [Double]) {
    var total = CompensatedSum()
    for probability in probabilities { total.add(probability) }
    var fromBelow = CompensatedSum()
    var lower: [Double] = []
    for probability in probabilities {
      fromBelow.add(probability)
      let sum = fromBelow.value / total.value
      if sum >= 0.5 { break }
      lower.append(sum)
    }
    var fromAbove = CompensatedSum()
    var upper: [Double] = []
    for probability in probabilities[lower.count...].reversed() {
      upper.append(-(fromAbove.value / total.value))
      fromAbove.add(probability)
    }
    (keys, middle) = (lower + [2] + upper.reversed(), lower.count)
    guide = Self.guide(keys: keys, middle: middle)
  }

  /// The number of cells is a power of two, so that a probability is multiplied with it exactly.
  private static func guide(keys: [Double], middle: Int) -> [Int32] {
    guard keys.count - 1 > fewOutcomes else { return [] }
    var cells = 2
    while cells < min(2 * keys.count, mostCells) { cells *= 2 }
    var place = 0
    return (0..<cells).map { cell in
      let p = Double(cell) / Double(cells)
      if p == 0.5 { place = middle + 1 }
      let key = p < 0.5 ? p : p - 1
      while keys[place] < key { place += 1 }
      return Int32(place)
    }
  }

  /// The probability of outcome i or an earlier one.
  func cumulative(_ outcome: Int) -> Double {
    outcome < middle ? keys[outcome] : 1 + keys[outcome + 1]
  }
  /// The probability of an outcome later than i.
  func exceedance(_ outcome: Int) -> Double {
    outcome < middle ? 1 - keys[outcome] : -keys[outcome + 1]
  }

  /// The first outcome whose cumulative probability is at least `p`.
  ///
  /// - Complexity: logarithmic.
  func outcome(at p: Double) -> Int {
    p < 0.5 ? outcome(from: 0, to: middle, key: p) : outcome(exceededWith: 1 - p)
  }
  /// The first outcome that is exceeded with at most a probability.
  func outcome(exceededWith tail: Double) -> Int {
    tail > 0.5
      ? outcome(from: 0, to: middle, key: 1 - tail)
      : outcome(from: middle + 1, to: keys.count - 1, key: -tail) - 1
  }

  private func outcome(from first: Int, to last: Int, key: Double) -> Int {
    var (low, high) = (first, last)
    while low < high {
      let place = low + (high - low) / 2
      if keys[place] < key { low = place + 1 } else { high = place }
    }
    return low
  }

  /// Turns probabilities into `first` plus the number of the outcome.
  ///
  /// - Complexity: constant on average over `p`, logarithmic at worst.
  func fill(_ lanes: inout MutableSpan<Double>, first: Double) {
    fill(&lanes, first: first, values: nil)
  }

  /// Turns probabilities into the value that stands at the outcome's place in `values`.
  func fill(_ lanes: inout MutableSpan<Double>, values: [Double]) {
    values.withUnsafeBufferPointer { fill(&lanes, first: 0, values: $0.baseAddress) }
  }

  private func fill(
    _ lanes: inout MutableSpan<Double>, first: Double, values: UnsafePointer<Double>?
  ) {
    keys.withUnsafeBufferPointer { keys in
      guide.withUnsafeBufferPointer { guide in
        var table = torreya_outcome_table(
          keys: keys.baseAddress, guide: guide.isEmpty ? nil : guide.baseAddress, values: values,
          first: first, count: UInt64(keys.count), middle: UInt64(middle),
          cells: UInt64(guide.count))
        lanes.withUnsafeMutableBufferPointer {
          torreya_outcome_quantiles($0.baseAddress, $0.baseAddress, &table, $0.count)
        }
      }
    }
  }
}

/// A sum that carries along what rounding lost.
///
/// - Source: Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
///   Summen".
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  var value: Double { sum + lost }

  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
