import SourceText

extension UnitInference {
  /// Tells that an argument has another dimension than the wanted one.
  mutating func demandFailed(
    _ call: Call, _ position: Int, _ dimension: UnitDimension, _ wanted: UnitDimension
  ) -> Inferred {
    let which =
      call.arguments.count == 1
      ? BilingualText(zh: "参数", en: "the argument")
      : BilingualText(zh: "第 \(position + 1) 个参数", en: "argument \(position + 1)")
    let (unit, wantedUnit) = (symbol(dimension), symbol(wanted))
    let expected: BilingualText =
      wanted.isNone
      ? .plainNumber
      : wanted == .date
        ? .init(zh: "日期", en: "a date")
        : .init(zh: "单位为\(wantedUnit.zh)的数", en: "a number in \(wantedUnit.en)")
    return mismatch(
      call,
      .init(
        zh: "“\(call.spelling)”的\(which.zh)的单位是\(unit.zh)",
        en: "\(which.en) of '\(call.spelling)' is in \(unit.en)"),
      expected: expected)
  }

  /// Tells that two arguments have different dimensions.
  mutating func differ(
    _ call: Call, _ first: UnitDimension, _ other: UnitDimension
  ) -> Inferred {
    let (one, two) = (symbol(first), symbol(other))
    let message: BilingualText =
      switch call.function {
      case .add: .init(zh: "\(one.zh)不能加\(two.zh)", en: "cannot add \(two.en) to \(one.en)")
      case .subtract:
        .init(zh: "\(one.zh)不能减\(two.zh)", en: "cannot subtract \(two.en) from \(one.en)")
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
        .init(
          zh: "\(one.zh)不能与\(two.zh)比较", en: "cannot compare \(one.en) with \(two.en)")
      case .conditional:
        .init(
          zh: "“if”一种情况得\(one.zh)，另一种情况得\(two.zh)",
          en: "'if' gives \(one.en) in one case and \(two.en) in the other")
      default:
        .init(
          zh: "“\(call.spelling)”的参数有的是\(one.zh)，有的是\(two.zh)",
          en: "the arguments of '\(call.spelling)' are in \(one.en) and in \(two.en)")
      }
    let hasBareNumber = call.arguments.contains {
      if case .constant(_, .one) = $0.node { true } else { false }
    }
    return mismatch(
      call, message, expected: .init(zh: "同一个单位", en: "one unit"),
      suggestion: hasBareNumber && (first.isNone || other.isNone)
        ? example(call, first.isNone ? other : first) : nil)
  }

  /// How a bare number gets the wanted unit.
  private func example(_ call: Call, _ wanted: UnitDimension) -> BilingualText {
    for argument in call.arguments {
      if case .constant(let value, .one) = argument.node {
        return .writeUnit(
          wanted == .date ? "date(2024, 3, 1)" : Quantity(value, unit(wanted)).description)
      }
    }
    return .writeUnit(symbol(wanted).en)
  }

  private func unit(_ dimension: UnitDimension) -> UnitOfMeasure {
    UnitOfMeasure(symbol: dimension.symbol(in: language), dimension: dimension)
  }

  /// A dimension as a message names it.
  func symbol(_ dimension: UnitDimension) -> BilingualText {
    if dimension.isNone { return .plainNumbers }
    if dimension == .date { return BilingualText(zh: "日期", en: "dates") }
    return BilingualText(zh: dimension.symbol(in: .zh), en: dimension.symbol(in: language))
  }
}

extension BilingualText {
  static let plainNumber = BilingualText(zh: "纯数", en: "a plain number")
  static let plainNumbers = BilingualText(zh: "纯数", en: "plain numbers")
  static let daysBetweenDates = BilingualText(
    zh: "改用两个日期之间的天数，如 finish - period.start",
    en: "take the days between two dates instead, such as finish - period.start")

  /// The advice to write a number with its unit.
  static func writeUnit(_ example: String) -> BilingualText {
    BilingualText(
      zh: "在数后面写上单位：\(example)", en: "write the unit behind the number: \(example)")
  }
}

/// The text of a formula for a message that cannot point at it; nil when it can.
func unplacedText(of formula: Formula) -> BilingualText? {
  formula.origin == nil ? .same(shortened(formula.description)) : nil
}

/// A text cut to what a message has room for.
func shortened(_ text: String) -> String {
  text.count <= 72 ? text : text.prefix(70) + " …"
}
