import Formulas
import SourceText

/// An amount that each member of a set has, with its sums over the members of the sets above.
struct MemberAmounts {
  /// One for each member of the set and of those above it, under its own id: the sums over the
  /// villages of a town are amounts of the town.
  let indicators: [Indicator]
  /// The ids, by the id of the set and the place of the member.
  private let ids: [String: [String]]

  /// The sets whose members have the amount, the smallest members first.
  let sets: [MemberSet]

  /// Whether the members of a set have the amount.
  func has(_ set: MemberSet) -> Bool { ids[set.id] != nil }

  /// The name of a member's amount; nil for a set that does not have it.
  func id(in set: MemberSet, _ member: Int) -> String? { ids[set.id].map { $0[member] } }

  /// - Parameter label: what the amount of all is called.
  /// - Parameter adds: whether the amounts of members are summed for those above.
  /// - Parameter indicator: the indicator of a member, by its reader and its formula.
  init(
    _ reader: ObjectReader, of set: MemberSet, _ label: BilingualText, unit: UnitOfMeasure,
    adds: Bool = true, _ formula: (ObjectReader) -> Formula,
    indicator: (ObjectReader, Formula) -> Indicator
  ) {
    let all = reader.context.members
    let sets = adds ? all.chain(from: set) : [set]
    var ids: [String: [String]] = [:]
    var indicators: [Indicator] = []
    var below: [String] = []
    for (level, above) in sets.enumerated() {
      let names = above.members.indices.map { index in
        let own = reader.standing(for: index, of: above, label: label)
        let parts =
          level == 0
          ? [formula(own)]
          : all.members(of: sets[level - 1], within: above.members[index].id)
            .map { Formula.reference(below[$0]) }
        var made = indicator(own, .total(parts, unit))
        made.memberOrder = all.order(of: above, index)
        indicators.append(made)
        return made.id
      }
      ids[above.id] = names
      below = names
    }
    self.sets = sets
    self.ids = ids
    self.indicators = indicators
  }

  /// The sum over all members.
  func total(_ unit: UnitOfMeasure) -> Formula {
    .total((sets.last.flatMap { ids[$0.id] } ?? []).map { .reference($0) }, unit)
  }
}

extension ObjectReader {
  static let reportMembers = Field(
    "reportMembers",
    .choice(Indicator.ReportedPeriods.allCases.map(\.rawValue) + [noMembers]),
    .defaults(to: noMembers), zh: "结果中列出各成员的哪些时期",
    en: "with `by`, which values of each member appear in the results")
  private static let noMembers = "nothing"

  /// What a formula gives for the object: once, or for each member of the set that `by` names.
  ///
  /// - Parameters zh, en: what the amount of a member is called, to follow the object's label.
  func amounts(
    _ key: String, _ zh: String, _ en: String, _ label: BilingualText, unit: UnitOfMeasure,
    _ formula: (ObjectReader) -> Formula
  ) -> (total: Formula, members: MemberAmounts?) {
    let choice = choice(Self.reportMembers)
    guard has(Self.by) else {
      if choice != nil {
        reportInvalid(
          Self.reportMembers,
          .init(zh: "没有写“by”，就没有成员", en: "there are no members without 'by'"))
      }
      return (formula(self), nil)
    }
    // An unknown set has been told, and what the members would have cannot be read without it.
    guard let set = memberSet(Self.by) else { return (.constant(0, unit), nil) }
    let members = MemberAmounts(self, of: set, label, unit: unit, formula) { own, formula in
      var indicator = own.indicator(key, zh, en, .flow, unit, formula, .inner)
      if let choice, choice != Self.noMembers {
        indicator.visibility = .reported
        indicator.reportedPeriods = Indicator.ReportedPeriods(rawValue: choice)
      }
      return indicator
    }
    return (members.total(unit), members)
  }
}
