import Languages

// What several families expect of a parameter.
extension BilingualText {
  static let number = BilingualText(zh: "数", en: "a number")
  static let lessExtremeNumber = BilingualText(
    zh: "不那么极端的数", en: "a number that is not so extreme")
  static let values = BilingualText(
    zh: "至少一个值，且都是数", en: "at least one value, all of them numbers")
  static let wholeNumberFromLow = BilingualText(
    zh: "不小于 low 的整数", en: "a whole number at or above low")

  static func number(above limit: String) -> BilingualText {
    BilingualText(zh: "大于 \(limit) 的数", en: "a number above \(limit)")
  }

  static func number(above limit: String, atMost most: String) -> BilingualText {
    BilingualText(
      zh: "大于 \(limit)、不超过 \(most) 的数", en: "a number above \(limit), at most \(most)")
  }

  static func number(atOrAbove limit: String) -> BilingualText {
    BilingualText(zh: "不小于 \(limit) 的数", en: "a number at or above \(limit)")
  }

  static func number(from least: String, to most: String) -> BilingualText {
    BilingualText(zh: "\(least) 到 \(most) 的数", en: "a number from \(least) to \(most)")
  }

  static func number(comparableWith parameter: String) -> BilingualText {
    BilingualText(
      zh: "与 \(parameter) 大小相当的数", en: "a number of a size comparable with \(parameter)")
  }
}
