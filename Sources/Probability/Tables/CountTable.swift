/// The probabilities of consecutive whole numbers, from which a count is drawn exactly.
struct CountTable: Sendable {
  /// Beyond this standard deviation a table would be too long, and is not made.
  static let largestDeviation = 1000.0

  /// The first whole number of the table.
  let first: Double
  private let table: CumulativeTable

  /// Walks from the mode to both sides: down to the smallest probabilities, up to where a tail of
  /// 2^-53 still has its digits.
  ///
  /// - Parameter ratio: the probability of k + 1 over that of k.
  init(
    mode: Double, probability: Double, upTo largest: Double, ratio: (_ k: Double) -> Double
  ) {
    var below: [Double] = []
    var k = mode
    var term = probability
    while k > 0 {
      k -= 1
      term /= ratio(k)
      guard term > 1e-307 else { break }
      below.append(term)
    }
    var above = [probability]
    (k, term) = (mode, probability)
    while k < largest {
      let next = ratio(k)
      term *= next
      k += 1
      above.append(term)
      // What lies beyond is at most a geometric series; no draw comes nearer to 1 than 2^-53.
      if next < 1, term / (1 - next) < 1e-30 { break }
    }
    first = mode - Double(below.count)
    table = CumulativeTable(probabilities: below.reversed() + above)
  }

  func quantile(at p: Double) -> Double { first + Double(table.outcome(at: p)) }

  func fill(_ lanes: inout MutableSpan<Double>) { table.fill(&lanes, first: first) }
}
