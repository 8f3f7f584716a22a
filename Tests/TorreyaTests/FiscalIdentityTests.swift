import Testing
import Torreya

/// Both definitions of revenue are readings of the same draws, so they agree in every trial.
@Suite("fiscal identities, trial by trial")
struct FiscalIdentityTests {
  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
  }

  @Test("recurring and one-off make reported; local is a part", arguments: ScenarioText.all)
  func identities(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: 100)
    let model = result.compiled.model.model
    let ids = model.indicators.map(\.indicator.id)
    let oneOffs = ids.filter { $0.wholeMatch(of: /fiscal\.\w+\.tax/) != nil }
    let taxes = ids.filter { $0.wholeMatch(of: /fiscal\.\w+\.total\.recurring/) != nil }
    #expect(!taxes.isEmpty)
    let labels = model.horizon.periods.map(\.label) + model.horizon.years.map { "\($0.year)" }
    for label in labels {
      func values(_ id: String) throws -> [Double] { try result.values(id, label) }
      let (recurring, reported) = (
        try values("fiscal.total.recurring"), try values("fiscal.total.reported")
      )
      let jumps = try oneOffs.map(values)
      let kinds = try taxes.map(values)
      let locals = try (values("fiscal.local.recurring"), values("fiscal.local.reported"))
      let upward = try values("fiscal.central.reported")
      for trial in recurring.indices {
        let oneOff = jumps.reduce(0) { $0 + $1[trial] }
        #expect(isClose(recurring[trial] + oneOff, reported[trial]))
        #expect(isClose(kinds.reduce(0) { $0 + $1[trial] }, recurring[trial]))
        #expect(locals.0[trial] <= recurring[trial] * (1 + 1e-12))
        #expect(locals.1[trial] <= reported[trial] * (1 + 1e-12))
        #expect(isClose(locals.1[trial] + upward[trial], reported[trial]))
        #expect(oneOff >= 0)
      }
    }
  }

  @Test("a one-off tax comes at most once, and about as often as it should")
  func oneOff() throws {
    let result = try ScenarioText.starting.run(trials: 6000)
    let months = result.compiled.model.model.horizon.periods.map(\.label)
    let amounts = try months.map { try result.values("fiscal.shareSale.tax", $0) }
    var share = 0.0
    for trial in 0..<6000 {
      let times = amounts.count { $0[trial] > 0 }
      #expect(times <= 1)
      share += Double(times) / 6000
    }
    #expect(abs(share - 0.2) < 4 * (0.2 * 0.8 / 6000).squareRoot())
    // From March to November, and never outside.
    #expect(amounts[0].allSatisfy { $0 == 0 })
    #expect(amounts[11].allSatisfy { $0 == 0 })
    #expect(amounts[2].contains { $0 > 0 })
    #expect(amounts[10].contains { $0 > 0 })
  }
}
