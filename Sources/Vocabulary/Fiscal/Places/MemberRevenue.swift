import Formulas
import SourceText

/// What arises with each member, such as a village, of all kinds of revenue together: at each
/// level that is shared by rates, and under each definition.
///
/// Taxes that exist for each member count with it, and whatever is at a place with the members that
/// the place belongs to. Where something has a place, what is with no member stands beside them,
/// the whole is their sum, and the firms are counted as well.
///
/// It is what is due by the base of the period; when it is paid is known for a kind as a whole.
struct MemberRevenue {
  static let levels: [RevenueLevel] = [.total, .local]
  /// What is with no member.
  static let elsewhere = FiscalLayout.Part(
    id: Places.elsewhere, label: BilingualText(zh: "未归属", en: "Elsewhere"))

  private(set) var indicators: [Indicator] = []
  /// The sets whose results are complete, the smallest members first.
  private(set) var complete: [MemberSet] = []
  private let parts: [PlacedRevenue]
  private let definitions: [RevenueDefinition]
  private let context: ReadingContext

  init(
    _ parts: [PlacedRevenue], _ definitions: [RevenueDefinition], _ places: Places,
    _ context: ReadingContext
  ) {
    self.parts = parts
    self.definitions = definitions
    self.context = context
    let isPlaced = places.isNamed || parts.contains { !$0.location.parts.isEmpty }
    if isPlaced, places.haveUsableNames(context) { complete = places.levels.map(\.set) }
    for set in context.members.all {
      let level = complete.contains { $0.id == set.id } ? places.level(of: set) : nil
      guard level != nil || parts.contains(where: { $0.members?.has(set) ?? false }) else {
        continue
      }
      add(set, level)
    }
    indicators += parts.flatMap { $0.members?.indicators ?? [] }
  }

  /// A part of an amount that is with a member.
  private struct Portion {
    let of: PlacedRevenue
    let amount: Formula
    var share = 1.0
  }

  /// Whose results they are.
  private struct Holder {
    let part: FiscalLayout.Part
    var origin: SourceRange?
    var order: Int?

    static let elsewhere = Holder(part: MemberRevenue.elsewhere)
  }

  /// - Parameter level: nil for a set that only taxes are declared for.
  private mutating func add(_ set: MemberSet, _ level: Places.Level?) {
    var portions = [[Portion]](repeating: [], count: set.members.count)
    var elsewhere: [Portion] = []
    for part in parts {
      if let members = part.members, members.has(set) {
        for index in set.members.indices {
          guard let id = members.id(in: set, index) else { continue }
          portions[index].append(Portion(of: part, amount: .reference(id)))
        }
      } else if let level {
        for (index, share) in part.location.shares(in: level) where share != 0 {
          portions[index].append(Portion(of: part, amount: part.amount, share: share))
        }
        let rest = part.location.rest
        if rest != 0 { elsewhere.append(Portion(of: part, amount: part.amount, share: rest)) }
      }
    }
    let holders = set.members.enumerated().map { index, member in
      Holder(
        part: .init(id: member.id, label: member.label), origin: member.origin,
        order: context.members.order(of: set, index))
    }
    for (holder, portions) in zip(holders, portions) { addTotals(holder, set, portions) }
    guard level != nil else { return }
    addTotals(.elsewhere, set, elsewhere)
    addWhole(of: set)
    for (holder, portions) in zip(holders, portions) { addFirms(holder, set, portions) }
    addFirms(.elsewhere, set, elsewhere)
  }

  private mutating func addTotals(_ holder: Holder, _ set: MemberSet, _ portions: [Portion]) {
    for definition in definitions {
      let counted = portions.filter { definition.counts($0.of.tags) }
      for level in Self.levels {
        let amounts = counted.map { $0.of.accrued($0.amount, $0.share, at: level) }
        add(
          FiscalLayout.accrued(by: holder.part.id, of: set.id, level, definition), holder, set,
          level,
          definition, .total(amounts, .yuan))
      }
    }
  }

  private mutating func addWhole(of set: MemberSet) {
    let ids = set.members.map(\.id) + [Places.elsewhere]
    let holder = Holder(part: .init(id: set.id, label: set.label))
    for definition in definitions {
      for level in Self.levels {
        let all = ids.map {
          Formula.reference(FiscalLayout.accrued(by: $0, of: set.id, level, definition))
        }
        add(
          FiscalLayout.accrued(byAllOf: set.id, level, definition), holder, set, level, definition,
          .total(all, .yuan))
      }
    }
  }

  private mutating func add(
    _ id: String, _ holder: Holder, _ set: MemberSet, _ level: RevenueLevel,
    _ definition: RevenueDefinition, _ formula: Formula
  ) {
    let label = BilingualText(
      zh: "\(holder.part.label.zh)：\(level.label.zh)（应征，\(definition.label.zh)）",
      en: "\(holder.part.label.en): \(level.label.en), accrued, \(definition.label.en)")
    var indicator = Indicator(
      id, label: label, kind: .flow, unit: .tenThousandYuan, formula, visibility: set.visibility,
      reportedPeriods: set.reportedPeriods, origin: holder.origin)
    indicator.memberOrder = holder.order
    indicators.append(indicator)
  }

  private mutating func addFirms(_ holder: Holder, _ set: MemberSet, _ portions: [Portion]) {
    let firms = portions.compactMap { portion in portion.of.firms?.times(portion.share) }
    // A village without firms has none in each period, and not once for all.
    let none = Formula(.series([Double](repeating: 0, count: context.horizon.count), .firm))
    indicators.append(
      Indicator(
        "fiscal.\(set.id).\(holder.part.id).payers",
        label: BilingualText(
          zh: "\(holder.part.label.zh)：在册企业数", en: "\(holder.part.label.en): firms present"),
        kind: .level, unit: .firm, firms.isEmpty ? none : .total(firms, .firm),
        visibility: set.visibility, reportedPeriods: set.reportedPeriods, origin: holder.origin))
  }
}
