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
  func report(
    _ message: BilingualText, expected: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .correlation, message, at: correlation.origin, expected: expected,
        suggestion: suggestion))
  }
  let streams = correlation.streams
  let rows = correlation.dependence.variables
  if rows != streams.count {
    report(
      .init(
        zh: "矩阵有 \(rows) 行，而随机值有 \(streams.count) 个",
        en: "the matrix has \(rows) rows for \(streams.count) streams"),
      expected: .init(
        zh: "每个随机值一行一列", en: "a row and a column for each stream"))
  }
  for stream in streams {
    if !grouped.insert(stream).inserted {
      report(
        .init(
          zh: "“\(stream)”在相关关系里出现了两次",
          en: "'\(stream)' stands in the correlations twice"),
        expected: .init(zh: "每个随机值只写一次", en: "each stream once"))
    }
    if draws.cadences[stream] == nil {
      report(
        .init(
          zh: "没有叫“\(stream)”的不确定值", en: "no uncertain value is called '\(stream)'"),
        suggestion: didYouMean(stream, among: draws.streams))
    }
  }
  let known = streams.filter { draws.cadences[$0] != nil }
  guard let first = known.first, let cadences = draws.cadences[first] else { return diagnostics }
  for stream in known where draws.cadences[stream] != cadences {
    let (one, other) = (draws.often(stream), draws.often(first))
    report(
      .init(
        zh: "“\(stream)”\(one.zh)取一次值，而“\(first)”\(other.zh)取一次值",
        en: "'\(stream)' is drawn \(one.en), but '\(first)' \(other.en)"),
      expected: .init(
        zh: "取值同样频繁的随机值", en: "streams that are drawn equally often"))
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

  func often(_ stream: String) -> BilingualText {
    let cadences = cadences[stream] ?? []
    let words: [(Draw.Cadence, BilingualText)] = [
      (.once, .init(zh: "整个预测期", en: "once")),
      (.everyYear, .init(zh: "每年", en: "every year")),
      (.everyPeriod, .init(zh: "每个时段", en: "every period")),
    ]
    return words.filter { cadences.contains($0.0) }.map(\.1)
      .joined(BilingualText(zh: "和", en: " and "))
  }
}
