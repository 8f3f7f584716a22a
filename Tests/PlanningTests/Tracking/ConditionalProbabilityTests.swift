import Probability
import SeededNumbers
import Testing

@testable import Planning

/// Simulated years with what is known of them, and the exact probabilities given that.
private struct ReferenceYears {
  var soFar: YearsSoFar
  var isMet: [Bool]
  var exact: [Double]

  /// The rates of the usual rule when it looks at the exact probabilities of the same years.
  var rates: (falseAlarm: Double, miss: Double) {
    let met = isMet.indices.filter { isMet[$0] }
    let missed = isMet.indices.filter { !isMet[$0] }
    return (
      Double(met.count { exact[$0] < 0.7 }) / Double(met.count),
      Double(missed.count { exact[$0] >= 0.7 }) / Double(missed.count)
    )
  }

  func found() -> WarningRates {
    warningRates(.usual, [soFar], isMet: isMet, wished: 0.1)[0]
  }
}

/// Months that share a normal level: mean 100, level 10, noise 20.
private struct LevelledMonths {
  let values: [[Double]]
  let known: Int

  init(seed: UInt64, count: Int, known: Int) {
    var generator = SeededGenerator(seed)
    func normal() -> Double {
      StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &generator))
    }
    var values = [[Double]](repeating: [Double](repeating: 0, count: count), count: 12)
    for year in 0..<count {
      let level = 100 + 10 * normal()
      for month in 0..<12 { values[month][year] = level + 20 * normal() }
    }
    (self.values, self.known) = (values, known)
  }

  private var years: Range<Int> { values[0].indices }
  private var past: [[Double]] { Array(values[..<known]) }

  /// The level given the months so far: its mean and its variance.
  private func level(_ year: Int) -> (mean: Double, variance: Double) {
    let sum = past.reduce(0) { $0 + $1[year] }
    let variance = 1 / (1 / 100 + Double(known) / 400)
    return (variance * (1 + sum / 400), variance)
  }

  var total: ReferenceYears {
    let leads = years.map { year in values.reduce(0) { $0 + $1[year] } - 1200 }
    let rest = Double(12 - known)
    let exact = years.map { year in
      let (mean, variance) = level(year)
      let sum = past.reduce(0) { $0 + $1[year] }
      return StandardNormal.distributionFunction(
        at: (sum + rest * mean - 1200) / (rest * rest * variance + rest * 400).squareRoot())
    }
    return ReferenceYears(
      soFar: YearsSoFar(known: past, leads: leads), isMet: leads.map { $0 >= 0 }, exact: exact)
  }

  /// Every month at least so much: by integration over the level.
  func everyMonth(atLeast bound: Double) -> ReferenceYears {
    let rest = values[known...]
    let isAlive = years.map { year in past.allSatisfy { $0[year] >= bound } }
    let exact = years.map { year -> Double in
      guard isAlive[year] else { return 0 }
      let (mean, variance) = level(year)
      return (-40...40).reduce(0) { sum, step in
        let z = Double(step) / 8
        let month = StandardNormal.distributionFunction(
          at: (mean + variance.squareRoot() * z - bound) / 20)
        let all = (0..<rest.count).reduce(1.0) { product, _ in product * month }
        return sum + StandardNormal.density(at: z) / 8 * all
      }
    }
    return ReferenceYears(
      soFar: YearsSoFar(
        known: past,
        leads: years.map { year in rest.reduce(.infinity) { min($0, $1[year]) } - bound },
        verdicts: isAlive.map { $0 ? nil : false }),
      isMet: years.map { year in values.allSatisfy { $0[year] >= bound } }, exact: exact)
  }
}

@Suite("probabilities given what is known") struct ConditionalProbabilityTests {
  private static let seeds: [UInt64] = [1, 7, 2024]

  /// What the rule says with exact probabilities of the same years: counting noise is in both.
  /// Where many years lie next to the bound of a light the rates are known less well, and say so.
  private func check(_ years: ReferenceYears, within allowed: Double, _ label: String) {
    let (found, exact) = (years.found(), years.rates)
    let alarm = abs(found.falseAlarm - exact.falseAlarm)
    #expect(alarm < max(allowed, 4.5 * found.falseAlarmError), "\(label) \(found) \(exact)")
    let miss = abs(found.miss - exact.miss)
    #expect(miss < max(allowed, 4.5 * found.missError), "\(label) \(found) \(exact)")
    #expect(found.falseAlarmError < 0.08 && found.missError < 0.08, "\(label) \(found)")
    let squares = zip(conditionalProbabilities(years.soFar), years.exact).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    let size = (squares / Double(years.isMet.count)).squareRoot()
    #expect(size < 0.03, "\(label) \(size)")
  }

  @Test("a normal year with a level of its own", arguments: seeds)
  func total(seed: UInt64) {
    for known in [1, 5, 9, 11] {
      let years = LevelledMonths(seed: seed, count: 8192, known: known).total
      check(years, within: 0.025, "\(known)")
    }
  }

  @Test("the worst of months that share a level", arguments: seeds)
  func everyMonth(seed: UInt64) {
    for (known, bound) in [(2, 50.0), (5, 50), (5, 65), (10, 65)] {
      let years = LevelledMonths(seed: seed, count: 8192, known: known).everyMonth(atLeast: bound)
      check(years, within: 0.025, "\(known) \(bound)")
      // What is missed already is not met.
      let found = conditionalProbabilities(years.soFar)
      for (year, verdict) in years.soFar.verdicts.enumerated() where verdict == false {
        #expect(found[year] == 0)
      }
    }
  }

  @Test("a level that forgets slowly, judged at the end of the year", arguments: seeds)
  func autoregression(seed: UInt64) {
    var generator = SeededGenerator(seed)
    let (count, known, bound) = (8192, 6, 5.0)
    var values = [[Double]](repeating: [Double](repeating: 0, count: count), count: 12)
    for year in 0..<count {
      for month in 0..<12 {
        let shock = StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &generator))
        values[month][year] =
          month == 0
          ? 10 * shock : 0.95 * values[month - 1][year] + 10 * 0.0975.squareRoot() * shock
      }
    }
    var power = 1.0
    for _ in known..<12 { power *= 0.95 }
    let leads = values[11].map { $0 - bound }
    let years = ReferenceYears(
      soFar: YearsSoFar(known: Array(values[..<known]), leads: leads),
      isMet: leads.map { $0 >= 0 },
      exact: values[known - 1].map {
        StandardNormal.distributionFunction(
          at: (power * $0 - bound) / (10 * (1 - power * power).squareRoot()))
      })
    check(years, within: 0.03, "")
  }

  /// Fourteen streams, each good in a month with some probability: of all that were good so far the
  /// same is known.
  private func streams(seed: UInt64, count: Int, known: Int) -> ReferenceYears {
    var generator = SeededGenerator(seed)
    // All fourteen in a month of summer, and in any other.
    let (summer, other) = (0.922, 0.98)
    let good = (0..<12).map { month in
      (0..<count).map { _ in
        Double.random(in: 0..<1, using: &generator) < ((6..<9).contains(month) ? summer : other)
          ? 14.0 : 13.0
      }
    }
    let isAlive = (0..<count).map { year in good[..<known].allSatisfy { $0[year] == 14 } }
    let chance = (known..<12).reduce(1.0) { $0 * ((6..<9).contains($1) ? summer : other) }
    return ReferenceYears(
      soFar: YearsSoFar(
        known: Array(good[..<known]),
        leads: (0..<count).map { year in good[known...].reduce(14) { min($0, $1[year]) } - 14 },
        verdicts: isAlive.map { $0 ? nil : false }),
      isMet: (0..<count).map { year in good.allSatisfy { $0[year] == 14 } },
      exact: isAlive.map { $0 ? chance : 0 })
  }

  @Test("years of which the same is known are equally probable", arguments: seeds)
  func ties(seed: UInt64) {
    for known in [1, 4, 9] {
      let years = streams(seed: seed, count: 4096, known: known)
      let found = conditionalProbabilities(years.soFar)
      let alive = found.indices.filter { years.soFar.verdicts[$0] == nil }
      #expect(alive.allSatisfy { found[$0] == found[alive[0]] })
      let share = Double(alive.count { years.isMet[$0] }) / Double(alive.count)
      #expect(abs(found[alive[0]] - share) < 1e-3, "\(found[alive[0]]) \(share)")
      let rates = years.found()
      #expect(rates.yellow >= 0 && rates.green >= 0 && rates.red >= 0)
      // One light for all that are alive.
      #expect(rates.falseAlarm == 0 || rates.falseAlarm == 1)
    }
  }

  /// The standard errors of the rates are as large as the rates are off, over many years: also
  /// where all hangs on the side of the bound on which one probability falls.
  @Test("the errors contain that of finding the probabilities") func errors() {
    let (mean, miss) = (0.31195, 0.06844)
    var (squares, expected) = ([0.0, 0.0], [0.0, 0.0])
    let runs = 60
    for seed in 1...UInt64(runs) {
      let found = LevelledMonths(seed: seed, count: 2048, known: 5).total.found()
      squares[0] += (found.falseAlarm - mean) * (found.falseAlarm - mean)
      squares[1] += (found.miss - miss) * (found.miss - miss)
      expected[0] += found.falseAlarmError * found.falseAlarmError
      expected[1] += found.missError * found.missError
    }
    for place in 0..<2 {
      let ratio = (squares[place] / expected[place]).squareRoot()
      #expect(ratio > 0.6 && ratio < 1.5, "\(place) \(ratio)")
    }
    var (flips, shown) = (0.0, 0.0)
    for seed in 1...UInt64(runs) {
      let years = streams(seed: seed, count: 4096, known: 4)
      let found = years.found()
      // 0.7085: on the green side, by about a standard error.
      #expect(years.exact.max()! > 0.7)
      flips += found.falseAlarm * found.falseAlarm
      shown += found.falseAlarmError * found.falseAlarmError
    }
    #expect(shown > 0.2 * flips && shown < 5 * flips + 5, "\(flips) \(shown)")
  }

  @Test("few years, and years that depend on each other") func smallRuns() {
    for count in [1, 2, 3, 17, 60] {
      let years = LevelledMonths(seed: 3, count: count, known: 5).total
      let found = conditionalProbabilities(years.soFar)
      #expect(found.allSatisfy { (0...1).contains($0) })
    }
    let years = LevelledMonths(seed: 3, count: 2048, known: 5).total
    let dealt = warningRates(
      .usual, [years.soFar], isMet: years.isMet, wished: 0.1, .dealt(count: 16, trials: 16))[0]
    #expect(abs(dealt.falseAlarm - years.rates.falseAlarm) < 0.05)
    #expect(dealt.falseAlarmError > 0)
  }
}

/// For each trial the probability given what is known of it.
func conditionalProbabilities(_ years: YearsSoFar) -> [Double] {
  let batches = IndependentBatches(trials: years.leads.count, .trials)
  return ConditionalProbabilities(years, batches)
    .probabilities(from: Array(0..<batches.count))
}
