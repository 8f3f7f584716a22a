import Foundation
import Testing

@testable import Reports

@Suite("files that are never replaced")
struct NewFileTests {
  @Test("other bytes get a number, the same bytes no second file")
  func names() throws {
    let path = FileManager.default.temporaryDirectory.path + "/new-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = OutputFolder(path + "/a/b")
    func write(_ text: String) throws -> String {
      try folder.writeNew(stem: "2024-01-31-ets", ending: ".csv", bytes: Array(text.utf8))
    }
    #expect(try write("one") == "2024-01-31-ets.csv")
    #expect(try write("two") == "2024-01-31-ets-2.csv")
    #expect(try write("one") == "2024-01-31-ets.csv")
    #expect(try write("two") == "2024-01-31-ets-2.csv")
    #expect(try write("") == "2024-01-31-ets-3.csv")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["2024-01-31-ets-2.csv", "2024-01-31-ets-3.csv", "2024-01-31-ets.csv"])
    #expect(try String(contentsOfFile: folder.path + "/" + names[2], encoding: .utf8) == "one")
  }

  @Test("a file in the place of the folder is told")
  func blocked() throws {
    let path = FileManager.default.temporaryDirectory.path + "/new-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "x".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: OutputError.self) {
      try OutputFolder(path + "/below").writeNew(stem: "a", ending: ".csv", bytes: [1])
    }
  }
}
