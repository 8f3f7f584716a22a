/// How probable it is that a year meets its target, as a function of the outcome that is expected
/// of it: found from other years, without a word on how they are distributed.
enum OutcomeLink: CaseIterable {
  /// The share of all years: what is known tells nothing.
  case share
  /// The share of all, or of the nearest, years that would meet it by as much as they came above
  /// or below what was expected of them. It holds for figures that may take any value.
  case allSurprises, nearSurprises
  /// The share of the nearest years that met it, by a line through them. It holds for counts too,
  /// which may take few values.
  case wideLine, narrowLine

  /// The part of the years that count as near.
  private var width: Double {
    switch self {
    case .share, .allSurprises: 1
    case .nearSurprises, .wideLine: 0.25
    case .narrowLine: 0.0625
    }
  }

  /// The probabilities are found at so many expected outcomes, and lie on lines in between.
  private static let mostNodes = 33
  private static let fewestYears = 50

  func fitted(to years: OrderedYears) -> FittedLink {
    let count = years.expected.count
    guard count > 0 else { return FittedLink(outcomes: [0], probabilities: [0]) }
    switch self {
    case .share:
      return FittedLink(
        outcomes: [years.expected[0]], probabilities: [Double(years.metCount) / Double(count)])
    // Steep where next to nothing is left in doubt, so that there are no nodes.
    case .allSurprises: return FittedLink(surprises: years.risingSurprises)
    case .nearSurprises, .wideLine, .narrowLine: break
    }
    let size = min(count, max(Self.fewestYears, Int(width * Double(count))))
    var (outcomes, probabilities): ([Double], [Double]) = ([], [])
    for node in 0..<Self.mostNodes {
      let place = node * (count - 1) / (Self.mostNodes - 1)
      let outcome = years.expected[place]
      guard outcomes.last.map({ $0 < outcome }) ?? true else { continue }
      let start = max(0, min(place - size / 2, count - size))
      outcomes.append(outcome)
      probabilities.append(
        self == .nearSurprises
          ? years.share(start..<start + size, surprisedByAtLeast: -outcome)
          : years.line(through: start..<start + size, at: outcome))
    }
    return FittedLink(outcomes: outcomes, probabilities: probabilities)
  }
}

/// A link as some years have it: a curve through nodes, or the surprises of all of them.
struct FittedLink {
  /// Rising, and the probabilities there.
  private let outcomes, probabilities: [Double]
  private let surprises: [Double]

  init(outcomes: [Double], probabilities: [Double]) {
    (self.outcomes, self.probabilities, surprises) = (outcomes, probabilities, [])
  }

  /// - Parameter surprises: rising.
  init(surprises: [Double]) { (outcomes, probabilities, self.surprises) = ([], [], surprises) }

  /// The probability where that outcome is expected; beyond the nodes that of the nearest.
  func probability(at outcome: Double) -> Double {
    guard surprises.isEmpty else {
      let below = Self.count(in: surprises, below: -outcome)
      return Double(surprises.count - below) / Double(surprises.count)
    }
    let above = Self.count(in: outcomes, below: outcome)
    if above == 0 { return probabilities[0] }
    if above == outcomes.count { return probabilities[above - 1] }
    let part = (outcome - outcomes[above - 1]) / (outcomes[above] - outcomes[above - 1])
    return (1 - part) * probabilities[above - 1] + part * probabilities[above]
  }

  private static func count(in sorted: [Double], below bound: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Years in the order of what was expected of them.
struct OrderedYears {
  /// By how much each was expected to meet its target, rising.
  private(set) var expected: [Double] = []
  /// By how much it came above that.
  private var surprises: [Double] = []
  /// The same numbers, rising.
  private(set) var risingSurprises: [Double] = []
  /// 1 where it met its target, else 0.
  private var met: [Double] = []
  private(set) var metCount = 0

  mutating func append(expected: Double, lead: Double) {
    self.expected.append(expected)
    surprises.append(lead - expected)
    met.append(lead >= 0 ? 1 : 0)
    if lead >= 0 { metCount += 1 }
  }

  /// The surprise of one of these years, none of which was less than those before.
  mutating func append(risingSurprise: Double) { risingSurprises.append(risingSurprise) }

  func share(_ part: Range<Int>, surprisedByAtLeast bound: Double) -> Double {
    surprises.withUnsafeBufferPointer { surprises in
      var count = 0
      for place in part where surprises[place] >= bound { count += 1 }
      return Double(count) / Double(part.count)
    }
  }

  /// A straight line by weighted least squares, the nearer the heavier; their share where nothing
  /// but one outcome was expected of them.
  ///
  /// - Source: Cleveland, *Robust locally weighted regression and smoothing scatterplots* (1979);
  ///   Fan, Gijbels, *Local Polynomial Modelling and Its Applications* (1996), 3.2, for the weights
  ///   of Epanechnikov.
  func line(through part: Range<Int>, at outcome: Double) -> Double {
    let reach =
      1.0001 * max(outcome - expected[part.lowerBound], expected[part.upperBound - 1] - outcome)
    let share = met[part].reduce(0, +) / Double(part.count)
    guard reach > 0 else { return share }
    // Distances in parts of the reach, about the outcome: what is subtracted below is not large.
    var (weights, first, second, meetings, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
    expected.withUnsafeBufferPointer { expected in
      met.withUnsafeBufferPointer { met in
        for place in part {
          let distance = (expected[place] - outcome) / reach
          let weight = max(0, 1 - distance * distance)
          weights += weight
          first += weight * distance
          second += weight * distance * distance
          meetings += weight * met[place]
          products += weight * distance * met[place]
        }
      }
    }
    guard weights > 0 else { return share }
    let mean = first / weights
    let spread = second - mean * first
    guard spread > 1e-12 * weights else { return meetings / weights }
    let slope = (products - mean * meetings) / spread
    return min(1, max(0, meetings / weights - mean * slope))
  }
}
