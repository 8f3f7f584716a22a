import Formulas
import SourceText

/// The four parts of disposable income.
enum IncomePart: String, CaseIterable {
  case wage, business, property, transfer

  var label: BilingualText {
    switch self {
    case .wage: BilingualText(zh: "工资性收入", en: "wages")
    case .business: BilingualText(zh: "经营净收入", en: "net business income")
    case .property: BilingualText(zh: "财产净收入", en: "net property income")
    case .transfer: BilingualText(zh: "转移净收入", en: "net transfer income")
    }
  }

  var field: Field {
    Field(
      rawValue, .object(IncomeSource.descriptor), .optional, zh: label.zh,
      en: label.en
        + (fromVisitors == nil ? "" : ", without what visitors bring, which is added")
        + (self == .business ? ", and without that of `crops`" : ""))
  }

  /// What of the visitors' spending flows into it.
  var fromVisitors: SpendingDestination? {
    switch self {
    case .wage: .wage
    case .business: .business
    case .property: .property
    case .transfer: nil
    }
  }

  /// The part per head of each period.
  ///
  /// - Parameter inflows: indicators of what comes to it from elsewhere in the scenario.
  func indicators(_ reader: ObjectReader, inflows: [String], residents: Formula) -> [Indicator] {
    var inner: [Indicator] = []
    var parts: [Formula] = []
    if var own = reader.object(field) {
      own.ownerLabel = reader.nearestLabel.around(label)
      parts.append(IncomeSource.amount(own, &inner))
    }
    if !inflows.isEmpty {
      parts.append(.total(inflows.map { .reference($0) }, .yuan) / residents)
    }
    return inner + [
      reader.indicator(
        rawValue, label.zh, label.en, .flow, .yuan / .person, .total(parts, .yuan / .person))
    ]
  }
}

/// What a part of the income amounts to by itself.
struct IncomeSource: Component {
  static let annual = Field(
    "annual", .value(.yuan / .person), zh: "全年人均数额（可为分布）", en: "the amount per head of a year",
    called: BilingualText(zh: "全年人均数额", en: "amount per head of a year"))
  static let growth = TaxAccrual.growth
  static let profile = Field(
    "profile", .profile, .optional, zh: "各月占比；不写则各月相同",
    en: "how a year's amount spreads over its months; left out, evenly")
  static let follows = Field(
    "follows", .map(.value(.one)), .optional, zh: "随驱动因素变动的弹性",
    en: "elasticities to drivers: 0.5 raises it by 0.5 % for each 1 % of the driver",
    called: BilingualText(zh: "随驱动因素变动的弹性", en: "elasticity"))
  static let volatility = TaxAccrual.volatility

  static let descriptor = ObjectDescriptor(
    "incomeSource", zh: "收入分项", en: "a part of the income per head",
    fields: [annual, growth, profile, follows, volatility],
    example: #"{ "annual": "2.1万元/人", "follows": { "regionalActivity": 0.5 } }"#)

  static func amount(_ reader: ObjectReader, _ inner: inout [Indicator]) -> Formula {
    let amount = reader.amountOfPeriod(
      reader.requiredValue(annual, fitted: .everyYear), growth: growth,
      season: reader.season(profile),
      follows: follows, volatility: volatility, &inner)
    if let number = reader.constant(growth), number <= -1 {
      reader.reportInvalid(
        growth,
        .init(zh: "收入不可能减得一点不剩", en: "an income cannot shrink by all of itself"),
        expected: .shrinksLess)
    }
    return amount
  }
}
