import Probability
import Simulation
import Testing

@testable import Planning

@Suite("attainment of goals")
struct AttainmentTests {
  @Test(
    "the share of the trials that meet the bound, those on it included",
    arguments: [Goal.Side.atLeast, .atMost], [1, 7, 999, 3000])
  func probability(side: Goal.Side, trials: Int) throws {
    var fixture = PlanningFixture()
    fixture.add("x", try equallyLikely([1, 2, 2, 3, 5]))
    let result = try fixture.simulated(trials: trials)
    let values = result.values("x")
    for bound in [0.5, 1, 2, 2.5, 3, 5, 6] {
      let found = attainment(
        of: Goal(column: result.only("x"), side: side, bound: bound), in: result)
      let met = values.filter { side == .atLeast ? $0 >= bound : $0 <= bound }.count
      let missed = values.filter { side == .atLeast ? $0 < bound : $0 > bound }
      let p = Double(met) / Double(trials)
      #expect(found.probability == p)
      // Trials that all agree say no more than that one of them might not; one alone says nothing.
      let one = 1 / Double(trials)
      let error = p == 0 || p == 1 ? one : (p * (1 - p) / Double(trials - 1)).squareRoot()
      #expect(trials == 1 ? found.standardError.isNaN : found.standardError == error)
      let shortfall = missed.map { abs($0 - bound) }.reduce(0, +) / Double(missed.count)
      #expect(found.expectedShortfall == (missed.isEmpty ? nil : shortfall))
    }
  }

  @Test("a number that is the same in all trials is met always or never")
  func certain() throws {
    var fixture = PlanningFixture()
    fixture.add("x", number: 4)
    let result = try fixture.simulated(trials: 50)
    func judged(_ side: Goal.Side, _ bound: Double) -> Attainment {
      attainment(of: Goal(column: result.only("x"), side: side, bound: bound), in: result)
    }
    #expect(judged(.atLeast, 4).probability == 1)
    #expect(judged(.atLeast, 4).standardError == 0)
    #expect(judged(.atLeast, 4).expectedShortfall == nil)
    let one = try fixture.simulated(trials: 1)
    let sure = attainment(of: Goal(column: one.only("x"), side: .atLeast, bound: 4), in: one)
    #expect(sure.probability == 1 && sure.standardError == 0)
    #expect(judged(.atLeast, 4.5).probability == 0)
    #expect(judged(.atLeast, 4.5).expectedShortfall == 0.5)
    #expect(judged(.atMost, 3).expectedShortfall == 1)
    #expect(judged(.atMost, 3).attainable == [4, 4, 4, 4])
  }

  @Test("the expected shortfall of a normal, within its Monte Carlo error", arguments: 1...5)
  func shortfall(seed: UInt64) throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(10, 2))
    let result = try fixture.simulated(trials: 12_000, seed: seed)
    let found = attainment(
      of: Goal(column: result.only("x"), side: .atLeast, bound: 10), in: result)
    // Half of the trials miss; the mean of a half normal is sqrt(2 / pi) deviations.
    let expected = 2 * (2 / Double.pi).squareRoot()
    let error = 2 * (1 - 2 / Double.pi).squareRoot() / 6000.0.squareRoot()
    #expect(abs(try #require(found.expectedShortfall) - expected) < 4 * error)
    #expect(abs(found.probability - 0.5) < 4 * found.standardError)
  }
}

@Suite("levels that can be promised")
struct AttainableTests {
  /// The boldest of all trial values that at least that share of the trials meets.
  private func searched(_ side: Goal.Side, _ trials: [Double], _ confidence: Double) -> Double {
    let safe = trials.filter { bound in
      let met = trials.count { side == .atLeast ? $0 >= bound : $0 <= bound }
      return Double(met) / Double(trials.count) >= confidence
    }
    return side == .atLeast ? safe.max()! : safe.min()!
  }

  @Test(
    "the definition, by trying every bound", arguments: [Goal.Side.atLeast, .atMost],
    [1, 2, 3, 5, 10, 99, 100, 201])
  func definition(side: Goal.Side, trials: Int) throws {
    var fixture = PlanningFixture()
    fixture.add("smooth", try normal(0, 1))
    fixture.add("tied", try equallyLikely([1, 1, 1, 2, 3, 3, 8]))
    fixture.add("events", try equallyLikely([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))
    let result = try fixture.simulated(trials: trials)
    for name in ["smooth", "tied", "events"] {
      let values = result.values(name)
      let confidences = [0.001, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99, 0.999]
      let found = values.withUnsafeBufferPointer { levels(side, $0, at: confidences).values }
      #expect(found == confidences.map { searched(side, values, $0) }, "\(name)")
    }
  }

  @Test("both sides of one quantile")
  func sides() {
    let values = (1...10).map(Double.init)
    values.withUnsafeBufferPointer { values in
      // Eight of ten values are at least 3, eight at most 8.
      #expect(levels(.atLeast, values, at: [0.8, 0.81]).values == [3, 2])
      #expect(levels(.atMost, values, at: [0.8, 0.81]).values == [8, 9])
    }
  }

  @Test("the standard error of a level is that of theory", arguments: [0.5, 0.8, 0.95])
  func standardError(confidence: Double) throws {
    let trials = 8000
    let standard = try normal(0, 1)
    let density = standard.density(at: standard.quantile(at: confidence))
    let theory =
      (confidence * (1 - confidence) / Double(trials)).squareRoot() / density
    var errors: [Double] = []
    var deviations: [Double] = []
    for seed in 1...12 as ClosedRange<UInt64> {
      var fixture = PlanningFixture()
      fixture.add("x", standard)
      let result = try fixture.simulated(trials: trials, seed: seed)
      for side in [Goal.Side.atLeast, .atMost] {
        let found = result.values("x").withUnsafeBufferPointer {
          levels(side, $0, at: [confidence])
        }
        let exact = standard.quantile(at: side == .atMost ? confidence : 1 - confidence)
        errors.append(found.standardErrors[0])
        deviations.append((found.values[0] - exact) / theory)
      }
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs(mean / theory - 1) < 0.1)
    // What it is the error of: the levels lie around the exact one as it says.
    let spread = deviations.map { $0 * $0 }.reduce(0, +) / Double(deviations.count)
    #expect((0.4...1.9).contains(spread))
  }
}

@Suite("goals together")
struct JointAttainmentTests {
  @Test("the share of the trials that meet all of them")
  func joint() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    fixture.add("y", try normal(0, 1))
    fixture.add("sure", number: 3)
    let result = try fixture.simulated(trials: 2000)
    let (x, y) = (result.values("x"), result.values("y"))
    let both = [
      Goal(column: result.only("x"), side: .atLeast, bound: -0.5),
      Goal(column: result.only("y"), side: .atMost, bound: 1),
    ]
    let count = zip(x, y).count { $0 >= -0.5 && $1 <= 1 }
    let found = jointAttainment(of: both, in: result)
    #expect(found.probability == Double(count) / 2000)
    #expect(found.count == 2000)
    let met = Goal(column: result.only("sure"), side: .atLeast, bound: 3)
    let missed = Goal(column: result.only("sure"), side: .atMost, bound: 2)
    #expect(jointAttainment(of: both + [met], in: result) == found)
    #expect(jointAttainment(of: both + [missed], in: result).probability == 0)
    #expect(jointAttainment(of: [both[0]], in: result).probability
      == attainment(of: both[0], in: result).probability)
  }
}
