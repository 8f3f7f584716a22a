import Foundation
import Testing
import Torreya

/// What is declared once for a set of members exists for each, and adds up.
@Suite("members")
struct MemberTests {
  private static let townOf = ["x": "a", "y": "a", "z": "b", "w": "b"]

  /// Villages of two towns with three kinds of revenue.
  private func scenario(villages: [String], towns: [String] = ["a", "b"]) -> ScenarioText {
    let list = villages.map { ["id": $0, "within": Self.townOf[$0] ?? "a"] }
    return ScenarioText(
      name: "members",
      members: [
        "torreya": 1, "id": "members", "horizon": ["first": "2024-01", "periods": 14],
        "members": [
          "towns": ["list": towns.map { ["id": $0] }],
          "villages": ["within": "towns", "list": list],
        ],
        "drivers": [
          "economy": ["process": ["ar1": ["persistence": 0.5, "standardDeviation": 0.05]]]
        ],
        "fiscal": [
          "taxes": [
            tax("vat", 0.5, ["apart": true, "pert": Self.amounts]),
            tax("cit", ["dated": ["2024-01": 0.4, "2024-05": 0.6]], "30万元"),
            tax("deed", 1, ["lognormal": ["median": "10万元", "p90": "30万元"]], tags: ["oneOff"]),
            // Once, and not for the villages.
            ["id": "stamp", "kind": "stampTax", "annual": "10万元", "localShare": 1],
          ]
        ],
      ])
  }

  private static let amounts = ["low": "10万元", "likely": "20万元", "high": "40万元"]

  private func tax(_ id: String, _ share: Any, _ annual: Any, tags: [String] = []) -> [String: Any]
  {
    [
      "id": id, "kind": "valueAddedTax", "by": "villages", "annual": annual, "localShare": share,
      "volatility": "20%", "follows": ["economy": 0.7], "reportMembers": "everyPeriod",
      "tags": tags,
    ]
  }

  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-12 * max(1, abs(left), abs(right))
  }

  @Test("villages make towns, kinds make villages, and both make the whole, in every trial")
  func sums() throws {
    let villages = ["x", "y", "z", "w"]
    let result = try scenario(villages: villages).run(trials: 300)
    let kinds = ["vat", "cit", "deed"]
    for label in ["2024-01", "2024-07", "2025-02", "2024"] {
      func values(_ id: String) throws -> [Double] { try result.values(id, label) }
      func sum(_ ids: [String]) throws -> [Double] {
        try ids.map(values).reduce(Array(repeating: 0, count: 300)) { zip($0, $1).map(+) }
      }
      func expectSame(_ left: [Double], _ right: [Double], _ what: String) {
        #expect(zip(left, right).allSatisfy(isClose), "\(what) in \(label)")
      }
      for level in ["total", "local"] {
        for definition in ["recurring", "reported"] {
          let end = "accrued.\(level).\(definition)"
          for town in ["a", "b"] {
            let own = villages.filter { Self.townOf[$0] == town }
            expectSame(
              try sum(own.map { "fiscal.villages.\($0).\(end)" }),
              try values("fiscal.towns.\(town).\(end)"), "\(end) of \(town)")
          }
          expectSame(
            try sum(["a", "b"].map { "fiscal.towns.\($0).\(end)" }),
            try sum(kinds.map { "fiscal.\($0).\(level).\(definition)" }), end)
        }
      }
      for village in villages {
        expectSame(
          try sum(kinds.map { "fiscal.\($0).villages.\(village).accrued" }),
          try values("fiscal.villages.\(village).accrued.total.reported"), village)
        expectSame(
          try sum(["vat", "cit"].map { "fiscal.\($0).villages.\(village).accrued" }),
          try values("fiscal.villages.\(village).accrued.total.recurring"), village)
      }
      for kind in kinds {
        expectSame(
          try sum(villages.map { "fiscal.\(kind).villages.\($0).accrued" }),
          try values("fiscal.\(kind).total.reported"), kind)
        expectSame(
          try sum(["a", "b"].map { "fiscal.\(kind).towns.\($0).accrued" }),
          try values("fiscal.\(kind).total.reported"), kind)
      }
    }
  }

  @Test("another member changes no draw and no digit of the others")
  func anotherMember() throws {
    let before = try scenario(villages: ["x", "z"]).run(trials: 200)
    let after = try scenario(villages: ["y", "x", "w", "z"]).run(trials: 200)
    for village in ["x", "z"] {
      for id in ["vat", "cit", "deed"].map({ "fiscal.\($0).villages.\(village).accrued" })
        + ["total", "local"].map({ "fiscal.villages.\(village).accrued.\($0).recurring" })
      {
        for label in ["2024-03", "2025-02", "2024"] {
          #expect(try before.values(id, label) == after.values(id, label), "\(id) \(label)")
        }
      }
    }
  }

  @Test("members have shocks of their own, and follow the same drivers")
  func ownShocks() throws {
    let result = try scenario(villages: ["x", "y"]).run(trials: 4000)
    let x = try result.values("fiscal.cit.villages.x.accrued", "2024-06")
    let y = try result.values("fiscal.cit.villages.y.accrued", "2024-06")
    // Logarithms: 0.7 times a driver of deviation 0.05 in common, and shocks of 0.2 apart.
    let expected = 0.035 * 0.035 / (0.035 * 0.035 + 0.04)
    #expect(abs(correlation(x.map(log), y.map(log)) - expected) < 4 / 4000.0.squareRoot())
    #expect(x != y)
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let squares = (
      x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) },
      y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    )
    return product / (squares.0 * squares.1).squareRoot()
  }

  @Test("the order of the villages changes nothing but the last digits of sums")
  func order() throws {
    let one = try scenario(villages: ["x", "y", "z", "w"]).run(trials: 100)
    let other = try scenario(villages: ["w", "z", "y", "x"], towns: ["b", "a"]).run(trials: 100)
    for id in ["fiscal.total.reported", "fiscal.local.recurring"] {
      let (left, right) = (try one.values(id, "2024"), try other.values(id, "2024"))
      #expect(zip(left, right).allSatisfy(isClose))
    }
  }
}
