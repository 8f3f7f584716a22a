import ColumnPlan
import LinearAlgebra
import Probability
import Simulation
import Testing

@testable import Planning

@Suite("Tornado and rank correlations")
struct TornadoTests {
  private let score = StandardNormal.quantile(at: 0.9)

  @Test("the swing of a sum is the distance of the quantiles, what goes with them too")
  func swings() throws {
    var fixture = SensitivityFixture()
    let pair = try fixture.correlated(["a", "b"], 0.5)
    let third = fixture.normal("c")
    fixture.record(fixture.sum([(1, pair[0]), (2, pair[1]), (3, third)]))
    let run = fixture.run(trials: 4096, seed: 1)
    let inputs = ["a", "b", "c"].map { TornadoInput(RandomStream(name: $0)) }
    let analysis = try tornado(of: inputs, in: run)
    #expect(analysis.othersFollow == [true, true, false])
    // Without noise: all runs have the same numbers.
    for (bar, truth) in zip(analysis.bars, [1 + 2 * 0.5, 2 + 1 * 0.5, 3.0]) {
      #expect(abs(bar[0].swing.value - 2 * score * truth) < 1e-9)
      #expect(bar[0].swing.standardError < 1e-9)
    }
    let bar = analysis.bars[2][0]
    let rest = (1.0 + 4 + 2).squareRoot()
    #expect(abs(bar.low.median + 3 * score) < 0.2)
    #expect(abs(bar.high.p90 - bar.high.p10 - 2 * score * rest) < 0.25)
    #expect(analysis.evaluations == 7 * 4096)
  }

  @Test("the swing of a goal is that of its probability", arguments: [1, 2] as [UInt64])
  func goals(seed: UInt64) throws {
    var fixture = SensitivityFixture()
    let (a, b) = (fixture.normal("a"), fixture.normal("b"))
    fixture.record(fixture.sum([(1, a), (1, b)]))
    let run = fixture.run(trials: 8192, seed: seed, atLeast: 0.5)
    let analysis = try tornado(of: [TornadoInput(RandomStream(name: "a"))], in: run)
    let truth =
      StandardNormal.distributionFunction(at: score - 0.5)
      - StandardNormal.distributionFunction(at: -score - 0.5)
    #expect(agrees(analysis.bars[0][0].swing, truth))
  }

  @Test("rank correlations of normal values", arguments: [1, 2, 3] as [UInt64])
  func ranks(seed: UInt64) throws {
    var fixture = SensitivityFixture()
    let (a, b) = (fixture.normal("a"), fixture.uniform("b"))
    let score = fixture.builder.apply(.normalQuantile, b)
    fixture.record(fixture.sum([(3, a), (4, score)]))
    let run = fixture.run(trials: 8192, seed: seed)
    let scores = run.scores(of: [RandomStream(name: "a"), RandomStream(name: "b")])
    let found = rankAssociations(of: try run.values(.plain), with: scores, .trials)[0]
    // 6/π times the arc sine of half the correlation, 0.6 and 0.8.
    // - Source: Kruskal, *Ordinal Measures of Association* (1958).
    for (association, truth) in zip(found, [0.581_920_104_124, 0.785_939_282_607]) {
      #expect(agrees(association.correlation, truth), "\(association.correlation), not \(truth)")
      #expect(association.partial.value > 0.93)
    }
  }

  /// Points that fill two dimensions know a rank correlation far better than independent trials.
  @Test(
    "their errors are those that repeated runs show, whatever the scheme",
    arguments: [
      SamplingScheme.pseudoRandom, .antithetic, .latinHypercube, .sobol(randomisations: 8),
    ])
  func rankErrors(scheme: SamplingScheme) throws {
    var fixture = SensitivityFixture()
    let (a, b) = (fixture.normal("a"), fixture.normal("b"))
    fixture.record(fixture.sum([(3, a), (4, b)]))
    var (values, stated): ([Double], [Double]) = ([], [])
    for seed in 1...40 {
      let run = fixture.run(trials: 8192, seed: UInt64(seed), sampling: scheme)
      let scores = run.scores(of: [RandomStream(name: "a"), RandomStream(name: "b")])
      let found = rankAssociations(of: try run.baseValues(), with: scores, run.replication)
      values.append(found[0][0].correlation.value)
      stated.append(found[0][0].correlation.standardError)
    }
    let shown = Moments(of: values).standardDeviation
    let mean = stated.reduce(0, +) / Double(stated.count)
    // Forty runs know a deviation to 11 %, eight batches each error to a quarter.
    #expect((0.65...1.5).contains(mean / shown), "\(mean) \(shown)")
    // Of 8,192 independent trials it is 0.0079.
    if case .sobol = scheme { #expect(mean < 0.004, "\(mean)") }
  }

  @Test("partial ones are correlations of what regressions leave")
  func partial() throws {
    let key = RandomStream(name: "data").key(seed: 1)
    func column(_ period: Int) -> [Double] {
      (0..<40).map { key.uniform(period: period, trial: $0) }
    }
    let inputs = [column(0), column(1), column(2)]
    let result = (0..<40).map { inputs[0][$0] - 0.5 * inputs[1][$0] + 0.3 * column(3)[$0] }
    let found = rankAssociations(of: [result], with: inputs, .trials)[0]
    func ranks(_ numbers: [Double]) -> [Double] { Ranks(of: numbers).centred.map(Double.init) }
    for index in inputs.indices {
      let others = inputs.indices.filter { $0 != index }.map { ranks(inputs[$0]) }
      var design = Matrix(rows: 40, columns: others.count)
      for row in 0..<40 { for place in others.indices { design[row, place] = others[place][row] } }
      let left = try LeastSquares(design, ranks(inputs[index])).residuals
      let right = try LeastSquares(design, ranks(result)).residuals
      func product(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let truth = product(left, right) / (product(left, left) * product(right, right)).squareRoot()
      #expect(abs(found[index].partial.value - truth) < 1e-9)
    }
  }

  /// The same input twice, and one beside it: with two inputs of their own the truth is known.
  @Test(
    "of what another input says as well there is no partial one; the rest keep theirs",
    arguments: [500, 1000, 2000, 4000])
  func determined(trials: Int) {
    let key = RandomStream(name: "data").key(seed: 2)
    func column(_ period: Int) -> [Double] {
      (0..<trials).map { key.uniform(period: period, trial: $0) }
    }
    let (a, c) = (column(0), column(1))
    let luck = column(2)
    let result = (0..<trials).map { 2 * a[$0] + 0.5 * c[$0] + 0.2 * luck[$0] }
    let found = rankAssociations(of: [result], with: [a, a.map { 3 * $0 }, c], .trials)[0]
    let plain = rankAssociations(of: [result], with: [a, c], .trials)[0]
    #expect(found[0].partial.value.isNaN && found[1].partial.value.isNaN)
    #expect(abs(found[2].partial.value - plain[1].partial.value) < 1e-9)
    #expect(found[2].partial.value > 0.5)
    // A result that one input determines leaves nothing for others.
    let same = rankAssociations(of: [a.map { -$0 }], with: [a, c], .trials)[0]
    #expect(abs(same[0].partial.value + 1) < 1e-9 && same[1].partial.value.isNaN)
    // With no more trials than inputs anything is explained.
    let few = rankAssociations(
      of: [Array(result.prefix(3))], with: [a, c].map { Array($0.prefix(3)) }, .trials)[0]
    #expect(few.allSatisfy { $0.partial.value.isNaN && $0.correlation.value.isFinite })
  }

  @Test("what is drawn in several periods is held by its score, and varies around it")
  func heldOverPeriods() throws {
    var builder = PlanBuilder(periods: 4)
    let stream = RandomStream(name: "shock")
    let numbers: [Int32] = [0, 1, 2, 3]
    let shock = builder.normals(stream, label: "shock", periodNumbers: numbers, body: .each)
    let starts = [true, false, false, false]
    let total = builder.accumulate(.accumulateSum, shock, startsAnew: starts)
    let square = builder.apply(.multiply, shock, shock)
    let squares = builder.accumulate(.accumulateSum, square, startsAnew: starts)
    let luck = RandomStream(name: "luck")
    let event = builder.apply(
      .less, builder.uniforms(luck, label: "luck", periodNumbers: numbers, body: .each),
      builder.constant(0.2))
    let events = builder.accumulate(.accumulateSum, event, startsAnew: starts)
    for (value, name) in [(total, "sum"), (squares, "squares"), (events, "events")] {
      builder.record(value, label: name, periodLabels: [nil, nil, nil, "whole"], in: .each)
    }
    var settings = SimulationSettings(trials: 20_000, seed: 3, threads: 1, memory: 1 << 30)
    settings.draws = DrawChoice(fixed: [stream: 0.9, luck: 0.1])
    let result = try simulate(builder.finish(), settings)
    #expect(result.values("sum").allSatisfy { abs($0 - 2 * score) < 1e-9 })
    // Three squares of what varies, and that of the mean.
    #expect(abs(mean(result.values("squares")) - 3 - score * score) < 0.08)
    // Of 0.8 events more come when the luck is low, but not all.
    let count = mean(result.values("events"))
    #expect(count > 1.3 && count < 3)
  }

  @Test("the score of what is drawn in several periods is standard normal")
  func severalPeriods() throws {
    var builder = PlanBuilder(periods: 4)
    let stream = RandomStream(name: "shock")
    let shock = builder.normals(
      stream, label: "shock", periodNumbers: [0, 1, 2, 3], body: .each)
    let total = builder.accumulate(
      .accumulateSum, shock, startsAnew: [true, false, false, false])
    builder.record(total, label: "y", periodLabels: [nil, nil, nil, "whole"], in: .each)
    let plan = builder.finish()
    let settings = SimulationSettings(trials: 2000, seed: 3, threads: 2, memory: 1 << 30)
    let scores = drawScores(of: [stream], in: plan, settings) { $1 }[0]
    let sums = try simulate(plan, settings).values("y")
    #expect(zip(scores, sums).allSatisfy { abs($0 * 2 - $1) < 1e-12 })
  }
}
