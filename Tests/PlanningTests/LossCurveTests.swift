import Probability
import Simulation
import Testing

@testable import Planning

@Suite("cost of missing against cost of aiming low")
struct LossCurveTests {
  private func standard(_ seed: UInt64, trials: Int = 8000) throws -> SimulationResult {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(0, 1))
    return try fixture.simulated(trials: trials, seed: seed)
  }

  @Test("the newsvendor's level of a normal, and its loss", arguments: 1...5)
  func newsvendor(seed: UInt64) throws {
    let result = try standard(seed)
    let rates = LossRates(missing: 3, aimingLow: 1)
    #expect(rates.criticalConfidence == 0.75)
    let floor = lossCurve(
      of: result.only("x"), .atLeast, rates, at: [NormalLoss.level, 0], in: result)
    #expect(abs(floor.best.level - NormalLoss.level) < 4.5 * (try #require(floor.bestLevelError)))
    #expect(abs(floor.points[0].loss - NormalLoss.loss) < 4.5 * floor.points[0].standardError)
    #expect(floor.best.aboveLeast == 0)
    // E max(-x, 0) is half of sqrt(2 / pi) on both sides of level 0.
    let atZero = 4 / (2 * Double.pi).squareRoot()
    #expect(abs(floor.points[1].loss - atZero) < 4.5 * floor.points[1].standardError)
    #expect(
      abs(floor.points[1].aboveLeast - (atZero - NormalLoss.loss))
        < 4.5 * floor.points[1].aboveLeastError + 0.001)
    #expect(floor.points[1].aboveLeastError < floor.points[1].standardError)
    // A ceiling is the mirrored floor.
    let ceiling = lossCurve(of: result.only("x"), .atMost, rates, at: [], in: result)
    #expect(
      abs(ceiling.best.level + NormalLoss.level) < 4.5 * (try #require(ceiling.bestLevelError)))
  }

  @Test("with a fixed cost of missing: the exact minimiser of the trials", arguments: 1...5)
  func fixedCost(seed: UInt64) throws {
    let rates = LossRates(missing: 3, aimingLow: 1, missingAtAll: 2)
    #expect(rates.criticalConfidence == nil)
    let result = try standard(seed, trials: 300)
    for side in [Goal.Side.atLeast, .atMost] {
      let found = lossCurve(of: result.only("x"), side, rates, at: [], in: result)
      let values = result.values("x")
      func loss(_ level: Double) -> Double {
        values.reduce(0) { sum, value in
          let margin = side == .atLeast ? value - level : level - value
          return sum + (margin >= 0 ? margin : 2 - 3 * margin)
        } / 300
      }
      let least = values.map(loss).min()!
      #expect(abs(loss(found.best.level) - least) < 1e-12)
      // In trials by which it was not chosen it costs more.
      #expect(found.best.loss > least && found.best.loss < least + 3 * found.best.standardError)
      #expect(found.bestLevelError == nil)
    }
    let many = try standard(seed)
    let found = lossCurve(
      of: many.only("x"), .atLeast, rates, at: [NormalLoss.levelWithFixedCost], in: many)
    #expect(
      abs(found.points[0].loss - NormalLoss.lossWithFixedCost)
        < 4.5 * found.points[0].standardError)
    // The loss is flat there: the minimiser is far less sure than its loss.
    #expect(abs(found.best.level - NormalLoss.levelWithFixedCost) < 0.35)
    #expect(abs(found.points[0].aboveLeast) < 4.5 * found.points[0].aboveLeastError + 0.005)
  }

  /// The loss of a ceiling t on an exponential of mean 1 is t − 1 + 4 exp(−t): least at log 4.
  @Test("the least loss is not flattered by the choice of its level", arguments: [1000, 4000])
  func flattery(trials: Int) throws {
    let rates = LossRates(missing: 2, aimingLow: 1, missingAtAll: 1)
    let truth = 0.5 + 4 * exponential(-1.5) - logarithm(4)
    let curves = try (1...60).map { seed in
      var fixture = PlanningFixture()
      fixture.add("x", try Exponential(ParameterValues(["mean": 1])))
      let result = try fixture.simulated(trials: trials, seed: UInt64(seed))
      return lossCurve(of: result.only("x"), .atMost, rates, at: [1.5], in: result)
    }
    func agree(_ figures: [Double], _ errors: [Double], _ truth: Double) {
      let centre = mean(figures)
      let squares = figures.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      let spread = (squares / Double(figures.count - 1)).squareRoot()
      #expect(abs(centre - truth) < 0.35 * spread, "\(centre), not \(truth); spread \(spread)")
      let stated = mean(errors)
      #expect(stated > 0.8 * spread && stated < 1.3 * spread, "\(stated), spread \(spread)")
    }
    agree(
      curves.map(\.points[0].aboveLeast), curves.map(\.points[0].aboveLeastError), truth)
    agree(curves.map(\.best.loss), curves.map(\.best.standardError), logarithm(4))
  }

  @Test("few values, a certain value, and costs of one kind only")
  func edges() throws {
    var fixture = PlanningFixture()
    fixture.add("few", try equallyLikely([1, 2, 2, 5]))
    fixture.add("sure", number: 4)
    let result = try fixture.simulated(trials: 1000)
    func best(_ name: String, _ rates: LossRates) -> LossCurve {
      lossCurve(of: result.only(name), .atLeast, rates, at: [1, 4, 9], in: result)
    }
    #expect(best("sure", LossRates(missing: 1, aimingLow: 1)).best.level == 4)
    #expect(best("sure", LossRates(missing: 1, aimingLow: 1)).points[2].loss == 5)
    #expect(best("sure", LossRates(missing: 1, aimingLow: 2)).points[0].loss == 6)
    #expect(best("sure", LossRates(missing: 1, aimingLow: 2)).points[0].standardError == 0)
    // Only missing costs: what is always met. Only aiming low costs: the boldest that happened.
    #expect(best("few", LossRates(missing: 1, aimingLow: 0)).best.level == 1)
    #expect(best("few", LossRates(missing: 0, aimingLow: 1)).best.level == 5)
    #expect(best("few", LossRates(missing: 0, aimingLow: 0, missingAtAll: 1)).best.level == 1)
    #expect(best("few", LossRates(missing: 1, aimingLow: 1)).best.level == 2)
    // Costs that are too large to be added.
    #expect(LossRates(missing: 1.2e308, aimingLow: 1.2e308).criticalConfidence == 0.5)
  }
}
