import Testing
import Torreya

/// Variants of the file keep to what levers promise, as what-ifs do.
@Suite("variants and what levers promise") struct LeverPromiseTests {
  private func mistakes(_ variants: String) throws -> [Diagnostic] {
    let text = """
      { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 1 },
        "levers": [
          { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6] },
          { "id": "budget", "unit": "万元", "default": "3万元", "bounds": ["0万元", "9万元"],
            "step": "1万元", "excludes": ["teams"] },
          { "id": "teams", "unit": "组", "default": 1, "bounds": [1, 3] }
        ],
        "variants": [\(variants)] }
      """
    let file = SourceFile(name: "town.json", bytes: Array(text.utf8))
    return load(file, files: DiskFiles(scenario: nil)).diagnostics
  }

  @Test("what can be chosen is told where a variant sets it, with the nearest that can be")
  func steps() throws {
    let found = try mistakes(
      """
      { "id": "half", "levers": { "visits": 2.5 } },
      { "id": "between", "set": { "levers.budget.default": "35000元" } },
      { "id": "many", "levers": { "visits": 9 } }
      """)
    try #require(found.count == 3 && found.allSatisfy { $0.severity == .error })
    #expect(found[0].path == "$.variants[0].levers.visits")
    #expect(found[1].path == "$.variants[1].set[\"levers.budget.default\"]")
    #expect(found[0].message.en.contains("'visits' moves in steps of 1次"))
    #expect(found[0].suggestion?.en == "the nearest that can be chosen is 3次")
    #expect(found[1].suggestion?.zh == "最近的可选值是 4万元")
    #expect(found[2].expected?.en == "a value from 0次 to 6次")
    #expect(found.map { $0.range?.text } == ["2.5", "\"35000元\"", "9"])
  }

  @Test(
    "whole numbers are whole whatever the bounds and the default; steps are from the lower bound",
    arguments: [
      // A default between whole numbers does not shift them.
      (#""unit": "人", "default": 2.5, "bounds": [2.5, 6]"#, "4", "4.5"),
      // Steps as large as the unit are no wish for whole numbers.
      (
        #""unit": "万元", "default": "0.5万元", "bounds": ["0.5万元", "9.5万元"], "step": "1万元""#,
        #""1.5万元""#, #""2万元""#
      ),
      (
        #""unit": "万元", "default": "1万元", "bounds": ["0.5万元", "9.5万元"], "whole": true"#,
        #""2万元""#, #""1.5万元""#
      ),
    ])
  func wholeNumbers(lever: String, allowed: String, refused: String) throws {
    func errors(_ value: String) -> [Diagnostic] {
      let text = """
        { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 1 },
          "levers": [ { "id": "a", \(lever) } ],
          "variants": [ { "id": "v", "levers": { "a": \(value) } } ] }
        """
      let file = SourceFile(name: "town.json", bytes: Array(text.utf8))
      return load(file, files: DiskFiles(scenario: nil)).diagnostics
    }
    #expect(errors(allowed).isEmpty, "\(errors(allowed).map(\.message.en))")
    #expect(errors(refused).count == 1)
  }

  @Test("levers that exclude each other are told once, and what may be chosen is not")
  func exclusions() throws {
    let both = try mistakes(
      #"{ "id": "both", "levers": { "budget": "4万元", "teams": 2, "visits": 5 } }"#)
    #expect(both.count == 1)
    #expect(both[0].message.en == "'budget' and 'teams' exclude each other")
    let allowed = try mistakes(
      """
      { "id": "one", "levers": { "budget": "4万元", "teams": 1, "visits": 6 } },
      { "id": "other", "set": { "levers.visits": { "default": 2.5, "whole": false } } }
      """)
    #expect(allowed.isEmpty, "\(allowed.map(\.message.en))")
  }
}
