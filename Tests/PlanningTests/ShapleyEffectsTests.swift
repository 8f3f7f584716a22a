import Probability
import Simulation
import Testing

@testable import Planning

@Suite("Shapley effects and draws given others")
struct ShapleyEffectsTests {
  private func analyse(
    _ fixture: SensitivityFixture, seed: UInt64, trials: Int = 1024, pairs: Int = 12
  ) throws -> [String: SensitivityEstimate] {
    let run = fixture.run(trials: trials, seed: seed)
    let inputs = sensitivityInputs(of: run.plan, joined: false)
    let analysis = try shapleyEffects(of: inputs, in: run, pairs: pairs)
    return Dictionary(
      uniqueKeysWithValues: zip(analysis.inputs.map(\.id), analysis.shares.map { $0[0] }))
  }

  /// - Source: Owen and Prieur, *On Shapley value for measuring importance of dependent inputs*,
  ///   SIAM/ASA Journal on Uncertainty Quantification 5 (2017), section 4.1; Iooss and Prieur,
  ///   *Shapley effects for sensitivity analysis with correlated inputs*, International Journal for
  ///   Uncertainty Quantification 9 (2019), section 3.
  @Test("of a correlated pair and a third, linear", arguments: [1, 2, 3] as [UInt64])
  func pair(seed: UInt64) throws {
    let (b, rho) = ([1.0, 2.0, 1.5], 0.7)
    var fixture = SensitivityFixture()
    let pair = try fixture.correlated(["a", "b"], rho)
    let third = fixture.normal("c")
    fixture.record(fixture.sum([(b[0], pair[0]), (b[1], pair[1]), (b[2], third)]))
    let found = try analyse(fixture, seed: seed)
    let joint = rho * b[0] * b[1]
    let whole = b[0] * b[0] + b[1] * b[1] + 2 * joint + b[2] * b[2]
    func effect(_ own: Double, _ other: Double) -> Double {
      (own * own * (1 - rho * rho / 2) + joint + other * other * rho * rho / 2) / whole
    }
    for (id, truth) in [
      ("a", effect(b[0], b[1])), ("b", effect(b[1], b[0])), ("c", b[2] * b[2] / whole),
    ] {
      #expect(agrees(found[id]!, truth, room: 5), "\(id): \(found[id]!), not \(truth)")
      #expect(found[id]!.standardError < 0.02)
    }
    #expect(abs(found.values.reduce(0) { $0 + $1.value } - 1) < 1e-9)
  }

  /// An input that the model does not read has an effect through what it goes with.
  @Test("of an input that only goes with another", arguments: [1, 2] as [UInt64])
  func onlyByCorrelation(seed: UInt64) throws {
    var fixture = SensitivityFixture()
    let three = try fixture.correlated(["a", "b", "c"], 0.5)
    fixture.record(fixture.sum([(1, three[0]), (1, three[1])]))
    let found = try analyse(fixture, seed: seed)
    // By the definition, over all sets that are known: Var E[y | set] of the normal vector.
    let covariance = [[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]]
    let truths = shapleyByDefinition(covariance, weights: [1, 1, 0])
    for (id, truth) in zip(["a", "b", "c"], truths) {
      #expect(agrees(found[id]!, truth, room: 5), "\(id): \(found[id]!), not \(truth)")
    }
    #expect(truths[2] > 0.05)
  }

  /// With independent inputs an effect lies between the first and the total Sobol index.
  @Test("of the Ishigami function")
  func ishigami() throws {
    let found = try analyse(.ishigami, seed: 4, pairs: 10)
    // x and z share what they decide together.
    for (id, truth) in [("x", 0.435_720), ("y1", 0.442_411), ("z", 0.121_869)] {
      #expect(agrees(found[id]!, truth, room: 5), "\(id): \(found[id]!)")
    }
  }

  @Test("values drawn again given the others have the joint distribution")
  func givenOthers() throws {
    var fixture = SensitivityFixture()
    let pair = try fixture.correlated(["a", "b"], 0.6)
    let double = fixture.sum([(2, pair[1])])
    fixture.record(pair[0], "a")
    fixture.record(double, "b")
    let plan = fixture.builder.finish()
    func values(_ draws: DrawChoice) throws -> [[Double]] {
      var settings = SimulationSettings(trials: 20_000, seed: 5, threads: 1, memory: 1 << 30)
      settings.draws = draws
      let result = try simulate(plan, settings)
      return ["a", "b"].map { result.values($0) }
    }
    let base = try values(.plain)
    let again = try values(
      DrawChoice(redrawn: [RandomStream(name: "b")], otherSeed: 77))
    #expect(again[0] == base[0])
    func correlation(_ x: [Double], _ y: [Double]) -> Double {
      zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
    }
    // Standard errors are at most about √2 / √20000 = 0.01.
    #expect(abs(correlation(again[1], again[1]) / 4 - 1) < 0.045)
    #expect(abs(correlation(again[0], again[1]) / 2 - 0.6) < 0.045)
    #expect(abs(correlation(base[1], again[1]) / 4 - 0.36) < 0.045)
    // Held at its 90 % quantile, one draws the other with it.
    let score = StandardNormal.quantile(at: 0.9)
    let held = try values(DrawChoice(fixed: [RandomStream(name: "b"): 0.9]))
    #expect(held[1].allSatisfy { abs($0 - 2 * score) < 1e-12 })
    #expect(abs(mean(held[0]) - 0.6 * score) < 0.03)
    let alone = try values(
      DrawChoice(fixed: [RandomStream(name: "b"): 0.9], othersFollow: false))
    #expect(alone[0] == base[0] && alone[1] == held[1])
  }

  /// Drawn again given the others, values of Student's copula are joined with them as before: also
  /// far out, where the copula differs from a Gaussian one.
  @Test("values of Student's copula drawn again given others", arguments: [["c"], ["b", "c"]])
  func givenOthersOfStudent(again: [String]) throws {
    var fixture = SensitivityFixture()
    let group = try fixture.correlated(["a", "b", "c"], 0.5, degreesOfFreedom: 3)
    for (value, name) in zip(group, ["a", "b", "c"]) { fixture.record(value, name) }
    let plan = fixture.builder.finish()
    let trials = 60_000
    func values(_ draws: DrawChoice) throws -> [[Double]] {
      var settings = SimulationSettings(trials: trials, seed: 5, threads: 1, memory: 1 << 30)
      settings.draws = draws
      let result = try simulate(plan, settings)
      return ["a", "b", "c"].map { result.values($0) }
    }
    let base = try values(.plain)
    let redrawn = try values(
      DrawChoice(redrawn: Set(again.map { RandomStream(name: $0) }), otherSeed: 77))
    #expect(redrawn[0] == base[0] && redrawn[2] != base[2])
    if again == ["c"] { #expect(redrawn[1] == base[1]) }
    for (x, y) in [(0, 1), (0, 2), (1, 2)] {
      for product in [{ $0 * $1 }, { $0 * $0 * $1 * $1 }] as [(Double, Double) -> Double] {
        let before = Moments(of: zip(base[x], base[y]).map(product))
        let after = Moments(of: zip(redrawn[x], redrawn[y]).map(product))
        let error =
          (before.standardError * before.standardError + after.standardError * after.standardError)
          .squareRoot()
        #expect(abs(before.mean - after.mean) < 4.5 * error, "\(x) \(y)")
      }
    }
    // Normal scores, each by itself.
    let own = Moments(of: redrawn[2].map { $0 * $0 })
    #expect(abs(own.mean - 1) < 4.5 * own.standardError)
    // Given the other two, both draws of it are equally far from what these say, and independent.
    let tails = { (columns: [[Double]]) in
      (0..<trials).count { columns[0][$0] > 2 && columns[2][$0] > 2 }
    }
    let (before, after) = (Double(tails(base)), Double(tails(redrawn)))
    #expect(abs(before - after) < 4.5 * (before + after).squareRoot())
  }

  /// Two values that are exchangeable have the same effect, which is half of the whole where there
  /// is nothing else; each is an input of its own.
  @Test("under Student's copula each value has its effect")
  func student() throws {
    var fixture = SensitivityFixture()
    let group = try fixture.correlated(["a", "b"], 0.6, degreesOfFreedom: 4)
    let other = fixture.normal("c")
    fixture.record(fixture.sum([(1, group[0]), (1, group[1]), (1, other)]))
    let run = fixture.run(trials: 1024, seed: 3)
    let inputs = sensitivityInputs(of: run.plan, joined: false)
    #expect(inputs.map(\.id) == ["a", "b", "c"] || Set(inputs.map(\.id)) == ["a", "b", "c"])
    #expect(
      Set(sensitivityInputs(of: run.plan).map(\.id)) == ["a+b+spread", "c"])
    let found = try shapleyEffects(of: inputs, in: run, pairs: 40)
    let shares = Dictionary(
      uniqueKeysWithValues: zip(found.inputs.map(\.id), found.shares.map { $0[0] }))
    let (a, b, c) = (shares["a"]!, shares["b"]!, shares["c"]!)
    #expect(abs(a.value + b.value + c.value - 1) < 1e-9)
    let error = (a.standardError * a.standardError + b.standardError * b.standardError).squareRoot()
    #expect(abs(a.value - b.value) < 5 * error)
    // The variance of the sum of both, with the correlation of their scores.
    var settings = run.settings
    settings.trials = 200_000
    let pair = drawScores(
      of: ["a", "b"].map { RandomStream(name: $0) }, in: run.plan, settings, following: nil
    ) { $1 }
    let together = Moments(of: zip(pair[0], pair[1]).map { $0 + $1 }).standardDeviation
    let truth = 1 / (1 + together * together)
    #expect(abs(c.value - truth) < 5 * c.standardError + 0.003, "\(c) \(truth)")
  }
}

/// The Shapley effects of a weighted sum of normal values, over all orders.
private func shapleyByDefinition(_ covariance: [[Double]], weights: [Double]) -> [Double] {
  /// The variance of the sum that is left when some values are known: by eliminating them.
  func left(known: [Int]) -> Double {
    var matrix = covariance
    for pivot in known {
      let row = matrix[pivot]
      for i in matrix.indices {
        let factor = matrix[i][pivot] / row[pivot]
        for j in matrix.indices { matrix[i][j] -= factor * row[j] }
      }
    }
    return weights.indices.reduce(0) { sum, i in
      sum + weights.indices.reduce(0) { $0 + weights[i] * weights[$1] * matrix[i][$1] }
    }
  }
  let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
  var effects = [0.0, 0, 0]
  for order in orders {
    for place in 0..<3 {
      effects[order[place]] +=
        (left(known: Array(order[..<place])) - left(known: Array(order[...place]))) / 6
    }
  }
  let whole = left(known: [])
  return effects.map { $0 / whole }
}
