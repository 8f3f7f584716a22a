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
        "the values of '\(streams[column])' and '\(streams[row])' cannot have this correlation",
        expected: "a number from \(rounded(lowest)) to \(rounded(highest)), which is what their "
          + "distributions allow; or the measure \"rank\", which can be anything from -1 to 1",
        found: "\(dependence.declared[row * dependence.variables + column])")
    case .conversion(.noVariance(let variable)):
      mistake(
        .correlation,
        "the values of '\(streams[variable])' have no finite variance above 0, and so no "
          + "product-moment correlation",
        expected: "the measure \"rank\", \"kendall\" or \"scores\"")
    }
  }

  private func contradiction(of variable: Int, _ change: Double) -> Diagnostic {
    let earlier = streams[..<variable].map { "'\($0)'" }.joined(separator: ", ")
    let distance = "the nearest correlations that can hold together change an entry by "
      + rounded(change)
    let suggestion =
      !isRepairable
      ? distance
      : dependence.largestChange == nil
        ? distance + "; \"repair\": true takes them" : distance + ", more than \"largestChange\""
    return mistake(
      .notPositiveDefinite,
      "these correlations cannot hold together: '\(streams[variable])' contradicts \(earlier)",
      expected: "weaker correlations of '\(streams[variable])'", found: place?.range.excerpt,
      suggestion: suggestion)
  }

  private func mistake(
    _ code: DiagnosticCode, _ message: String, expected: String, found: String? = nil,
    suggestion: String? = nil
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
