import Probability
import SourceText

extension Correlation {
  /// What is wrong with correlations of which each by itself is one, naming the streams.
  func diagnostic(_ error: DependenceError) -> Diagnostic {
    switch error {
    case .contradiction(let variable, let change): contradiction(of: variable, change)
    case .conversion(.unreachable(let row, let column, let lowest, let highest)):
      mistake(
        .correlation,
        .init(
          zh: "“\(streams[column])”与“\(streams[row])”的值不可能有这样的相关系数",
          en: "the values of '\(streams[column])' and '\(streams[row])' cannot have this "
            + "correlation"),
        expected: .init(
          zh: "\(rounded(lowest)) 到 \(rounded(highest)) 的数，这是两个分布所能达到的；或改用“rank”，"
            + "它可以取 -1 到 1 的任何数",
          en: "a number from \(rounded(lowest)) to \(rounded(highest)), which is what their "
            + "distributions allow; or the measure \"rank\", which can be anything from -1 to 1"),
        found: .same("\(dependence.declared[row * dependence.variables + column])"))
    case .conversion(.noVariance(let variable)):
      mistake(
        .correlation,
        .init(
          zh: "“\(streams[variable])”的值没有大于 0 的有限方差，所以没有积矩相关系数",
          en: "the values of '\(streams[variable])' have no finite variance above 0, and so no "
            + "product-moment correlation"),
        expected: .init(
          zh: "改用“rank”、“kendall”或“scores”",
          en: "the measure \"rank\", \"kendall\" or \"scores\""))
    }
  }

  private func contradiction(of variable: Int, _ change: Double) -> Diagnostic {
    let earlier = streams[..<variable].map(BilingualText.quoted).joined()
    let distance = BilingualText(
      zh: "能同时成立的最近的相关系数要改动某一项 \(rounded(change))",
      en: "the nearest correlations that can hold together change an entry by "
        + rounded(change))
    let suggestion =
      !isRepairable
      ? distance
      : dependence.largestChange == nil
        ? distance + .init(zh: "；写上 \"repair\": true 就采用它", en: "; \"repair\": true takes them")
        : distance + .init(zh: "，超过 \"largestChange\"", en: ", more than \"largestChange\"")
    let name = streams[variable]
    return mistake(
      .notPositiveDefinite,
      .init(
        zh: "这些相关系数不可能同时成立：“\(name)”与\(earlier.zh)矛盾",
        en: "these correlations cannot hold together: '\(name)' contradicts \(earlier.en)"),
      expected: .init(
        zh: "“\(name)”的相关系数小一些", en: "weaker correlations of '\(name)'"),
      found: (place?.range.excerpt).map(BilingualText.same), suggestion: suggestion)
  }

  private func mistake(
    _ code: DiagnosticCode, _ message: BilingualText, expected: BilingualText,
    found: BilingualText? = nil, suggestion: BilingualText? = nil
  ) -> Diagnostic {
    Diagnostic(
      code, message, at: place?.range ?? origin, path: place?.path, expected: expected,
      found: found, suggestion: suggestion)
  }

  /// Three digits behind the point.
  private func rounded(_ number: Double) -> String {
    "\((number * 1000).rounded() / 1000)"
  }
}

extension SourceRange {
  /// Its text on one line, cut to what fits into a message.
  fileprivate var excerpt: String {
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.count <= 60 ? text : text.prefix(57) + "…"
  }
}
