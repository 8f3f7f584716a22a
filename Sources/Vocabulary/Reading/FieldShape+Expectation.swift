import Formulas
import SourceText

extension FieldShape {
  /// What would be right at the key, for messages and for the reference.
  public var expectation: BilingualText {
    switch self {
    case .text: .aText
    case .id: .aName
    case .label:
      BilingualText(
        zh: "{ \"zh\": \"…\", \"en\": \"…\" } 或一段文字",
        en: "{ \"zh\": \"…\", \"en\": \"…\" } or a text")
    case .boolean: .trueOrFalse
    case .integer(let range): .wholeNumber(in: range)
    case .choice(let choices): .oneOf(choices)
    case .period, .date, .dayOfYear, .calendarDay, .lunarDay: expectedTime
    case .unit:
      BilingualText(
        zh: "一个单位，例如 \"万元\" 或 \"人次\"", en: "a unit, such as \"万元\" or \"visits\"")
    case .formula:
      BilingualText(
        zh: "一个公式，例如 \"a + 2 * b\"", en: "a formula, such as \"a + 2 * b\"")
    case .value, .valueInDeclaredUnit, .quantity: expectedValue
    case .file:
      BilingualText(
        zh: "项目文件夹内一个文件的路径", en: "the path of a file below the project folder")
    case .profile:
      BilingualText(
        zh: "十二个数，从一月起；或 { \"file\": …, \"column\": … }",
        en: "twelve numbers, January first, or { \"file\": …, \"column\": … }")
    case .list(let element):
      BilingualText(
        zh: "列表，每项为：\(element.expectation.zh)", en: "a list of: \(element.expectation.en)")
    case .map(let element):
      BilingualText(
        zh: "对象，键为名称，值为：\(element.expectation.zh)",
        en: "an object from names to: \(element.expectation.en)")
    case .object(let descriptor): .object(of: descriptor)
    case .oneOf(let descriptors):
      BilingualText(
        zh: "一个对象，是以下之一：" + descriptors.map(\.name).joined(separator: "、"),
        en: "an object for one of: " + descriptors.map(\.name).joined(separator: ", "))
    case .either(let shapes):
      shapes.map(\.expectation).joined(BilingualText(zh: "；或", en: "; or "))
    case .anything: BilingualText(zh: "一个值", en: "a value")
    }
  }

  /// The same of a day, of days or of a period.
  private var expectedTime: BilingualText {
    switch self {
    case .period:
      BilingualText(
        zh: "一个时段，例如 \"2024-03\" 或 \"2024\"",
        en: "a period, such as \"2024-03\" or \"2024\"")
    case .date:
      BilingualText(zh: "一个日期，例如 \"2024-03-26\"", en: "a date, such as \"2024-03-26\"")
    case .dayOfYear:
      BilingualText(
        zh: "一年中的某天，例如 \"06-08\"；或这样的日子的分布",
        en: "a day of the year such as \"06-08\", or a distribution of such days")
    case .calendarDay:
      BilingualText(
        zh: "一个日期，例如 \"2024-09-01\"；或每年的某天，例如 \"09-01\"",
        en: "a date such as \"2024-09-01\", or a day of every year such as \"09-01\"")
    case .lunarDay:
      BilingualText(
        zh: "农历的月和日，例如 \"09-09\"",
        en: "a month and a day of the Chinese calendar, such as \"09-09\"")
    default: preconditionFailure("no time")
    }
  }

  /// The same of a number in a unit.
  private var expectedValue: BilingualText {
    switch self {
    case .value(let unit):
      BilingualText(
        zh: "一个值，\(unit.chineseUnit)：\(unit.exampleValue.zh)，也可以是分布或公式",
        en: "a value in \(unit.symbolOrWord.en): \(unit.exampleValue.en), "
          + "a distribution or a formula")
    case .valueInDeclaredUnit:
      BilingualText(
        zh: "一个值，用所声明的单位，也可以是分布或公式",
        en: "a value in the declared unit, a distribution or a formula")
    case .quantity(let unit):
      BilingualText(
        zh: "一个值，\(unit.chineseUnit)，例如 \(unit.exampleValue.zh)",
        en: "a value in \(unit.symbolOrWord.en), such as \(unit.exampleValue.en)")
    default: preconditionFailure("no value")
    }
  }
}

extension BilingualText {
  static let aText = BilingualText(zh: "一段文字", en: "a text")
  static let aNumber = BilingualText(zh: "一个数", en: "a number")
  static let aList = BilingualText(zh: "一个列表", en: "a list")
  static let listOfValues = BilingualText(zh: "由值组成的列表", en: "a list of values")
  static let anObject = BilingualText(zh: "一个对象", en: "an object")
  static let trueOrFalse = BilingualText(zh: "true 或 false", en: "true or false")
  static let aName = BilingualText(
    zh: "一个名称：字母开头，后接字母和数字，例如 \"vat\"",
    en: "a name: a letter, then letters and digits, such as \"vat\"")

  static func wholeNumber(in range: ClosedRange<Int>) -> BilingualText {
    BilingualText(
      zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数",
      en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  /// What stands where an object is described.
  static func object(of descriptor: ObjectDescriptor) -> BilingualText {
    BilingualText(
      zh: "“\(descriptor.noun.zh)”对象", en: "an object for \(descriptor.noun.en)")
  }
}

extension ObjectDescriptor {
  /// What a message calls such an object: in Chinese its summary up to the first remark, in
  /// English its name.
  var noun: BilingualText {
    let zh = summary.zh.prefix { !"：；，".contains($0) }
    return BilingualText(zh: String(zh), en: name)
  }

  /// What it is called where there is one of it that has no label: its name in words.
  var title: BilingualText {
    let words = name.map { $0.isUppercase ? " " + $0.lowercased() : String($0) }.joined()
    return BilingualText(zh: noun.zh, en: words.prefix(1).uppercased() + words.dropFirst())
  }
}

extension UnitOfMeasure {
  /// What it is called in a sentence: the symbol, or a word where that is none in the language.
  public var symbolOrWord: BilingualText {
    switch symbol {
    case "1": BilingualText(zh: "没有单位的数", en: "a plain number")
    case "share": BilingualText(zh: "比例", en: symbol)
    default: .same(symbol)
    }
  }

  /// In Chinese, in what a value in this unit is given.
  fileprivate var chineseUnit: String {
    switch symbol {
    case "1": "不带单位"
    case "share": "为比例"
    default: "单位为 \(symbol)"
    }
  }

  /// A value in this unit as a planner would write it.
  var exampleValue: BilingualText {
    if hasSameDimension(as: .date) { return .same("\"2024-06-01\"") }
    if hasSameDimension(as: .one) {
      return BilingualText(zh: "0.8 或 \"80%\"", en: "0.8 or \"80%\"")
    }
    if hasSameDimension(as: .month) { return .same("\"6\(symbol)\"") }
    return .same("\"120\(symbol)\"")
  }

  /// Whether a number without a unit can only mean one thing: not for money, lengths, areas and
  /// weights, where 元 and 万元, or m and km, are both usual.
  var allowsBareNumbers: Bool {
    dimension.isCount || dimension == .day || hasSameDimension(as: .month)
  }
}
