import SourceText
import Testing

@testable import ProjectImport

@Suite("notes that an import adds") struct NoteLanguageTests {
  @Test("they are in the language that is asked for, and nothing else differs")
  func languages() throws {
    let plan = SourceFile(name: "plan.xml", bytes: Array(smallPlan.utf8))
    func written(_ language: Language) throws -> [Substring] {
      var options = ImportOptions()
      options.language = language
      return try #require(importProject(plan, options).json).split(separator: "\n")
    }
    let (zh, en) = (try written(.zh), try written(.en))
    #expect(zh.count == en.count)
    let pairs = zip(zh, en).filter { $0 != $1 }
    #expect(pairs.count == 1)
    #expect(pairs.allSatisfy { $0.0.contains("不得早于这一天开始时完成") })
    #expect(pairs.allSatisfy { $0.1.contains("may not finish before this day begins") })
  }
}
