import Probability
import Simulation
import Testing

@testable import Planning

@Suite("totals over periods")
struct PeriodTotalTests {
  private static let names = ["a", "b", "sure", "c", "positive"]

  private func result(
    trials: Int = 2000, sampling: SamplingScheme = .pseudoRandom
  ) throws -> SimulationResult {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(5, 1))
    fixture.add("b", try lognormal(1, 0.5))
    fixture.add("sure", number: 0.1)
    fixture.add("c", try equallyLikely([-3, 0, 8]))
    fixture.add("positive", try lognormal(2, 0.2))
    return try fixture.simulated(trials: trials, sampling: sampling)
  }

  private func total(
    _ names: [String], known: Double = 0, _ result: SimulationResult
  ) -> PeriodTotal {
    PeriodTotal(storages: names.map { result.only($0).storage }, known: known)
  }

  /// The trials of a total, added up as a reader would.
  private func trials(
    _ names: [String], known: Double = 0, _ result: SimulationResult
  ) -> [Double] {
    let columns = names.map { result.values($0) }
    return (0..<result.trials).map { trial in
      columns.reduce(known) { $0 + $1[trial] }
    }
  }

  /// Figures by the plain functions of statistics.
  private func plain(_ values: [Double], _ replication: Replication) -> Summary {
    values.withUnsafeBufferPointer { Summary(of: $0, replication) }
  }

  @Test(
    "are what the trials add up to, whatever was asked before",
    arguments: [SamplingScheme.pseudoRandom, .antithetic, .latinHypercube])
  func sums(sampling: SamplingScheme) throws {
    let result = try result(trials: 3000, sampling: sampling)
    let asked: [([String], Double)] = [
      (["a"], 0), (["a", "b"], 0), (["a", "b", "sure"], 0), (["a", "b", "sure", "c"], 0),
      (["b", "sure"], 0), (["b", "sure"], 7), (["b", "sure", "a"], 7), (["sure", "a"], 0),
      (["a", "a", "a"], 0), (["sure", "sure"], 2), (["c"], -1.5),
    ]
    let questions = asked.map { TotalQuestion.total(total($0, known: $1, result)) }
    let answers = answer([questions, questions.reversed()], in: result, threads: 1)
    for (names, known) in asked {
      let found = try #require(answers.summary(of: total(names, known: known, result)))
      let expected =
        names.allSatisfy { $0 == "sure" }
        ? Summary(of: names.reduce(known) { sum, _ in sum + 0.1 })
        : plain(trials(names, known: known, result), result.replication)
      #expect(found.mean == expected.mean, "\(names)")
      #expect(found.quantiles == expected.quantiles, "\(names)")
      #expect(found.standardDeviation == expected.standardDeviation)
      #expect(
        found.quantileErrors.map(\.bitPattern) == expected.quantileErrors.map(\.bitPattern))
    }
    #expect(answers.summary(of: total(["c", "a"], result)) == nil, "not asked for")
  }

  @Test("any number of workers finds the same", arguments: [2, 5])
  func threads(count: Int) throws {
    let result = try result()
    let series = (0..<7).map { start in
      (1...4).flatMap { length -> [TotalQuestion] in
        let names = (0..<length).map { Self.names[(start + $0) % Self.names.count] }
        let now = total(names, result)
        return [.total(now), .growth(now, since: total(["positive"], result))]
      }
    }
    let (one, many) = (
      answer(series, in: result, threads: 1), answer(series, in: result, threads: count)
    )
    for case .total(let total) in series.joined() {
      let (left, right) = (one.summary(of: total), many.summary(of: total))
      #expect(left != nil)
      // As text, so that one NaN is like another.
      #expect("\(String(describing: left))" == "\(String(describing: right))")
      let before = self.total(["positive"], result)
      #expect(one.growth(of: total, since: before) == many.growth(of: total, since: before))
      #expect(one.growth(of: total, since: before) != nil)
    }
  }

  @Test("growth is found trial by trial")
  func growth() throws {
    let result = try result()
    let (now, before) = (total(["a", "b"], result), total(["positive", "sure"], known: 1, result))
    let answers = answer([[.growth(now, since: before)]], in: result, threads: 1)
    let found = try #require(answers.growth(of: now, since: before))
    let expected = zip(
      trials(["a", "b"], result), trials(["positive", "sure"], known: 1, result)
    ).map { $0 / $1 - 1 }
    #expect(found.mean == Moments(of: expected).mean)
    #expect(found.standardError == Moments(of: expected).standardError)
    let quantiles = QuantileEstimates(of: expected, at: Growth.probabilities)
    #expect(found.quantiles == quantiles.values)
    #expect(found.quantileErrors == quantiles.standardErrors)
  }

  @Test("growth since a known amount needs no trials")
  func growthSinceAmount() throws {
    let result = try result()
    let now = total(["a", "b"], result)
    let known = PeriodTotal(storages: [], known: 4)
    let answers = answer([[.total(now), .growth(now, since: known)]], in: result, threads: 1)
    let byTrial = try #require(answers.growth(of: now, since: known))
    let summary = try #require(answers.summary(of: now))
    let found = try #require(Growth(of: summary, since: 4))
    #expect(abs(found.mean - byTrial.mean) < 1e-14)
    #expect(abs(found.standardError - byTrial.standardError) < 1e-15)
    // Division by 4 is exact, so the same trials stand at the quantiles.
    #expect(found.quantiles == byTrial.quantiles)
    #expect(found.quantileErrors == byTrial.quantileErrors)
    #expect(Growth(of: summary, since: 0) == nil)
    #expect(Growth(of: summary, since: -2) == nil)
    #expect(Growth(of: summary, since: .leastNonzeroMagnitude) == nil, "no number")
  }

  @Test("there is none since what may be nothing, and none that is no number")
  func noGrowth() throws {
    let result = try result()
    let now = total(["a"], result)
    for before in [total(["c"], result), PeriodTotal(storages: [], known: 0)] {
      let answers = answer([[.growth(now, since: before)]], in: result, threads: 1)
      #expect(answers.growth(of: now, since: before) == nil)
    }
  }

  @Test("what is the same in all trials grows by one number")
  func certainGrowth() throws {
    let result = try result()
    let (now, before) = (total(["sure", "sure"], result), total(["sure"], result))
    let answers = answer([[.growth(now, since: before)]], in: result, threads: 1)
    let found = try #require(answers.growth(of: now, since: before))
    #expect(found.mean == 1)
    #expect(found.quantiles == [1, 1, 1])
    #expect(found.standardError == 0)
  }
}
