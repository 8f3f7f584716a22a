import Foundation
import Testing

/// The worked questions of the planner's guide: what stands under `<!-- prints: torreya … -->` is
/// what the command prints.
///
/// With TORREYA_UPDATE=1 the text is written into the page instead.
@Suite("the planner's guide", .serialized)
struct PlannerGuideTests {
  @Test(
    "each question is answered as the page shows",
    arguments: ["docs/planner-guide.md", "docs/planner-guide.zh-CN.md"])
  func answers(page: String) throws {
    let folder = try CommandFolder()
    for name in ["scenarios", "seeds"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: packageFolder + "/" + name)
    }
    var lines = try String(contentsOfFile: packageFolder + "/" + page, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let updates = ProcessInfo.processInfo.environment["TORREYA_UPDATE"] == "1"
    var answered = 0
    for place in lines.indices.reversed() {
      guard let match = lines[place].firstMatch(of: /<!-- prints: torreya (.*) -->/) else {
        continue
      }
      answered += 1
      let words = match.1.split(separator: " ").map { word in
        String(word.filter { $0 != "'" })
      }
      let named = words.contains("--language") ? words : words + ["--language", "en"]
      let result = try folder.torreya(named)
      #expect(result.status == 0, "\(result.messages)")
      let start = try #require(lines[place...].firstIndex { $0.hasPrefix("```") })
      let end = try #require(lines[(start + 1)...].firstIndex { $0.hasPrefix("```") })
      let printed = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init).dropLast { $0.isEmpty }
      if updates {
        lines.replaceSubrange((start + 1)..<end, with: printed)
      } else {
        #expect(Array(lines[(start + 1)..<end]) == printed, "\(page):\(start + 2)")
      }
    }
    #expect(answered == 9)
    if updates {
      try lines.joined(separator: "\n").write(
        toFile: packageFolder + "/" + page, atomically: true, encoding: .utf8)
    }
  }
}

extension [String] {
  /// Without the last elements that are like this.
  fileprivate func dropLast(_ isDropped: (String) -> Bool) -> [String] {
    Array(prefix((lastIndex { !isDropped($0) } ?? -1) + 1))
  }
}
