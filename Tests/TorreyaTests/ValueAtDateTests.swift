import Testing
import Torreya

@Suite("at: the value of a period, wherever the time stands")
struct ValueAtDateTests {
  @Test("equals that period's column in every trial", arguments: [1, 7, 12])
  func column(month: Int) throws {
    let formulas = [
      "drivers.noise": "share", "fiscal.shareSale.tax": "万元", "visitors.total.spending": "万元",
    ]
    let noise: [String: Any] = ["value": ["normal": ["mean": 0, "standardDeviation": 0.1]]]
    // What the weather makes of the days of a month is known at its end, and not before all.
    var scenario = ScenarioText.starting.setting(["drivers", "noise"], to: noise)
      .setting(["visitors", "segments", "0", "weather"], to: [String: Any]())
    for (number, (name, unit)) in formulas.sorted(by: { $0.key < $1.key }).enumerated() {
      scenario = scenario.adding(
        ["id": "at\(number)", "unit": unit, "formula": "at(\(name), date(2025, \(month), 15))"],
        to: "indicators")
    }
    let result = try scenario.run(trials: 1300)
    let label = "2025-" + (month < 10 ? "0" : "") + "\(month)"
    for (number, name) in formulas.keys.sorted().enumerated() {
      let resolved = try #require(
        result.compiled.model.model.indicators.first { $0.indicator.id == "at\(number)" })
      let period = resolved.timing == .each ? "2025-03" : result.compiled.model.model.horizon.label
      #expect(try result.values("at\(number)", period) == result.values(name, label), "\(name)")
    }
  }
}
