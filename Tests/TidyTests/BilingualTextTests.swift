import Testing

/// Every text in two languages is in two: the Chinese one is Chinese.
@Suite struct BilingualTextTests {
  @Test func theTextsAreFound() {
    #expect(Repository.swiftFiles.flatMap(bilingualTexts).count > 2500)
  }

  @Test func chineseTextsAreChinese() {
    for file in Repository.swiftFiles where file.target != nil {
      for text in bilingualTexts(in: file) {
        if let run = englishRun(in: text.zh) {
          Issue.record("\(file.path):\(text.line) says '\(run)' in Chinese: \(text.zh)")
        }
        guard let en = text.en else { continue }
        if englishRun(in: en) != nil, !text.zh.contains(#/\p{Han}|^[A-Z]+$/#) {
          Issue.record("\(file.path):\(text.line) has no Chinese for: \(en)")
        }
        guard en == text.zh else { continue }
        let isWord = withoutQuotes(en).contains(#/[a-z]{3,}/#)
        #expect(!isWord, "\(file.path):\(text.line) says the same in both languages: \(en)")
      }
    }
  }

  /// What is no language: ids, keys, units.
  @Test func whatIsTheSameInBothLanguagesIsNoLanguage() {
    for file in Repository.swiftFiles where file.target != nil {
      for start in file.text.ranges(of: ".same(").map(\.upperBound) {
        guard let text = literals(file.text[start...])?.text else { continue }
        #expect(englishRun(in: text) == nil, "\(file.path): same(\"\(text)\")")
      }
    }
  }

  @Test func englishIsSeenInChinese() {
    #expect(englishRun(in: "应为 a number above 0") == "number above")
    #expect(englishRun(in: "“a number above 0”不是数，如 5000万元，3.2 km，\"no name\"") == nil)
    #expect(englishRun(in: "用 torreya explain 查看，--trial 3，写成 a < b and b < c") == nil)
    let file = Repository.TextFile(
      path: "Sources/A/A.swift",
      text: """
        let one = BilingualText(
          zh: "有 \\(names.map { "\\($0)" }.joined(separator: ", "))"
            + "，such as these", en: "names")
        let other = BilingualText(zh: zh, en: "no literal")
        """)
    let found = bilingualTexts(in: file)
    #expect(found.map(\.zh) == ["有 ◇，such as these"])
    #expect(found.map(\.en) == ["names"])
    #expect(found.first.flatMap { englishRun(in: $0.zh) } == "such as these")
  }
}

/// The texts that a file writes out after `zh:`, with those after `en:`.
private func bilingualTexts(
  in file: Repository.TextFile
) -> [(zh: String, en: String?, line: Int)] {
  file.text.matches(of: #/\bzh:\s/#).compactMap { match in
    guard let zh = literals(file.text[match.range.upperBound...]) else { return nil }
    let behind = zh.rest.prefixMatch(of: #/\s*,\s*en:\s/#)
    let en = behind.flatMap { literals(zh.rest[$0.range.upperBound...])?.text }
    let line = file.text[..<match.range.lowerBound].count { $0 == "\n" } + 1
    return (zh.text, en, line)
  }
}

/// The text of string literals that `+` joins, a `◇` for what is interpolated; nil where none
/// begins.
private func literals(_ code: Substring) -> (text: String, rest: Substring)? {
  guard var (text, rest) = literal(code.drop(while: \.isWhitespace)) else { return nil }
  while true {
    let next = rest.drop(while: \.isWhitespace)
    guard next.first == "+", let (more, end) = literal(next.dropFirst().drop(while: \.isWhitespace))
    else { return (text, rest) }
    (text, rest) = (text + more, end)
  }
}

private func literal(_ code: Substring) -> (text: String, rest: Substring)? {
  let hashes = String(code.prefix { $0 == "#" })
  var rest = code.dropFirst(hashes.count)
  guard rest.first == "\"", !rest.hasPrefix("\"\"\"") else { return nil }
  rest = rest.dropFirst()
  var text = ""
  while let character = rest.first, character != "\n" {
    if rest.hasPrefix("\"" + hashes) { return (text, rest.dropFirst(1 + hashes.count)) }
    if rest.hasPrefix("\\" + hashes) {
      rest = rest.dropFirst(1 + hashes.count)
      if rest.first == "(" {
        text += "◇"
        rest = behindBrackets(rest)
        continue
      }
    }
    text.append(rest.removeFirst())
  }
  return nil
}

/// What stands behind the brackets that open a text of code.
private func behindBrackets(_ code: Substring) -> Substring {
  var rest = code
  var depth = 0
  while let character = rest.first {
    if let inner = literal(rest) {
      rest = inner.rest
      continue
    }
    rest = rest.dropFirst()
    if character == "(" { depth += 1 }
    if character == ")" { depth -= 1 }
    if depth == 0 { break }
  }
  return rest
}

/// The first run of two English words or more outside of quotes, commands and names of programs.
private func englishRun(in text: String) -> String? {
  withoutQuotes(text)
    .replacing(
      #/torreya [a-z]+|--[a-z-]+( [a-z]+)?|Microsoft Project XML|shapley Shapley/#, with: "◇"
    )
    .replacing(#/[a-z] [<>] [a-z] and [a-z]/#, with: "◇")
    .firstMatch(of: #/[A-Za-z]{2,}(?: [A-Za-z]{2,})+/#).map { String($0.0) }
}

private func withoutQuotes(_ text: String) -> String {
  text.replacing(#/“[^”]*”|`[^`]*`|"[^"]*"|'[^']*'/#, with: "◇")
}
