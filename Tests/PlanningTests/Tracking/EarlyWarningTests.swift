import Probability
import SeededNumbers
import Testing

@testable import Planning

/// Twelve independent normal months: everything about the year given some of them is known.
@Suite("early warning") struct EarlyWarningTests {
  private let months = 12
  private let mean = 10.0
  private let deviation = 3.0
  private let bound = 121.0
  private let count = 4096

  private func years(_ seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed)
    return (0..<months).map { _ in
      (0..<count).map { _ in
        let uniform = Double.random(in: 1e-12..<1, using: &generator)
        return mean + deviation * StandardNormal.quantile(at: uniform)
      }
    }
  }

  /// P(the year so far lies above what the light needs, and the year meets the bound or not), by
  /// integration over the year so far.
  private func exact(through m: Int, atLeast probability: Double) -> (
    greenMet: Double, met: Double, greenMissed: Double
  ) {
    let (past, rest) = (Double(m), Double(months - m))
    let spread = deviation * past.squareRoot()
    let left = deviation * rest.squareRoot()
    let needed =
      bound - rest * mean + StandardNormal.quantile(at: probability) * left
    var (greenMet, met, greenMissed) = (0.0, 0.0, 0.0)
    for step in -4000...4000 {
      let z = Double(step) / 500
      let weight = StandardNormal.density(at: z) / 500
      let soFar = past * mean + spread * z
      let chance = StandardNormal.distributionFunction(
        at: (soFar + rest * mean - bound) / left)
      met += weight * chance
      if soFar >= needed {
        greenMet += weight * chance
        greenMissed += weight * (1 - chance)
      }
    }
    return (greenMet, met, greenMissed)
  }

  /// The bound for green of which a tenth of the years that are met fall short, and its misses.
  private func cutOff(through m: Int) -> (bound: Double, miss: Double) {
    var (low, high) = (0.001, 0.999)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      let found = exact(through: m, atLeast: middle)
      if 1 - found.greenMet / found.met < 0.1 { low = middle } else { high = middle }
    }
    let found = exact(through: m, atLeast: low)
    return (low, found.greenMissed / (1 - found.met))
  }

  /// The errors contain that of finding the probabilities.
  @Test("false alarms and misses are those of the normal year", arguments: [1, 7, 2024])
  func rates(seed: UInt64) throws {
    let months = years(seed)
    let totals = (0..<count).map { year in months.reduce(0) { $0 + $1[year] } }
    let isMet = totals.map { $0 >= bound }
    let rule = try #require(WarningRule(green: 0.7, red: 0.4))
    let periods = [3, 9]
    let soFar = periods.map { period in
      YearsSoFar(known: Array(months[..<period]), leads: totals.map { $0 - bound })
    }
    let found = warningRates(rule, soFar, isMet: isMet, wished: 0.1)
    for (rates, m) in zip(found, periods) {
      let exact = exact(through: m, atLeast: 0.7)
      let (alarm, miss) = (1 - exact.greenMet / exact.met, exact.greenMissed / (1 - exact.met))
      #expect(
        abs(rates.falseAlarm - alarm) < 4.5 * rates.falseAlarmError,
        "\(m): \(rates.falseAlarm) \(alarm)")
      #expect(
        abs(rates.miss - miss) < 4.5 * rates.missError,
        "\(m): \(rates.miss) \(miss)")
      // The cut-off keeps to the wished rate, and is the bold one.
      let probabilities = conditionalProbabilities(soFar[periods.firstIndex(of: m)!])
      let met = isMet.indices.filter { isMet[$0] }
      let below = Double(met.count { probabilities[$0] < rates.cutOff }) / Double(met.count)
      let within = Double(met.count { probabilities[$0] <= rates.cutOff }) / Double(met.count)
      #expect(below <= 0.1 && within > 0.1)
      let (cutOff, passed) = self.cutOff(through: m)
      #expect(
        abs(rates.cutOff - cutOff) < 4.5 * rates.cutOffError, "\(m): \(rates.cutOff) \(cutOff)")
      #expect(rates.cutOffError > 0.005 && rates.cutOffError < 0.06, "\(rates.cutOffError)")
      #expect(
        abs(rates.missAtCutOff - passed) < 4.5 * rates.missAtCutOffError,
        "\(m): \(rates.missAtCutOff) \(passed)")
      #expect(abs(rates.green + rates.yellow + rates.red - 1) < 1e-12)
      #expect(rates.falseRed <= rates.falseAlarm)
    }
    // Nearer to its end a year is known better.
    #expect(found[1].brier < found[0].brier)
  }

  @Test("where the known numbers decide, nothing is warned of in vain")
  func decided() throws {
    let year = years(3)[0]
    let isMet = year.map { $0 >= 10 }
    // A figure of its own, and one that follows from it; of counts there are many on the bound.
    let counts = year.map { $0.rounded() }
    for (known, leads) in [
      ([year], year.map { $0 - 10 }), ([year], year.map { 5 * $0 - 50 }),
      ([counts, year], counts.map { $0 - 10 }),
    ] {
      let isMet = leads.map { $0 >= 0 }
      let found = warningRates(
        .usual, [YearsSoFar(known: known, leads: leads)], isMet: isMet, wished: 0.05)[0]
      #expect(found.falseAlarm == 0 && found.miss == 0 && found.brier == 0)
      #expect(found.yellow == 0 && found.green + found.red == 1)
    }
    let over = warningRates(.usual, [YearsSoFar(decided: isMet)], isMet: isMet, wished: 0.05)[0]
    #expect(over.falseAlarm == 0 && over.miss == 0 && over.brier == 0)
    #expect(over.falseAlarmError == 0 && over.missError == 0)
    // Years that all agree are not sure to go on so, unless all is decided.
    let open = YearsSoFar(
      known: [isMet.indices.map { Double($0 % 7) }], leads: isMet.map { $0 ? 1 : -1 })
    let agreeing = warningRates(
      WarningRule(green: 0, red: 0)!, [open], isMet: isMet, wished: 0.1)[0]
    #expect(agreeing.falseAlarm == 0 && agreeing.miss == 1)
    #expect(agreeing.falseAlarmError == 1 / Double(isMet.count { $0 }))
    #expect(agreeing.missError == 1 / Double(isMet.count { !$0 }))
  }

  @Test("a rule has its bounds in order") func rule() {
    #expect(WarningRule(green: 0.4, red: 0.5) == nil)
    #expect(WarningRule(green: 1.1, red: 0.5) == nil)
    #expect(WarningRule.usual.light(at: 0.7) == .green)
    #expect(WarningRule.usual.light(at: 0.69) == .yellow)
    #expect(WarningRule.usual.light(at: 0.39) == .red)
  }
}

@Suite("the Brier score") struct BrierScoreTests {
  @Test("its parts add up to it", arguments: 1...20)
  func adds(seed: Int) {
    var generator = SeededGenerator(UInt64(seed))
    let judged = (0..<(seed * 7)).map { _ -> JudgedProbability in
      let p = Double.random(in: 0...1, using: &generator)
      return JudgedProbability(
        p, happened: Double.random(in: 0..<1, using: &generator) < p * p)
    }
    let score = BrierScore(judged)
    let sum =
      score.reliability - score.resolution + score.uncertainty + score.spreadWithinBins
      - score.covarianceWithinBins
    #expect(abs(sum - score.score) < 1e-14)
    #expect(score.bins.reduce(0) { $0 + $1.count } == judged.count)
  }

  /// By hand: two at 0.9, one of which happened, and two at 0.2, neither of which did.
  @Test("a case by hand") func byHand() {
    let score = BrierScore([
      .init(0.9, happened: true), .init(0.9, happened: false), .init(0.2, happened: false),
      .init(0.2, happened: false),
    ])
    #expect(abs(score.score - (0.01 + 0.81 + 0.04 + 0.04) / 4) < 1e-15)
    #expect(abs(score.reliability - (2 * 0.16 + 2 * 0.04) / 4) < 1e-15)
    #expect(abs(score.resolution - 0.0625) < 1e-15)
    #expect(abs(score.uncertainty - 0.1875) < 1e-15)
    #expect(score.spreadWithinBins < 1e-15 && abs(score.covarianceWithinBins) < 1e-15)
    #expect(score.bins[9].count == 2 && score.bins[9].happenedShare == 0.5)
    #expect(BrierScore([.init(1, happened: true)]).score == 0)
    #expect(BrierScore([.init(1, happened: true)]).skill.isNaN)
  }
}

/// A lognormal year with a level in common, from one month of which on, in three years of ten, two
/// fifths of everything are lost. What is known of it has an exact conditional probability.
private struct BreakingYears {
  let months = 12
  let known = 5
  let count = 8192
  let bound = 115.0
  private let level = 0.1
  private let noise = 0.1
  private let left = 0.6
  private let chance = 0.3
  let values: [[Double]]

  init(seed: UInt64) {
    var generator = SeededGenerator(seed)
    func normal() -> Double {
      StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &generator))
    }
    var values = [[Double]](repeating: [Double](repeating: 0, count: count), count: months)
    for year in 0..<count {
      let a = normal()
      let breaks = Double.random(in: 0..<1, using: &generator) < chance
      let from = breaks ? Int.random(in: 0..<months, using: &generator) : months
      for month in 0..<months {
        values[month][year] =
          10 * exponential(level * a + noise * normal()) * (month >= from ? left : 1)
      }
    }
    self.values = values
    rest = Self.rest(months: months, known: known, noise: noise, left: left, &generator)
  }

  /// For each month from which on something may be lost, the sums of the months to come over their
  /// common level, in order: 20,000 of them.
  private let rest: [[Double]]

  private static func rest(
    months: Int, known: Int, noise: Double, left: Double, _ generator: inout SeededGenerator
  ) -> [[Double]] {
    let draws = (0..<20_000).map { _ in
      (known..<months).map { _ in
        exponential(
          noise * StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &generator)))
      }
    }
    return (known...months).map { from in
      draws.map { draw in
        draw.enumerated().reduce(0) { $0 + $1.element * ($1.offset + known >= from ? left : 1) }
      }.sorted()
    }
  }

  var totals: [Double] {
    (0..<count).map { year in values.reduce(0) { $0 + $1[year] } }
  }

  /// P(the year meets the bound | its first months): over every month of loss, and over the level
  /// that is normal given the months.
  func probability(_ year: Int) -> Double {
    let soFar = values[..<known].reduce(0) { $0 + $1[year] }
    let variance = 1 / (1 + Double(known) * level * level / (noise * noise))
    var (weighted, weights) = (0.0, 0.0)
    for from in 0...months {
      let logs = (0..<known).map { logarithm(values[$0][year] / 10 / ($0 >= from ? left : 1)) }
      let sum = logs.reduce(0, +)
      let squares = logs.reduce(0) { $0 + $1 * $1 }
      let mean = variance * level * sum / (noise * noise)
      let likelihood = exponential(
        -0.5 * (squares / (noise * noise) - mean * mean / variance))
      let prior = from == months ? 1 - chance : chance / Double(months)
      let sums = rest[max(from, known) - known]
      var met = 0.0
      for step in -12...12 {
        let z = Double(step) / 3
        let a = mean + variance.squareRoot() * z
        let needed = (bound - soFar) / 10 / exponential(level * a)
        met += StandardNormal.density(at: z) / 3 * share(of: sums, atLeast: needed)
      }
      weighted += prior * likelihood * met
      weights += prior * likelihood
    }
    return weighted / weights
  }

  private func share(of sorted: [Double], atLeast needed: Double) -> Double {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < needed { low = middle + 1 } else { high = middle }
    }
    return 1 - Double(low) / Double(sorted.count)
  }
}

@Suite("early warning where years break") struct BreakingYearTests {
  /// The same years judged by what is exactly known of them: counting noise is in both.
  @Test("the rates are those of full conditioning, to 0.03", arguments: [1, 7, 2024] as [UInt64])
  func rates(seed: UInt64) throws {
    let years = BreakingYears(seed: seed)
    let totals = years.totals
    let isMet = totals.map { $0 >= years.bound }
    let soFar = YearsSoFar(
      known: Array(years.values[..<years.known]), leads: totals.map { $0 - years.bound })
    let found = warningRates(.usual, [soFar], isMet: isMet, wished: 0.1)[0]
    let exact = (0..<years.count).map { years.probability($0) }
    let met = isMet.indices.filter { isMet[$0] }
    let missed = isMet.indices.filter { !isMet[$0] }
    let alarm = Double(met.count { exact[$0] < 0.7 }) / Double(met.count)
    let miss = Double(missed.count { exact[$0] >= 0.7 }) / Double(missed.count)
    #expect(abs(found.falseAlarm - alarm) < 0.03, "\(found.falseAlarm) \(alarm)")
    #expect(abs(found.miss - miss) < 0.03, "\(found.miss) \(miss)")
    // What is exactly known is as often true as it says.
    let brier = zip(exact, isMet).reduce(0.0) {
      $0 + ($1.0 - ($1.1 ? 1 : 0)) * ($1.0 - ($1.1 ? 1 : 0))
    } / Double(years.count)
    #expect(found.brier >= brier - 0.002 && found.brier < brier + 0.006, "\(found.brier) \(brier)")
    let mean = exact.reduce(0, +) / Double(years.count)
    #expect(abs(mean - Double(met.count) / Double(years.count)) < 4.5 * 0.5 / 90.5)
  }
}
