import Formulas
import SourceText

/// What all visitors spend on each category.
struct SpendingTotals {
  /// In the order in which the groups name them, each once.
  let categories: [String]
  let indicators: [Indicator]

  static let total = "visitors.total.spending"

  /// - Parameters:
  ///   - spending: of each group.
  ///   - isNeeded: whether others need the categories even where no group has several.
  init(_ spending: [GroupSpending], isNeeded: Bool) {
    var parts: [(category: String, ids: [String])] = []
    for group in spending {
      for category in group.categories {
        if let known = parts.firstIndex(where: { $0.category == category }) {
          parts[known].ids.append(group.id(of: category))
        } else {
          parts.append((category, [group.id(of: category)]))
        }
      }
    }
    categories = parts.map(\.category)
    let isDivided = categories.count > 1
    guard isDivided || isNeeded else {
      indicators = []
      return
    }
    indicators = parts.map { part in
      let label = SpendingCategory.label(part.category)
      return Indicator(
        Self.id(of: part.category),
        label: BilingualText(
          zh: "游客总消费：" + label.zh, en: "All visitors: spending on " + label.en),
        kind: .flow, unit: .tenThousandYuan, .total(part.ids.map { .reference($0) }, .yuan),
        visibility: isDivided ? .reported : .inner)
    }
  }

  /// The indicator of a category.
  static func id(of category: String) -> String { total + "." + category }
}
