import Formulas
import SourceText

/// Local revenue: taxes and non-tax revenue, the firms behind them, and one-off taxes.
///
/// Total fiscal revenue (财政总收入) and general public budget revenue (一般公共预算收入) are two
/// readings of the same amounts: all of each kind, and the part of it that stays local. Each
/// exists as `recurring`, without one-off taxes, and as `reported`, with them.
public struct Fiscal: Component {
  static let filingCalendar = Field(
    "filingCalendar", .file, .optional, zh: "申报入库日历（CSV）",
    en: "a file with the columns pattern, month, share: when filed taxes are paid")
  static let sharing = Field(
    "sharing", .file, .optional, zh: "分成规则（CSV）",
    en: "a file with the columns taxKind, localShare, validFrom: which part stays local")
  static let taxes = Field(
    "taxes", .list(.object(Tax.descriptor)), zh: "税种与非税收入",
    en: "the kinds of revenue")
  static let payers = Field(
    "payers", .list(.object(PayerGroup.descriptor)), .optional, zh: "纳税企业组",
    en: "named firms and those in the pipeline")
  static let oneOffs = Field(
    "oneOff", .list(.object(OneOff.descriptor)), .optional, zh: "一次性税收",
    en: "taxes that come at most once")

  public static let descriptor = ObjectDescriptor(
    "fiscal", zh: "财政收入", en: "local revenue",
    fields: [filingCalendar, sharing, taxes, payers, oneOffs])

  public let indicators: [Indicator]

  public init(_ reader: ObjectReader) {
    let data = FiscalData(reader)
    let taxes = reader.list(Self.taxes).map { Tax($0, section: data) }
    let ids = taxes.map(\.id)
    let groups = reader.list(Self.payers).map { PayerGroup($0, taxes: ids) }
    let oneOffs = reader.list(Self.oneOffs).map { OneOff($0, taxes: ids) }
    indicators =
      groups.flatMap(\.indicators) + oneOffs.flatMap(\.indicators)
      + taxes.flatMap { Self.indicators(of: $0, groups, oneOffs) }
      + Self.totals(ids)
  }

  private static func indicators(
    of tax: Tax, _ groups: [PayerGroup], _ oneOffs: [OneOff]
  ) -> [Indicator] {
    let named = groups.compactMap { group -> Formula? in
      guard let part = group.mixOf[tax.id] else { return nil }
      return .reference("fiscal.\(group.id).revenue") * .constant(part)
    }
    let jumps = oneOffs.filter { $0.tax == tax.id }.map { Formula.reference($0.amountID) }
    let id = "fiscal." + tax.id
    func indicator(
      _ key: String, _ zh: String, _ en: String, _ formula: Formula
    ) -> Indicator {
      Indicator(
        id + "." + key,
        label: BilingualText(zh: tax.label.zh + zh, en: tax.label.en + en), kind: .flow,
        unit: .tenThousandYuan, formula, origin: tax.origin)
    }
    return [
      indicator(
        "total.recurring", "（剔除一次性）", ", without one-offs",
        Formula.total([tax.accrual] + named, .yuan)),
      indicator(
        "total.reported", "（含一次性）", ", with one-offs",
        Formula.total([.reference(id + ".total.recurring")] + jumps, .yuan)),
      indicator(
        "local.recurring", "地方部分（剔除一次性）", ", local part without one-offs",
        .reference(id + ".total.recurring") * tax.localShare),
      indicator(
        "local.reported", "地方部分（含一次性）", ", local part with one-offs",
        .reference(id + ".total.reported") * tax.localShare),
    ]
  }

  private static func totals(_ taxes: [String]) -> [Indicator] {
    let definitions = [
      ("recurring", "（剔除一次性）", ", without one-offs"),
      ("reported", "（含一次性）", ", with one-offs"),
    ]
    return definitions.flatMap { key, zh, en -> [Indicator] in
      func sum(_ level: String) -> Formula {
        Formula.total(taxes.map { .reference("fiscal.\($0).\(level).\(key)") }, .yuan)
      }
      func indicator(
        _ level: String, _ chinese: String, _ english: String, _ formula: Formula
      ) -> Indicator {
        Indicator(
          "fiscal.\(level).\(key)", label: BilingualText(zh: chinese + zh, en: english + en),
          kind: .flow, unit: .tenThousandYuan, formula)
      }
      return [
        indicator("total", "财政总收入", "Total fiscal revenue", sum("total")),
        indicator("local", "一般公共预算收入", "General public budget revenue", sum("local")),
        indicator(
          "upward", "上划中央收入", "Revenue passed upward",
          .reference("fiscal.total.\(key)") - .reference("fiscal.local.\(key)")),
      ]
    }
  }
}
