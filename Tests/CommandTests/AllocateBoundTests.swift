import Foundation
import Testing

@Suite("allocate: quarters, bounds and shares that are none are told")
struct AllocateBoundTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", planningTown)
    return folder
  }

  private static let kinds = "--total tax.total --members 'tax.*.amount' --level "

  @Test("three months that begin in February are no quarter")
  func quarters() throws {
    let folder = try folder()
    let line = "torreya allocate town.json --trials 200 --total monthly --level 58万元 "
      + "--members quarters --period "
    let refused = try folder.shell(line + "2024-02..2024-07")
    #expect(refused.status == 64)
    #expect(refused.messages.contains("does not consist of quarters"), "\(refused.messages)")
    let result = try folder.shell(line + "2024-04..2024-09")
    #expect(result.status == 0, "\(result.messages)")
    let rows = try folder.rows("results/allocate/allocation.csv")
    #expect(
      rows.filter { $0["row"] == "member" && $0["way"] == "share" }.map { $0["member"] }
        == ["2024-Q2", "2024-Q3"])
    let late = #"{ "id": "late", "total": "monthly", "period": "2024-02..2024-07", "#
      + #""level": "58万元", "members": "quarters" },"#
    let checked = try checked(declaring: late, in: folder)
    #expect(checked.contains("does not consist of quarters"), "\(checked)")
  }

  @Test("parts have the decimals of the bounds, and stay within them")
  func decimals() throws {
    let folder = try folder()
    let line = "torreya allocate town.json --trials 200 " + Self.kinds
    let pinned = try folder.shell(line + "480万元 --bounds a=380.5万元:380.5万元")
    #expect(pinned.status == 0, "\(pinned.messages)")
    let rows = try folder.rows("results/allocate/allocation.csv")
    #expect(
      rows.filter { $0["row"] == "member" }.map { $0["part"] }
        == ["380.5", "99.5", "380.5", "99.5"])
    let refused = try folder.shell(
      line + "480万元 --decimals 0 --bounds a=380.3万元:380.8万元")
    #expect(refused.status == 64)
    #expect(
      refused.messages.contains("Between the bounds of 'a', 380.3 万元 and 380.8 万元"),
      "\(refused.messages)")
  }

  @Test(
    "what stands twice, holds itself, or cannot be counted",
    arguments: [
      (
        "480万元 --bounds tax.a.amount=:400万元,a=:300万元",
        "The bounds of 'a' are given twice."
      ),
      (
        "480万元 --shares a=1,b=2,tax.b.amount=3",
        "The share of 'tax.b.amount' is given twice."
      ),
      ("480万元 --members tax.total", "'tax.total' is the total itself"),
      ("1e18万元", "is beyond exact counting"),
      ("1e15万元 --decimals 2", "is beyond exact counting"),
    ])
  func refused(arguments: String, said: String) throws {
    let folder = try folder()
    let kinds =
      arguments.contains("--members") ? "--total tax.total --level " : Self.kinds
    let result = try folder.shell("torreya allocate town.json --trials 200 \(kinds)\(arguments)")
    #expect(result.status == 64, "\(result.output)")
    #expect(result.messages.contains(said), "\(result.messages)")
  }

  @Test("the scenario's own allocations name a member once, too")
  func declared() throws {
    let folder = try folder()
    let head = #"{ "id": "twice", "total": "tax.total", "level": "480万元", "#
      + #""members": "tax.*.amount", "#
    let bounds = try checked(
      declaring: head
        + #""bounds": { "a": [null, "400万元"], "tax.a.amount": [null, "300万元"] } },"#,
      in: folder)
    #expect(bounds.contains("The bounds of 'tax.a.amount' are given twice."), "\(bounds)")
    let shares = try checked(
      declaring: head + #""shares": { "a": 1, "b": 2, "tax.b.amount": 3 } },"#, in: folder)
    #expect(shares.contains("The share of 'tax.b.amount' is given twice."), "\(shares)")
  }

  @Test("a list of no confidences is none")
  func confidences() throws {
    let result = try folder().shell("torreya target town.json --target all --confidence ,")
    #expect(result.status == 64 && result.messages.contains("',' has none"), "\(result.messages)")
  }

  /// What is said of the scenario with one more allocation, which is refused.
  private func checked(declaring allocation: String, in folder: CommandFolder) throws -> String {
    let allocations = "\"allocations\": ["
    try folder.write(
      "declared.json",
      planningTown.replacingOccurrences(of: allocations, with: allocations + allocation))
    let result = try folder.torreya("check", "declared.json")
    #expect(result.status != 0)
    return result.output + result.messages
  }
}
