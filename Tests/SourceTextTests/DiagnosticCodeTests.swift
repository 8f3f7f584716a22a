import Testing

import SourceText

@Suite("diagnostic codes")
struct DiagnosticCodeTests {
  @Test("are short words joined by hyphens", arguments: DiagnosticCode.allCases)
  func spelling(code: DiagnosticCode) {
    #expect(code.rawValue.allSatisfy { $0 == "-" || $0.isNumber || $0.isLowercase })
  }

  @Test("are explained in both languages", arguments: DiagnosticCode.allCases)
  func explained(code: DiagnosticCode) {
    for language in Language.allCases {
      #expect((2...30).contains(code.headline[language].count))
      #expect((10...300).contains(code.explanation[language].count))
    }
    #expect(code.explanation.en.hasSuffix("."))
    #expect(code.explanation.zh.hasSuffix("。"))
    #expect(code.headline.zh.unicodeScalars.contains { !$0.isASCII })
  }

  @Test("have headlines of their own")
  func distinct() {
    for language in Language.allCases {
      let headlines = Set(DiagnosticCode.allCases.map { $0.headline[language] })
      #expect(headlines.count == DiagnosticCode.allCases.count)
    }
  }
}
