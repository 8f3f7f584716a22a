import Formulas
import SourceText

/// The money that is the town's: what it keeps of the revenue, what it receives from above, what
/// it spends, and what is left; and the policies that move it.
struct TownMoney {
  let indicators: [Indicator]

  init(
    _ reader: ObjectReader, _ layout: FiscalLayout, _ projects: [Project],
    _ checks: inout RevenueChecks
  ) {
    func prefix(_ field: Field) -> String { reader.name(field.key) }
    let policies = reader.list(Fiscal.policies, prefix: prefix(Fiscal.policies)).map(Policy.init)
    let transfers = reader.list(Fiscal.transfers, prefix: prefix(Fiscal.transfers))
      .map(Transfer.init)
    let retained = Self.retained(reader, layout, &checks)
    let spending = reader.object(Fiscal.spending).map { Spending($0, projects: projects) }
    var made = policies.flatMap(\.indicators)
    made += PolicyEffect.joined(policies.flatMap(\.effects), reader.context)
    made += retained + transfers.flatMap(\.indicators)
    var flows = retained.isEmpty ? Formula.yuanNothing : .reference(Self.retained)
    if !transfers.isEmpty {
      made.append(
        Indicator(
          "fiscal.transfers.received",
          label: BilingualText(zh: "向上争取资金到位合计", en: "Funds received from above"),
          kind: .flow, unit: .tenThousandYuan, .total(transfers.map(\.received), .yuan)))
      flows = flows + .reference("fiscal.transfers.received")
    }
    if let spending {
      made += spending.indicators
      flows = flows - Spending.total
    }
    if let cash = reader.object(Fiscal.cash) {
      made += CashBalance(cash, flows: flows).indicators
      if retained.isEmpty { Self.reportNothingRetained(cash) }
    }
    indicators = made
  }

  /// The indicator of what the town keeps of its revenue.
  static let retained = "fiscal.retained"

  /// By settlement, or by the town's share of each kind; empty when neither is there.
  private static func retained(
    _ reader: ObjectReader, _ layout: FiscalLayout, _ checks: inout RevenueChecks
  ) -> [Indicator] {
    if let settlement = reader.object(Fiscal.settlement).map({ Settlement($0, layout) }) {
      checks.add(
        "settlement", "基数内与超基数之和＝结算收入", "within and beyond the base make the revenue",
        BilingualText(zh: "结算", en: "settlement"), settlement.residual)
      return settlement.indicators
    }
    guard layout.levels.contains(.town) else { return [] }
    return [
      Indicator(
        retained, label: BilingualText(zh: "镇级留成收入", en: "Revenue that the town keeps"),
        kind: .flow, unit: .tenThousandYuan,
        .reference(layout.indicator(ofKind: nil, .town, .reported)))
    ]
  }

  private static func reportNothingRetained(_ cash: ObjectReader) {
    cash.context.report(
      Diagnostic(
        .missingKey,
        .init(
          zh: "没有写明镇级留成多少收入", en: "nothing says what the town keeps of its revenue"),
        at: cash.node.range, path: cash.path.description, expected: .settlementOrShares))
  }
}

extension BilingualText {
  fileprivate static let settlementOrShares = BilingualText(
    zh: "\"fiscal.settlement\"，或在 \"fiscal.sharing\" 的文件或 \"fiscal.division\" 中写明镇级比例",
    en: "\"fiscal.settlement\", or shares of the town in the file of "
      + "\"fiscal.sharing\" or in \"fiscal.division\"")
}
