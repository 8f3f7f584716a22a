import Testing
import Torreya

@Suite("targets of counts, and of a yes or no")
struct CountTargetTests {
  /// A count from 0 to 9, and whether money lacks, which it does in a tenth of all trials.
  private let text = """
    { "torreya": 1, "id": "counts", "horizon": { "first": "2024", "periods": 1 },
      "drivers": {
        "x": { "value": { "uniform": { "low": 0, "high": 10 } } },
        "y": { "value": { "uniform": { "low": 0, "high": 10 } } }
      },
      "indicators": [
        { "id": "streams", "unit": "1", "kind": "level", "formula": "floor(drivers.x)" },
        { "id": "lacking", "unit": "1", "kind": "level",
          "formula": "if(drivers.y < 1, 1, 0)" },
        { "id": "money", "unit": "1", "kind": "level", "formula": "100 + drivers.x + drivers.y" } ],
      "targets": [
        { "id": "count", "indicator": "streams", "atLeast": 4 },
        { "id": "solvent", "indicator": "lacking", "atMost": 0 },
        { "id": "sum", "indicator": "money", "atLeast": 110 } ] }
    """

  private func answered(_ ids: [String], at confidence: Double) throws -> JointAnswer {
    let compiled = try ScenarioText(name: "counts.json", text: text).compiled()
    let question = try JointQuestion(ids, confidence: confidence, of: compiled)
    let result = try simulate(compiled.plan, testSettings(trials: 2000))
    return Torreya.answer(question, result, threads: 1)
  }

  @Test("the first easing is the next value, and it gains what it adds")
  func easings() throws {
    let found = try answered(["count", "sum"], at: 0.4)
    #expect(found.easings[0].first == .nextValue && found.easings[1].first == .onePercent)
    let eased = try #require(found.joint.members[0].easings.first)
    #expect(eased.bound == 3 && eased.alone > found.joint.members[0].alone.probability + 0.07)
    // A hundredth less is what it was.
    let percent = try #require(found.easings[0].firstIndex(of: .onePercent))
    #expect(found.joint.members[0].easings[percent].gain == 0)
    let solvent = try answered(["solvent", "sum"], at: 0.4)
    #expect(solvent.joint.members[0].easings.first?.bound == 1)
    #expect(try #require(solvent.joint.members[0].easings.first).gain > 0)
  }

  @Test("each level holds by itself with no less than is said")
  func confidence() throws {
    for confidence in [0.3, 0.5, 0.8] {
      let point = try answered(["count", "solvent"], at: confidence).frontier.points[0]
      let least = try #require(point.parameter)
      #expect(least == point.alone.min() && least >= confidence)
    }
  }
}
