import Testing
import Torreya

/// What late tax costs for each day, found again by following every debt by itself.
@Suite("surcharge on arrears")
struct SurchargeTests {
  /// A tax that fell due in one period and is in arrears, and the surcharge that has grown on it.
  private struct Debt {
    var amount: Double
    var surcharge: Double
  }

  /// What happens to arrears in a month.
  private struct Month {
    let days: Int
    let perDay, recovery, writeOff: Double
  }

  /// Lets the days of a month pass.
  ///
  /// - Returns: the surcharge that is paid in it.
  private func pass(_ month: Month, _ debts: inout [Debt]) -> Double {
    var paid = 0.0
    let left = max(0, 1 - month.recovery - month.writeOff)
    for place in debts.indices {
      debts[place].surcharge += debts[place].amount * month.perDay * Double(month.days)
      paid += debts[place].surcharge * month.recovery
      debts[place].amount *= left
      debts[place].surcharge *= left
    }
    return paid
  }

  /// The lengths in days of the months of a period.
  private func months(of period: Period) -> [Int] {
    let first = Period(.monthly, containing: period.firstDay)
    return (0..<period.frequency.monthsPerPeriod).map { first.advanced(by: $0).days }
  }

  // MARK: Without uncertainty

  private func certain(first: String, periods: Int, recovery: Double, _ others: [String: Any])
    -> ScenarioText
  {
    let tax: [String: Any] = [
      "id": "vat", "kind": "valueAddedTax", "localShare": 0.5, "annual": "1200万元",
      "recovery": recovery, "openingArrears": "50万元", "surchargePerDay": 0.0005,
    ]
    return ScenarioText(
      name: "late",
      members: [
        "torreya": 1, "id": "late", "horizon": ["first": first, "periods": periods],
        "fiscal": ["taxes": [tax.merging(others) { $1 }]],
      ])
  }

  /// Of each period's debt the k-th month after it brings `r q^(k-1)`, late by the days of k
  /// months.
  @Test(
    "constant shares of it are paid by a geometric law",
    arguments: [("2023-11", 30), ("2023-Q2", 9), ("2023", 4)])
  func geometric(first: String, periods: Int) throws {
    let (late, recovery, loss, perDay) = (0.04, 0.12, 0.03, 0.0005)
    let books = try Books(
      certain(
        first: first, periods: periods, recovery: recovery,
        ["late": late, "writeOff": loss, "openingSurcharge": "2万元"]), trials: 1)
    let surcharge = try books.values("fiscal.vat.surcharge")
    let paid = try books.values("fiscal.vat.total.reported")
    let length = books.horizon.frequency.monthsPerPeriod
    let days = books.horizon.periods.flatMap { months(of: $0) }
    for period in 0..<periods {
      var (expected, recovered) = (0.0, 0.0)
      for month in (period * length)..<((period + 1) * length) {
        for origin in 0...period {
          // The first debt is that of the opening; one of a period runs from the period's end.
          let amount = origin == 0 ? 500_000 : 1e6 * Double(length) * late
          let start = origin * length
          let share = recovery * Power.of(1 - recovery - loss, month - start)
          let isLate = days[start...month].reduce(0, +)
          recovered += amount * share
          expected += share * (amount * perDay * Double(isLate) + (origin == 0 ? 20_000 : 0))
        }
      }
      #expect(abs(surcharge[period][0] - expected) < 1e-12 * expected)
      let all = 1e6 * Double(length) * (1 - late) + recovered + expected
      #expect(abs(paid[period][0] - all) < 1e-12 * all)
    }
  }

  /// A debt of which a month brings 5 % waits for twenty months on average.
  @Test("a debt costs its mean wait in all")
  func meanWait() throws {
    let recovery = 0.05
    let books = try Books(
      certain(first: "2024-01", periods: 480, recovery: recovery, [:]), trials: 1)
    let all = try books.values("fiscal.vat.surcharge").reduce(0) { $0 + $1[0] }
    // Months have 30.436875 days in the long run, and no run of them strays from that by more than:
    let mean = 30.436875
    var (passed, strayed) = (0, 0.0)
    for (number, period) in zip(1..., books.horizon.periods) {
      passed += period.days
      strayed = max(strayed, abs(Double(passed) - Double(number) * mean))
    }
    let perDay = 500_000 * 0.0005
    #expect(strayed < 2.5)
    #expect(abs(all - perDay * mean / recovery) < perDay * strayed + 1e-3)
  }

  // MARK: Trial by trial

  @Test("what is paid is what every debt by itself would pay", arguments: 0..<16)
  func debts(seed: Int) throws {
    let trials = 25
    let uncertain: [String: Any] = [
      "late": 0.1, "surchargePerDay": ["uniform": ["low": 0, "high": 0.002]],
      "recovery": ["uniform": ["low": 0, "high": 0.6], "drawn": "everyPeriod"],
    ]
    // One tax that has a surcharge in any case, and two by chance.
    let scenario = uncertain.reduce(ScenarioText.randomTaxes(seed)) {
      $0.setting(["fiscal", "taxes", "0", $1.key], to: $1.value)
    }
    let books = try Books(scenario, trials: trials)
    #expect(books.has("fiscal.a.surcharge"))
    for tax in ["fiscal.a", "fiscal.b", "fiscal.c"] where books.has(tax + ".surcharge") {
      let arrears = try books.values(tax + ".arrears")
      let surcharge = try books.values(tax + ".surcharge")
      let perDay = try books.given(tax + ".surchargePerDay", or: 0)
      let recovery = try books.given(tax + ".recovery", or: 0)
      let writeOff = try books.given(tax + ".writeOff", or: 0)
      let opening = try books.given(tax + ".openingArrears", or: 0)[0]
      let grown = try books.given(tax + ".openingSurcharge", or: 0)[0]
      for trial in 0..<trials {
        var debts = [Debt(amount: opening[trial], surcharge: grown[trial])]
        for (index, period) in books.horizon.periods.enumerated() {
          let expected = months(of: period).reduce(0) { sum, days in
            sum
              + pass(
                Month(
                  days: days, perDay: perDay[index][trial], recovery: recovery[index][trial],
                  writeOff: writeOff[index][trial]), &debts)
          }
          // What is in the arrears and in none of the older debts became late in this period.
          let older = debts.reduce(0) { $0 + $1.amount }
          debts.append(Debt(amount: arrears[index][trial] - older, surcharge: 0))
          #expect(
            abs(surcharge[index][trial] - expected) <= 1e-10 * max(1, expected),
            "\(tax), \(period.label), trial \(trial): \(surcharge[index][trial]), \(expected)")
        }
      }
    }
  }
}

/// A whole power, by multiplication.
private enum Power {
  static func of(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
