import Testing
import Torreya
import Vocabulary

/// One mistake hides no other: a planner mends a file in one go.
@Suite("every mistake at once") struct AllMistakesTests {
  private func mistakes(_ text: String) -> [Diagnostic] {
    load(SourceFile(name: "town.json", text: text), files: NoFiles()).diagnostics
  }

  private func paths(_ text: String) -> [String] {
    mistakes(text).map { "\($0.path ?? "") \($0.code.rawValue)" }.sorted()
  }

  private func town(_ horizon: String, _ targets: String = "") -> String {
    """
    { "torreya": 1, "id": "town", "horizon": \(horizon),
      "indicators": [
        { "id": "visits", "label": { "zh": "游客总人次", "en": "All visits" }, "unit": "万人次",
          "kind": "flow", "value": "1公斤" },
        { "id": "revenue", "label": "收入", "unit": "万元", "kind": "flow", "value": "1万元" } ],
      "targets": [\(targets)] }
    """
  }

  @Test("both parts of a horizon are read, and the rest with the one that seems to be meant")
  func horizon() {
    let inside = #"{ "id": "T", "indicator": "revenu", "period": "2025-03", "atLeast": "1万元" }"#
    let unit = "$.indicators[0].value unit-mismatch"
    let name = "$.targets[0].indicator unknown-name"
    let (first, periods) = ("$.horizon.first invalid-value", "$.horizon.periods wrong-type")
    for written in ["2025年1月", "2025/1", "2025年"] {
      #expect(
        paths(town(#"{ "first": "\#(written)", "periods": "12个月" }"#, inside))
          == [first, periods, unit, name], "\(written)")
      #expect(
        paths(town(#"{ "first": "\#(written)", "periods": 12 }"#, inside)) == [first, unit, name])
    }
    #expect(
      paths(town(#"{ "first": "2025-01", "periods": 0 }"#, inside)) == [periods, unit, name])
    // Where no time is named nothing can be said of the rest.
    #expect(paths(town(#"{ "first": "明年", "periods": true }"#, inside)) == [first, periods])
  }

  @Test("what is wrong with the time of a target hides neither its bound nor its indicator")
  func targets() {
    let year = #"{ "first": "2025-01", "periods": 12 }"#
    func target(_ text: String) -> [String] {
      paths(town(year, "{ \"id\": \"T\", \(text) }")).filter { $0.hasPrefix("$.targets") }
    }
    let (period, name) = (
      "$.targets[0].period period-outside-horizon", "$.targets[0].indicator unknown-name"
    )
    #expect(
      target(#""indicator": "revenu", "period": "2026", "atLeast": "六千元" "#)
        == ["$.targets[0].atLeast invalid-value", name, period])
    #expect(
      target(#""indicator": "revenue", "period": "2026", "atLeast": "3100人次" "#)
        == ["$.targets[0] unit-mismatch", period])
    #expect(
      target(#""indicator": "revenu", "by": "年底" "#)
        == ["$.targets[0].by invalid-value", name])
    // A bound that could not be read has no unit to be compared.
    #expect(target(#""indicator": "revenue", "by": "年底" "#) == ["$.targets[0].by invalid-value"])
  }

  @Test("each parameter of a distribution that is wrong is told")
  func parameters() {
    let text = town(#"{ "first": "2025-01", "periods": 12 }"#).replacing(
      "\"1公斤\"", with: #"{ "pert": { "low": "1公斤", "likely": "2人次", "high": "3米" } }"#)
    #expect(
      paths(text) == ["high", "low"].map {
        "$.indicators[0].value.pert.\($0) unit-mismatch"
      })
    let order = text.replacing("\"1公斤\"", with: "\"3人次\"")
    #expect(
      paths(order) == [
        "$.indicators[0].value.pert.high unit-mismatch",
        "$.indicators[0].value.pert.likely distribution-parameters",
      ])
  }

  @Test("an indicator that a target names by its label is told its id")
  func labels() {
    let year = #"{ "first": "2025-01", "periods": 12 }"#
    for name in ["游客总人次", "All visits", "visit"] {
      let target = #"{ "id": "T", "indicator": "\#(name)", "period": "2025", "atLeast": 1 }"#
      let found = mistakes(town(year, target)).first { $0.code == .unknownName }
      #expect(found?.suggestion?.zh.contains("“visits”") == true, "\(name)")
      #expect(found?.suggestion?.en.contains("'visits'") == true, "\(name)")
    }
  }

  @Test("a scenario with mistakes has names all the same")
  func names() {
    let target = #"{ "id": "T", "indicator": "revenu", "period": "2025", "atLeast": 1 }"#
    let text = town(#"{ "first": "2025-01", "periods": 12 }"#, target)
    let model = readableModel(SourceFile(name: "town.json", text: text), files: NoFiles())
    #expect(model?.model.indicators.contains { $0.indicator.id == "revenue" } == true)
    #expect(readableModel(SourceFile(name: "a.json", text: "{"), files: NoFiles()) == nil)
  }

  private static func indicator(_ day: String) -> String {
    #""indicators": [{ "id": "d", "unit": "日期", "kind": "date", "value": "\#(day)" }]"#
  }

  @Test(
    "a day or period that people write otherwise is told as the scenario writes it",
    arguments: [
      ("\"asOf\": \"2025/5/31\"", "2025-05-31"), ("\"asOf\": \"2025年5月31日\"", "2025-05-31"),
      ("\"horizon\": { \"first\": \"2025年1月\", \"periods\": 12 }", "2025-01"),
      (indicator("2025年7月"), "2025-07"), (indicator("2025.7.1"), "2025-07-01"),
    ])
  func days(part: String, written: String) {
    let horizon = #""horizon": { "first": "2025-01", "periods": 12 }"#
    let rest = part.contains("horizon") ? part : part + ", " + horizon
    let found = mistakes("{ \"torreya\": 1, \"id\": \"town\", \(rest) }")
    #expect(found.map(\.suggestion?.zh) == ["写作 \"\(written)\""])
    #expect(found.map(\.suggestion?.en) == ["write \"\(written)\""])
    #expect(mistakes("{ \"torreya\": 1, \"id\": \"town\", \"asOf\": \"soon\", \(horizon) }")
      .map(\.suggestion) == [nil])
  }
}
