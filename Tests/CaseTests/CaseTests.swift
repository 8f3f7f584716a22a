import Foundation
import SourceText
import Testing

/// `TORREYA_UPDATE=1 swift test --filter CaseTests` rewrites the expected texts; the difference
/// that git then shows is what there is to review.
@Suite struct CaseTests {
  private static let updates = ProcessInfo.processInfo.environment["TORREYA_UPDATE"] == "1"

  @Test(arguments: CaseFile.all)
  func theOutputIsAsExpected(_ file: CaseFile) throws {
    let output = CaseRunner(file).output()
    guard output != file.expected else { return }
    if Self.updates {
      try file.rewrite(expected: output)
    } else {
      Issue.record("\(file.name)\n\(lineDifference(file.expected, output))")
    }
  }

  @Test func thereAreCases() {
    #expect(CaseFile.all.count > 50)
  }

  /// A number that nobody worked out by another way is no evidence.
  @Test(arguments: CaseFile.all)
  func theCaseSaysWhyItIsRight(_ file: CaseFile) {
    #expect(!file.comment.isEmpty)
  }

  @Test(arguments: DiagnosticCode.allCases)
  func everyKindOfMistakeHasACase(_ code: DiagnosticCode) {
    let told = CaseFile.all.contains { file in
      file.folder == "errors" && file.expected.contains("[\(code.rawValue)]\n")
    }
    #expect(told, "no case in Cases/errors shows \(code.rawValue)")
  }
}
