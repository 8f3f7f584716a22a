/// The probabilities that years meet their target given what is known of them.
///
/// The outcome of a year is expected from its known numbers by a regression, and the probability
/// follows from how other years with such an expectation came out. Both are fitted to four fifths
/// of the years and used for the rest, so that no year is judged by itself. Of several links
/// between expectation and probability the one counts that is best for the years to which it was
/// not fitted. Years of which the same is known have the same probability: the mean of theirs.
///
/// - Accuracy: what is decided, and an outcome that is a function of the known numbers, is 0 or 1.
/// - Source: Stone, *Cross-validatory choice and assessment of statistical predictions* (1974);
///   Lei, G'Sell, Rinaldo, Tibshirani, Wasserman, *Distribution-free predictive inference for
///   regression* (2018), for probabilities from what regressions leave.
struct ConditionalProbabilities {
  private let soFar: YearsSoFar
  private let batches: IndependentBatches
  /// The open years, batch by batch, and by how much they meet the target.
  private let open: [Int]
  private let leads: [Double]
  private let rows: [Range<Int>]
  private let regression: OutcomeRegression
  /// Rows of which the same is known have the same number; nil where no two are alike.
  private let ties: [Int]?
  private let isFunction: Bool

  private static let foldCount = 5
  /// The part of the spread of outcomes below which what is left of them is rounding.
  private static let roundingPart = 1e-6

  init(_ soFar: YearsSoFar, _ batches: IndependentBatches) {
    (self.soFar, self.batches) = (soFar, batches)
    var members = [[Int]](repeating: [], count: batches.count)
    for year in soFar.leads.indices where soFar.verdict(year) == nil {
      members[batches.batch(of: year)].append(year)
    }
    var rows: [Range<Int>] = []
    for part in members {
      let start = rows.last?.upperBound ?? 0
      rows.append(start..<start + part.count)
    }
    let open = members.flatMap { $0 }
    let leads = open.map { soFar.leads[$0] }
    (self.open, self.leads, self.rows) = (open, leads, rows)
    regression = OutcomeRegression(soFar.known, leads, years: open, rows: rows)
    let all = Array(0..<batches.count)
    var expected = leads
    regression.predict(all, by: regression.coefficients(of: all), into: &expected)
    let mean = leads.reduce(0, +) / Double(max(leads.count, 1))
    let variance = leads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(leads.count, 1))
    let rest = zip(leads, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    isFunction = rest <= Self.roundingPart * variance.squareRoot()
    ties = Self.ties(soFar.known, open)
  }

  private static func ties(_ known: [[Double]], _ open: [Int]) -> [Int]? {
    guard !known.isEmpty else { return [Int](repeating: 0, count: open.count) }
    let order = open.indices.sorted { left, right in
      for values in known where values[open[left]] != values[open[right]] {
        return values[open[left]] < values[open[right]]
      }
      return left < right
    }
    var numbers = [Int](repeating: 0, count: open.count)
    var number = 0
    for (place, row) in order.enumerated() {
      if place > 0 {
        let before = order[place - 1]
        if known.contains(where: { $0[open[before]] != $0[open[row]] }) { number += 1 }
      }
      numbers[row] = number
    }
    return number + 1 < open.count ? numbers : nil
  }

  /// Of all years, as they follow from those of some batches; NaN for those of others.
  func probabilities(from chosen: [Int]) -> [Double] {
    let isChosen = (0..<batches.count).map { chosen.contains($0) }
    var found = [Double](repeating: .nan, count: soFar.leads.count)
    for year in found.indices where isChosen[batches.batch(of: year)] {
      if let verdict = soFar.verdict(year) { found[year] = verdict ? 1 : 0 }
    }
    guard !open.isEmpty else { return found }
    let own = isFunction ? leads.map { $0 >= 0 ? 1 : 0 } : bestLinked(chosen)
    for batch in chosen {
      for row in rows[batch] { found[open[row]] = own[row] }
    }
    return found
  }

  /// Of the open years of some batches, by the link with the least squared error.
  private func bestLinked(_ chosen: [Int]) -> [Double] {
    let folds = (0..<min(Self.foldCount, chosen.count)).map { fold in
      chosen.indices.filter { $0 % Self.foldCount == fold }.map { chosen[$0] }
    }
    var expected = [Double](repeating: 0, count: open.count)
    var foldOf = [Int](repeating: -1, count: open.count)
    for (number, fold) in folds.enumerated() {
      // A single one is judged by itself.
      let others = folds.count == 1 ? chosen : chosen.filter { !fold.contains($0) }
      regression.predict(fold, by: regression.coefficients(of: others), into: &expected)
      for batch in fold { for row in rows[batch] { foldOf[row] = number } }
    }
    let order = chosen.flatMap { Array(rows[$0]) }.sorted {
      expected[$0] < expected[$1] || (expected[$0] == expected[$1] && $0 < $1)
    }
    let surprises = open.indices.map { leads[$0] - expected[$0] }
    let rising = order.sorted { surprises[$0] < surprises[$1] }
    let sources = folds.indices.map { fold in
      var years = OrderedYears()
      for row in order where folds.count == 1 || foldOf[row] != fold {
        years.append(expected: expected[row], lead: leads[row])
      }
      for row in rising where folds.count == 1 || foldOf[row] != fold {
        years.append(risingSurprise: surprises[row])
      }
      return years
    }
    var best = (error: Double.infinity, probabilities: expected)
    for link in OutcomeLink.allCases {
      var own = expected
      let fitted = sources.map { link.fitted(to: $0) }
      for row in order { own[row] = fitted[foldOf[row]].probability(at: expected[row]) }
      levelTies(order, &own)
      let error = order.reduce(0.0) { sum, row in
        let distance = own[row] - (leads[row] >= 0 ? 1 : 0)
        return sum + distance * distance
      }
      if error < best.error { best = (error, own) }
    }
    return best.probabilities
  }

  private func levelTies(_ order: [Int], _ found: inout [Double]) {
    guard let ties else { return }
    let count = (ties.max() ?? 0) + 1
    var (sums, sizes) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for row in order {
      sums[ties[row]] += found[row]
      sizes[ties[row]] += 1
    }
    for row in order { found[row] = sums[ties[row]] / sizes[ties[row]] }
  }
}
