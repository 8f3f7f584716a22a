import SeededNumbers
import Testing
import Torreya

@testable import Formulas
@testable import Vocabulary

/// The way from what accrues to what falls due, against one that takes month by month and rule by
/// rule.
@Suite("filing routes")
struct FilingRouteTests {
  private static let horizons: [Horizon] = [
    ("2024-01", 12), ("2024-01", 30), ("2023-11", 26), ("2024-06", 5), ("2024-Q1", 8),
    ("2024-Q3", 7), ("2024", 4), ("2024", 1),
  ].map { Horizon(first: Period(label: $0.0)!, count: $0.1) }

  private static func rule(
    _ accrual: ClosedRange<Int>, _ year: Int, _ month: Int, _ day: Int?, _ share: Double = 1
  ) -> FilingRule {
    FilingRule(
      accrual: accrual, dueYear: year, dueMonth: month, dueDay: day, term: .months, share: share)
  }

  /// Patterns as the law has them, and some that it has not.
  private static let patterns: [[FilingRule]] = [
    (1...12).map { rule($0...$0, $0 / 12, $0 % 12 + 1, 15) },
    (1...12).map { rule($0...$0, 0, $0, 31) },
    (1...12).map { rule($0...$0, 0, $0, nil) },
    [(1...3, 0, 4), (4...6, 0, 7), (7...9, 0, 10), (10...12, 1, 1)].map {
      rule($0.0, $0.1, $0.2, 15)
    },
    [(3, 0.1), (4, 0.25), (5, 0.4)].map { rule(1...12, 1, $0.0, nil, $0.1) }
      + [rule(1...12, 1, 5, 31, 0.25)],
    [rule(1...6, 0, 6, 30), rule(7...12, 0, 12, 31)],
    // A year's deadline that slides into the year after the next one.
    [rule(1...12, 1, 12, 31)],
    // Accrual periods of one, three and eight months; and two that overlap.
    [rule(1...1, 0, 1, 31), rule(2...4, 0, 6, 1), rule(5...12, 1, 2, 28)],
    [rule(1...12, 1, 3, nil, 0.5), rule(1...6, 0, 9, 1, 0.5), rule(7...12, 1, 2, 1, 0.5)],
  ]

  private struct Expected {
    var due: [Double]
    var accrued: [Double]
    var open = 0.0
  }

  /// What falls due of twelve months' accruals in each year, one after another.
  ///
  /// - Parameter amount: what a month brings that is counted from the start of year 0.
  private func slowly(
    _ rules: [FilingRule], _ horizon: Horizon, _ amount: (Int) -> Double
  ) -> Expected {
    let length = horizon.frequency.monthsPerPeriod
    let first = horizon.first.year * 12 + horizon.first.firstMonth - 1
    let months = first..<(first + horizon.count * length)
    var result = Expected(
      due: [Double](repeating: 0, count: horizon.count),
      accrued: [Double](repeating: 0, count: horizon.count))
    for month in (first - 40)..<months.upperBound {
      let accrued = amount(month)
      if month >= first { result.accrued[(month - first) / length] += accrued }
      for rule in rules where rule.accrual.contains(month % 12 + 1) {
        var due = (month / 12 + rule.dueYear) * 12 + rule.dueMonth - 1
        if rule.dueDay != nil {
          let date = rule.deadline(ofYear: month / 12, in: FilingRuleTests.calendar)!
          due = date.year * 12 + date.month - 1
        }
        if months.contains(due) { result.due[(due - first) / length] += accrued * rule.share }
        if month < first, due >= first { result.open += accrued * rule.share }
      }
    }
    return result
  }

  /// What falls due by a route, as formulas compute it.
  private func routed(_ route: FilingRoute, _ accrued: [Double], last: Double, this: Double)
    -> [Double]
  {
    var balances: [Double] = []
    for (index, amount) in accrued.enumerated() {
      let kept = route.kept?[index] ?? 0
      balances.append(kept * (balances.last ?? 0) + amount)
    }
    return accrued.indices.map { index in
      route.shares.reduce(
        last * route.lastYear.due[index] + this * route.thisYear.due[index]
      ) { sum, lag in
        index >= lag.key ? sum + lag.value[index] * balances[index - lag.key] : sum
      }
    }
  }

  @Test("what accrues falls due when the rules say, whatever the periods", arguments: 0..<9)
  func routes(number: Int) {
    let rules = Self.patterns[number]
    var generator = SeededGenerator(UInt64(number))
    for horizon in Self.horizons {
      var season = (0..<12).map { _ in Double.random(in: 0...1, using: &generator) }
      // Months without accrual, and in one horizon a whole quarter.
      season[Int.random(in: 0..<12, using: &generator)] = 0
      if horizon.count == 8 { for month in 3..<6 { season[month] = 0 } }
      let sum = season.reduce(0, +)
      season = season.map { $0 / sum }
      let years = (0..<8).map { _ in Double.random(in: 50...150, using: &generator) }
      let (last, this) = (years[0], years[1])
      let firstYear = horizon.first.year
      let route = FilingRoute(rules, season: season, over: horizon, in: FilingRuleTests.calendar)
      let expected = slowly(rules, horizon) { month in
        let year = month / 12 - firstYear
        return season[month % 12] * (year < 0 ? last : years[year + 1])
      }
      let found = routed(route, expected.accrued, last: last, this: this)
      for (index, due) in found.enumerated() {
        #expect(
          abs(due - expected.due[index]) < 1e-10, "\(horizon.label), period \(index)")
      }
      let open = last * route.lastYear.open + this * route.thisYear.open
      #expect(abs(open - expected.open) < 1e-10, "\(horizon.label)")
    }
  }

  @Test("a shock in one period falls due whole, once the horizon is long enough", arguments: 0..<9)
  func wholeShares(number: Int) {
    let even = [Double](repeating: 1.0 / 12, count: 12)
    for frequency in Frequency.allCases {
      let horizon = Horizon(
        first: Period(frequency, year: 2018), count: 8 * frequency.periodsPerYear)
      let route = FilingRoute(
        Self.patterns[number], season: even, over: horizon, in: FilingRuleTests.calendar)
      for start in 0..<(5 * frequency.periodsPerYear) {
        var accrued = [Double](repeating: 0, count: horizon.count)
        accrued[start] = 1
        let due = routed(route, accrued, last: 0, this: 0)
        #expect(abs(due.reduce(0, +) - 1) < 1e-12)
        #expect(due[..<start].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("accrual periods of several months need few lags")
  func lags() {
    let even = [Double](repeating: 1.0 / 12, count: 12)
    func lags(_ number: Int, _ label: String) -> [Int] {
      let horizon = Horizon(first: Period(label: label)!, count: 12)
      let route = FilingRoute(
        Self.patterns[number], season: even, over: horizon, in: FilingRuleTests.calendar)
      return route.shares.keys.sorted()
    }
    #expect(lags(0, "2024-01") == [1])
    #expect(lags(3, "2024-01") == [1])
    #expect(lags(4, "2024-07") == [3, 4, 5, 6])
    #expect(lags(0, "2024-Q1") == [0, 1])
  }
}
