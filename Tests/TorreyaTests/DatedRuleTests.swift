import Testing
import Torreya

/// A rule that comes into force changes nothing of what was before: not a bit of it.
@Suite("dated rules leave the past as it is")
struct DatedRuleTests {
  private let trials = 100

  private func scenario(_ rows: [String], in folder: TemporaryFolder, _ fiscal: [String: Any] = [:])
    throws -> ScenarioText
  {
    let header = "taxKind,centralShare,provinceShare,countyShare,townShare,validFrom"
    try folder.write("sharing.csv", ([header] + rows).joined(separator: "\n") + "\n")
    var section: [String: Any] = [
      "sharing": "sharing.csv",
      "taxes": [
        [
          "id": "vat", "kind": "valueAddedTax", "volatility": 0.2,
          "annual": ["lognormal": ["median": "800万元", "p90": "1500万元"]],
        ],
        ["id": "deed", "kind": "deedTax", "annual": "200万元", "volatility": 0.4],
      ],
      "oneOff": [
        [
          "id": "sale", "expectedNumber": 3, "first": "2024-01", "last": "2025-12", "tax": "vat",
          "amount": ["lognormal": ["median": "80万元", "p90": "300万元"]],
        ]
      ],
      "settlement": ["base": "500万元", "baseShare": 0.3, "incrementShare": 0.6],
    ]
    section.merge(fiscal) { $1 }
    return ScenarioText(
      name: "dated.json",
      members: [
        "torreya": 1, "id": "dated", "horizon": ["first": "2024-01", "periods": 24],
        "fiscal": section,
      ], files: DiskFiles(scenario: folder.path + "/dated.json"))
  }

  /// Compares every reported value of two runs, bit by bit, in the periods before an index.
  ///
  /// - Returns: whether some value differs from then on.
  private func expectSamePast(_ left: RunResult, _ right: RunResult, before end: Int) throws
    -> Bool
  {
    let model = left.compiled.model.model
    var differs = false
    var compared = 0
    for indicator in model.indicators where indicator.indicator.visibility == .reported {
      for index in 0..<model.horizon.count {
        let label = model.horizon[index].label
        let id = indicator.indicator.id
        let values = (try left.values(id, label), try right.values(id, label))
        if index < end {
          compared += 1
          #expect(values.0.map(\.bitPattern) == values.1.map(\.bitPattern), "\(id) \(label)")
        } else if values.0 != values.1 {
          differs = true
        }
      }
    }
    #expect(compared >= 30 * end)
    return differs
  }

  private let rows = [
    "valueAddedTax,0.5,0.05,0.25,0.2,2016-05-01", "deedTax,0,0,0.3,0.7,1994-01-01",
  ]

  @Test("a new row in the file of shares")
  func sharing() throws {
    let folder = try TemporaryFolder()
    let before = try scenario(rows, in: folder).run(trials: trials)
    let after = try scenario(
      rows + ["valueAddedTax,0.6,0,0.2,0.2,2025-03-01"], in: folder
    ).run(trials: trials)
    #expect(try expectSamePast(before, after, before: 14))
    // Within a month: that month is the first to change.
    let within = try scenario(
      rows + ["valueAddedTax,0.6,0,0.2,0.2,2025-03-17"], in: folder
    ).run(trials: trials)
    #expect(try expectSamePast(before, within, before: 14))
    // 16 of the 31 days of March have the old share of the town, which is the new one too; the
    // county has 0.25 for 16 days and 0.2 for 15.
    let total = try within.values("fiscal.vat.total.reported", "2025-03")
    let county = try within.values("fiscal.vat.county.reported", "2025-03")
    let share = (16 * 0.25 + 15 * 0.2) / 31
    for trial in 0..<trials {
      #expect(abs(county[trial] - share * total[trial]) <= 1e-12 * total[trial])
    }
  }

  @Test("a new share of the increment")
  func settlement() throws {
    let folder = try TemporaryFolder()
    let before = try scenario(rows, in: folder).run(trials: trials)
    let after = try scenario(
      rows, in: folder,
      [
        "settlement": [
          "base": "500万元", "baseShare": 0.3,
          "incrementShare": ["dated": ["2024-01": 0.6, "2024-10": 0.9]],
        ]
      ]
    ).run(trials: trials)
    #expect(try expectSamePast(before, after, before: 9))
  }

  @Test("a policy that nothing uses changes nothing, and one in force changes what names it")
  func policy() throws {
    let folder = try TemporaryFolder()
    let policy: [String: Any] = [
      "id": "review", "probability": 0.7, "from": "2024-08-01",
      "effects": [["id": "attraction", "factor": 0.5]],
    ]
    let before = try scenario(rows, in: folder).run(trials: trials)
    let unused = try scenario(rows, in: folder, ["policies": [policy]]).run(trials: trials)
    #expect(try !expectSamePast(before, unused, before: 24))
    let taxes: [[String: Any]] = [
      [
        "id": "vat", "kind": "valueAddedTax",
        "base": ["formula": "1000万元 * fiscal.effects.attraction"], "rate": 1,
      ],
      ["id": "deed", "kind": "deedTax", "annual": "200万元"],
    ]
    let used = try scenario(rows, in: folder, ["policies": [policy], "taxes": taxes])
      .run(trials: trials)
    let inForce = try used.values("fiscal.policies.review.inForce", "2024-08")
    let july = try used.values("fiscal.vat.total.recurring", "2024-07")
    let august = try used.values("fiscal.vat.total.recurring", "2024-08")
    for trial in 0..<trials {
      #expect(abs(august[trial] - july[trial] * (inForce[trial] == 1 ? 0.5 : 1)) < 1e-6)
    }
    let share = inForce.reduce(0, +) / Double(trials)
    #expect(abs(share - 0.7) < 4 * (0.7 * 0.3 / Double(trials)).squareRoot())
  }
}
