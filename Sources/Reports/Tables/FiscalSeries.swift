import Formulas
import SourceText
import Vocabulary

/// A reading of the revenue: a kind or all of them, a group of payers or one of them, a member of a
/// set such as a village; at a level, under a definition.
struct FiscalSeries {
  /// What sort of part it is.
  enum Sort: Hashable {
    case all, kind, payerGroup, payer
    /// A member of a set, or what is with none of them.
    case member(of: String)

    /// What the tables call it.
    var name: String {
      switch self {
      case .all: "all"
      case .kind: "kind"
      case .payerGroup: "payerGroup"
      case .payer: "payer"
      case .member(let set): set
      }
    }
  }

  let sort: Sort
  /// The id of the part; `all` for the whole.
  let part: String
  let level: RevenueLevel
  /// Nil where all definitions count the same.
  let definition: RevenueDefinition?
  let indicator: Indicator

  /// What is known from before the horizon.
  ///
  /// - Parameter months: counted from January of year 0.
  func history(_ layout: FiscalLayout, months: Range<Int>) -> Double? {
    guard let definition, let history = layout.history else { return nil }
    switch sort {
    case .all:
      return history.amount(ofKind: nil, level, definition, months: months)
    case .kind:
      return history.amount(ofKind: part, level, definition, months: months)
    case .payerGroup, .payer, .member: return nil
    }
  }

  /// Every reading of a scenario, in the order of the tables.
  static func all(_ model: ScenarioModel, _ layout: FiscalLayout) -> [FiscalSeries] {
    let indicators = Dictionary(
      model.scenario.definitions.indicators.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
    func series(_ sort: Sort, _ kind: String?) -> [FiscalSeries] {
      layout.levels.flatMap { level in
        layout.definitions.compactMap { definition in
          indicators[layout.indicator(ofKind: kind, level, definition)].map {
            FiscalSeries(
              sort: sort, part: kind ?? "all", level: level, definition: definition,
              indicator: $0)
          }
        }
      }
    }
    func series(_ sort: Sort, _ members: [FiscalLayout.Member]) -> [FiscalSeries] {
      members.compactMap { member in
        indicators[member.indicator].map { indicator in
          FiscalSeries(
            sort: sort, part: member.id, level: member.level,
            definition: layout.definitions.first { $0.id == member.definition },
            indicator: indicator)
        }
      }
    }
    return series(.all, nil) + layout.kinds.flatMap { series(.kind, $0.id) }
      + series(.payerGroup, layout.groups) + series(.payer, layout.payers)
      + layout.memberResults.flatMap { series(.member(of: $0.set.id), $0.members) }
  }
}
