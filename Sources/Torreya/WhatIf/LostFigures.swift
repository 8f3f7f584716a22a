import ColumnPlan
import Formulas
import Reports
import SourceText
import Vocabulary

extension ScenarioModel {
  /// What of some figures a changed scenario has no value for, as it has another horizon or other
  /// indicators: there is nothing then with which the scenario could be compared.
  ///
  /// - Parameter changes: what changed it.
  /// - Returns: a mistake for each such figure, which names its period.
  func lost(_ figures: [AskedFigure], by changes: [Variant.Change]) -> [Diagnostic] {
    let shown = showing(figures)
    let columns = outline(
      of: shown.model, recording: .only(Set(figures.map(\.columnLabel)))
    ).columns
    return figures.compactMap { figure in
      let own = columns.filter { $0.label == figure.columnLabel }
      guard !own.contains(where: { $0.period == figure.period }) else { return nil }
      let cause = changes.last { $0.target == "horizon" || $0.target.hasPrefix("horizon.") }
      return Diagnostic(
        .periodOutsideHorizon,
        .init(
          zh: "改动之后“\(figure.indicator)”在 \(figure.period) 没有值，无从比较",
          en: "with this change '\(figure.indicator)' has no value for \(figure.period), so that "
            + "there is nothing to compare"),
        at: (cause ?? changes.last)?.value.range, path: (cause ?? changes.last)?.path.description,
        expected: own.isEmpty
          ? nil
          : .init(zh: "两边都有的时段，如 ", en: "a period that both have; it has ")
            + own.prefix(30).map { .same($0.period) }.joined())
    }
  }
}
