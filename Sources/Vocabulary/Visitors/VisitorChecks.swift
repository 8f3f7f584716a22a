import Formulas
import SourceText

/// The identity that keeps the books of visitors whole: who wanted to come is among the arrivals,
/// the spilled or the lost, in every trial and period.
///
/// Each side is a sum over days of its own, so that a slip on any day shows.
enum VisitorChecks {
  /// The prefix of the residuals.
  static let prefix = "visitors.checks."

  /// The residual of each group that a capacity limits, and the largest of any period, kept.
  static func indicators(_ groups: [VisitorsLayout.Group]) -> [Indicator] {
    groups.filter { $0.readings.contains(.demand) }.flatMap { group -> [Indicator] in
      func part(_ reading: VisitorsLayout.Group.Reading) -> Formula {
        .reference(group.indicator(reading))
      }
      let id = prefix + group.id
      let label = BilingualText(
        zh: group.label.zh + "：需求＝接待＋分流＋流失",
        en: group.label.en + ": demand is arrivals, spilled and lost")
      let residual = part(.demand) - (part(.lost) + part(.spilled) + part(.arrivals))
      return [
        Indicator(id, label: label, kind: .count, unit: .visit, residual, visibility: .inner),
        Indicator(
          id + ".largest", label: label, kind: .level, unit: .visit,
          .call(.maxOverPeriods, .call(.absolute, .reference(id))), visibility: .kept),
      ]
    }
  }
}
