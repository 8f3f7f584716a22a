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

  /// - Parameter visibility: whether the amounts of the members appear in the results.
  init(
    _ reader: ObjectReader, _ key: String, _ zh: String, _ en: String, _ label: BilingualText,
    unit: UnitOfMeasure, of set: MemberSet, _ formula: (ObjectReader) -> Formula
  ) {
    let all = reader.context.members
    let sets = all.chain(from: set)
    var ids: [String: [String]] = [:]
    var indicators: [Indicator] = []
    let choice = reader.choice(ObjectReader.reportMembers)
    var below: [String] = []
    for (level, above) in sets.enumerated() {
      let names = above.members.indices.map { index in
        let own = reader.standing(for: index, of: above, label: label)
        let parts =
          level == 0
          ? [formula(own)]
          : all.members(of: sets[level - 1], within: above.members[index].id)
            .map { Formula.reference(below[$0]) }
        var indicator = own.indicator(key, zh, en, .flow, unit, .total(parts, unit), .inner)
        indicator.memberOrder = all.order(of: above, index)
        if let choice, choice != ObjectReader.noMembers {
          indicator.visibility = .reported
          indicator.reportedPeriods = Indicator.ReportedPeriods(rawValue: choice)
        }
        indicators.append(indicator)
        return indicator.id
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
    .total((ids[sets[sets.count - 1].id] ?? []).map { .reference($0) }, unit)
  }
}

extension ObjectReader {
  static let reportMembers = Field(
    "reportMembers",
    .choice(Indicator.ReportedPeriods.allCases.map(\.rawValue) + [noMembers]),
    .defaults(to: noMembers), zh: "结果中列出各成员的哪些时期",
    en: "with `by`, which values of each member appear in the results")
  fileprivate static let noMembers = "nothing"

  /// What a formula gives for the object: once, or for each member of the set that `by` names.
  func amounts(
    _ key: String, _ zh: String, _ en: String, _ label: BilingualText, unit: UnitOfMeasure,
    _ formula: (ObjectReader) -> Formula
  ) -> (total: Formula, members: MemberAmounts?) {
    guard has(Self.by) else { return (formula(self), nil) }
    // An unknown set has been told, and what the members would have cannot be read without it.
    guard let set = memberSet(Self.by) else { return (.constant(0, unit), nil) }
    let members = MemberAmounts(self, key, zh, en, label, unit: unit, of: set, formula)
    return (members.total(unit), members)
  }
}
