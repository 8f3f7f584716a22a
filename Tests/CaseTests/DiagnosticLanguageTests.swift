import SourceText
import Testing

/// What the mistakes of all cases say: Chinese in Chinese, and English in English.
@Suite struct DiagnosticLanguageTests {
  @Test(arguments: CaseFile.all)
  func everyMistakeIsToldInBothLanguages(_ file: CaseFile) {
    let runner = CaseRunner(file)
    _ = runner.output()
    for mistake in runner.mistakes {
      let texts = [mistake.message, mistake.expected, mistake.found, mistake.suggestion]
      for text in texts.compactMap({ $0 }) {
        let run = englishRun(in: text.zh)
        #expect(run.map(file.scenario.contains) ?? true, "\(file.name): \(text.zh)")
        #expect(!isChinese(text.en), "\(file.name): \(text.en)")
        let isTranslated = text.zh != text.en || !withoutQuotes(text.en).contains(#/[a-z]{3,}/#)
        // What a file says, and keys, are the same in both.
        #expect(isTranslated || isQuoted(text.en), "\(file.name): \(text.en)")
      }
    }
  }

  @Test func mistakesAreGathered() {
    let told = CaseFile.all.filter { $0.folder == "errors" }.flatMap { file in
      let runner = CaseRunner(file)
      _ = runner.output()
      return runner.mistakes
    }
    #expect(told.count > 500)
    #expect(Set(told.map(\.code)).count == DiagnosticCode.allCases.count)
  }

  @Test func theOtherLanguageIsSeen() {
    #expect(englishRun(in: "应为 a number above 0") == "number above")
    #expect(englishRun(in: "“a number above 0”不是数，如 5000万元、3.2 km") == nil)
    #expect(isChinese("expected 大于 0 的数"))
    #expect(!isChinese("'大于 0 的数' is no number, such as 5000万元 or 元/人次"))
  }

  /// Two English words or more in a row outside of quotes, commands and names of programs.
  private func englishRun(in text: String) -> String? {
    withoutQuotes(text).replacing(#/torreya [a-z]+|Microsoft Project XML/#, with: "◇")
      .firstMatch(of: #/[A-Za-z]{2,}(?: [A-Za-z]{2,})+/#).map { String($0.0) }
  }

  /// Whether Chinese punctuation or the commonest of words stand outside of quotes; units and
  /// names may.
  private func isChinese(_ text: String) -> Bool {
    withoutQuotes(text).contains(#/[，。：；（）“”、]|的|不是|没有|应/#)
  }

  /// Whether a text is an excerpt of a file: JSON, a formula or a list of ids and keys.
  private func isQuoted(_ text: String) -> Bool {
    !withoutQuotes(text).contains(#/[a-z]{2,} [a-z]{2,}/#)
  }

  private func withoutQuotes(_ text: String) -> String {
    text.replacing(#/“[^”]*”|`[^`]*`|"[^"]*"|'[^']*'/#, with: "◇")
  }
}
