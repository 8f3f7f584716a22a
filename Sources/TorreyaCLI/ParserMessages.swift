/// What the parser of the command line says of the most usual mistakes, in Chinese; nil for any
/// other message, such as ours, which are in the language that was asked for.
///
/// - Parameter message: `The value '1,000' is invalid for '--trials <trials>'`, say.
func chineseForParserMessage(_ message: String) -> String? {
  if let found = quoted(message, "The value '", "' is invalid for '", "'") {
    return "“\(found.words[0])”不能作为“\(found.words[1])”的值" + found.rest
  }
  let meant = quoted(message, "Unknown option '", "'. Did you mean '", "'?")
  if let found = meant, found.rest.isEmpty {
    return "没有选项“\(found.words[0])”。是否要写“\(found.words[1])”？"
  }
  for (start, chinese) in [
    ("Unknown option '", "没有选项"), ("Missing value for '", "缺少取值："),
    ("Missing expected argument '", "缺少参数："), ("Unexpected argument '", "多余的参数："),
  ] {
    if let found = quoted(message, start, "'"), found.rest.isEmpty {
      return "\(chinese)“\(found.words[0])”"
    }
  }
  return nil
}

/// The words between some signs that follow one another, and what stands behind the last one; nil
/// where the text does not begin with the first or lacks another.
private func quoted(_ text: String, _ signs: String...) -> (words: [String], rest: String)? {
  guard text.hasPrefix(signs[0]) else { return nil }
  var rest = text.dropFirst(signs[0].count)
  var words: [String] = []
  for sign in signs.dropFirst() {
    guard let found = rest.firstRange(of: sign) else { return nil }
    words.append(String(rest[..<found.lowerBound]))
    rest = rest[found.upperBound...]
  }
  return (words, String(rest))
}
