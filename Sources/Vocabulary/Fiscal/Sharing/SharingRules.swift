import Formulas
import SourceText

/// The dated rules by which kinds of revenue are shared.
///
/// Where a rule changes within a period, its share counts for the days on which it is in force;
/// a period that lies wholly within one rule has exactly the share of its row. So a rule that is
/// added changes no period before it.
struct SharingRules {
  private let rules: [SharingRule]
  /// The file of the rules, which is the source of their shares.
  private let file: String?

  init(_ reader: ObjectReader) {
    file = reader.text(Fiscal.sharing)
    rules =
      reader.table(Fiscal.sharing).flatMap { SharingRuleReader($0, reader) }?.rules() ?? []
  }

  /// The rules of a kind that are in force within a horizon, in the order of their dates; empty
  /// where none is in force when it begins.
  func rules(of kind: TaxKind, in horizon: Horizon) -> [SharingRule] {
    let own = rules.filter { $0.kind == kind.rawValue && $0.validFrom <= horizon.lastDay }
    guard let first = own.lastIndex(where: { $0.validFrom <= horizon.firstDay }) else {
      return []
    }
    return Array(own[first...])
  }

  /// A level's share of a kind, as an inner indicator and a row of the assumptions.
  func add(
    _ shares: [Double], of level: RevenueLevel, _ kind: TaxKind, from date: CalendarDate,
    to reader: ObjectReader
  ) -> Formula {
    let name = reader.name(level.shareName)
    let owner = reader.label ?? kind.label
    let label = BilingualText(
      zh: owner.zh + "：" + level.ofShare.zh, en: owner.en + ": " + level.ofShare.en)
    reader.context.add(
      Indicator(
        name, label: label, kind: .level, unit: .share, Formula(.series(shares, .share)),
        visibility: .inner, origin: reader.node.range))
    reader.context.add(
      Assumption(
        id: name, label: label, value: shares[0], unit: .share, text: "in force from \(date)",
        isUncertain: false, source: file, note: nil))
    return .reference(name)
  }
}

extension [SharingRule] {
  /// What the rules give in each period of a horizon, by the days on which each is in force.
  ///
  /// - Precondition: the first is in force when the horizon begins, and they are in the order of
  ///   their dates.
  func series(_ horizon: Horizon, _ share: (SharingRule) -> Double) -> [Double] {
    horizon.periods.map { period in
      let first = lastIndex { $0.validFrom <= period.firstDay }!
      let inForce = self[first...].prefix { $0.validFrom <= period.lastDay }
      guard inForce.count > 1 else { return share(self[first]) }
      let starts = inForce.dropFirst().map(\.validFrom.dayNumber)
      let moments = [period.firstDay.dayNumber] + starts + [period.next.firstDay.dayNumber]
      let days = zip(moments, moments.dropFirst()).map { Double($1 - $0) }
      let total = zip(inForce, days).reduce(0) { $0 + share($1.0) * $1.1 }
      return total / days.reduce(0, +)
    }
  }
}
