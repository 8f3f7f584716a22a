import SourceText

/// A unit that planners may write, with all its spellings: the record from which the reader, the
/// suggestions and the documentation derive.
public struct CataloguedUnit: Sendable {
  /// The unit under its usual symbol.
  public let unit: UnitOfMeasure
  /// What it is called in the documentation.
  public let name: BilingualText
  /// The other ways to write it, besides the symbol.
  public let spellings: [String]
  /// A quantity in it that can be read as it stands.
  public let example: String
  /// Whether 万, 亿, `thousand` and the like may stand before it.
  public let takesPrefixes: Bool
}

/// Every unit that has a name of its own. Products, quotients and powers are made of these.
public enum UnitCatalogue {
  /// In the order of the documentation.
  public static let all: [CataloguedUnit] =
    numbers + money + people + time + measures + counted

  private static let numbers = [
    entry(.one, "数", "plain number", ["number", "count"], "14", takesPrefixes: false),
    entry(.share, "份额(0 到 1)", "share from 0 to 1", ["ratio"], "0.8 share", takesPrefixes: false),
    entry(.percent, "百分之一", "per cent", ["percent"], "80%", takesPrefixes: false),
    entry("‰", .none, UnitScale(1, powerOfTen: -3), "千分之一", "per mille", [], "4.5‰",
      takesPrefixes: false),
  ]

  private static let money = [
    entry(.yuan, "元", "yuan", ["yuan", "RMB", "人民币", "人民币元"], "65元")
  ]

  private static let people = [
    entry(.visit, "人次", "visits", ["visits", "visit"], "12万人次"),
    entry(.person, "人", "persons", ["persons", "person", "people", "名", "位"], "34592人"),
    entry(.household, "户", "households", ["households", "household"], "2400户"),
  ]

  private static let time = [
    entry(.day, "天", "days", ["日", "days", "day", "晚", "夜", "nights", "night"], "25天"),
    entry("周", UnitDimension(.day), UnitScale(7), "周", "weeks", ["星期", "weeks", "week"], "6周"),
    entry("小时", UnitDimension(.day), UnitScale(1, over: 24), "小时", "hours",
      ["hours", "hour", "h"], "36小时"),
    entry(.month, "月", "months", ["个月", "months", "month"], "6个月"),
    entry(.year, "年(12 个月)", "years of 12 months", ["years", "year"], "3年"),
    entry(.date, "日期", "date", ["date"], "19783 date", takesPrefixes: false),
  ]

  private static let measures = [
    entry(.metre, "米", "metres", ["米", "metres", "metre", "meters", "meter"], "850 m"),
    entry(.kilometre, "公里", "kilometres",
      ["公里", "千米", "kilometres", "kilometre", "kilometers", "kilometer"], "3.2 km"),
    entry("cm", UnitDimension(.metre), UnitScale(1, powerOfTen: -2), "厘米", "centimetres",
      ["厘米"], "40 cm"),
    entry("mm", UnitDimension(.metre), UnitScale(1, powerOfTen: -3), "毫米", "millimetres",
      ["毫米"], "358 mm"),
    entry(.squareMetre, "平方米", "square metres", ["平方米", "平米", "㎡"], "1200平方米"),
    entry("平方公里", UnitDimension(.metre, exponent: 2), UnitScale(1, powerOfTen: 6), "平方公里",
      "square kilometres", ["平方千米"], "111.4平方公里"),
    entry(.mu, "亩", "mu (15 to a hectare)", ["mu"], "10867亩"),
    entry("公顷", UnitDimension(.metre, exponent: 2), UnitScale(1, powerOfTen: 4), "公顷",
      "hectares", ["ha", "hectares", "hectare"], "12公顷"),
    entry("立方米", UnitDimension(.metre, exponent: 3), .one, "立方米", "cubic metres",
      ["立方"], "5万立方米"),
    entry("升", UnitDimension(.metre, exponent: 3), UnitScale(1, powerOfTen: -3), "升", "litres",
      ["L", "litres", "litre", "liters", "liter"], "20升"),
    entry(.kilogram, "千克", "kilograms",
      ["公斤", "千克", "kilograms", "kilogram", "kilos"], "250 kg"),
    entry("斤", UnitDimension(.kilogram), UnitScale(1, over: 2), "斤(半公斤)", "jin (half a kilogram)",
      ["市斤", "jin"], "800万斤"),
    entry("g", UnitDimension(.kilogram), UnitScale(1, powerOfTen: -3), "克", "grams",
      ["克", "grams", "gram"], "40 g"),
    entry("mg", UnitDimension(.kilogram), UnitScale(1, powerOfTen: -6), "毫克", "milligrams",
      ["毫克"], "0.1 mg"),
    entry("μg", UnitDimension(.kilogram), UnitScale(1, powerOfTen: -9), "微克", "micrograms",
      ["µg", "微克"], "35 μg/m³"),
    entry(.tonne, "吨", "tonnes", ["吨", "tonnes", "tonne", "tons"], "250吨"),
    entry(UnitOfMeasure(UnitDimension(.kilowattHour)), "千瓦时", "kilowatt-hours",
      ["千瓦时", "kilowattHours"], "120万千瓦时"),
  ]

  private static let counted = [
    entry(.firm, "家(企业)", "firms", ["firms", "firm", "companies", "company"], "8家"),
    counted(.village, "村", "villages", ["villages", "village", "个村"], "24村"),
    counted(.school, "所(学校)", "schools", ["schools", "school"], "120所"),
    counted(.schoolClass, "班", "school classes", ["classes", "class", "个班"], "36班"),
    counted(.group, "团、组、队", "groups", ["组", "队", "groups", "group", "teams"], "90团"),
    counted(.strip, "条(溪流、道路)", "streams and roads",
      ["streams", "stream", "lines", "roads"], "14条"),
    counted(.site, "处", "sites", ["sites", "site", "places"], "31处"),
    counted(.structure, "座、幢、口", "structures",
      ["幢", "栋", "口", "structures", "buildings", "reservoirs"], "6座"),
    counted(.item, "个", "items", ["items", "item"], "7个"),
    counted(.room, "间", "rooms", ["rooms", "room"], "460间"),
    counted(.sheet, "张", "sheets and tables", ["sheets", "tables"], "40张"),
    counted(.bed, "床", "beds", ["床位", "张床", "beds", "bed"], "820床"),
    entry(.occasion, "次", "times", ["times", "occasions", "回"], "20次"),
    counted(.event, "场", "events", ["events", "event", "sessions"], "12场"),
    counted(.incident, "起", "incidents", ["incidents", "incident", "accidents"], "3起"),
    counted(.reportedCase, "件、例", "cases", ["例", "cases", "case", "宗"], "45件"),
    counted(.project, "项", "projects", ["projects", "project"], "9项"),
    counted(.portion, "份", "portions", ["portions", "copies"], "300份"),
    counted(.batch, "批", "batches", ["batches", "batch"], "4批"),
    counted(.vehicle, "辆", "vehicles", ["vehicles", "vehicle"], "260辆"),
    counted(.machine, "台", "machines", ["machines", "machine"], "7台"),
    counted(.set, "套", "sets", ["sets", "houses", "flats"], "18套"),
    counted(.plant, "株、棵", "trees", ["棵", "trees", "tree", "plants"], "9万株"),
    counted(.animal, "头、只", "head", ["只", "head", "animals"], "600头"),
    entry("间夜", UnitDimension(.room) * UnitDimension(.day), .one, "间夜", "room-nights",
      ["roomNights"], "3200间夜"),
  ]

  private static func counted(
    _ base: BaseUnit, _ chinese: String, _ english: String, _ spellings: [String],
    _ example: String
  ) -> CataloguedUnit {
    entry(UnitOfMeasure(UnitDimension(base)), chinese, english, spellings, example)
  }

  private static func entry(
    _ unit: UnitOfMeasure, _ chinese: String, _ english: String, _ spellings: [String],
    _ example: String, takesPrefixes: Bool = true
  ) -> CataloguedUnit {
    var spellings = spellings
    if let base = unit.dimension.factors.first?.base, unit == UnitOfMeasure(UnitDimension(base)) {
      // The names under which the base unit is printed can be read back.
      for symbol in [base.symbol, base.englishSymbol]
      where symbol != unit.symbol && !spellings.contains(symbol) {
        spellings.append(symbol)
      }
    }
    return CataloguedUnit(
      unit: unit, name: BilingualText(zh: chinese, en: english), spellings: spellings,
      example: example, takesPrefixes: takesPrefixes)
  }

  private static func entry(
    _ symbol: String, _ dimension: UnitDimension, _ scale: UnitScale, _ chinese: String,
    _ english: String, _ spellings: [String], _ example: String, takesPrefixes: Bool = true
  ) -> CataloguedUnit {
    entry(
      UnitOfMeasure(symbol: symbol, dimension: dimension, exactScale: scale), chinese, english,
      spellings, example, takesPrefixes: takesPrefixes)
  }
}

extension UnitCatalogue {
  /// Every spelling with its unit, to look up.
  private static let bySpelling: [String: CataloguedUnit] = {
    var units: [String: CataloguedUnit] = [:]
    for entry in all {
      for spelling in [entry.unit.symbol] + entry.spellings { units[spelling] = entry }
    }
    return units
  }()

  /// The powers of ten that may stand before a Chinese unit; longer ones first, so that 万亿 is
  /// not taken for 万.
  private static let chinesePrefixes: [(text: String, powerOfTen: Int)] = [
    ("万亿", 12), ("千亿", 11), ("百亿", 10), ("十亿", 9), ("千万", 7), ("百万", 6), ("十万", 5),
    ("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("十", 1),
  ]

  /// The powers of ten that may stand before an English unit, with a space.
  static let englishPrefixes: [(text: String, powerOfTen: Int)] = [
    ("thousand", 3), ("million", 6), ("billion", 9), ("k", 3),
  ]

  /// The unit that one word names: a spelling, with a Chinese prefix perhaps, or a prefix alone.
  static func unit(named word: String) -> UnitOfMeasure? {
    if let entry = entry(word) { return renamed(entry.unit, word, powerOfTen: 0) }
    for prefix in chinesePrefixes where word.hasPrefix(prefix.text) {
      let rest = String(word.dropFirst(prefix.text.count))
      if rest.isEmpty { return renamed(.one, word, powerOfTen: prefix.powerOfTen) }
      if let entry = entry(rest), entry.takesPrefixes {
        return renamed(entry.unit, word, powerOfTen: prefix.powerOfTen)
      }
    }
    return nil
  }

  /// The known spelling nearest to a word; a Chinese prefix is kept.
  static func spelling(nearestTo word: String) -> String? {
    let spellings = all.flatMap { [$0.unit.symbol] + $0.spellings }
    for prefix in chinesePrefixes where word.hasPrefix(prefix.text) {
      let rest = String(word.dropFirst(prefix.text.count))
      if let near = nearest(to: rest, among: spellings) { return prefix.text + near }
    }
    return nearest(to: word, among: spellings)
  }

  private static func entry(_ word: String) -> CataloguedUnit? {
    if let entry = bySpelling[word] { return entry }
    // Short symbols keep their case: m is not M.
    guard word.count >= 3 else { return nil }
    return bySpelling[word.lowercased()] ?? bySpelling[word.uppercased()]
  }

  private static func renamed(
    _ unit: UnitOfMeasure, _ symbol: String, powerOfTen: Int
  ) -> UnitOfMeasure? {
    unit.exactScale.multiplied(by: UnitScale(1, powerOfTen: powerOfTen)).map {
      UnitOfMeasure(symbol: symbol, dimension: unit.dimension, exactScale: $0)
    }
  }
}
