import Probability
import Simulation
import Testing

@testable import Planning

@Suite("Sobol indices")
struct SobolIndicesTests {
  private func analyse(_ run: SensitivityRun) throws -> [String: SobolIndex] {
    let inputs = sensitivityInputs(of: run.plan)
    let analysis = try sobolIndices(of: inputs, in: run)
    return Dictionary(
      uniqueKeysWithValues: zip(analysis.inputs.map(\.id), analysis.indices.map { $0[0] }))
  }

  /// - Source: Ishigami and Homma (1990), in closed form.
  private var ishigami: [String: (first: Double, total: Double)] {
    let (a, b) = (7.0, 0.1)
    let p4 = Double.pi * .pi * .pi * .pi
    let x = 0.5 * (1 + b * p4 / 5) * (1 + b * p4 / 5)
    let y = a * a / 8
    let xz = b * b * p4 * p4 * (1.0 / 18 - 1.0 / 50)
    let whole = x + y + xz
    return ["x": (x / whole, (x + xz) / whole), "y1": (y / whole, y / whole), "z": (0, xz / whole)]
  }

  @Test("of the Ishigami function", arguments: [1, 2, 3] as [UInt64])
  func ofIshigami(seed: UInt64) throws {
    let found = try analyse(SensitivityFixture.ishigami.run(trials: 8192, seed: seed))
    for (id, truth) in ishigami {
      let index = try #require(found[id])
      #expect(agrees(index.first, truth.first), "\(id): \(index.first), not \(truth.first)")
      #expect(agrees(index.total, truth.total), "\(id): \(index.total), not \(truth.total)")
      #expect(index.first.standardError < 0.03 && index.total.standardError < 0.02)
    }
  }

  @Test("by scrambled nets, with errors from their randomisations", arguments: [4, 5] as [UInt64])
  func byNets(seed: UInt64) throws {
    let run = SensitivityFixture.ishigami.run(
      trials: 16_384, seed: seed, sampling: .sobol(randomisations: 16))
    let found = try analyse(run)
    let plain = try analyse(SensitivityFixture.ishigami.run(trials: 16_384, seed: seed))
    for (id, truth) in ishigami {
      let index = try #require(found[id])
      // With 16 randomisations the error itself is known to a fifth.
      #expect(agrees(index.first, truth.first, room: 6), "\(id): \(index.first)")
      #expect(agrees(index.total, truth.total, room: 6), "\(id): \(index.total)")
    }
    #expect(found["y1"]!.first.standardError < plain["y1"]!.first.standardError / 2)
  }

  @Test("of the g-function, down to inputs that hardly matter", arguments: [1, 2, 3] as [UInt64])
  func ofGFunction(seed: UInt64) throws {
    let parameters = [0, 1, 4.5, 99]
    let found = try analyse(SensitivityFixture.gFunction(parameters).run(trials: 8192, seed: seed))
    let parts = parameters.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let whole = parts.reduce(1) { $0 * (1 + $1) } - 1
    for index in parameters.indices {
      let others = parts.indices.filter { $0 != index }.reduce(1) { $0 * (1 + parts[$1]) }
      let result = try #require(found["u\(index)"])
      #expect(agrees(result.first, parts[index] / whole), "\(index): \(result.first)")
      #expect(agrees(result.total, parts[index] * others / whole), "\(index): \(result.total)")
    }
  }

  @Test("have the standard errors of the bootstrap")
  func bootstrap() throws {
    let run = SensitivityFixture.ishigami.run(trials: 2048, seed: 9)
    let inputs = sensitivityInputs(of: run.plan)
    let base = try run.values(.plain)[0]
    let other = try run.values(run.redrawn(inputs.flatMap(\.streams)))[0]
    let mixed = try run.values(run.redrawn(inputs[0].streams))[0]
    let index = sobolIndex(base: base, other: other, mixed: mixed)
    let key = RandomStream(name: "bootstrap").key(seed: 1)
    var (firsts, totals): ([Double], [Double]) = ([], [])
    for repetition in 0..<200 {
      let chosen = base.indices.map {
        Int(key.uniform(period: repetition, trial: $0) * Double(base.count))
      }
      let again = sobolIndex(
        base: chosen.map { base[$0] }, other: chosen.map { other[$0] },
        mixed: chosen.map { mixed[$0] })
      firsts.append(again.first.value)
      totals.append(again.total.value)
    }
    // 200 repetitions know a deviation to 5 %.
    let (first, total) = (Moments(of: firsts), Moments(of: totals))
    #expect(abs(first.standardDeviation / index.first.standardError - 1) < 0.2)
    #expect(abs(total.standardDeviation / index.total.standardError - 1) < 0.2)
  }

  @Test("take what a copula joins as one input, and leave out what decides nothing")
  func joinedInputs() throws {
    var fixture = SensitivityFixture()
    let pair = try fixture.correlated(["a", "b"], 0.6)
    let (third, idle) = (fixture.normal("c"), fixture.normal("idle"))
    _ = idle
    fixture.record(fixture.sum([(1, pair[0]), (1, pair[1]), (2, third)]))
    let found = try analyse(fixture.run(trials: 4096, seed: 3))
    #expect(found.keys.sorted() == ["a+b", "c"])
    let whole = 2 + 2 * 0.6 + 4
    #expect(agrees(found["a+b"]!.first, 3.2 / whole))
    #expect(agrees(found["a+b"]!.total, 3.2 / whole))
    #expect(agrees(found["c"]!.first, 4 / whole))
  }

  @Test("of what does not vary are not numbers, and of what is stopped those that are there")
  func edges() throws {
    let index = sobolIndex(base: [1, 1], other: [1, 1], mixed: [1, 1])
    #expect(index.first.value.isNaN && index.total.value.isNaN)
    let whole = SensitivityFixture.ishigami.run(trials: 1024, seed: 1)
    let stopped = SensitivityRun(whole.plan, whole.outputs, whole.settings, isStopped: { true })
    let analysis = try sobolIndices(of: sensitivityInputs(of: whole.plan), in: stopped)
    #expect(analysis.inputs.isEmpty && analysis.evaluations == 2048)
  }

  @Test("do not depend on the number of workers")
  func workers() throws {
    let one = SensitivityFixture.ishigami.run(trials: 3000, seed: 1)
    var settings = one.settings
    settings.threads = 3
    let three = SensitivityRun(one.plan, one.outputs, settings)
    let inputs = sensitivityInputs(of: one.plan)
    #expect(
      try sobolIndices(of: inputs, in: one).indices
        == sobolIndices(of: inputs, in: three).indices)
  }
}
