import Foundation
import Testing

@Suite("target, joint and allocate: several periods, and a single trial")
struct TargetSpanTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", planningTown)
    return folder
  }

  @Test("a quarter and half a year are handed down to their months and quarters")
  func spansHandedDown() throws {
    let folder = try folder()
    for (period, level, members, labels) in [
      ("2024-Q2", "28万元", "months", ["2024-04", "2024-05", "2024-06"]),
      ("2024-01..2024-06", "58万元", "quarters", ["2024-Q1", "2024-Q2"]),
    ] {
      let result = try folder.torreya(
        "allocate", "town.json", "--total", "monthly", "--period", period, "--level", level,
        "--members", members)
      #expect(result.status == 0, "\(result.messages)")
      let rows = try folder.rows("results/allocate/allocation.csv").filter { $0["way"] == "share" }
      #expect(labels.allSatisfy { label in rows.contains { $0["member"] == label } })
      #expect(result.output.contains(period))
      #expect(try folder.torreya("replay", "results/allocate/manifest.json").status == 0)
    }
    // The scenario itself may declare it.
    let declared = #"{ "id": "spring", "total": "monthly", "period": "2024-Q2", "#
      + #""level": "28万元", "members": "months" },"#
    let allocations = "\"allocations\": ["
    try folder.write(
      "spring.json",
      planningTown.replacingOccurrences(of: allocations, with: allocations + declared))
    let result = try folder.torreya("allocate", "spring.json", "--language", "en")
    #expect(result.status == 0 && result.output.contains("2024-Q2"), "\(result.messages)")
  }

  @Test("a single trial has no error to state; no confidence is listed twice")
  func singleTrial() throws {
    let folder = try folder()
    let one = try folder.torreya(
      "target", "town.json", "--target", "all", "--trials", "1", "--language", "en")
    #expect(one.status == 0 && one.output.contains("100.0 %"), "\(one.messages)")
    #expect(!one.output.contains("± 0") && !one.output.contains("?"), "\(one.output)")
    let joint = try folder.torreya("joint", "town.json", "--trials", "1", "--language", "en")
    #expect(joint.status == 0 && !joint.output.contains("±"), "\(joint.output)")
    let rows = try folder.rows("results/target/target.csv")
    #expect(rows.allSatisfy { $0["probabilityError"] == "" })
    // Floor, base and stretch are at 95 %, 80 % and 50 % here.
    let asked = rows.filter { $0["kind"] == "confidence" }
    #expect(asked.map { $0["confidence"] } == ["0.7", "0.9"])
    try folder.torreya(
      "target", "town.json", "--target", "all", "--trials", "9", "--confidence", "80%", "--quiet")
    let named = try folder.rows("results/target/target.csv").filter { $0["kind"] == "confidence" }
    #expect(named.map { $0["confidence"] } == ["0.8"])
  }

  @Test("joint counts what it takes beside the trials")
  func memory() throws {
    let folder = try folder()
    // Three columns of 400,000 trials are 9.6 MB; with what ranks them 46 MB.
    let refused = try folder.torreya(
      "joint", "town.json", "--trials", "400000", "--memory", "40M")
    #expect(refused.status != 0 && refused.messages.contains("--memory"), "\(refused.messages)")
    let result = try folder.torreya("joint", "town.json", "--trials", "9000", "--memory", "4M")
    #expect(result.status == 0, "\(result.messages)")
  }

  @Test("a level beyond all trials has no error")
  func beyondTrials() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "target", "town.json", "--target", "all", "--trials", "200", "--confidence", "0.995,0.999",
      "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(!result.output.contains("± \n") && !result.output.contains("?"), "\(result.output)")
    let rows = try folder.rows("results/target/target.csv").filter { $0["kind"] == "confidence" }
    #expect(rows.map { $0["confidence"] } == ["0.995", "0.999"])
    let error = try #require(rows[0]["standardError"].flatMap(Double.init))
    #expect(error > 0 && rows[1]["standardError"] == "")
  }
}
