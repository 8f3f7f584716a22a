import Formulas
import SourceText

/// A crop of the town that is harvested once a year: torreya nuts (香榧), tea, bamboo shoots.
///
/// The harvest of a year is area × yield × alternate bearing × what the weather leaves; it is sold
/// over the months that follow at the price of the month.
public struct Crop: Component {
  static let area = Field(
    "area", .value(.mu), .optional, zh: "投产面积", en: "the area in bearing")
  static let ageClasses = Field(
    "ageClasses", .list(.object(AgeClass.descriptor)), .optional, zh: "按树龄分类的面积",
    en: "instead of `area`: areas by age with the part of a full yield that each bears")
  static let yield = Field(
    "yield", .value(.kilogram / .mu), zh: "常年亩产（盛产期、正常天气）",
    en: "the yield of full-bearing trees in a usual year, the mean of on-years and off-years",
    called: BilingualText(zh: "常年亩产", en: "usual yield"))
  static let alternateBearing = Field(
    "alternateBearing", .object(AlternateBearing.descriptor), .optional, zh: "大小年",
    en: "how on-years and off-years follow each other; left out, all years are alike")
  static let losses = Field(
    "losses", .list(.object(WeatherLoss.descriptor)), .optional, zh: "天气造成的减产",
    en: "what weather takes, such as rain at pollination")
  static let lastOutput = Field(
    "lastOutput", .value(.tonne), .optional, zh: "上年产量",
    en: "the harvest of the year before the first; left out, a usual one",
    called: BilingualText(zh: "上年产量", en: "harvest of last year"))

  public static let descriptor = ObjectDescriptor(
    "crop", zh: "经济作物", en: "a crop that is harvested once a year, such as torreya nuts",
    fields: [.id, .label, area, ageClasses, yield, alternateBearing, losses, lastOutput]
      + CropSales.fields,
    example: """
      { "id": "torreya", "area": "1.1万亩", "yield": "28kg/亩", \
      "alternateBearing": { "carryOver": -0.4, "variation": "18%" }, "lastOutput": "270吨", \
      "harvest": "09-05", "sales": [0.1, 0.05, 0, 0, 0, 0, 0, 0, 0.2, 0.3, 0.2, 0.15], \
      "price": "130元/kg", "netShare": "60%" }
      """)

  let indicators: [Indicator]
  /// Whether farmers have an income of it.
  let hasNetIncome: Bool
  /// The indicator of farmers' net income.
  let netIncome: String

  init(_ reader: ObjectReader, weather: DailyWeather) {
    _ = reader.id()
    let years = CropYears(reader.context.horizon)
    let usual = Formula.reference(reader.name("usualOutput"))
    let full = Self.fullArea(reader) * reader.requiredValue(Self.yield)
    for field in [Self.area, Self.yield, Self.lastOutput]
    where reader.knownNumbers(field).contains(where: { $0 <= 0 }) {
      reader.reportInvalid(
        field, .init(zh: "这样没有收成", en: "there is nothing to harvest"),
        expected: .amountAboveZero)
    }
    let lastOutput = reader.value(Self.lastOutput)
    let bearing = reader.object(Self.alternateBearing).map {
      AlternateBearing($0, years, last: lastOutput.map { $0 / usual }, usual: usual)
    }
    let sales = CropSales(reader, years, lastOutput: lastOutput ?? usual)
    let losses = reader.list(Self.losses, prefix: reader.name(Self.losses.key)).map {
      WeatherLoss($0, years, weather, harvest: sales.harvest)
    }
    var output = usual
    if let bearing { output = output * bearing.factor }
    for loss in losses { output = output * loss.kept }
    // The logarithm of nothing would spoil all that follows the crop.
    let share = Formula.product(
      [bearing?.factor ?? .constant(1)] + losses.map(\.keptBefore))
    let deviation = Formula.call(.log, .call(.maximum, share, .constant(0.01)))
    let made = [
      reader.indicator("usualOutput", "常年产量", "usual harvest", .level, .tonne, full, .inner),
      reader.indicator(
        "deviation", "产量的对数偏离（期初已知）", "log deviation of the harvest as known by then",
        .level, .one, deviation, .inner),
    ]
    indicators =
      made + (bearing?.indicators ?? []) + losses.flatMap(\.indicators)
      + [Self.output(reader, output)] + sales.indicators
    hasNetIncome = sales.hasNetIncome
    netIncome = reader.name(CropSales.netIncome)
  }

  private static func output(_ reader: ObjectReader, _ formula: Formula) -> Indicator {
    let owner = reader.labelOrID
    return Indicator(
      reader.name("output"),
      label: BilingualText(zh: owner.zh + "产量", en: owner.en + ": harvest of the year"),
      kind: .level, unit: .tonne, formula, reportedPeriods: .years, origin: reader.node.range)
  }

  /// The area that would give as much if all of it bore fully.
  private static func fullArea(_ reader: ObjectReader) -> Formula {
    let classes = reader.list(ageClasses, prefix: reader.name(ageClasses.key))
    if let area = reader.value(area) {
      if reader.has(ageClasses) {
        reader.reportInvalid(
          ageClasses, .init(zh: "面积写了两遍", en: "the area is told twice"),
          expected: .init(
            zh: "\"area\" 和 \"ageClasses\" 只写一个", en: "either \"area\" or \"ageClasses\""))
      }
      return area
    }
    guard !classes.isEmpty else {
      reader.context.report(
        Diagnostic(
          .missingKey, .init(zh: "没有写这种作物的面积", en: "the crop has no area"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "\"area\"，或至少有一组的 \"ageClasses\"",
            en: "\"area\", or \"ageClasses\" with some")))
      return .constant(1, .mu)
    }
    return .total(classes.map(AgeClass.fullArea), .mu)
  }
}

/// Trees of one age.
struct AgeClass: Component {
  static let area = Field("area", .value(.mu), zh: "面积", en: "its area")
  static let bearing = Field(
    "bearing", .value(.share), .defaults(to: "1"), zh: "相当于盛产期产量的比例",
    en: "the part of a full yield that it bears; it may differ by period as the trees grow")

  static let descriptor = ObjectDescriptor(
    "ageClass", zh: "树龄组", en: "trees of one age", fields: [.id, .label, area, bearing],
    example: #"{ "id": "young", "area": "3000亩", "bearing": "40%" }"#)

  static func fullArea(_ reader: ObjectReader) -> Formula {
    _ = reader.id()
    let area = reader.requiredValue(Self.area) * reader.value(bearing, default: 1)
    reader.requireShare(bearing)
    if reader.knownNumbers(Self.area).contains(where: { $0 < 0 }) {
      reader.reportInvalid(
        Self.area, .init(zh: "面积小于 0", en: "an area below nothing"),
        expected: .init(zh: "不小于 0 的面积", en: "an area from 0 on"))
    }
    return area
  }
}
