import ColumnPlan
import LinearAlgebra
import Probability
import Simulation
import Testing

@testable import Planning

/// A year of normal values, built of independent normal draws: the exact answer is the regression
/// of the year on what is known.
private struct LinearYear: Sendable, CustomTestStringConvertible {
  let name: String
  /// For each period the loading of each draw.
  let loadings: [[Double]]
  let mean: Double

  var testDescription: String { name }

  /// A level that wanders, and noise on top of it: draws 0..<n move the level, the rest are noise.
  static let randomWalk: LinearYear = {
    let n = 8
    let rows = (0..<n).map { period in
      (0..<2 * n).map { draw -> Double in
        draw < n ? (draw <= period ? 2 : 0) : (draw - n == period ? 3 : 0)
      }
    }
    return LinearYear(name: "random walk with noise", loadings: rows, mean: 50)
  }()

  /// x(t) = 0.7 x(t - 1) + sqrt(1 - 0.49) 5 z(t), from its long run on.
  static let autoregression: LinearYear = {
    let n = 8
    let rows = (0..<n).map { period in
      (0..<n).map { draw -> Double in
        guard draw <= period else { return 0 }
        let scale = draw == 0 ? 5 : 5 * (1 - 0.49).squareRoot()
        return scale * (0..<(period - draw)).reduce(1.0) { power, _ in power * 0.7 }
      }
    }
    return LinearYear(name: "first-order autoregression", loadings: rows, mean: 20)
  }()

  var total: [Double] {
    loadings[0].indices.map { draw in loadings.reduce(0) { $0 + $1[draw] } }
  }

  /// The plan, with a column for each period, one for the year and one that has nothing to do with
  /// them.
  func plan() throws -> Plan {
    var fixture = PlanningFixture()
    for draw in loadings[0].indices { fixture.add("z\(draw)", try normal(0, 1)) }
    fixture.add("one", number: 1)
    for (period, row) in loadings.enumerated() {
      let parts = row.enumerated().filter { $0.element != 0 }.map { ($0.element, "z\($0.offset)") }
      fixture.add("x\(period)", combining: [(mean, "one")] + parts)
    }
    fixture.add("year", adding: loadings.indices.map { "x\($0)" })
    fixture.add("other", try normal(0, 1))
    return fixture.finished()
  }

  /// Mean and standard deviation of the year given values of some rows of loadings, by Cholesky.
  func exact(_ rows: [[Double]], _ known: [Double], means: [Double]) throws -> (
    mean: Double, deviation: Double, distance: Double
  ) {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let m = rows.count
    var covariance = Matrix(rows: m, columns: m)
    var right = Matrix(rows: m, columns: 2)
    for row in 0..<m {
      for column in 0..<m { covariance[row, column] = dot(rows[row], rows[column]) }
      right[row, 0] = dot(rows[row], total)
      right[row, 1] = known[row] - means[row]
    }
    let factor = try lowerCholesky(of: covariance)
    let solved = solve(lower: factor, right)
    let (a, b) = ((0..<m).map { solved[$0, 0] }, (0..<m).map { solved[$0, 1] })
    let center = mean * Double(loadings.count)
    return (center + dot(a, b), (dot(total, total) - dot(a, a)).squareRoot(), dot(b, b))
  }

  private func solve(lower: Matrix, _ right: Matrix) -> Matrix {
    var result = right
    for column in 0..<right.columns {
      for row in 0..<right.rows {
        var sum = right[row, column]
        for other in 0..<row { sum -= lower[row, other] * result[other, column] }
        result[row, column] = sum / lower[row, row]
      }
    }
    return result
  }
}

@Suite("conditioning on what is known") struct ConditioningTests {
  private static let seeds: [UInt64] = [1, 7, 20_240_326]
  private let trials = 8192

  private func settings(_ seed: UInt64) -> SimulationSettings {
    SimulationSettings(trials: trials, seed: seed, threads: 1, memory: 1 << 30)
  }

  private func column(_ plan: Plan, _ name: String) -> Column {
    plan.columns.first { $0.label == name }!
  }

  private func values(_ result: SimulationResult, _ name: String) -> [Double] {
    result.values(name)
  }

  /// Mean, spread and a probability within 4.5 standard errors of the exact ones.
  private func expectExact(
    _ year: [Double], _ exact: (mean: Double, deviation: Double, distance: Double),
    _ conditioning: Conditioning, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let n = Double(trials)
    let moments = Moments(of: year)
    let meanError = exact.deviation * ((1 + exact.distance) / n).squareRoot()
    #expect(
      abs(moments.mean - exact.mean) < 4.5 * meanError, "\(moments.mean) \(exact.mean)",
      sourceLocation: sourceLocation)
    let spreadError = exact.deviation / (2 * n).squareRoot()
    #expect(
      abs(moments.standardDeviation - exact.deviation) < 4.5 * spreadError,
      "\(moments.standardDeviation) \(exact.deviation)", sourceLocation: sourceLocation)
    let bound = exact.mean + 0.6 * exact.deviation
    let found = ExceedanceProbability(qualifying: year.count { $0 >= bound }, of: year.count)
    let expected = StandardNormal.distributionFunction(at: -0.6)
    let error = conditioning.standardError(of: found, met: year.map { $0 >= bound })
    #expect(error >= found.standardError)
    #expect(
      abs(found.probability - expected) < 4.5 * error, "\(found.probability)",
      sourceLocation: sourceLocation)
  }

  @Test("months of a normal year give the regression of the year on them", arguments: seeds)
  func months(seed: UInt64) throws {
    for year in [LinearYear.randomWalk, .autoregression] {
      let plan = try year.plan()
      // A standard deviation and more away from what is expected, up and down.
      let known = [3.0, -2, 6, 1, 7].map { year.mean + $0 }
      let results = known.enumerated().map { period, value in
        KnownResult(columns: [column(plan, "x\(period)")], value: value)
      }
      let found = try condition(plan, on: results, through: 0, settings(seed))
      var moved = settings(seed)
      moved.shift = found.shift
      let result = try simulate(plan, moved)
      let exact = try year.exact(
        Array(year.loadings[..<5]), known, means: known.map { _ in year.mean })
      expectExact(values(result, "year"), exact, found)
      #expect(abs(found.distance - exact.distance) < 0.1 * exact.distance)
      #expect(found.directions == 5)
      for (period, value) in known.enumerated() {
        #expect(values(result, "x\(period)").allSatisfy { abs($0 - value) < 0.01 })
        #expect(found.agreements[period].remainderSize < 0.001)
      }
    }
  }

  @Test("the sum of some months alone gives the regression on the sum", arguments: seeds)
  func total(seed: UInt64) throws {
    let year = LinearYear.randomWalk
    let plan = try year.plan()
    let value = 5 * year.mean - 40
    let known = KnownResult(columns: (0..<5).map { column(plan, "x\($0)") }, value: value)
    let found = try condition(plan, on: [known], through: 0, settings(seed))
    var moved = settings(seed)
    moved.shift = found.shift
    let result = try simulate(plan, moved)
    let row = year.loadings[0].indices.map { draw in
      year.loadings[..<5].reduce(0) { $0 + $1[draw] }
    }
    expectExact(
      values(result, "year"), try year.exact([row], [value], means: [5 * year.mean]), found)
  }

  @Test("an error of observation leaves some of the surprise unbelieved", arguments: seeds)
  func noise(seed: UInt64) throws {
    let year = LinearYear.randomWalk
    let plan = try year.plan()
    let known = [3.0, -2, 6].map { year.mean + $0 }
    let results = known.enumerated().map { period, value in
      KnownResult(columns: [column(plan, "x\(period)")], value: value, error: 4)
    }
    let found = try condition(plan, on: results, through: 0, settings(seed))
    var moved = settings(seed)
    moved.shift = found.shift
    let result = try simulate(plan, moved)
    // An error is one draw more for each observation.
    let rows = (0..<3).map { period in
      year.loadings[period] + (0..<3).map { $0 == period ? 4.0 : 0 }
    }
    let wide = LinearYear(
      name: "", loadings: year.loadings.map { $0 + [0, 0, 0] }, mean: year.mean)
    expectExact(
      values(result, "year"), try wide.exact(rows, known, means: known.map { _ in year.mean }),
      found)
  }

  /// Over many runs of 64 trials, each fitted to five months: at least 1 − 5 / 64 of the exact
  /// variance is left on average, and no more than all of it.
  @Test("fitting loses no more of the variance than is stated")
  func lostVariance() throws {
    let year = LinearYear.randomWalk
    let plan = try year.plan()
    let known = [3.0, -2, 6, 1, 7].map { year.mean + $0 }
    let results = known.enumerated().map { period, value in
      KnownResult(columns: [column(plan, "x\(period)")], value: value)
    }
    let exact = try year.exact(
      Array(year.loadings[..<5]), known, means: known.map { _ in year.mean })
    let (runs, few) = (300, 64)
    var (sum, stated) = (0.0, 0.0)
    for seed in 1...runs {
      var own = SimulationSettings(trials: few, seed: UInt64(seed), threads: 1, memory: 1 << 30)
      let found = try condition(plan, on: results, through: 0, own)
      own.shift = found.shift
      let spread = Moments(of: values(try simulate(plan, own), "year")).standardDeviation
      sum += spread * spread / (exact.deviation * exact.deviation)
      // As many coefficients as directions, fitted to so many trials.
      stated = Double(found.directions) / Double(found.trials)
    }
    #expect(stated == 5.0 / 64)
    // A variance of 64 normal values has a relative error of √(2 / 63).
    let error = (2.0 / 63 / Double(runs)).squareRoot()
    let left = sum / Double(runs)
    #expect(left > 1 - stated - 4.5 * error && left < 1 + 4.5 * error, "\(left)")
  }

  @Test("every sampling scheme has its draws moved")
  func schemes() throws {
    let year = LinearYear.autoregression
    let plan = try year.plan()
    let known = [26.0, 24, 29]
    let exact = try year.exact(
      Array(year.loadings[..<3]), known, means: known.map { _ in year.mean })
    for scheme in [
      SamplingScheme.antithetic, .latinHypercube, .sobol(randomisations: 8),
    ] {
      var own = settings(11)
      own.sampling = scheme
      let results = known.enumerated().map { period, value in
        KnownResult(columns: [column(plan, "x\(period)")], value: value)
      }
      own.shift = try condition(plan, on: results, through: 0, own).shift
      let found = Moments(of: values(try simulate(plan, own), "year"))
      // These schemes are not worse than independent trials.
      let error = exact.deviation * ((1 + exact.distance) / Double(trials)).squareRoot()
      #expect(abs(found.mean - exact.mean) < 4.5 * error, "\(scheme): \(found.mean)")
    }
  }

  @Test("what nothing observed depends on keeps its bits; with nothing known all does")
  func unmoved() throws {
    let year = LinearYear.autoregression
    let plan = try year.plan()
    let plain = try simulate(plan, settings(3))
    let known = KnownResult(columns: [column(plan, "x2")], value: 31)
    let found = try condition(plan, on: [known], through: 0, settings(3))
    #expect(found.movedDraws == 3)
    var moved = settings(3)
    moved.shift = found.shift
    let result = try simulate(plan, moved)
    for name in ["other"] + (3..<8).map({ "z\($0)" }) {
      #expect(values(result, name) == values(plain, name), "\(name)")
    }
    #expect(values(result, "z2") != values(plain, "z2"))
    let nothing = try condition(plan, on: [], through: 0, settings(3))
    #expect(nothing.shift == nil && nothing.distance == 0)
  }

  @Test("results do not depend on the workers, and a single trial replays")
  func workers() throws {
    let year = LinearYear.randomWalk
    let plan = try year.plan()
    let known = KnownResult(columns: [column(plan, "x4")], value: 70)
    var outcomes: [[Double]] = []
    for threads in [1, 3] {
      var own = settings(5)
      own.threads = threads
      own.shift = try condition(plan, on: [known], through: 0, own).shift
      outcomes.append(values(try simulate(plan, own), "year"))
    }
    #expect(outcomes[0] == outcomes[1])
  }

  @Test("a certain result teaches nothing, and twice the same no more than once")
  func degenerate() throws {
    let year = LinearYear.autoregression
    let plan = try year.plan()
    let certain = KnownResult(columns: [column(plan, "one")], value: 3)
    let found = try condition(plan, on: [certain], through: 0, settings(2))
    #expect(found.shift == nil && found.agreements[0].surprise.isNaN)
    #expect(found.agreements[0].remainder == 2)
    let once = KnownResult(columns: [column(plan, "x1")], value: 28)
    var moved = settings(2)
    moved.shift = try condition(plan, on: [once], through: 0, moved).shift
    let single = Moments(of: values(try simulate(plan, moved), "year"))
    let twice = try condition(plan, on: [once, once], through: 0, settings(2))
    #expect(twice.directions == 1)
    moved.shift = twice.shift
    let double = Moments(of: values(try simulate(plan, moved), "year"))
    #expect(abs(single.mean - double.mean) < 1e-6 * single.standardDeviation)
    #expect(abs(single.standardDeviation - double.standardDeviation) < 1e-6)
  }
}
