import Foundation
import Testing

@Suite("torreya allocate: results that tie, decimals, totals below 0")
struct AllocateCommandTests {
  /// A member that often brings nothing, beside one that may bring anything.
  private let town = """
    { "torreya": 1, "id": "ties", "horizon": { "first": "2024", "periods": 1 },
      "drivers": {
        "x": { "value": { "uniform": { "low": 0, "high": 100 } } },
        "y": { "value": { "uniform": { "low": 0, "high": 1 } } }
      },
      "indicators": [
        { "id": "a", "unit": "万元", "kind": "flow", "formula": "drivers.x * 1万元" },
        { "id": "b", "unit": "万元", "kind": "flow",
          "formula": "if(drivers.y < 0.6, 0万元, drivers.y * 10万元)" },
        { "id": "total", "unit": "万元", "kind": "flow", "formula": "a + b" } ] }
    """

  private func allocate(_ options: String...) throws -> FinishedCommand {
    let folder = try CommandFolder()
    try folder.write("town.json", town)
    return try folder.torreya(
      ["allocate", "town.json", "--total", "total", "--trials", "2000", "--language", "en"]
        + options)
  }

  @Test(
    "results that tie keep a member from the common confidence, and not its decimals",
    arguments: ["2", "6"])
  func ties(decimals: String) throws {
    let result = try allocate(
      "--confidence", "0.8", "--by", "equalRisk", "--members", "a,b", "--decimals", decimals)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("(b: many results are just the part"), "\(result.output)")
    #expect(!result.output.contains("makes them finer"), "\(result.output)")
  }

  @Test("a negative total of members that are positive says so, of both ways together")
  func negative() throws {
    let result = try allocate("--members", "a，b", "--level=-8万元")
    #expect(result.status == 64)
    #expect(result.messages.contains("lies below 0"), "\(result.messages)")
  }

  @Test("no part by share is less than nothing, however much a bound gives to another")
  func floors() throws {
    let result = try allocate(
      "--members", "a,b", "--level", "1000万元", "--by", "share", "--bounds", "a=2000万元:")
    #expect(result.status == 64)
    #expect(
      result.messages.contains("come to 2000 万元 at least and to no limit"), "\(result.messages)")
    let bounded = try allocate(
      "--members", "a,b", "--level", "1000万元", "--by", "share", "--bounds", "a=900万元:")
    #expect(bounded.status == 0, "\(bounded.messages)")
    let wide = try allocate(
      "--members", "a,b", "--level", "1000万元", "--by", "share", "--bounds", "a＝900万元：")
    #expect(wide.status == 0 && wide.output == bounded.output, "\(wide.messages)")
  }

  @Test("the sum of the parts has all their decimals")
  func decimals() throws {
    let result = try allocate("--members", "a、b", "--level", "1230.23456万元", "--by", "share")
    #expect(result.status == 0, "\(result.messages)")
    let sum = result.output.split(separator: "\n").first { $0.hasPrefix("sum") }
    #expect(sum?.contains("1230.23456") == true, "\(result.output)")
  }
}
