import Testing
import Torreya

@testable import Reports

/// Numbers of which the low ones are more: what is more of them makes the result greater, or less,
/// as what they are called says.
@Suite("luck of several outcomes has the sign of what it is called") struct LuckDirectionTests {
  private func report(_ text: String, trials: Int = 4096) throws -> SensitivityReport {
    let scenario = try ScenarioText(name: "luck.json", text: text)
    var question = SensitivityQuestion()
    question.methods = [.tornado, .ranks]
    question.targets = ["all"]
    return try analyseSensitivity(
      try SensitivityPlan(try scenario.model(), question), testSettings(trials: trials),
      files: scenario.files)
  }

  /// - Parameter sign: 1 where the result goes up with the input, -1 where it goes down.
  private func expect(_ report: SensitivityReport, _ id: String, sign: Double) throws {
    let bar = try #require(report.bars.first { $0.input.id == id }, "\(id)")
    let swing = bar.value.swing
    #expect(sign * swing.value > 4.5 * swing.standardError, "\(id) \(swing)")
    let row = try #require(
      report.rows.first {
        $0.input?.id == id && $0.kind == .rankCorrelation && !$0.isAttainment
      })
    #expect(sign * row.estimate.value > 4.5 * row.estimate.standardError, "\(id) \(row.estimate)")
  }

  @Test("a firm that goes on pays")
  func stages() throws {
    let text = """
      { "torreya": 1, "id": "stages", "horizon": { "first": "2024-01", "periods": 12 },
        "fiscal": {
          "taxes": [ { "id": "vat", "kind": "valueAddedTax", "annual": "100万元",
            "localShare": "50%" } ],
          "payers": [ { "id": "park", "mix": { "vat": 1 },
            "stages": { "lead": { "advance": "10%", "lose": "6%" },
              "talks": { "advance": "15%", "lose": "6%" },
              "signed": { "advance": "20%", "lose": "5%" }, "registered": { "lose": "0%" },
              "rampUp": { "lose": "0%" }, "stable": { "lose": "0%" } },
            "pipeline": [ { "id": "firm", "startStage": "signed", "annualTax": "900万元",
              "rampMonths": 3 } ] } ] },
        "targets": [ { "id": "R", "indicator": "fiscal.total.recurring", "period": "2024",
          "atLeast": "300万元" } ] }
      """
    try expect(try report(text), "fiscal.park.firm.moves", sign: 1)
  }

  @Test("more typhoons are fewer open days, however long each lasts")
  func typhoons() throws {
    let text = """
      { "torreya": 1, "id": "typhoons", "horizon": { "first": "2024-01", "periods": 12 },
        "weather": { "typhoons": { "rates": [0, 0, 0, 0, 0, 0, 0.9, 1.2, 0.9, 0, 0, 0],
          "closureDays": { "discrete": { "1": 0.5, "2": 0.35, "3": 0.15 } } } },
        "indicators": [ { "id": "lost", "unit": "天", "kind": "flow",
          "formula": "weather.closedDays" } ],
        "targets": [ { "id": "L", "indicator": "lost", "period": "2024", "atMost": "2天" } ] }
      """
    try expect(try report(text, trials: 16384), "weather.typhoons.day", sign: 1)
  }

  @Test("the second of two states is the higher one")
  func states() throws {
    let text = """
      { "torreya": 1, "id": "states", "horizon": { "first": "2024-01", "periods": 12 },
        "drivers": { "state": { "unit": "1", "process": { "regimes": {
          "first": { "leaving": "20%", "value": 0 },
          "second": { "leaving": "30%", "value": 10 } } } } },
        "indicators": [ { "id": "result", "unit": "1", "kind": "flow",
          "formula": "drivers.state" } ],
        "targets": [ { "id": "R", "indicator": "result", "period": "2024", "atLeast": 50 } ] }
      """
    try expect(try report(text), "drivers.state.switch", sign: 1)
  }

  @Test("groups of a day are those that travel")
  func groups() throws {
    let text = """
      { "torreya": 1, "id": "groups", "asOf": "2023-12-31",
        "horizon": { "first": "2024-01", "periods": 12 },
        "visitors": { "studyTravel": { "products": [ { "id": "camp", "groupsPerYear": "60团",
          "groupSize": "40人次", "windows": [ { "id": "s", "from": "03-15", "to": "06-10" } ],
          "cancellation": "30%", "pricePerPupil": "98元/人次", "costPerPupil": "86元/人次" } ] } },
        "targets": [ { "id": "G", "indicator": "visitors.studyTravel.camp.groups",
          "period": "2024", "atLeast": "40团" } ] }
      """
    let report = try report(text)
    try expect(report, "visitors.studyTravel.camp.cancels", sign: 1)
    let input = try #require(
      report.bars.first { $0.input.id == "visitors.studyTravel.camp.cancels" }?.input)
    #expect(input.label.en.hasSuffix("how many travel"))
    #expect(input.label.zh.hasSuffix("成行数量"))
  }

  /// With 36 % in a year 0.64^(k/12) is left after k months. Of the numbers that lead to its
  /// leaving within the year the middle is (1 + 0.64) / 2 = 0.82, which comes in the sixth month:
  /// 0.64^(5/12) = 0.830 and 0.64^(6/12) = 0.8. So it is there for five months in place of twelve,
  /// and not for none.
  @Test("a firm that leaves does so in the midst of the time that is asked for")
  func leaving() throws {
    let text = """
      { "torreya": 1, "id": "leaving", "horizon": { "first": "2024-01", "periods": 24 },
        "fiscal": {
          "taxes": [ { "id": "vat", "kind": "valueAddedTax", "annual": "100万元",
            "localShare": "50%" } ],
          "payers": [ { "id": "park", "mix": { "vat": 1 }, "pipeline": [
            { "id": "firm", "landing": "2020-01-01", "annualTax": "1200万元",
              "exit": "36%" } ] } ] },
        "indicators": [ { "id": "months", "unit": "1", "kind": "flow",
          "formula": "fiscal.park.firm.present" } ],
        "targets": [ { "id": "M", "indicator": "months", "period": "2024", "atLeast": 12 } ] }
      """
    let report = try report(text)
    try expect(report, "fiscal.park.firm.leavesBy", sign: -1)
    let bar = try #require(report.bars.first { $0.input.id == "fiscal.park.firm.leavesBy" })
    #expect(bar.value.low.mean == 12 && bar.value.high.mean == 5)
    #expect(bar.input.label.en.hasSuffix("whether it leaves"))
    let cells = TornadoTable.table([bar]).rows[0]
    let places = ["lowValue", "highValue"].map { name in
      TornadoTable.columns.firstIndex { $0.name == name }!
    }
    #expect(places.map { cells[$0] } == [.integer(0), .integer(1)])
  }
}
