import ColumnPlan
import Formulas
import Simulation
import SourceText
import Vocabulary

/// An identity of the revenue or of the visitors, and whether it holds in every trial and period.
public struct IdentityCheck: Sendable {
  let indicator: Indicator
  /// The largest distance from zero, in base units.
  let residual: Double
  let tolerance: Double
  public var label: BilingualText { indicator.label }
  public var holds: Bool { residual <= tolerance }
}

/// The identities of a scenario: every indicator below `fiscal.checks.` or `visitors.checks.`
/// should be zero.
///
/// What is left in doubles of a sum that is zero on paper is a few units in the last place of what
/// was added: 64 of the largest total of revenue in any trial and year, of the largest demand of
/// any group of visitors, or of what all visitors spend.
public func identityChecks(_ model: ScenarioModel, _ result: SimulationResult) -> [IdentityCheck] {
  let checks = model.scenario.definitions.indicators.filter { indicator in
    ChecksTable.prefixes.contains { indicator.id.hasPrefix($0) }
  }
  guard !checks.isEmpty else { return [] }
  let columnsOf = Dictionary(grouping: result.plan.columns, by: \.label)
  func largest(_ id: String) -> Double? {
    columnsOf[id]?.map { column in
      let (smallest, largest) = extremes(of: column, in: result)
      return max(abs(smallest), abs(largest))
    }.max()
  }
  let totals = model.scenario.fiscal.map { layout in
    layout.definitions.map { layout.indicator(ofKind: nil, .total, $0) }
  }
  let demands = model.scenario.visitors?.groups.map { $0.indicator(.demand) }
  let money = totals?.compactMap(largest).max() ?? 0
  let visits = demands?.compactMap(largest).max() ?? 0
  let spent = model.scenario.visitors.flatMap { largest($0.total.indicator(.spending)) } ?? 0
  return checks.compactMap { check in
    largest(check.id).map { residual in
      let isMoney = check.unit.hasSameDimension(as: .yuan)
      let size =
        check.id.hasPrefix(ChecksTable.prefixes[0])
        ? (isMoney ? money : 1) : (isMoney ? spent : visits)
      return IdentityCheck(
        indicator: check, residual: residual, tolerance: 64 * Double.ulpOfOne * size)
    }
  }
}

/// `checks.csv`: each identity of the revenue and the visitors, and the most that any trial misses
/// it by.
public enum ChecksTable {
  /// The ids of the indicators that should be zero begin with it.
  static let prefixes = ["fiscal.checks.", "visitors.checks."]

  public static let columns: [Table.Column] = [
    .indicator, .labelZh, .labelEn,
    Table.Column(
      "residual",
      BilingualText(
        zh: "全部试验、全部时期中的最大绝对差额", en: "the largest distance from zero in any trial and period")),
    Table.Column(
      "tolerance",
      BilingualText(
        zh: "允许的舍入误差：最大合计的 64 个末位单位",
        en: "what rounding may leave: 64 units in the last place of the largest total")),
    .unit,
    Table.Column(
      "holds", BilingualText(zh: "恒等式是否成立", en: "true when the residual is within it")),
  ]

  public static func table(_ checks: [IdentityCheck]) -> Table {
    Table(
      columns: columns,
      rows: checks.map { check in
        let indicator = check.indicator
        return [
          .text(indicator.id), .text(indicator.label.zh), .text(indicator.label.en),
          .distance(check.residual, in: indicator.unit),
          .distance(check.tolerance, in: indicator.unit), .text(indicator.unit.symbol),
          .text(check.holds ? "true" : "false"),
        ]
      })
  }
}
