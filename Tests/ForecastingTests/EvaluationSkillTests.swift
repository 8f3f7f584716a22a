import Probability
import Testing

@testable import Forecasting

/// Whether a forecast was better than another, and how often that is said in error.
@Suite struct EvaluationSkillTests {
  @Test func dieboldMarianoIsThatOfSciPy() throws {
    for row in try LossReference.rows(kind: "dieboldMariano") {
      let differences = row[4].split(separator: " ").compactMap { Double($0) }
      let horizon = try #require(Int(row[1]))
      let found = try #require(dieboldMariano(differences, horizon: horizon))
      let statistic = try #require(Double(row[2]))
      let probability = try #require(Double(row[3]))
      #expect(abs(found.statistic - statistic) < 1e-11 * abs(statistic))
      #expect(abs(found.probability - probability) < 1e-10 * probability)
    }
  }

  @Test func dieboldMarianoNeedsAVariance() {
    #expect(dieboldMariano([1], horizon: 1) == nil)
    #expect(dieboldMariano([1, 1, 1], horizon: 1) == nil)
    #expect(dieboldMariano([1, .nan, 1], horizon: 1) == nil)
    #expect(dieboldMariano([], horizon: 3) == nil)
  }

  /// Without overlap the variance is that of a mean: the t test of the differences.
  @Test func withoutOverlapTheJudgementIsStudentsTest() throws {
    let losses = [1.0, 2, 1.5, 0.5, 2.5]
    let simple = [2.0, 2.5, 1.7, 1.5, 2.2]
    let skill = Skill(losses: losses, simple: simple, overlap: 1)
    // The differences 1, 0.5, 0.2, 1, -0.3 have the mean 0.48 and the variance 0.307.
    let expected = 0.48 / (0.307 / 5).squareRoot()
    let tail = studentTails(beyond: expected, degreesOfFreedom: 4)
    #expect(skill.degreesOfFreedom == 4)
    #expect(abs(skill.probability - tail) < 1e-9)
    #expect(abs(skill.value - (1 - 7.5 / 9.9)) < 1e-12)
    #expect(skill.verdict == .undecided)
    #expect(skill.lower < skill.value && skill.value < skill.upper)
  }

  @Test func aClearDifferenceIsSaidAndItsMirrorToo() {
    let losses = [1.0, 1.1, 0.9, 1.05, 0.95, 1]
    let simple = [2.0, 2.2, 2.1, 1.9, 2, 2.05]
    let better = Skill(losses: losses, simple: simple, overlap: 1)
    #expect(better.verdict == .better && better.lower > 0.4 && better.upper < 0.6)
    #expect(Skill(losses: simple, simple: losses, overlap: 1).verdict == .worse)
  }

  @Test func whatCannotBeJudgedIsUndecided() {
    for (losses, simple) in [
      ([], []), ([1], [2]), ([1, 2], [0, 0]), ([.nan, .nan], [1, 1]), ([1, .infinity], [1, 1]),
      ([0, 0, 0], [0, 0, 0]), ([1e308, 1e308], [1e308, 1e308]),
    ] as [([Double], [Double])] {
      #expect(Skill(losses: losses, simple: simple, overlap: 3).verdict == .undecided)
    }
    // The same difference at each origin.
    #expect(Skill(losses: [1, 1, 1], simple: [2, 2, 2], overlap: 1).verdict == .better)
  }

  /// Two forecasts that err alike, one too low and one too high: neither is better. Horizons
  /// overlap, and origins are few; 5 % to each side are allowed, by the test 10 %.
  @Test(arguments: [
    (12, 1, 5), (12, 4, 3), (12, 4, 10), (4, 1, 20), (12, 12, 4), (1, 1, 12), (12, 1, 40),
  ])
  func equalForecastsAreRarelySaidToDiffer(horizon: Int, spacing: Int, origins: Int) {
    let trials = 250
    var (better, worse) = (0, 0)
    let length = ((origins - 1) * spacing + horizon + 15) / 16 * 16
    var steps = [Double](repeating: 0, count: length)
    let shift = 0.5 * Double(horizon).squareRoot()
    for trial in 0..<trials {
      let key = RandomStream(name: "skill.\(horizon).\(spacing)").key(seed: UInt64(trial))
      var span = steps.mutableSpan
      key.fillNormals(&span, period: origins, firstTrial: 0)
      var low = [Double](repeating: 0, count: origins)
      var high = low
      for origin in 0..<origins {
        var walk = 0.0
        for step in 0..<horizon {
          walk += steps[origin * spacing + step]
          low[origin] += abs(walk - shift)
          high[origin] += abs(walk + shift)
        }
      }
      let skill = Skill(
        losses: low, simple: high, overlap: Double(horizon) / Double(spacing))
      better += skill.verdict == .better ? 1 : 0
      worse += skill.verdict == .worse ? 1 : 0
    }
    // 7 % and two standard errors of it.
    #expect(max(better, worse) < trials * 10 / 100)
  }
}
