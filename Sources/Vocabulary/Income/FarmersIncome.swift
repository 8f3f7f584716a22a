import Formulas
import SourceText

/// The disposable income per head of the town's farmers (农村居民人均可支配收入): wages, net business,
/// net property and net transfer income.
///
/// Each part has an amount of its own for the year, to which comes what visitors and crops bring,
/// divided by the residents: each yuan once, because the component adds it and no formula need.
///
/// - Source: National Bureau of Statistics (2013), reform of the integrated household survey: the
///   definition of disposable income and its four parts.
public struct FarmersIncome: Component {
  static let residents = Field(
    "residents", .value(.person), zh: "农村常住人口", en: "the rural residents of the town")
  static let previousYear = Field(
    "previousYear", .value(.yuan / .person), .optional, zh: "上年人均可支配收入",
    en: "the income per head of the year before the first, to reckon growth from",
    called: BilingualText(zh: "上年人均可支配收入", en: "income per head of last year"))
  static let deflator = Field(
    "deflator", .value(.share), .optional, zh: "居民消费价格比上年涨幅（用于实际增幅）",
    en: "the rise of consumer prices on the year before; with it there is real growth too",
    called: BilingualText(zh: "居民消费价格比上年涨幅", en: "rise of consumer prices"))

  public static let descriptor = ObjectDescriptor(
    "farmersIncome", zh: "农民人均可支配收入", en: "the disposable income per head of the farmers",
    fields: [.label, residents] + IncomePart.allCases.map(\.field) + [previousYear, deflator],
    example: """
      { "residents": "2.2万人", "wage": { "annual": "2.1万元/人" }, \
      "business": { "annual": "6200元/人" }, "property": { "annual": "1500元/人" }, \
      "transfer": { "annual": "6600元/人" }, "previousYear": "3.4万元/人", "deflator": "0.5%" }
      """)

  let indicators: [Indicator]

  /// - Parameters:
  ///   - hasVisitorIncome: whether the visitors say where their spending goes.
  ///   - crops: those whose net income belongs to farmers.
  init(_ reader: ObjectReader, hasVisitorIncome: Bool, crops: [Crop]) {
    var reader = reader
    reader.ownerLabel = reader.label ?? BilingualText(zh: "农民人均", en: "Farmers' income")
    let residents = reader.requiredValue(Self.residents)
    if reader.knownNumbers(Self.residents).contains(where: { $0 <= 0 }) {
      reader.reportInvalid(
        Self.residents, .init(zh: "没有常住人口", en: "nobody lives here"),
        expected: .init(zh: "大于 0 的人数", en: "a number of residents above 0"))
    }
    var made: [Indicator] = []
    for part in IncomePart.allCases {
      let inflows =
        (hasVisitorIncome ? part.fromVisitors.map { [VisitorIncome.id(of: $0)] } ?? [] : [])
        + (part == .business ? crops.filter(\.hasNetIncome).map(\.netIncome) : [])
      made += part.indicators(reader, inflows: inflows, residents: residents)
    }
    made.append(
      reader.indicator(
        "total", "可支配收入", "disposable income", .flow, .yuan / .person,
        .total(IncomePart.allCases.map { .reference(reader.name($0.rawValue)) }, .yuan / .person)))
    indicators = made + IncomeGrowth(reader).indicators
  }
}
