/// The distribution function of finitely many ordered outcomes, with a guide for fast inversion.
///
/// - Source: the guide table of Chen & Asau (1974), "On generating random variates from an
///   empirical distribution".
struct CumulativeTable: Sendable {
  /// The probability of outcome i or an earlier one; the last is 1.
  let cumulative: [Double]
  /// The first outcome whose cumulative probability reaches j over the number of outcomes.
  private let guide: [Int32]

  /// - Parameter probabilities: not negative and not all zero; scaled to sum to one.
  init(probabilities: [Double]) {
    var total = CompensatedSum()
    for probability in probabilities { total.add(probability) }
    var sum = CompensatedSum()
    var cumulative = probabilities.map { probability in
      sum.add(probability)
      return min(sum.value / total.value, 1)
    }
    // From the last outcome that can happen on, so that rounding leaves no probability above it.
    if let last = probabilities.lastIndex(where: { $0 > 0 }) {
      for i in last..<cumulative.count { cumulative[i] = 1 }
    }
    self.cumulative = cumulative
    let count = cumulative.count
    var outcome = 0
    guide = (0...count).map { j in
      while outcome < count - 1 && cumulative[outcome] < Double(j) / Double(count) { outcome += 1 }
      return Int32(outcome)
    }
  }

  /// The first outcome whose cumulative probability is at least `p`.
  ///
  /// - Complexity: constant on average over `p`, logarithmic at worst.
  func outcome(at p: Double) -> Int {
    cumulative.withUnsafeBufferPointer { cumulative in
      guide.withUnsafeBufferPointer { guide in Self.outcome(at: p, cumulative, guide) }
    }
  }

  /// Turns probabilities into `first` plus the number of the outcome, or into the value that
  /// stands at its place in `values`.
  func fill(_ lanes: inout MutableSpan<Double>, first: Double) {
    cumulative.withUnsafeBufferPointer { cumulative in
      guide.withUnsafeBufferPointer { guide in
        for i in lanes.indices {
          lanes[i] = first + Double(Self.outcome(at: lanes[i], cumulative, guide))
        }
      }
    }
  }

  func fill(_ lanes: inout MutableSpan<Double>, values: [Double]) {
    values.withUnsafeBufferPointer { values in
      cumulative.withUnsafeBufferPointer { cumulative in
        guide.withUnsafeBufferPointer { guide in
          for i in lanes.indices {
            lanes[i] = values[Self.outcome(at: lanes[i], cumulative, guide)]
          }
        }
      }
    }
  }

  @inline(__always)
  private static func outcome(
    at p: Double, _ cumulative: UnsafeBufferPointer<Double>, _ guide: UnsafeBufferPointer<Int32>
  ) -> Int {
    let count = cumulative.count
    let step = min(max(Int(p * Double(count)), 0), count - 1)
    // Rounding of the product may lead one step too far.
    var low = step == 0 ? 0 : Int(guide[step - 1])
    var high = Int(guide[min(step + 1, count)])
    while high - low > 8 {
      let middle = low + (high - low) / 2
      if cumulative[middle] < p { low = middle + 1 } else { high = middle }
    }
    while low < high && cumulative[low] < p { low += 1 }
    return low
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
