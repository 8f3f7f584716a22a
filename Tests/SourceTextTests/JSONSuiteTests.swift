import Foundation
import Testing

@testable import SourceText

/// The parsing cases of JSONTestSuite (Nicolas Seriot, *Parsing JSON is a Minefield*, 2016), when
/// `TORREYA_JSON_SUITE` names the folder that holds them.
@Suite(
  "JSONTestSuite",
  .enabled(if: JSONSuite.folder != nil, "TORREYA_JSON_SUITE names no folder"))
struct JSONSuiteTests {
  @Test("y_ are accepted, n_ are refused, i_ give a tree or a diagnostic")
  func all() throws {
    let folder = try #require(JSONSuite.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".json") }
    #expect(names.count > 300)
    for name in names {
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
      let (node, diagnostics) = readJSON(SourceFile(name: name, bytes: Array(data)))
      switch name.prefix(2) {
      case "y_" where name.hasPrefix("y_object_duplicated_key"):
        // We are stricter: a key that is given twice is a planner's mistake.
        #expect(diagnostics.map(\.code) == [.duplicateKey], "\(name)")
      case "y_": #expect(diagnostics.isEmpty, "\(name)")
      case "n_": #expect(!diagnostics.isEmpty, "\(name)")
      default: #expect(node != nil || !diagnostics.isEmpty, "\(name)")
      }
    }
  }
}

private enum JSONSuite {
  static let folder = ProcessInfo.processInfo.environment["TORREYA_JSON_SUITE"]
}
