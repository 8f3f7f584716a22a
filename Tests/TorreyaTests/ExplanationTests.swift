import Testing
import Torreya

@Suite("explanations")
struct ExplanationTests {
  /// Nothing in it is random, so the text is known by hand.
  private let certain = ScenarioText(
    name: "certain.json",
    members: [
      "torreya": 1, "id": "certain", "horizon": ["first": "2024-01", "periods": 2],
      "indicators": [
        ["id": "price", "unit": "元/人", "value": "20元/人", "label": ["zh": "票价", "en": "Ticket"]],
        ["id": "guests", "unit": "人", "formula": "period.index * 50人 + 100人"],
        [
          "id": "sales", "unit": "万元", "kind": "flow", "formula": "guests * price",
          "label": ["zh": "门票收入", "en": "Ticket sales"],
        ],
        ["id": "twice", "unit": "万元", "kind": "flow", "formula": "sales + sales"],
      ],
    ] as [String: Any])

  private func text(
    _ id: String, depth: Int, period: String = "2024-02", language: Language = .en
  ) throws -> String {
    try Explanation(of: id, in: certain.model(), trial: 3, period: period, seed: 7)
      .text(depth: depth, language: language)
  }

  @Test("the tree of formulas with the numbers of a trial")
  func tree() throws {
    #expect(
      try text("twice", depth: 3) == """
        trial 3, period 2024-02, seed 7
        twice = 0.6 万元  twice
          := sales + sales
            sales = 0.3 万元  Ticket sales
              := guests * price
                guests = 150 人  guests
                  := period.index * 50人 + 100人
                price = 20 元/人  Ticket
                  := price.value
                    price.value = 20 元/人  Ticket: value
        """)
  }

  @Test("no deeper than asked, in the language asked for")
  func depth() throws {
    #expect(
      try text("sales", depth: 1, period: "2024-01", language: .zh) == """
        试验 3，时期 2024-01，种子 7
        sales = 0.2 万元  门票收入
          := guests * price
            guests = 100 人  guests
            price = 20 元/人  票价
        """)
    #expect(
      try text("sales", depth: 0) == """
        trial 3, period 2024-02, seed 7
        sales = 0.3 万元  Ticket sales
        """)
  }

  @Test("the numbers are those of the run", arguments: [0, 17, 1500])
  func numbers(trial: Int) throws {
    let scenario = ScenarioText.starting
    let explained = try Explanation(
      of: "fiscal.total.recurring", in: scenario.model(), trial: trial, period: "2025-06", seed: 3
    ).text(depth: 0, language: .en)
    let value = try scenario.run(trials: 2000, seed: 3)
      .values("fiscal.total.recurring", "2025-06")[trial]
    let shown = plainNumber(value / 10_000, significantDigits: 6)
    #expect(explained.contains("fiscal.total.recurring = \(shown) 万元"))
  }
}
