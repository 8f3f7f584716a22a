import Foundation
import SeededNumbers
import Testing
import Torreya

/// What comes and goes by name or by head, against what is known on paper.
@Suite("payers, incentives and talent")
struct PayersTests {
  private static let seeds: [UInt64] = [1, 2, 99_991]
  private let trials = 8000

  private func scenario(
    first: String = "2024-01", periods: Int, _ fiscal: [String: Any]
  ) -> ScenarioText {
    var all: [String: Any] = [
      "taxes": [
        ["id": "vat", "kind": "valueAddedTax", "annual": "0万元", "localShare": 0.5],
        ["id": "pit", "kind": "personalIncomeTax", "annual": "0万元", "localShare": 0.4],
      ]
    ]
    all.merge(fiscal) { _, new in new }
    return ScenarioText(
      name: "payers.json",
      members: [
        "torreya": 1, "id": "payers", "horizon": ["first": first, "periods": periods],
        "fiscal": all,
      ])
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  @Test(
    "a firm stays as the survival function says, also when the hazard changes", arguments: seeds)
  func exit(seed: UInt64) throws {
    let firms: [[String: Any]] = [
      ["id": "a", "landing": "2020-01-01", "annualTax": "12万元", "exit": 0.3],
      [
        "id": "b", "landing": "2024-07-01", "annualTax": "12万元",
        "exit": ["dated": ["2024-01": 0.1, "2025-01": 0.5]],
      ],
    ]
    let result = try scenario(
      periods: 24,
      ["payers": [["id": "firms", "mix": ["vat": 1], "pipeline": firms]]]
    ).run(trials: trials, seed: seed)
    func expectPresent(_ firm: String, _ period: String, _ p: Double) throws {
      let values = try result.values("fiscal.firms.\(firm).revenue", period)
      let share = Double(values.count { $0 > 0 }) / Double(trials)
      #expect(
        abs(share - p) <= 4.5 * (p * (1 - p) / Double(trials)).squareRoot(),
        "\(firm) in \(period): \(share), not \(p)")
    }
    for (index, period) in [(0, "2024-01"), (5, "2024-06"), (11, "2024-12"), (23, "2025-12")] {
      try expectPresent("a", period, pow(0.7, Double(index + 1) / 12))
    }
    try expectPresent("b", "2024-06", 0)
    try expectPresent("b", "2024-12", pow(0.9, 0.5))
    try expectPresent("b", "2025-12", pow(0.9, 0.5) * 0.5)
    // Who has left does not come back.
    let months = (1...12).map { String(format: "2024-%02d", $0) }
    let columns = try months.map { try result.values("fiscal.firms.a.revenue", $0) }
    for trial in 0..<trials {
      for index in 1..<12 { #expect(columns[index][trial] <= columns[index - 1][trial]) }
    }
  }

  @Test("talent is binomial among those there and Poisson among those who come", arguments: seeds)
  func talent(seed: UInt64) throws {
    let people: [String: Any] = [
      "id": "people", "start": 30, "rate": 0.8, "attrition": 0.25, "taxPerPerson": "6万元",
      "tax": "pit",
    ]
    let result = try scenario(periods: 18, ["talent": [people]]).run(trials: trials, seed: seed)
    for (index, period) in [(0, "2024-01"), (8, "2024-09"), (17, "2025-06")] {
      let values = try result.values("fiscal.people.people", period)
      let stays = pow(0.75, 1.0 / 12)
      let there = pow(stays, Double(index + 1))
      let came = 0.8 * (0...index).reduce(0) { $0 + pow(stays, Double($1)) }
      let expected = (mean: 30 * there + came, variance: 30 * there * (1 - there) + came)
      let error = (expected.variance / Double(trials)).squareRoot()
      #expect(abs(mean(values) - expected.mean) < 4.5 * error)
      // As good as normal: the variance's own error is √(2/n) of it.
      #expect(
        abs(variance(values) / expected.variance - 1) < 5 * (2 / Double(trials)).squareRoot())
      let taxes = try result.values("fiscal.people.revenue", period)
      for trial in 0..<trials { #expect(abs(taxes[trial] - values[trial] * 5000) < 1e-6) }
    }
  }

  // MARK: Instalments

  /// The instalments due before a month, by counting them one by one.
  private func dueBefore(_ month: Int, exercise: Int, count: Int, every: Int) -> Int {
    (0..<count).count { exercise + $0 * every < month }
  }

  @Test("instalments fall into their months, and what is left is carried over", arguments: 0..<40)
  func instalments(number: Int) throws {
    var generator = SeededGenerator(UInt64(number) &* 31 &+ 5)
    let count = Int.random(in: 1...36, using: &generator)
    let every = Int.random(in: 1...3, using: &generator)
    let step = [1, 3, 12][number % 3]
    let periods = [30, 10, 3][number % 3]
    let first = ["2024-02", "2024-Q2", "2024"][number % 3]
    let start = 2024 * 12 + [1, 3, 0][number % 3]
    let exercise = start + Int.random(in: -40...40, using: &generator)
    let day = Int.random(in: 1...28, using: &generator)
    let date = String(format: "%04d-%02d-%02d", exercise / 12, exercise % 12 + 1, day)
    let result = try scenario(
      first: first, periods: periods,
      [
        "equityIncentives": [
          [
            "id": "options", "exercise": date, "amount": "\(count * 7)万元",
            "instalments": count, "everyMonths": every, "tax": "pit",
          ]
        ]
      ]
    ).run(trials: 1)
    var total = 0.0
    for index in 0..<periods {
      let label = result.compiled.model.model.horizon[index].label
      let (from, to) = (start + index * step, start + (index + 1) * step)
      let before = dueBefore(from, exercise: exercise, count: count, every: every)
      let now = dueBefore(to, exercise: exercise, count: count, every: every)
      let paid = try result.values("fiscal.options.revenue", label)[0]
      let left = try result.values("fiscal.options.carriedOver", label)[0]
      #expect(abs(paid - Double(now - before) * 70_000) < 1e-6, "\(date) in \(label)")
      #expect(abs(left - Double(count - now) * 70_000) < 1e-6)
      #expect(try abs(result.values("fiscal.pit.total.recurring", label)[0] - paid) < 1e-6)
      total += paid
    }
    let before = dueBefore(start, exercise: exercise, count: count, every: every)
    let label = result.compiled.model.model.horizon[periods - 1].label
    let left = try result.values("fiscal.options.carriedOver", label)[0]
    #expect(abs(total + left - Double(count - before) * 70_000) < 1e-5)
  }

  @Test("an uncertain exercise moves all instalments; in each trial the whole is paid or left")
  func uncertainExercise() throws {
    let result = try scenario(
      periods: 24,
      [
        "equityIncentives": [
          [
            "id": "options", "exercise": ["uniform": ["low": "2024-03-10", "high": "2025-06-20"]],
            "amount": ["lognormal": ["median": "300万元", "p90": "500万元"]], "instalments": 9,
            "tax": "pit",
          ]
        ]
      ]
    ).run(trials: 2000)
    let labels = result.compiled.model.model.horizon.periods.map(\.label)
    let paid = try labels.map { try result.values("fiscal.options.revenue", $0) }
    let left = try labels.map { try result.values("fiscal.options.carriedOver", $0) }
    for trial in 0..<2000 {
      let amount = paid.reduce(left[23][trial]) { $0 + $1[trial] }
      #expect(abs(left[0][trial] - amount) < 1e-9 * amount)
      let months = paid.indices.filter { paid[$0][trial] > 0 }
      #expect(months == Array(months[0]..<min(months[0] + 9, 24)))
      for month in months { #expect(abs(paid[month][trial] - amount / 9) < 1e-9 * amount) }
    }
  }
}
