import Testing
import Torreya

@Suite("farmers' income")
struct FarmersIncomeTests {
  private func scenario(_ income: [String: Any], periods: Int = 24) -> ScenarioText {
    let base: [String: Any] = [
      "residents": "1000人", "wage": ["annual": "2万元/人", "growth": "5%"],
      "business": ["annual": "8000元/人"], "property": ["annual": "1000元/人"],
      "transfer": ["annual": "3000元/人"],
    ]
    return ScenarioText(
      name: "income",
      members: [
        "torreya": 1, "id": "income", "horizon": ["first": "2024-01", "periods": periods],
        "crops": [
          [
            "id": "tea", "area": "100亩", "yield": "40kg/亩", "harvest": "04-01", "price": "200元/kg",
            "netShare": "50%",
          ], ["id": "bamboo", "area": "10亩", "yield": "40kg/亩", "harvest": "04-01"],
        ],
        "farmersIncome": base.merging(income) { $1 },
      ])
  }

  private func value(_ result: RunResult, _ part: String, _ period: String) throws -> Double {
    try #require(try result.values("farmersIncome." + part, period).first)
  }

  @Test("is four parts; crops bring theirs once, in the month in which they are sold")
  func parts() throws {
    let result = try scenario([:]).run(trials: 2)
    // 4 t at 200 yuan, half of it net, among 1000.
    #expect(abs(try value(result, "business", "2024") - 8400) < 1e-9)
    #expect(abs(try value(result, "business", "2024-04") - (8000.0 / 12 + 400)) < 1e-9)
    #expect(abs(try value(result, "total", "2024") - 32_400) < 1e-9)
    #expect(abs(try value(result, "wage", "2025") - 21_000) < 1e-9)
  }

  @Test("growth is on the year before, in money and in what it buys")
  func growth() throws {
    let result = try scenario(["previousYear": "3万元/人", "deflator": "2%"]).run(trials: 2)
    #expect(abs(try value(result, "growth", "2024") - 0.08) < 1e-12)
    #expect(abs(try value(result, "realGrowth", "2024") - (1.08 / 1.02 - 1)) < 1e-12)
    #expect(abs(try value(result, "growth", "2025") - 1000.0 / 32_400) < 1e-12)
    #expect(abs(try value(result, "realGrowth", "2025") - (33_400 / 32_400 / 1.02 - 1)) < 1e-12)
  }

  @Test("prices differ from year to year, and real growth with them")
  func prices() throws {
    let result = try scenario([
      "previousYear": "3万元/人", "deflator": ["uniform": ["low": 0, "high": "4%"]],
    ]).run(trials: 4000)
    for (year, nominal) in [("2024", 1.08), ("2025", 33_400 / 32_400)] {
      let prices = try result.values("farmersIncome.realGrowth", year).map {
        nominal / (1 + $0) - 1
      }
      #expect(prices.allSatisfy { (-1e-12...0.04 + 1e-12).contains($0) })
      let mean = prices.reduce(0, +) / 4000
      // Four standard errors.
      #expect(abs(mean - 0.02) < 4 * 0.04 / (12.0 * 4000).squareRoot())
    }
  }
}
