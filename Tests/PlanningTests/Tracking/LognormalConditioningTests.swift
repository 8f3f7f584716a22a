import ColumnPlan
import Probability
import Simulation
import Testing

@testable import Planning

/// A year of lognormal months with a level in common: month t is exp(0.2 a + 0.15 z(t)).
@Suite("conditioning where results are not normal") struct LognormalConditioningTests {
  private static let seeds: [UInt64] = [1, 7, 20_240_326]
  private let trials = 8192
  private let level = 0.2
  private let noise = 0.15
  private let months = 6

  private func plan() throws -> Plan {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(0, 1))
    for month in 0..<months {
      fixture.add("z\(month)", try normal(0, 1))
      fixture.add("log\(month)", combining: [(level, "a"), (noise, "z\(month)")])
      fixture.add("x\(month)", exponentialOf: "log\(month)")
    }
    fixture.add("rest", adding: (2..<months).map { "x\($0)" })
    return fixture.finished()
  }

  private func rest(_ known: (Plan) -> [KnownResult], seed: UInt64) throws -> (
    values: [Double], conditioning: Conditioning
  ) {
    let plan = try plan()
    var settings = SimulationSettings(trials: trials, seed: seed, threads: 1, memory: 1 << 30)
    let found = try condition(plan, on: known(plan), through: 0, settings)
    settings.shift = found.shift
    return (try simulate(plan, settings).values("rest"), found)
  }

  /// Mean and standard deviation of the rest, by integrating over the level with the density of
  /// what is known given the level: on a grid that is fine enough for ten digits.
  private func exact(_ density: (Double) -> Double) -> (mean: Double, deviation: Double) {
    var sums = (0.0, 0.0, 0.0)
    let count = Double(months - 2)
    let growth = exponential(noise * noise / 2)
    for step in -900...900 {
      let a = Double(step) / 150
      let weight = StandardNormal.density(at: a) * density(a)
      // Given the level the months to come are independent lognormal values.
      let mean = exponential(level * a) * growth
      let variance = mean * mean * exponentialMinusOne(noise * noise)
      sums.0 += weight
      sums.1 += weight * count * mean
      sums.2 += weight * (count * variance + count * count * mean * mean)
    }
    let mean = sums.1 / sums.0
    return (mean, (sums.2 / sums.0 - mean * mean).squareRoot())
  }

  @Test("known months are exact in logarithms", arguments: seeds)
  func monthsKnown(seed: UInt64) throws {
    let known = [1.3, 1.6]
    let (values, found) = try rest(
      { plan in
        known.enumerated().map { month, value in
          KnownResult(
            columns: [plan.columns.first { $0.label == "x\(month)" }!], value: value)
        }
      }, seed: seed)
    #expect(found.agreements.allSatisfy { $0.isLogarithmic })
    let (mean, deviation) = exact { a in
      known.reduce(1.0) {
        $0 * StandardNormal.density(at: (logarithm($1) - level * a) / noise)
      }
    }
    let moments = Moments(of: values)
    let n = Double(trials)
    let error = deviation * ((1 + found.distance) / n).squareRoot()
    #expect(abs(moments.mean - mean) < 4.5 * error, "\(moments.mean) \(mean)")
    // The kurtosis of the rest is a little above 3.
    #expect(
      abs(moments.standardDeviation - deviation) < 4.5 * 1.15 * deviation / (2 * n).squareRoot(),
      "\(moments.standardDeviation) \(deviation)")
  }

  /// A sum of lognormal values is not lognormal: moving along lines is an approximation, whose
  /// error does not show beside that of 8,192 trials here.
  @Test("the sum of two months is close to numerical integration", arguments: seeds)
  func sumKnown(seed: UInt64) throws {
    let sum = 3.0
    let (values, found) = try rest(
      { plan in
        [
          KnownResult(
            columns: ["x0", "x1"].map { name in plan.columns.first { $0.label == name }! },
            value: sum)
        ]
      }, seed: seed)
    #expect(found.agreements[0].remainderSize < 1e-3 * sum)
    // The density of the sum of two lognormal values given the level: a convolution.
    func lognormal(_ x: Double, _ a: Double) -> Double {
      StandardNormal.density(at: (logarithm(x) - level * a) / noise) / x
    }
    let (mean, deviation) = exact { a in
      (1..<300).reduce(0.0) { total, step in
        let x = sum * Double(step) / 300
        return total + lognormal(x, a) * lognormal(sum - x, a)
      }
    }
    let moments = Moments(of: values)
    let n = Double(trials)
    let error = deviation * ((1 + found.distance) / n).squareRoot()
    #expect(
      abs(moments.mean - mean) < 4.5 * error, "\(moments.mean) \(mean)")
    #expect(
      abs(moments.standardDeviation - deviation)
        < 4.5 * 1.15 * deviation / (2 * n).squareRoot(),
      "\(moments.standardDeviation) \(deviation)")
  }
}
