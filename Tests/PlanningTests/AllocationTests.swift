import Probability
import SeededNumbers
import Simulation
import Testing

@testable import Planning

@Suite("a total handed down at equal risk")
struct EqualRiskTests {
  private static let means = [40.0, 25, 30]
  private static let deviations = [8.0, 2, 5]

  /// Three normals, of which the second and the third move with the first.
  private func members(
    _ side: Goal.Side = .atLeast, trials: Int = 6000, seed: UInt64 = 1,
    sampling: SamplingScheme = .pseudoRandom
  ) throws -> AllocationMembers {
    var fixture = PlanningFixture()
    for name in ["a", "b", "c"] { fixture.add(name, try normal(0, 1)) }
    fixture.add("one", number: 1)
    fixture.add("m0", combining: [(40, "one"), (8, "a")])
    fixture.add("m1", combining: [(25, "one"), (1.2, "a"), (1.6, "b")])
    fixture.add("m2", combining: [(30, "one"), (-3, "a"), (4, "c")])
    let result = try fixture.simulated(trials: trials, seed: seed, sampling: sampling)
    return AllocationMembers(
      ["m0", "m1", "m2"].map { [result.only($0)] }, side, in: result)
  }

  private let unbounded = [PartBounds](repeating: .none, count: 3)

  @Test("correlated normals: the score that solves the sum", arguments: 1...5, [80.0, 95, 104])
  func normals(seed: UInt64, total: Double) throws {
    let found = try allocateAtEqualRisk(total, among: members(seed: seed), unbounded)
    // Σ (mean + deviation × z) = total.
    let score = (total - 95) / 15
    let confidence = 1 - (try normal(0, 1)).distributionFunction(at: score)
    #expect(abs(found.confidence - confidence) < 4.5 * found.confidenceError)
    for index in 0..<3 {
      let part = Self.means[index] + Self.deviations[index] * score
      #expect(abs(found.parts[index] - part) < 4.5 * found.partErrors[index])
    }
    #expect(abs(found.parts.reduce(0, +) - total) < 1e-9)
    #expect(found.isAtBound == [false, false, false])
  }

  @Test("a ceiling: the same score on the other side", arguments: 1...3)
  func ceiling(seed: UInt64) throws {
    let found = try allocateAtEqualRisk(104, among: members(.atMost, seed: seed), unbounded)
    let confidence = (try normal(0, 1)).distributionFunction(at: 0.6)
    #expect(abs(found.confidence - confidence) < 4.5 * found.confidenceError)
    #expect(abs(found.parts[0] - 44.8) < 4.5 * found.partErrors[0])
  }

  @Test("who stands at a bound leaves the others a score of their own", arguments: 1...3)
  func bounded(seed: UInt64) throws {
    // Unbounded the first would have 32 at a total of 80.
    let bounds = [PartBounds(least: 36, most: 50), .none, .none]
    let found = try allocateAtEqualRisk(80, among: members(seed: seed), bounds)
    let score = (80.0 - 36 - 55) / 7
    let confidence = 1 - (try normal(0, 1)).distributionFunction(at: score)
    #expect(found.parts[0] == 36 && found.partErrors[0] == 0)
    #expect(found.isAtBound == [true, false, false])
    #expect(abs(found.confidence - confidence) < 4.5 * found.confidenceError)
    #expect(abs(found.parts[2] - (30 + 5 * score)) < 4.5 * found.partErrors[2])
    #expect(abs(found.parts.reduce(0, +) - 80) < 1e-9)
  }

  @Test("errors contain that of a total which is found in the same trials")
  func levelOfTrials() throws {
    var figures: [[Double]] = []
    var said: [[Double]] = []
    for seed in 1...300 as ClosedRange<UInt64> {
      var fixture = PlanningFixture()
      for name in ["a", "b", "c"] { fixture.add(name, try normal(0, 1)) }
      fixture.add("one", number: 1)
      fixture.add("m0", combining: [(40, "one"), (8, "a")])
      fixture.add("m1", combining: [(25, "one"), (1.2, "a"), (1.6, "b")])
      fixture.add("m2", combining: [(30, "one"), (3, "a"), (4, "c")])
      fixture.add("total", combining: [(1, "m0"), (1, "m1"), (1, "m2")])
      let result = try fixture.simulated(trials: 2000, seed: seed)
      let members = AllocationMembers(
        ["m0", "m1", "m2"].map { [result.only($0)] }, .atLeast, in: result)
      let total = result.only("total")
      let level = levels(of: total, .atLeast, at: [0.8], in: result).values[0]
      let replicates = levelsWithoutBatches(
        of: total, .atLeast, at: 0.8, in: result, threads: 1)
      let equal = try allocateAtEqualRisk(
        level, replicates: replicates, among: members, unbounded)
      let shared = try allocateByShare(
        level, replicates: replicates, among: members, shares: nil, unbounded)
      let given = try allocateByShare(
        level, replicates: replicates, among: members, shares: [2, 1, 1], unbounded)
      figures.append([equal.confidence, equal.parts[0], shared.parts[0], given.parts[0]])
      said.append(
        [equal.confidenceError, equal.partErrors[0], shared.partErrors[0], given.partErrors[0]])
    }
    for figure in 0..<4 {
      let spread = Moments(of: figures.map { $0[figure] }).standardDeviation
      let stated = Moments(of: said.map { $0[figure] }).mean
      #expect((0.8...1.3).contains(stated / spread), "\(figure): \(stated) of \(spread)")
    }
  }

  @Test("parts of a given total by given shares have no error")
  func given() throws {
    let members = try members(trials: 500)
    let found = try allocateByShare(80, among: members, shares: [1, 1, 2], unbounded)
    #expect(found.parts == [20, 20, 40] && found.partErrors == [0, 0, 0])
  }

  @Test("what cannot be had is told with what can")
  func infeasible() throws {
    let members = try members(trials: 500)
    let tight = [PartBounds(least: 0, most: 10), PartBounds(least: 0, most: 20),
      PartBounds(least: 0, most: 30)]
    #expect(throws: AllocationError.bounds(least: 0, most: 60)) {
      try allocateAtEqualRisk(80, among: members, tight)
    }
    #expect(throws: AllocationError.bounds(least: 0, most: 60)) {
      try allocate(80, byShares: [1, 1, 1], tight)
    }
    do {
      _ = try allocateAtEqualRisk(900, among: members, unbounded)
      Issue.record("no trial comes to 900")
    } catch AllocationError.outOfReach(let least, let most) {
      let ends = members.boldness.map { ($0.min()!, $0.max()!) }
      #expect(abs(least - ends.reduce(0) { $0 + $1.0 }) < 1e-9)
      #expect(abs(most - ends.reduce(0) { $0 + $1.1 }) < 1e-9)
    }
  }

  @Test("few values and certain ones: the total all the same")
  func steps() throws {
    var fixture = PlanningFixture()
    fixture.add("few", try equallyLikely([1, 2, 5]))
    fixture.add("sure", number: 7)
    fixture.add("smooth", try lognormal(0, 0.4))
    let result = try fixture.simulated(trials: 700)
    let members = AllocationMembers(
      ["few", "sure", "smooth"].map { [result.only($0)] }, .atLeast, in: result)
    for total in [9.5, 10, 11, 13] {
      let found = try allocateAtEqualRisk(total, among: members, unbounded)
      #expect(abs(found.parts.reduce(0, +) - total) < 1e-9)
      #expect(found.parts[1] == 7)
    }
    let sure = AllocationMembers(
      [[result.only("sure")], [result.only("sure")]], .atLeast, in: result)
    let both = try allocateAtEqualRisk(14, among: sure, [.none, .none])
    #expect(both.parts == [7, 7] && both.confidence == 1)
    #expect(throws: AllocationError.outOfReach(least: 14, most: 14)) {
      try allocateAtEqualRisk(15, among: sure, [.none, .none])
    }
  }

  @Test("the risk of parts: closed forms of independent normals", arguments: 1...4)
  func risk(seed: UInt64) throws {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(10, 2))
    fixture.add("b", try normal(20, 3))
    let result = try fixture.simulated(trials: 8000, seed: seed)
    let members = AllocationMembers(
      [[result.only("a")], [result.only("b")]], .atLeast, in: result)
    // One deviation below each.
    let risk = allocationRisk(of: [8, 17], total: 25, among: members)
    let standard = try normal(0, 1)
    let alone = standard.distributionFunction(at: 1)
    let half = 2 * (standard.density(at: 1) - (1 - alone))
    for (part, scale) in zip(risk.parts, [1, 1.5]) {
      #expect(abs(part.probability.probability - alone) < 4.5 * part.probability.standardError)
      // The mean of the misses: E max(-1 - z, 0) / P(z < -1).
      let expected = scale * half / (1 - alone)
      #expect(
        abs(try #require(part.expectedShortfall) - expected)
          < 4.5 * (try #require(part.expectedShortfallError)))
    }
    #expect(abs(risk.joint.probability - alone * alone) < 4.5 * risk.joint.standardError)
    let together = standard.distributionFunction(at: 5 / 13.0.squareRoot())
    #expect(abs(risk.together.probability - together) < 4.5 * risk.together.standardError)
    #expect(abs(risk.expectedLack - 2.5 * half) < 4.5 * risk.expectedLackError)
    // A member may be the sum of several columns, such as the months of a quarter.
    let sum = AllocationMembers([[result.only("a"), result.only("b")]], .atLeast, in: result)
    let whole = allocationRisk(of: [25], total: 25, among: sum)
    #expect(whole.parts[0].probability == risk.together)
    #expect(whole.joint == risk.together)
  }

  @Test(
    "the error of the common confidence is that of its spread over seeds",
    arguments: [SamplingScheme.pseudoRandom, .antithetic])
  func spread(sampling: SamplingScheme) throws {
    let found = try (1...30 as ClosedRange<UInt64>).map { seed in
      try allocateAtEqualRisk(
        88, among: members(trials: 1600, seed: seed, sampling: sampling), unbounded)
    }
    let said = (found.reduce(0) { $0 + $1.confidenceError * $1.confidenceError } / 30)
      .squareRoot()
    let spread = Moments(of: found.map(\.confidence)).standardDeviation
    #expect((0.6...1.7).contains(said / spread))
  }
}

@Suite("a total handed down by share")
struct ShareAllocationTests {
  @Test("in proportion, and within bounds the rest in proportion")
  func proportions() throws {
    let free = [PartBounds](repeating: .none, count: 3)
    #expect(try allocate(120, byShares: [1, 2, 3], free) == [20, 40, 60])
    #expect(try allocate(120, byShares: [0, 1, 3], free) == [0, 30, 90])
    let capped = [PartBounds.none, .none, PartBounds(least: 0, most: 30)]
    #expect(try allocate(120, byShares: [1, 2, 3], capped) == [30, 60, 30])
    let raised = [PartBounds(least: 50, most: 99), .none, .none]
    let found = try allocate(120, byShares: [1, 2, 3], raised)
    #expect(zip(found, [50, 28, 42]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(throws: AllocationError.noShares) { try allocate(1, byShares: [0, 0, 0], free) }
    #expect(throws: AllocationError.noShares) { try allocate(1, byShares: [1, -1, 1], free) }
  }

  @Test("a total that just fits its bounds, in decimals that binary numbers do not have")
  func justFits() throws {
    // 0.1 + 0.2 is a little more than 0.3, and 0.7 + 0.1 a little less than 0.8.
    let (atLeast, atMost) = ([0.1, 0.2], [0.7, 0.1])
    let least = atLeast.map { PartBounds(least: $0, most: 1) }
    #expect(try allocate(0.3, byShares: [1, 1], least) == atLeast)
    let most = atMost.map { PartBounds(least: 0, most: $0) }
    #expect(try allocate(0.8, byShares: [1, 1], most) == atMost)
    var fixture = PlanningFixture()
    fixture.add("a", try normal(1, 0.5))
    let result = try fixture.simulated(trials: 200)
    let members = AllocationMembers([[result.only("a")], [result.only("a")]], .atLeast, in: result)
    for (total, ends) in [(0.3, atLeast), (0.8, atMost)] {
      let found = try allocateAtEqualRisk(
        total, among: members, ends.map { PartBounds(least: $0, most: $0) })
      #expect(found.parts == ends && found.confidence == 1)
    }
    #expect(throws: AllocationError.self) { try allocate(0.2999, byShares: [1, 1], least) }
  }

  @Test("random shares and bounds: the sum, the bounds, one proportion", arguments: 1...20)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed)
    let count = Int.random(in: 2...8, using: &generator)
    let shares = (0..<count).map { _ in Double.random(in: 0.1...9, using: &generator) }
    let bounds = (0..<count).map { _ in
      let least = Double.random(in: 0...5, using: &generator)
      return PartBounds(least: least, most: least + Double.random(in: 0...20, using: &generator))
    }
    let (low, high) = (bounds.reduce(0) { $0 + $1.least }, bounds.reduce(0) { $0 + $1.most })
    let total = low + (high - low) * Double.random(in: 0.05...0.95, using: &generator)
    let parts = try allocate(total, byShares: shares, bounds)
    #expect(abs(parts.reduce(0, +) - total) < 1e-9)
    var scale: Double?
    for index in parts.indices {
      #expect(parts[index] >= bounds[index].least - 1e-9)
      #expect(parts[index] <= bounds[index].most + 1e-9)
      guard parts[index] > bounds[index].least + 1e-6, parts[index] < bounds[index].most - 1e-6
      else { continue }
      let own = parts[index] / shares[index]
      if let scale { #expect(abs(own - scale) < 1e-6) }
      scale = own
    }
  }

  @Test("whole units by the largest remainders")
  func rounding() throws {
    func rounded(
      _ parts: [Double], _ total: Double, _ bounds: [PartBounds]? = nil
    ) throws -> [Int] {
      try roundedParts(
        parts, to: total, unit: 10, bounds ?? parts.map { _ in .none })
    }
    // Remainders 0.7, 0.6, 0.7: of equal ones the first.
    #expect(try rounded([17, 26, 57], 100) == [2, 2, 6])
    #expect(try rounded([33.4, 33.3, 33.3], 100) == [4, 3, 3])
    #expect(try rounded([20, 30, 50], 100) == [2, 3, 5])
    #expect(try rounded([-17, 57], 40) == [-2, 6])
    #expect(try rounded([15, 25], 40, [PartBounds(least: 0, most: 15), .none]) == [1, 3])
    #expect(try rounded([12, 28], 40, [PartBounds(least: 12, most: 99), .none]) == [2, 2])
    #expect(throws: AllocationError.unitsOfTotal) { try rounded([3, 4], 7) }
    #expect(throws: AllocationError.bounds(least: 10, most: 20)) {
      try rounded([15, 15], 30, [PartBounds(least: 1, most: 19), PartBounds(least: 0, most: 15)])
    }
    // Neither between 4.43 and 4.48 units nor at 9.55 of them is a whole number.
    for (least, most) in [(44.3, 44.8), (95.5, 95.5)] {
      #expect(throws: AllocationError.nothingBetweenBounds(member: 1)) {
        try rounded([5, 45], 50, [.none, PartBounds(least: least, most: most)])
      }
    }
    // 300 thirds of a tenth, as decimals that binary numbers do not have.
    let thirds = try roundedParts(
      [Double](repeating: 10.0 / 3, count: 3), to: 10, unit: 0.1, [.none, .none, .none])
    #expect(thirds == [34, 33, 33])
  }
}
