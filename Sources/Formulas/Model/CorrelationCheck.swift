import Probability
import SourceText

/// Makes the correlations ready to be simulated, and says what is wrong with them: streams that
/// nothing draws, that stand in two groups, or that are not drawn at the same times; correlations
/// that the values cannot have, or not together.
///
/// - Parameter former: what was joined before a change: a stream of it that nothing draws any more
///   is certain now, and no mistake.
func resolvedCorrelations(
  _ correlations: [Correlation], among indicators: [Indicator],
  after former: FormerCorrelations = .none
) -> (resolved: [ResolvedCorrelation], diagnostics: [Diagnostic]) {
  guard !correlations.isEmpty else { return ([], []) }
  var draws = DrawnStreams()
  for indicator in indicators { draws.collect(indicator.formula) }
  let certain = former.draws.filter { draws.cadences[$0.key] == nil }
  for draw in certain.values { draws.collect(draw) }
  var grouped: Set<String> = []
  var resolved: [ResolvedCorrelation] = []
  var found: [Diagnostic] = []
  for correlation in correlations {
    let mistakes = diagnostics(of: correlation, draws, &grouped)
    found += mistakes
    let distributions = correlation.streams.compactMap { draws.distributions[$0] }
    guard mistakes.isEmpty, distributions.count == correlation.dependence.variables else {
      continue
    }
    do throws(DependenceError) {
      resolved.append(
        ResolvedCorrelation(
          name: correlation.name, streams: correlation.streams,
          dependence: try correlation.dependence.resolved(for: distributions),
          basis: correlation.basis,
          certain: certain.filter { correlation.streams.contains($0.key) }))
    } catch {
      found.append(correlation.diagnostic(error))
    }
  }
  return (resolved, found)
}

private func diagnostics(
  of correlation: Correlation, _ draws: DrawnStreams, _ grouped: inout Set<String>
) -> [Diagnostic] {
  var diagnostics: [Diagnostic] = []
  func report(_ message: String, expected: String? = nil, suggestion: String? = nil) {
    diagnostics.append(
      Diagnostic(
        .correlation, message, at: correlation.origin, expected: expected,
        suggestion: suggestion))
  }
  let streams = correlation.streams
  if correlation.dependence.variables != streams.count {
    report(
      "the matrix has \(correlation.dependence.variables) rows for \(streams.count) streams",
      expected: "a row and a column for each stream")
  }
  for stream in streams {
    if !grouped.insert(stream).inserted {
      report("'\(stream)' stands in the correlations twice", expected: "each stream once")
    }
    if draws.cadences[stream] == nil {
      report(
        "no uncertain value is called '\(stream)'",
        suggestion: didYouMean(stream, among: draws.streams))
    }
  }
  let known = streams.filter { draws.cadences[$0] != nil }
  guard let first = known.first, let cadences = draws.cadences[first] else { return diagnostics }
  for stream in known where draws.cadences[stream] != cadences {
    report(
      "'\(stream)' is drawn \(draws.often(stream)), but '\(first)' \(draws.often(first))",
      expected: "streams that are drawn equally often")
  }
  return diagnostics
}

/// The streams that formulas draw from.
private struct DrawnStreams {
  /// In the order in which they are drawn first.
  private(set) var streams: [String] = []
  private(set) var cadences: [String: Set<Draw.Cadence>] = [:]
  private(set) var distributions: [String: any Distribution] = [:]

  mutating func collect(_ formula: Formula) {
    switch formula.node {
    case .draw(let draw): collect(draw)
    case .call(_, let arguments): for argument in arguments { collect(argument) }
    case .constant, .series, .daySeries, .reference, .scheduled, .members: break
    }
  }

  mutating func collect(_ draw: Draw) {
    if cadences[draw.stream] == nil { streams.append(draw.stream) }
    cadences[draw.stream, default: []].insert(draw.cadence)
    distributions[draw.stream] = draw.distribution
  }

  func often(_ stream: String) -> String {
    let cadences = cadences[stream] ?? []
    let words: [(Draw.Cadence, String)] = [
      (.once, "once"), (.everyYear, "every year"), (.everyPeriod, "every period"),
    ]
    return words.filter { cadences.contains($0.0) }.map(\.1).joined(separator: " and ")
  }
}
