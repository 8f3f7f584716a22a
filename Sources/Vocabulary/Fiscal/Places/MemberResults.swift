import Formulas
import SourceText

extension FiscalLayout.MemberResults {
  /// The results of a set: of each member and of what is elsewhere, under each definition.
  init(_ set: MemberSet, _ definitions: [RevenueDefinition]) {
    let parts =
      set.members.map { FiscalLayout.Part(id: $0.id, label: $0.label) } + [MemberRevenue.elsewhere]
    self.init(
      set: FiscalLayout.Part(id: set.id, label: set.label),
      members: parts.flatMap { part in
        MemberRevenue.levels.flatMap { level in
          definitions.map { definition in
            FiscalLayout.Member(
              id: part.id, label: part.label,
              indicator: FiscalLayout.accrued(by: part.id, of: set.id, level, definition),
              level: level, definition: definition.id)
          }
        }
      })
  }
}
