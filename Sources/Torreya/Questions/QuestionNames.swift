import ColumnPlan
import Formulas
import Reports
import SourceText
import Vocabulary

/// What questions name, by ids or by labels, looked up in the scenario. Each says of all names at
/// once which of them the scenario does not have, and what was probably meant.
extension ScenarioModel {
  /// The targets of these ids, in the order of the ids.
  public func targets(named ids: [String]) throws(QuestionError) -> [JudgedTarget] {
    try found(.init(zh: "目标", en: "target"), ids, among: targets) {
      ($0.target.id, $0.target.label)
    }
  }

  /// The targets of these ids; `all` alone means every one, where none has that id.
  public func targets(namedOrAll ids: [String]) throws(QuestionError) -> [JudgedTarget] {
    let known = targets.map(\.target.id)
    return try targets(named: ids == ["all"] && !known.contains("all") ? known : ids)
  }

  /// The variants of these ids, in the order of the ids.
  public func variants(named ids: [String]) throws(QuestionError) -> [Variant] {
    try found(.init(zh: "变体", en: "variant"), ids, among: scenario.variants) {
      ($0.id, $0.label)
    }
  }

  /// The levers of these ids, in the order of the ids.
  public func levers(named ids: [String]) throws(QuestionError) -> [Lever] {
    try found(.init(zh: "措施", en: "lever"), ids, among: scenario.levers) { ($0.id, $0.label) }
  }

  private func found<Thing>(
    _ kind: BilingualText, _ ids: [String], among things: [Thing],
    by namesOf: (Thing) -> (id: String, label: BilingualText)
  ) throws(QuestionError) -> [Thing] {
    var mistakes = QuestionMistakes()
    var named: Set<String> = []
    let found = mistakes.each(ids) { id throws(QuestionError) in
      // An id is one thing; of what has the same label the first one would be a guess.
      let labelled = things.filter { namesOf($0).label.zh == id || namesOf($0).label.en == id }
      let thing =
        things.first { namesOf($0).id == id } ?? (labelled.count == 1 ? labelled[0] : nil)
      guard named.insert(thing.map { namesOf($0).id } ?? id).inserted else {
        throw QuestionError(
          .init(zh: "\(kind.zh)“\(id)”写了两次。", en: "The \(kind.en) '\(id)' is named twice."))
      }
      if let thing { return thing }
      let known = (labelled.isEmpty ? things : labelled).map { namesOf($0).id }
      let list: BilingualText =
        known.isEmpty || known.count > 30
        ? .same("") : .init(zh: "有：", en: " It has: ") + .listed(known)
      throw QuestionError(
        .init(zh: "情景没有\(kind.zh)“\(id)”。", en: "The scenario has no \(kind.en) '\(id)'.")
          + list + suggestion(id, known))
    }
    try mistakes.check()
    return found
  }

  /// The figures of targets and of indicators, the targets first.
  ///
  /// - Parameter ids: of the targets; all of them for nil where no indicator is named.
  /// - Parameter names: each as `id` or `id@period`, where several periods may stand as in
  ///   `id@2024-Q2` or `id@2024-01..2024-06`; without a period of the whole horizon.
  public func figures(targets ids: [String]? = nil, indicators names: [String] = [])
    throws(QuestionError) -> [AskedFigure]
  {
    var mistakes = QuestionMistakes()
    let ids = ids ?? (names.isEmpty ? targets.map(\.target.id) : [])
    let judged = mistakes.gather { () throws(QuestionError) in try targets(namedOrAll: ids) }
    let named = mistakes.each(names) { name throws(QuestionError) in
      let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
      let indicator = try reportedIndicator(parts.first ?? name)
      let period = parts.count > 1 ? parts[1] : nil
      let shown = period.map { showing($0, of: indicator.id) } ?? self
      let outlined = CompiledScenario(
        model: shown, plan: outline(of: shown.model, recording: .only([indicator.id])))
      let column = try outlined.column(of: indicator.id, period: period)
      return AskedFigure(indicator, period: column.period)
    }
    try mistakes.check()
    let figures = judged.map(AskedFigure.init) + named
    guard !figures.isEmpty else {
      throw QuestionError(
        .init(
          zh: "情景没有可问的目标：请指明指标。", en: "The scenario has no targets to ask about: name indicators."))
    }
    return figures
  }

  /// The indicators that results show.
  var reportedIndicators: [Indicator] {
    model.indicators.map(\.indicator).filter { $0.visibility != .inner }
  }

  /// An indicator that results show.
  func reportedIndicator(_ id: String) throws(QuestionError) -> Indicator {
    let reported = reportedIndicators
    if let found = reported.first(where: { $0.id == id }) { return found }
    // A total of revenue is an indicator under each of its definitions.
    let below = reported.map(\.id).filter { other in
      other.hasPrefix(id + ".") && !other.dropFirst(id.count + 1).contains(".")
    }
    let near =
      below.isEmpty
      ? suggestion(id, reported.map(\.id))
      : .init(zh: "有：", en: " It reports: ") + .listed(below)
    throw QuestionError(
      .init(zh: "情景的结果里没有指标“\(id)”。", en: "The scenario reports no indicator '\(id)'.")
        + near)
  }
}

extension ScenarioModel {
  /// The same scenario, which also shows the value that an indicator has in several periods
  /// together; the scenario itself where a text names no such.
  public func showing(_ periods: String, of id: String) -> ScenarioModel {
    guard let span = model.horizon.span(label: Period.label(written: periods)) else { return self }
    return holding(model.showing(span, of: id))
  }

  /// The same scenario, which also shows what figures ask for of several periods together.
  func showing(_ figures: [AskedFigure]) -> ScenarioModel {
    figures.reduce(self) { $0.showing($1.period, of: $1.columnLabel) }
  }
}

/// What was probably meant, as a sentence; empty where nothing is near.
public func suggestion(_ name: String, _ known: [String]) -> BilingualText {
  nearest(to: name, among: known)
    .map { .init(zh: "是否要写“\($0)”？", en: " Did you mean '\($0)'?") } ?? .same("")
}

extension BilingualText {
  /// Ids at the end of a sentence.
  static func listed(_ ids: [String]) -> BilingualText {
    ids.map(BilingualText.same).joined() + .init(zh: "。", en: ".")
  }
}

extension CompiledScenario {
  /// The column of an indicator in a period; the whole horizon for nil.
  ///
  /// - Parameter takesSpans: whether the value of several periods together can be asked for.
  func column(
    of id: String, period: String?, takesSpans: Bool = false
  ) throws(QuestionError) -> Column {
    let horizon = model.model.horizon
    let written = period.map { Period.label(written: $0) } ?? horizon.label
    let span = horizon.span(label: written)
    let label = span?.label ?? written
    // The label of a column names it as it stands; what is all periods is called the horizon where
    // nothing is added up.
    let isAll = span?.periods == 0...(horizon.count - 1)
    for name in [period ?? horizon.label, label] + (isAll ? [horizon.label] : []) {
      if let column = plan.columns.first(where: { $0.period == name && $0.label == id }) {
        return column
      }
    }
    let periods = plan.columns.filter { $0.label == id }.map(\.period)
    let several =
      takesSpans && periods.count > 2
      ? BilingualText(
        zh: "几期合计写作 2024-Q2、2024-H1 或 2024-01..2024-06。",
        en: " Several periods together are written as 2024-Q2, 2024-H1 or 2024-01..2024-06.")
      : .same("")
    throw QuestionError(
      .init(zh: "“\(id)”在 \(label) 没有值。有：", en: "'\(id)' has no value for \(label). It has: ")
        + .listed(periods) + several)
  }
}

/// A quantity in base units of an indicator.
///
/// - Throws: when it is in another unit.
func level(_ quantity: Quantity, of indicator: Indicator) throws(QuestionError) -> Double {
  let unit = indicator.unit
  if quantity.unit.hasSameDimension(as: unit) { return quantity.value }
  guard quantity.unit.symbol == "1", unit.dimension.isCount else {
    throw QuestionError(
      .init(
        zh: "“\(indicator.id)”的单位是\(unit.symbolOrWord.zh)，而 \(quantity) 不是："
          + "请写成\(unit.symbolOrWord.zh)或同类单位。",
        en:
          "'\(indicator.id)' is in \(unit.symbol), and \(quantity) is not: write it in "
          + "\(unit.symbol) or a unit like it."))
  }
  return unit.baseValue(of: quantity.value)
}
