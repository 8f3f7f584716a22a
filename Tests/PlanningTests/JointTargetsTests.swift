import Probability
import Simulation
import Testing

@testable import Planning

/// Two standard normals with a correlation, "x" and "y", as sums of independent ones.
private func correlated(
  _ correlation: Double, trials: Int = 6000, seed: UInt64 = 1,
  sampling: SamplingScheme = .pseudoRandom
) throws -> SimulationResult {
  var fixture = PlanningFixture()
  fixture.add("x", try normal(0, 1))
  fixture.add("other", try normal(0, 1))
  let rest = (1 - correlation * correlation).squareRoot()
  fixture.add("y", combining: [(correlation, "x"), (rest, "other")])
  fixture.add("y2", combining: [(2 * correlation, "x"), (2 * rest, "other")])
  return try fixture.simulated(trials: trials, seed: seed, sampling: sampling)
}

extension SimulationResult {
  fileprivate func goal(_ name: String, _ side: Goal.Side, _ bound: Double) -> Goal {
    Goal(column: only(name), side: side, bound: bound)
  }
}

/// Of two standard normals both are above 0 (Sheppard, 1899).
private func orthant(_ correlation: Double) -> Double {
  0.25 + asin(correlation) / (2 * .pi)
}

/// The arc sine by its series and the half-angle formula, without the system's.
private func asin(_ x: Double) -> Double {
  if abs(x) > 0.5 {
    let half = Double.pi / 2 - 2 * asin(((1 - abs(x)) / 2).squareRoot())
    return x < 0 ? -half : half
  }
  var (term, sum) = (x, x)
  for k in 1...60 {
    let n = Double(2 * k)
    term *= x * x * (n - 1) / n
    sum += term / (n + 1)
  }
  return sum
}

@Suite("targets together")
struct JointTargetsTests {
  @Test(
    "the orthant probability of two normals, and who binds", arguments: 1...4,
    [-0.8, 0, 0.5, 0.9])
  func orthants(seed: UInt64, correlation: Double) throws {
    let result = try correlated(correlation, seed: seed)
    let goals = [result.goal("x", .atLeast, 0), result.goal("y", .atLeast, 0)]
    let found = jointTargets(goals, easings: [[-0.3], [0.2]], in: result)
    let exact = orthant(correlation)
    #expect(abs(found.joint.probability - exact) < 4.5 * found.joint.standardError)
    #expect(abs(found.independent - 0.25) < 4.5 * found.independentError)
    for member in found.members {
      #expect(abs(member.alone.probability - 0.5) < 4.5 * member.alone.standardError)
      #expect(
        abs(member.missedAlone.probability - (0.5 - exact))
          < 4.5 * max(member.missedAlone.standardError, 1e-3))
      // Without the one the other is left alone.
      #expect(
        abs(member.jointWithout.probability - 0.5) < 4.5 * member.jointWithout.standardError)
      let part = try #require(member.partMissedAlone)
      #expect(abs(part * (1 - found.joint.probability) - member.missedAlone.probability) < 1e-12)
    }
    // Mixed sides: the other two quadrants.
    let mixed = jointTargets(
      [goals[0], result.goal("y", .atMost, 0)], easings: [[], []], in: result)
    #expect(
      abs(mixed.joint.probability - (0.5 - exact)) < 4.5 * max(mixed.joint.standardError, 1e-3))
  }

  @Test("easing a bound gives what judging again gives", arguments: [Goal.Side.atLeast, .atMost])
  func easing(side: Goal.Side) throws {
    let result = try correlated(0.4, trials: 900)
    let goals = [result.goal("x", side, 0.2), result.goal("y2", .atLeast, -0.5)]
    let others = [-0.6, 0.1, 0.2, 0.9]
    let found = jointTargets(goals, easings: [others, []], in: result)
    for (bound, easing) in zip(others, found.members[0].easings) {
      let eased = [result.goal("x", side, bound), goals[1]]
      let again = jointAttainment(of: eased, in: result).probability
      #expect(abs(easing.gain - (again - found.joint.probability)) < 1e-12)
      #expect(
        abs(easing.alone - attainment(of: eased[0], in: result).probability) < 1e-12)
      #expect(easing.gainError >= 0)
    }
    #expect(found.joint == jointAttainment(of: goals, in: result))
  }

  @Test("goals that are certain neither bind nor break anything")
  func certain() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    fixture.add("sure", number: 3)
    let result = try fixture.simulated(trials: 500)
    let goals = [result.goal("x", .atLeast, 0), result.goal("sure", .atMost, 3)]
    let found = jointTargets(goals, easings: [[], [4]], in: result)
    #expect(found.joint.probability == found.members[0].alone.probability)
    #expect(found.members[1].missedAlone.probability == 0)
    #expect(found.members[1].easings[0].gain == 0)
    let never = jointTargets(
      [goals[0], result.goal("sure", .atLeast, 4)], easings: [[], []], in: result)
    #expect(never.joint.probability == 0 && never.independent == 0)
    #expect(never.members[1].partOfMisses == 1)
    let always = jointTargets([goals[1]], easings: [[]], in: result)
    #expect(always.joint.probability == 1)
    #expect(always.members[0].partMissedAlone == nil)
  }
}

@Suite("levels that hold together")
struct JointFrontierTests {
  @Test(
    "two normals at the orthant probability: medians, and steps back to 0", arguments: 1...4,
    [-0.5, 0.3, 0.8])
  func medians(seed: UInt64, correlation: Double) throws {
    let result = try correlated(correlation, seed: seed)
    let goals = [result.goal("x", .atLeast, 0.7), result.goal("y2", .atMost, -1.4)]
    // P(x ≥ 0, y2 ≤ 0): the correlation turns its sign.
    let confidence = orthant(-correlation)
    let found = jointFrontier(of: goals, at: confidence, pairPoints: 5, in: result)
    let equal = try #require(found.points.first { $0.way == .equalConfidence })
    let error = try #require(equal.parameterError)
    #expect(abs(try #require(equal.parameter) - 0.5) < 4.5 * error)
    for level in [0, 1] {
      #expect(abs(equal.levels[level]) < 4.5 * equal.levelErrors[level])
      #expect(abs(equal.alone[level] - 0.5) < 4.5 * error)
    }
    let steps = try #require(found.points.first { $0.way == .equalSteps })
    #expect(abs(try #require(steps.parameter) + 0.7) < 4.5 * (try #require(steps.parameterError)))
    for point in found.points {
      #expect(point.joint.probability > confidence - 1e-12)
      #expect(point.joint.probability < confidence + 2.0 / 6000)
    }
  }

  /// The same in numpy, 150 times 2,000 trials of three normals with these correlations: spread
  /// 0.00141, stated 0.00149; in whole ranks 0.00272 would be stated.
  @Test("the error of the common confidence is that of its spread over seeds")
  func spreadOfCommonConfidence() throws {
    var (figures, stated): ([Double], [Double]) = ([], [])
    for seed in 1...60 as ClosedRange<UInt64> {
      var fixture = PlanningFixture()
      for name in ["x", "v", "w"] { fixture.add(name, try normal(0, 1)) }
      fixture.add("y", combining: [(0.5, "x"), (0.75.squareRoot(), "v")])
      fixture.add("z", combining: [(0.3, "x"), (-0.404, "v"), (0.864, "w")])
      let result = try fixture.simulated(trials: 2000, seed: seed)
      let goals = [
        result.goal("x", .atLeast, 0), result.goal("y", .atLeast, 0),
        result.goal("z", .atMost, 0),
      ]
      let found = jointFrontier(of: goals, at: 0.8, in: result)
      let equal = try #require(found.points.first { $0.way == .equalConfidence })
      figures.append(try #require(equal.parameter))
      stated.append(try #require(equal.parameterError))
    }
    let spread = Moments(of: figures).standardDeviation
    #expect((0.75...1.45).contains(mean(stated) / spread), "\(mean(stated)) of \(spread)")
  }

  @Test("what is asked of many trials counts in memory, with its workers")
  func memory() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    let plan = fixture.finished()
    let memory = JointMemory(goals: 3)
    // Boldness and rank 8 bytes each, the place 4; and 31 beside.
    #expect(memory.perTrial == 3 * 20 + 31)
    func settings(_ bytes: Int) -> SimulationSettings {
      SimulationSettings(
        trials: 400_000, seed: 1, sampling: .pseudoRandom, threads: 9, memory: bytes)
    }
    // 99 bytes a trial, with the column; a worker more takes 55.
    #expect(throws: SimulationError.self) { try memory.check(plan, settings(39_000_000)) }
    for (bytes, workers) in [(41_000_000, 1), (64_000_000, 2), (87_000_000, 3), (1 << 30, 9)] {
      try memory.check(plan, settings(bytes))
      #expect(memory.workers(plan, settings(bytes)) == workers)
    }
  }

  @Test("equal confidence and pairs by trying every rank", arguments: [0.3, 0.6, 0.8])
  func searched(confidence: Double) throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    fixture.add("tied", try equallyLikely([1, 1, 2, 3, 3, 3, 4]))
    fixture.add("both", combining: [(1, "x"), (0.5, "tied")])
    let trials = 143
    let result = try fixture.simulated(trials: trials)
    let goals = [
      result.goal("both", .atLeast, 0), result.goal("tied", .atMost, 2),
      result.goal("x", .atMost, 1),
    ]
    let values = [result.values("both"), result.values("tied"), result.values("x")]
    let sorted = [values[0].sorted(by: >), values[1].sorted(), values[2].sorted()]
    func share(_ levels: [Double]) -> Double {
      Double(
        (0..<trials).count {
          values[0][$0] >= levels[0] && values[1][$0] <= levels[1] && values[2][$0] <= levels[2]
        }) / Double(trials)
    }
    let rank = (0..<trials).first { rank in share(sorted.map { $0[rank] }) >= confidence }!
    let found = jointFrontier(of: goals, at: confidence, in: result)
    // What ties leave unused is used up: no level is easier than at that rank, the tied one stays.
    let atRank = sorted.map { $0[rank] }
    #expect(found.points[0].levels[0] >= atRank[0] && found.points[0].levels[2] <= atRank[2])
    #expect(found.points[0].levels[1] == atRank[1])
    #expect(found.points[0].joint.probability < confidence + 3 / Double(trials))
    // Ties make a level surer than its rank says.
    let levels = found.points[0].levels
    let alone = [
      values[0].count { $0 >= levels[0] }, values[1].count { $0 <= levels[1] },
      values[2].count { $0 <= levels[2] },
    ]
    #expect(found.points[0].parameter == Double(try #require(alone.min())) / Double(trials))
    // One at a time: the boldest of all its values.
    for point in found.points where point.way == .oneAtATime {
      let moved = try #require(point.moved)
      let best = sorted[moved].first { level in
        var levels = goals.map(\.bound)
        levels[moved] = level
        return share(levels) >= confidence
      }
      #expect(point.levels[moved] == best)
    }
    let pair = [goals[0], goals[2]]
    let pairs = jointFrontier(of: pair, at: confidence, pairPoints: 9, in: result).points
      .filter { $0.way == .pair }
    #expect(pairs.count > 5)
    for point in pairs {
      let best = sorted[2].first { level in
        Double((0..<trials).count { values[0][$0] >= point.levels[0] && values[2][$0] <= level })
          / Double(trials) >= confidence
      }
      #expect(point.levels[1] == best)
    }
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.levels[0] > $1.levels[0] })
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.levels[1] >= $1.levels[1] })
  }

  @Test("a count and a yes or no: by themselves with no less than is said, and one with just that")
  func counts() throws {
    var fixture = PlanningFixture()
    fixture.add("count", try equallyLikely([12, 13, 13, 13, 14, 14, 14, 14, 14, 15]))
    fixture.add("yes", try equallyLikely([0, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
    let result = try fixture.simulated(trials: 2000)
    let goals = [result.goal("count", .atLeast, 14), result.goal("yes", .atLeast, 1)]
    let point = jointFrontier(of: goals, at: 0.5, in: result).points[0]
    #expect(point.levels == [14, 1])
    let least = try #require(point.parameter)
    #expect(least == point.alone.min() && abs(least - 0.6) < 0.05)
    // The level stays in each batch, so that its error is that of a share.
    let error = try #require(point.parameterError)
    #expect((0.5...1.6).contains(error / (0.6 * 0.4 / 2000).squareRoot()))
  }

  /// Of ten, nine counts are 13 and one is 14; of ten others, one is 13 and nine are 14.
  @Test("what a count leaves unused goes to the others", arguments: 1...4)
  func countBesideNormal(seed: UInt64) throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    fixture.add("few", try equallyLikely([13, 13, 13, 13, 13, 13, 13, 13, 13, 14]))
    fixture.add("many", try equallyLikely([13, 14, 14, 14, 14, 14, 14, 14, 14, 14]))
    let result = try fixture.simulated(trials: 6000, seed: seed)
    let x = result.goal("x", .atLeast, 0)
    func point(_ name: String, _ bound: Double, _ confidence: Double, _ way: JointFrontier.Way)
      throws -> JointFrontier.Point
    {
      try #require(
        jointFrontier(
          of: [result.goal(name, .atLeast, bound), x], at: confidence, in: result
        ).points.first { $0.way == way })
    }
    // No step up of the count keeps 40 %, so x alone goes on to what it meets with 40 %.
    let steps = try point("few", 13, 0.4, .equalSteps)
    #expect(steps.levels[0] == 13)
    #expect(abs(steps.levels[1] - 0.2533) < 4.5 * steps.levelErrors[1])
    #expect(abs(try #require(steps.parameter) - 0.2533) < 4.5 * steps.levelErrors[1])
    // At the rank of nine of ten both hold with 90 %; with 14 no more than 81 % would be left.
    let equal = try point("many", 14, 0.85, .equalConfidence)
    #expect(equal.levels[0] == 13)
    #expect(abs(equal.levels[1] + 1.0364) < 4.5 * equal.levelErrors[1])
    for point in [steps, equal] {
      let wished = point.way == .equalSteps ? 0.4 : 0.85
      #expect(point.joint.probability >= wished && point.joint.probability < wished + 1.0 / 6000)
    }
  }

  @Test("pairs of counts are those that no other pair outdoes, by trying all", arguments: 1...4)
  func pairsOfCounts(seed: UInt64) throws {
    var fixture = PlanningFixture()
    fixture.add("p", try equallyLikely([0, 1, 1, 2, 2, 2, 3, 3, 4, 5]))
    fixture.add("q", try equallyLikely([2, 3, 4, 4, 5, 5, 5, 6, 6, 8]))
    let result = try fixture.simulated(trials: 2000, seed: seed)
    let (p, q) = (result.values("p"), result.values("q"))
    let confidence = 0.55
    let holding = (0...5).flatMap { a in (2...8).map { (Double(a), Double($0)) } }.filter { a, b in
      Double(p.indices.count { p[$0] >= a && q[$0] <= b }) >= confidence * 2000
    }
    let best = holding.filter { one in
      !holding.contains { $0 != one && $0.0 >= one.0 && $0.1 <= one.1 }
    }
    let found = jointFrontier(
      of: [result.goal("p", .atLeast, 2), result.goal("q", .atMost, 6)], at: confidence,
      in: result
    ).points
    let pairs = found.filter { $0.way == .pair }.map { ($0.levels[0], $0.levels[1]) }
    #expect(pairs.count == best.count && pairs.allSatisfy { one in best.contains { $0 == one } })
    // Of the others no level can be raised either.
    for point in found where point.way == .equalSteps || point.way == .equalConfidence {
      #expect(best.contains { $0 == (point.levels[0], point.levels[1]) }, "\(point.levels)")
    }
  }

  @Test("goals that cannot hold, and certain ones")
  func certain() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    fixture.add("sure", number: 3)
    let result = try fixture.simulated(trials: 400)
    let x = result.goal("x", .atLeast, 0)
    let kept = jointFrontier(of: [x, result.goal("sure", .atLeast, 3)], at: 0.8, in: result)
    #expect(kept.points.allSatisfy { $0.levels[1] == 3 })
    #expect(Set(kept.points.map(\.way)) == [.equalConfidence, .equalSteps, .oneAtATime, .pair])
    let alone = levels(of: x.column, .atLeast, at: [0.8], in: result).values[0]
    for point in kept.points where point.way != .pair && point.moved != 1 {
      #expect(point.levels[0] == alone)
    }
    // A certain goal that is missed lets no other level help.
    let broken = jointFrontier(of: [x, result.goal("sure", .atLeast, 4)], at: 0.8, in: result)
    #expect(!broken.points.contains { $0.way == .equalSteps })
    #expect(!broken.points.contains { $0.moved == 0 })
  }

  @Test(
    "the error of the common confidence is that of its spread over seeds",
    arguments: [SamplingScheme.pseudoRandom, .antithetic])
  func spread(sampling: SamplingScheme) throws {
    var confidences: [Double] = []
    var errors: [Double] = []
    for seed in 1...30 as ClosedRange<UInt64> {
      let result = try correlated(0.5, trials: 2048, seed: seed, sampling: sampling)
      let goals = [result.goal("x", .atLeast, 0), result.goal("y", .atLeast, 0)]
      let point = jointFrontier(of: goals, at: 0.7, pairPoints: 2, in: result).points[0]
      confidences.append(try #require(point.parameter))
      errors.append(try #require(point.parameterError))
    }
    let said = (errors.reduce(0) { $0 + $1 * $1 } / 30).squareRoot()
    #expect((0.6...1.7).contains(said / Moments(of: confidences).standardDeviation))
  }
}
