import SourceText

/// How the unit of a function's value follows from the units of its arguments.
public enum UnitRule: String, CaseIterable, Sendable {
  /// Both sides have one unit; or a date and days, which make a date.
  case addition
  /// Both sides have one unit; a date less days is a date, a date less a date is days.
  case subtraction
  case product, quotient
  /// A plain number, or any unit raised to a whole number that is written out.
  case power
  case squareRoot
  /// The unit of the first argument.
  case unchanged
  /// The unit of the first argument, which is no date.
  case unchangedAmount
  /// The one unit of all arguments.
  case common
  /// The one unit of all arguments, which are no dates.
  case commonAmount
  /// Arguments of one unit give a plain number.
  case comparison
  /// Plain numbers give a plain number.
  case plainNumber
  /// A plain number as condition, then two values of one unit.
  case choice
  /// A plain number, then amounts of one unit.
  case ranked
  /// Amounts of one unit give a plain number.
  case ratio
  /// The unit of the first argument; the second is a date.
  case valueAtDate
  /// The unit of the first argument and of the third; the second is a plain number.
  case earlierValue
  /// Plain numbers give a date.
  case calendarDate
  /// Four dates give days.
  case sharedDays
  /// A date gives working days, told in days.
  case workingDays
  /// Working days give a date.
  case dateOfWorkingDays
  /// A probability, and a second argument that counts, whose unit the value has.
  case quantileOfCount

  /// The rule as a sentence.
  public var summary: BilingualText {
    switch self {
    case .addition:
      BilingualText(
        zh: "两边单位相同；日期加天数得日期", en: "both sides have one unit; a date plus days is a date")
    case .subtraction:
      BilingualText(
        zh: "两边单位相同；日期减天数得日期，日期减日期得天数",
        en: "both sides have one unit; a date less days is a date, a date less a date is days")
    case .product: BilingualText(zh: "单位相乘", en: "the product of the units")
    case .quotient: BilingualText(zh: "单位相除", en: "the quotient of the units")
    case .power:
      BilingualText(
        zh: "纯数；或者任意单位的整数次幂", en: "a plain number, or any unit to a whole power written out")
    case .squareRoot: BilingualText(zh: "单位开平方", en: "the square root of the unit")
    case .unchanged: BilingualText(zh: "与 x 相同", en: "the unit of x")
    case .unchangedAmount: BilingualText(zh: "与 x 相同，不能是日期", en: "the unit of x, not a date")
    case .common: BilingualText(zh: "各参数单位相同", en: "the one unit of all arguments")
    case .commonAmount:
      BilingualText(zh: "各参数单位相同，不能是日期", en: "the one unit of all arguments, not a date")
    case .comparison:
      BilingualText(
        zh: "两边单位相同，结果为 1 或 0", en: "both sides have one unit; the value is 1 or 0")
    case .plainNumber: BilingualText(zh: "纯数", en: "plain numbers")
    case .choice:
      BilingualText(
        zh: "条件为纯数，两个取值单位相同", en: "the condition is a plain number, the values have one unit")
    case .ranked:
      BilingualText(
        zh: "首个参数为纯数，其余单位相同，不能是日期",
        en: "the first is a plain number, the others have one unit, not a date")
    case .ratio: BilingualText(zh: "单位相同，结果为纯数", en: "one unit; the value is a plain number")
    case .valueAtDate: BilingualText(zh: "与 x 相同", en: "the unit of x; the second is a date")
    case .earlierValue:
      BilingualText(
        zh: "与 x 相同，initial 亦然；periods 为纯数",
        en: "the unit of x, which the initial value has too; periods is a plain number")
    case .calendarDate: BilingualText(zh: "纯数，结果为日期", en: "plain numbers give a date")
    case .sharedDays: BilingualText(zh: "四个日期，结果为天", en: "four dates give days")
    case .workingDays: BilingualText(zh: "日期，结果为天", en: "a date gives days")
    case .dateOfWorkingDays: BilingualText(zh: "天，结果为日期", en: "days give a date")
    case .quantileOfCount:
      BilingualText(
        zh: "p 为纯数；结果与计数参数单位相同", en: "p is a plain number; the value counts as the second does")
    }
  }
}
