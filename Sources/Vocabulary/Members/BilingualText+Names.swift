import Formulas
import SourceText

extension BilingualText {
  /// Names for a message, as many as it has room for.
  static func listed(_ names: [String]) -> BilingualText {
    guard !names.isEmpty else { return nothingThere }
    let shown = oneOf(Array(names.prefix(12)))
    guard names.count > 12 else { return shown }
    let more = names.count - 12
    return BilingualText(zh: "\(shown.zh)，另有 \(more) 个", en: "\(shown.en) and \(more) more")
  }

  /// What is expected of an id that means something else already.
  static func anotherID(than taken: [String], separator: String = ", ") -> BilingualText {
    BilingualText(
      zh: taken.joined(separator: "、") + " 以外的标识",
      en: "another id than " + taken.joined(separator: separator))
  }

  /// What is expected at a key that is missing.
  static func key(_ key: String, _ value: BilingualText) -> BilingualText {
    BilingualText(zh: "\"\(key)\": \(value.zh)", en: "\"\(key)\": \(value.en)")
  }

  /// The fields that were found where one has to be given.
  static func given(_ fields: [Field]) -> BilingualText {
    fields.isEmpty ? noneGiven : fields.map { BilingualText.same($0.key) }.joined()
  }

  static func noName(_ text: String) -> BilingualText {
    BilingualText(zh: "“\(text)”不能作名称", en: "'\(text)' is not a name")
  }

  static func noSet(_ name: String) -> BilingualText {
    BilingualText(zh: "没有成员集合“\(name)”", en: "'\(name)' is no set of members")
  }

  static func noMember(_ name: String, of set: String) -> BilingualText {
    BilingualText(zh: "“\(name)”不是“\(set)”的成员", en: "'\(name)' is no member of '\(set)'")
  }

  static func noTax(_ name: String) -> BilingualText {
    BilingualText(zh: "情景中没有税种“\(name)”", en: "'\(name)' is no tax of this scenario")
  }

  static func noDefinition(_ name: String) -> BilingualText {
    BilingualText(zh: "没有收入口径“\(name)”", en: "'\(name)' is no definition of revenue")
  }

  static func negativePart(_ name: String) -> BilingualText {
    BilingualText(zh: "“\(name)”的比例为负", en: "the part of '\(name)' is negative")
  }

  /// What was found where one of two has to be given.
  static let bothGiven = BilingualText(zh: "两个都写了", en: "both")
  static let neitherGiven = BilingualText(zh: "两个都没写", en: "neither")

  static let removeOne = BilingualText(zh: "删去其中之一", en: "remove one of them")
  static let giveAnotherID = BilingualText(
    zh: "给其中一个换个标识", en: "give one of them another id")

  static let noDate = BilingualText(zh: "这不是日期", en: "this is no date")
  static let noPeriod = BilingualText(zh: "这不是时段", en: "this is no period")
  static let noShare = BilingualText(zh: "这不是比例", en: "this is no share")
  static let noNumber = BilingualText(zh: "这不是数字", en: "this is no number")

  static let from0To1 = BilingualText(zh: "0 到 1 的数", en: "a number from 0 to 1")
  static let partsFrom0To1 = BilingualText(zh: "0 到 1 的比例", en: "parts from 0 to 1")
  static let amountAboveZero = BilingualText(zh: "大于 0 的数", en: "an amount above 0")
  static let wholeFromZero = BilingualText(zh: "不小于 0 的整数", en: "a whole number from 0")
  static let shrinksLess = BilingualText(zh: "大于 -100%", en: "more than -100 %")
  static let restToCentre = BilingualText(
    zh: "合计不超过 1 的比例，其余归中央",
    en: "shares that sum to at most 1; the centre gets the rest")

  static let indicatorID = BilingualText(
    zh: "指标的标识，`torreya explain` 可列出", en: "the id of an indicator; `torreya explain` lists them")
  /// The id that was probably meant; what bears a name is known by its id.
  static func indicator(_ name: String, among known: [Indicator]) -> BilingualText? {
    if let named = known.first(where: { $0.label.zh == name || $0.label.en == name }) {
      return didYouMean(named.id)
    }
    return SourceText.didYouMean(name, among: known.map(\.id))
  }

  static let confidenceRange = BilingualText(
    zh: "把握在 0 和 1 之间", en: "a confidence lies between 0 and 1")
  static let probabilityExample = BilingualText(
    zh: "概率，例如 \"80%\"", en: "a probability such as \"80%\"")
}
