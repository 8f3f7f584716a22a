import Testing
import Torreya

@testable import Reports

/// What ties the readings of a town's money together holds in every trial and period of scenarios
/// that nobody would write.
@Suite("the identities of a town's money, trial by trial")
struct TownMoneyTests {
  private let trials = 200
  private let levels = ["province", "county", "town"]

  /// To rounding of the sums that are compared.
  private func expectSame(
    _ left: Double, _ right: Double, of scale: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(abs(left - right) <= 1e-12 * max(1, scale), sourceLocation: sourceLocation)
  }

  @Test("levels and kinds make the totals, and shares their parts", arguments: RandomFiscal.all)
  func levelsAndKinds(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    let labels = result.compiled.model.model.horizon.periods.map(\.label) + ["2024", "2025"]
    for definition in ["recurring", "reported", "comparable"] {
      for label in labels {
        func all(_ level: String) throws -> [Double] {
          try result.values("fiscal.\(level).\(definition)", label)
        }
        let (total, local, central) = (try all("total"), try all("local"), try all("central"))
        let parts = try levels.map(all)
        let kinds = try money.taxes.map {
          try result.values("fiscal.\($0.id).total.\(definition)", label)
        }
        for trial in 0..<trials {
          let scale = total[trial]
          expectSame(local[trial] + central[trial], scale, of: scale)
          expectSame(parts.reduce(0) { $0 + $1[trial] }, local[trial], of: scale)
          expectSame(kinds.reduce(0) { $0 + $1[trial] }, scale, of: scale)
          for (place, part) in parts.enumerated() {
            // The shares of the scenario, times what each kind brings.
            let expected = zip(money.taxes, kinds).reduce(0) {
              $0 + $1.0.shares[place] * $1.1[trial]
            }
            expectSame(part[trial], expected, of: scale)
          }
        }
      }
    }
  }

  @Test("recurring and one-off make reported at every level", arguments: RandomFiscal.all)
  func oneOffs(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    let ids = result.compiled.model.model.indicators.map(\.indicator.id)
    let events = ids.filter { $0.wholeMatch(of: /fiscal\.\w+\.tax/) != nil }
    var came = 0
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for level in ["total", "local", "central"] + levels {
        func values(_ definition: String) throws -> [Double] {
          try result.values("fiscal.\(level).\(definition)", label)
        }
        let (recurring, oneOff, reported) = (
          try values("recurring"), try values("oneOff"), try values("reported")
        )
        for trial in 0..<trials {
          expectSame(recurring[trial] + oneOff[trial], reported[trial], of: reported[trial])
        }
      }
      let taxes = try events.map { try result.values($0, label) }
      let oneOff = try result.values("fiscal.total.oneOff", label)
      let land = try result.values("fiscal.land.tax", label)
      let comparable = try result.values("fiscal.total.comparable", label)
      let reported = try result.values("fiscal.total.reported", label)
      for trial in 0..<trials {
        expectSame(taxes.reduce(0) { $0 + $1[trial] }, oneOff[trial], of: oneOff[trial])
        expectSame(comparable[trial] + land[trial], reported[trial], of: reported[trial])
        came += oneOff[trial] > 0 ? 1 : 0
      }
    }
    #expect(came > 0)
  }

  @Test("the checks find no more than rounding", arguments: RandomFiscal.all)
  func checks(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    let model = result.compiled.model
    let checks = result.identityChecks.map(\.indicator.id)
    // Four for each of three definitions, one-offs at six levels, the books, and the settlement.
    #expect(checks.count == 3 * 4 + 6 + 1 + 1)
    let largest = model.model.horizon.periods.map(\.label)
    let scale = try largest.flatMap { try result.values("fiscal.total.reported", $0) }.max() ?? 1
    for check in checks {
      let residuals = try result.values(check, model.model.horizon.label)
      #expect(residuals.allSatisfy { $0 >= 0 && $0 <= 1e-13 * scale }, "\(check)")
    }
  }

  @Test("the months of a settlement sum to its year", arguments: RandomFiscal.all)
  func settlement(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    let terms = money.settlement
    for year in result.compiled.model.model.horizon.years {
      let months = try year.periods.map {
        try result.values("fiscal.retained", result.compiled.model.model.horizon[$0].label)
      }
      let ofYear = try result.values("fiscal.retained", "\(year.year)")
      let revenue = try result.values("fiscal.local.reported", "\(year.year)")
      for trial in 0..<trials {
        let sum = months.reduce(0) { $0 + $1[trial] }
        let expected =
          terms.baseShare * min(revenue[trial], terms.base)
          + terms.incrementShare * max(revenue[trial] - terms.base, 0)
        expectSame(sum, expected, of: revenue[trial])
        expectSame(sum, ofYear[trial], of: revenue[trial])
      }
    }
  }

  @Test("the outturn of a year is the base of the next", arguments: RandomFiscal.all.prefix(4))
  func outturn(money: RandomFiscal) throws {
    let result = try money.scenario
      .setting(["fiscal", "settlement", "baseRule"], to: "previousOutturn")
      .setting(["fiscal", "settlement", "growth"], to: "8%")
      .setting(["fiscal", "settlement", "definition"], to: "recurring").run(trials: trials)
    let terms = money.settlement
    let revenue = try ["2024", "2025"].map { try result.values("fiscal.local.recurring", $0) }
    let kept = try ["2024", "2025"].map { try result.values("fiscal.retained", $0) }
    for trial in 0..<trials {
      for (year, base) in [terms.base, 1.08 * revenue[0][trial]].enumerated() {
        let (all, own) = (revenue[year][trial], kept[year][trial])
        let expected =
          terms.baseShare * min(all, base) + terms.incrementShare * max(all - base, 0)
        expectSame(own, expected, of: all)
      }
    }
  }

  @Test("cash is what was there, and came, less what went", arguments: RandomFiscal.all)
  func cash(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    let labels = result.compiled.model.model.horizon.periods.map(\.label)
    func columns(_ id: String) throws -> [[Double]] {
      try labels.map { try result.values(id, $0) }
    }
    let balance = try columns("fiscal.cash.balance")
    let lowest = try columns("fiscal.cash.lowest")
    let isNegative = try columns("fiscal.cash.isNegative")
    let (kept, spent) = (try columns("fiscal.retained"), try columns("fiscal.spending.total"))
    let received = try money.transfers.keys.sorted().map {
      try columns("fiscal.transfers.\($0).received")
    }
    let everNegative = try result.values("fiscal.cash.isNegative", "2025")
    let opening = try #require(
      result.compiled.model.scenario.assumptions.first { $0.id == "fiscal.cash.opening" }?.value)
    for trial in 0..<trials {
      var (sum, low) = (opening, Double.infinity)
      for month in labels.indices {
        sum += kept[month][trial] - spent[month][trial]
        for funds in received { sum += funds[month][trial] }
        low = month == 12 ? sum : min(low, sum)
        expectSame(balance[month][trial], sum, of: 1e8)
        expectSame(lowest[month][trial], low, of: 1e8)
        #expect(isNegative[month][trial] == (balance[month][trial] < -0.005 ? 1 : 0))
      }
      #expect(everNegative[trial] == (lowest[23][trial] < -0.005 ? 1 : 0))
    }
  }

  @Test("funds come whole or not at all", arguments: RandomFiscal.all)
  func transfers(money: RandomFiscal) throws {
    let result = try money.scenario.run(trials: trials)
    for (id, amount) in money.transfers {
      let months = try result.compiled.model.model.horizon.periods.map {
        try result.values("fiscal.transfers.\(id).received", $0.label)
      }
      for trial in 0..<trials {
        let sum = months.reduce(0) { $0 + $1[trial] }
        #expect(sum == 0 || abs(sum - amount) < 1e-9 * amount)
      }
    }
  }
}
