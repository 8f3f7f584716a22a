import Formulas
import SourceText

extension SeriesBuilder {
  /// Makes of rows under several definitions one row for each period.
  ///
  /// The newest definition counts. An older one is brought to it by a factor, the ratio of the
  /// sums over the periods that both give: the ratio of sums rather than the mean of ratios, so
  /// that small periods do not decide. Where no period is given under both, or the sums are not
  /// positive, the values stay and a level shift is recorded.
  ///
  /// - Source: chain-linking by annual overlap, IMF (2017), Quarterly National Accounts Manual,
  ///   ch. 8.
  mutating func linkDefinitions(_ observations: inout [RawSeries.Observation]) {
    if let name = options.definition, !raw.definitions.isEmpty {
      guard let index = raw.definitions.firstIndex(of: name) else {
        tellNoDefinition(name)
        return
      }
      observations.removeAll { $0.definition != nil && $0.definition != index }
    }
    let used = Set(observations.compactMap(\.definition))
    guard used.count > 1 else {
      oneForEachPeriod(&observations)
      return
    }
    var segments = used.map { definition in
      Segment(definition, observations.filter { $0.definition == definition })
    }
    segments.sort { ($0.first, $0.last, $0.definition) < ($1.first, $1.last, $1.definition) }
    let newest = segments[segments.count - 1]
    if let rival = segments.dropLast().first(where: {
      $0.first == newest.first && $0.last == newest.last
    }) {
      tellRivals(rival, newest)
      return
    }
    var linked = newest
    for older in segments.dropLast().reversed() { link(older, to: &linked) }
    // Rows without a definition hold under each.
    let places = Set(linked.rows.map(\.place))
    observations =
      (linked.rows + observations.filter { $0.definition == nil && !places.contains($0.place) })
      .sorted { $0.place < $1.place }
  }

  private struct Segment {
    let definition: Int
    var rows: [RawSeries.Observation]
    var first: Int { rows[0].place }
    var last: Int { rows[rows.count - 1].place }

    /// - Precondition: the rows are of this definition, sorted by place, and not empty.
    init(_ definition: Int, _ rows: [RawSeries.Observation]) {
      self.definition = definition
      self.rows = rows
    }
  }

  /// Puts the rows of an older definition before those of the newer one.
  private mutating func link(_ older: Segment, to newer: inout Segment) {
    let start = newer.first
    let before = older.rows.filter { $0.place < start }
    guard !before.isEmpty else { return }
    let names = (old: raw.definitions[older.definition], new: raw.definitions[newer.definition])
    let values = Dictionary(
      older.rows.map { ($0.place, $0.value) }, uniquingKeysWith: { value, _ in value })
    var sums = (old: 0.0, new: 0.0)
    for row in newer.rows {
      guard let old = values[row.place], !old.isNaN, !row.value.isNaN else { continue }
      sums.old += old
      sums.new += row.value
    }
    let periods = before.map { period($0.place) }
    let factor = sums.new / sums.old
    if sums.old > 0, sums.new > 0, factor > 0, factor.isFinite {
      var scaled = before
      for index in scaled.indices { scaled[index].value *= factor }
      newer.rows = scaled + newer.rows
      care.add(
        .link, periods, after: factor,
        zh: "\(shown(periods)) 按“\(names.old)”口径的数乘以 \(shown(factor))，与“\(names.new)”口径衔接",
        en: "\(shown(periods)): values of '\(names.old)' are multiplied by \(shown(factor)) to "
          + "join those of '\(names.new)'")
    } else {
      newer.rows = before + newer.rows
      shifts.append((start, names.new))
      care.add(
        .levelShift, [period(start)],
        zh: "\(period(start).label) 起改为“\(names.new)”口径，没有可衔接的重叠数，按水平变动处理",
        en: "from \(period(start).label) on the definition is '\(names.new)', which nothing "
          + "links to '\(names.old)': the level may change")
    }
  }

  private mutating func tellNoDefinition(_ name: String) {
    findings.append(
      Finding(
        code: .unknownName,
        message: .init(
          zh: "“\(raw.id)”没有口径“\(name)”", en: "'\(raw.id)' has no definition '\(name)'"),
        cell: raw.observations.first.map { ($0.row, $0.column) }, expected: .oneOf(raw.definitions),
        suggestion: didYouMean(name, among: raw.definitions)))
  }

  private mutating func tellRivals(_ one: Segment, _ other: Segment) {
    let row = other.rows[0]
    let names = [one, other].map { raw.definitions[$0.definition] }.sorted().map(
      BilingualText.quoted
    ).joined(BilingualText(zh: "和", en: " and "))
    findings.append(
      Finding(
        code: .duplicatePeriod,
        message: .init(
          zh: "“\(raw.id)”的同一些时段有\(names.zh)两种口径",
          en: "'\(raw.id)' has the definitions \(names.en) for the "
            + "same periods"), cell: (row.row, row.column),
        expected: .init(zh: "一种口径接着另一种，或选定一种", en: "one that follows the other, or a choice"),
        suggestion: .init(zh: "指明以哪种口径为准", en: "say which definition counts")))
  }

  /// Puts rows with and without a definition in order, each period once.
  private mutating func oneForEachPeriod(_ observations: inout [RawSeries.Observation]) {
    if zip(observations, observations.dropFirst()).allSatisfy({ $0.place < $1.place }) { return }
    observations.sort { ($0.place, $0.row) < ($1.place, $1.row) }
    var kept: [RawSeries.Observation] = []
    for observation in observations {
      if let last = kept.last, last.place == observation.place {
        tellDuplicate(last, observation)
      } else {
        kept.append(observation)
      }
    }
    observations = kept
  }
}
