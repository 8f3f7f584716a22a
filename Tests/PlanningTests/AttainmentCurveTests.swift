import Probability
import Simulation
import Testing

@testable import Planning

/// Expected is found another way; this many standard errors may lie between.
private let allowed = 4.5

@Suite("attainment curves")
struct AttainmentCurveTests {
  private func curve(
    _ fixture: PlanningFixture, _ name: String, _ side: Goal.Side, _ wished: CurveLevels,
    trials: Int = 8000, seed: UInt64 = 1, sampling: SamplingScheme = .pseudoRandom
  ) throws -> AttainmentCurve {
    let result = try fixture.simulated(trials: trials, seed: seed, sampling: sampling)
    return attainmentCurve(of: result.only(name), side, wished, in: result)
  }

  @Test(
    "a normal sum: every level within its Monte Carlo error", arguments: 1...4,
    [Goal.Side.atLeast, .atMost])
  func normalSum(seed: UInt64, side: Goal.Side) throws {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(10, 3))
    fixture.add("b", try normal(-2, 4))
    fixture.add("sum", combining: [(2, "a"), (0.5, "b")])
    // 2 a + b / 2: mean 19, variance 36 + 4.
    let exact = try normal(19, 40.0.squareRoot())
    let found = try curve(
      fixture, "sum", side, CurveLevels(count: 15, roundIn: 1), seed: seed)
    #expect(!found.isStepwise)
    #expect(found.points.count > 15)
    for point in found.points {
      let below = exact.distributionFunction(at: point.level)
      let expected = side == .atLeast ? 1 - below : below
      let error = (expected * (1 - expected) / 8000).squareRoot()
      #expect(abs(point.probability - expected) < allowed * error, "\(point.level)")
    }
    let probabilities = found.points.map(\.probability)
    #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 >= $1 })
    // Both tails are there.
    #expect(probabilities.first! > 0.98 && probabilities.last! < 0.02)
  }

  /// P(X + Y ≥ level) for lognormals: `Reference/make_target_references.py`.
  @Test("a sum of lognormals against numerical integration", arguments: 1...4)
  func lognormalSum(seed: UInt64) throws {
    var fixture = PlanningFixture()
    fixture.add("a", try lognormal(0, 0.5))
    fixture.add("b", try lognormal(0.3, 0.25))
    fixture.add("sum", adding: ["a", "b"])
    let expected = [
      2.0: LognormalSum.atLeast2, 2.5: LognormalSum.atLeast2Half, 3.5: LognormalSum.atLeast3Half,
    ]
    let found = try curve(
      fixture, "sum", .atLeast, CurveLevels(count: 5, besides: [2, 2.5, 3.5]), seed: seed)
    for (level, probability) in expected {
      let point = try #require(found.points.first { $0.level == level })
      let error = try #require(point.standardError)
      #expect(abs(point.probability - probability) < allowed * error)
    }
  }

  @Test("few values: all of them, as steps; a certain value: one")
  func steps() throws {
    var fixture = PlanningFixture()
    fixture.add("streams", try equallyLikely([12, 13, 14, 14]))
    fixture.add("sure", number: 4)
    let found = try curve(fixture, "streams", .atLeast, CurveLevels(count: 25, roundIn: 1))
    #expect(found.isStepwise)
    #expect(found.points.map(\.level) == [12, 13, 14])
    #expect(found.points[0].probability == 1)
    #expect(abs(found.points[2].probability - 0.5) < allowed * found.points[2].standardError!)
    let sure = try curve(fixture, "sure", .atMost, CurveLevels(count: 25, besides: [3]))
    #expect(sure.points.map(\.level) == [4, 3])
    #expect(sure.points.map(\.probability) == [1, 0])
    #expect(sure.points.map(\.standardError) == [0, 0])
  }

  @Test("levels of dates are whole days, on the side that is easier to meet")
  func days() throws {
    var fixture = PlanningFixture()
    fixture.add("finish", try normal(19_800.4, 12))
    for side in [Goal.Side.atLeast, .atMost] {
      let result = try fixture.simulated(trials: 2000)
      let found = attainmentCurve(
        of: result.only("finish"), side, CurveLevels(count: 9, step: 1), in: result)
      #expect(found.points.allSatisfy { $0.level == $0.level.rounded() })
      let wished = CurveLevels(count: 9).confidences
      for (point, confidence) in zip(found.points, wished) {
        #expect(point.probability >= confidence)
      }
    }
  }

  @Test("round numbers are what people call round, and exact")
  func round() {
    #expect(roundNumbers(from: 9310, to: 10_420, about: 10) == [
      9400, 9600, 9800, 10_000, 10_200, 10_400,
    ])
    #expect(roundNumbers(from: 0.11, to: 0.32, about: 4) == [0.2, 0.3])
    #expect(roundNumbers(from: -3, to: 3, about: 6) == [-3, -2, -1, 0, 1, 2, 3])
    #expect(roundNumbers(from: 5, to: 5, about: 10) == [])
    #expect(roundNumbers(from: 0, to: .infinity, about: 10) == [])
    #expect(
      roundNumbers(from: 0.0701, to: 0.0709, about: 5) == [0.0702, 0.0704, 0.0706, 0.0708])
  }
}

@Suite("what confidence costs")
struct ConfidencePriceTests {
  @Test(
    "the next point of a normal's confidence within its standard error", arguments: 1...6,
    [0.5, 0.8, 0.95, 0.995])
  func nextPoint(seed: UInt64, confidence: Double) throws {
    var fixture = PlanningFixture()
    let exact = try normal(100, 20)
    fixture.add("x", exact)
    let result = try fixture.simulated(trials: 20_000, seed: seed)
    let step = confidence < 0.99 ? 0.01 : 0.0045
    let wished = (exact.quantile(at: confidence + step) - exact.quantile(at: confidence))
      / (100 * step)
    for side in [Goal.Side.atLeast, .atMost] {
      let found = try #require(
        confidencePrice(of: result.only("x"), side, at: confidence, in: result))
      #expect(abs(found.step - step) < 1e-12)
      #expect(abs(found.costPerPoint - wished) < 4.5 * found.costPerPointError)
    }
  }

  @Test("a gap between outcomes is paid for by the point that crosses it, and by no other")
  func gap() throws {
    var fixture = PlanningFixture()
    // Of 1,000 equally likely values, 805 lie 0 to 8.04 above 100, the others above 200.
    let values = (0..<1000).map { Double($0) / 100 + ($0 < 805 ? 100 : 200) }
    fixture.add("x", try equallyLikely(values))
    let result = try fixture.simulated(trials: 100_000)
    func cost(_ confidence: Double) throws -> ConfidencePrice {
      try #require(confidencePrice(of: result.only("x"), .atMost, at: confidence, in: result))
    }
    #expect(abs(try cost(0.8).costPerPoint - 100.1) < 0.1)
    for beside in [0.77, 0.83] { #expect(abs(try cost(beside).costPerPoint - 0.1) < 0.06) }
    // Whether 80.5 % is within the point is not sure with fewer trials.
    let few = try fixture.simulated(trials: 1000)
    let unsure = try #require(
      confidencePrice(of: few.only("x"), .atMost, at: 0.795, in: few))
    #expect(unsure.costPerPointError > 5)
  }

  @Test("beyond the last trial no more confidence is to be had")
  func nothingLeft() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    let result = try fixture.simulated(trials: 1000)
    #expect(confidencePrice(of: result.only("x"), .atLeast, at: 0.9999, in: result) == nil)
  }

  @Test("the standard error of the cost is that of its spread over seeds")
  func spread() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    let found = try (1...40 as ClosedRange<UInt64>).map { seed in
      let result = try fixture.simulated(trials: 4000, seed: seed)
      return try #require(
        confidencePrice(of: result.only("x"), .atLeast, at: 0.8, in: result))
    }
    let costs = Moments(of: found.map(\.costPerPoint))
    let said = found.map(\.costPerPointError).reduce(0, +) / 40
    #expect((0.65...1.5).contains(said / costs.standardDeviation))
  }

  @Test("a bolder bound costs the trials between, and nothing where there are none")
  func bolderBound() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try equallyLikely([1, 2, 3, 4]))
    fixture.add("sure", number: 7)
    let result = try fixture.simulated(trials: 4000)
    let values = result.values("x")
    let floor = bolder(
      3, than: Goal(column: result.only("x"), side: .atLeast, bound: 2), in: result)
    let share = Double(values.count { $0 == 2 }) / 4000
    #expect(floor.probabilityLost == share)
    #expect(floor.standardError == (share * (1 - share) / 3999).squareRoot())
    let ceiling = bolder(
      1.5, than: Goal(column: result.only("x"), side: .atMost, bound: 1.9), in: result)
    #expect(ceiling.probabilityLost == 0)
    let sure = bolder(
      8, than: Goal(column: result.only("sure"), side: .atLeast, bound: 7), in: result)
    #expect(sure.probabilityLost == 1)
    #expect(confidencePrice(of: result.only("sure"), .atLeast, at: 0.8, in: result) == nil)
  }

  /// Of a thousand 600 are 14, 394 are 13, five are 12 and one is 10.
  @Test("of few values a point more costs the step to the value that gives it")
  func priceOfSteps() throws {
    var fixture = PlanningFixture()
    let numbers: [Double] = [10] + Array(repeating: 12, count: 5)
    fixture.add(
      "count",
      try equallyLikely(
        numbers + Array(repeating: 13, count: 394) + Array(repeating: 14, count: 600)))
    let result = try fixture.simulated(trials: 20_000)
    func price(_ bound: Double) -> ConfidencePrice? {
      confidencePriceOfSteps(
        beyond: Goal(column: result.only("count"), side: .atLeast, bound: bound), in: result)
    }
    let next = try #require(price(14))
    #expect(next.costPerPoint == 1 && next.costPerPointError == 0 && next.step == 0.01)
    // Less than a point is left, and all of it lies at 12 and 10.
    let rest = try #require(price(13))
    #expect(rest.costPerPoint == 3 && abs(rest.step - 0.006) < 4.5 * 0.00055)
    #expect(try #require(price(12)).costPerPoint == 2)
    #expect(price(10) == nil && price(15) == nil)
    // A ceiling: 0.1 % more give no point, 0.6 % neither.
    let ceiling = try #require(
      confidencePriceOfSteps(
        beyond: Goal(column: result.only("count"), side: .atMost, bound: 10), in: result))
    #expect(ceiling.costPerPoint == 3)
  }
}
