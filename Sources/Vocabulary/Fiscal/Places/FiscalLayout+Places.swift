import Formulas
import SourceText

extension FiscalLayout.Places {
  /// The results of a set: of each member and of what is elsewhere, under each definition.
  init(_ set: MemberSet, _ definitions: [RevenueDefinition]) {
    let holders = set.members.map { ($0.id, $0.label) } + [MemberRevenue.elsewhere]
    self.init(
      set: FiscalLayout.Part(id: set.id, label: set.label),
      members: holders.flatMap { id, label in
        MemberRevenue.levels.flatMap { level in
          definitions.map { definition in
            FiscalLayout.Member(
              id: id, label: label,
              indicator: FiscalLayout.accrued(by: id, of: set.id, level, definition),
              level: level, definition: definition.id)
          }
        }
      })
  }
}
