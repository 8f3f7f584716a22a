import Formulas
import SourceText

/// When a crop is sold, at what price, and what farmers have of it.
///
/// The months from the harvest on sell this year's crop; those before it sell what is left of the
/// year before.
struct CropSales {
  static let harvestDay = Field(
    "harvest", .text, zh: "开采日（月-日）", en: "the day on which the harvest begins, MM-DD")
  static let sales = Field(
    "sales", .profile, .optional, zh: "一季产量在各月销售的比例；采收月之前的月份销售上年产量",
    en: "the part of a harvest that is sold in each month, January first; months before that of "
      + "the harvest sell the one of the year before; left out, all in the month of the harvest")
  static let price = Field(
    "price", .value(.yuan / .kilogram), .optional, zh: "产地价（可引用驱动因素）",
    en: "the price at the farm, such as a formula that names a driver",
    called: BilingualText(zh: "产地价", en: "price at the farm"))
  static let netShare = Field(
    "netShare", .value(.share), .optional, zh: "销售额中农户经营净收入的比例",
    en: "the part of the sales that is net business income of the town's farmers",
    called: BilingualText(
      zh: "销售额中农户经营净收入的比例", en: "part of the sales that is farmers' net income"))

  static let fields = [harvestDay, sales, price, netShare]

  static let netIncome = "netIncome"

  /// The day on which the harvest begins; nil where it could not be read.
  let harvest: DayOfYear?
  let hasNetIncome: Bool
  let indicators: [Indicator]

  /// - Parameter lastOutput: the harvest of the year before the first.
  init(_ reader: ObjectReader, _ years: CropYears, lastOutput: Formula) {
    harvest = reader.knownDayOfYear(Self.harvestDay, such: "09-05")
    let month = harvest?.month ?? 12
    let profile =
      reader.profile(Self.sales) ?? (1...12).map { $0 == month ? 1.0 : 0 }
    let horizon = years.horizon
    func series(_ counts: (Int) -> Bool) -> Formula {
      let months = (1...12).map { counts($0) ? profile[$0 - 1] : 0 }
      return Formula(.series(horizon.shares(of: months), .share))
    }
    let output = reader.name("output")
    let held = reader.name("outputOfYearBefore")
    let sold =
      .reference(output) * series { $0 >= month } + .reference(held) * series { $0 < month }
    var made = [
      reader.indicator(
        "outputOfYearBefore", "上年产量", "harvest of the year before", .level, .tonne,
        years.lastOfYearBefore(held, of: output, initial: lastOutput), .inner),
      reader.indicator("sold", "销售量", "sold", .flow, .tonne, sold),
    ]
    let price = reader.value(Self.price)
    if let price {
      made.append(
        reader.indicator(
          "sales", "销售额", "sales", .flow, .tenThousandYuan,
          .reference(reader.name("sold")) * price))
    }
    let share = reader.value(Self.netShare)
    reader.requireShare(Self.netShare)
    hasNetIncome = share != nil && price != nil
    if let share, price != nil {
      made.append(
        reader.indicator(
          Self.netIncome, "农户净收入", "net income of farmers", .flow, .tenThousandYuan,
          .reference(reader.name("sales")) * share))
    } else if share != nil {
      reader.reportInvalid(
        Self.netShare,
        .init(zh: "没有销售额，无从按比例计算", en: "there are no sales to have a share of"),
        expected: .init(zh: "同时写 \"price\"", en: "\"price\" too"))
    }
    indicators = made
  }
}
