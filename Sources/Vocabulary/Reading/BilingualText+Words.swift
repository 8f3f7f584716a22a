import Formulas
import SourceText

extension BilingualText {
  /// The name of something within what has this name: 月华山道路·施工招标.
  func around(_ part: BilingualText) -> BilingualText {
    BilingualText(zh: zh + "·" + part.zh, en: en + " · " + part.en)
  }

  /// The name with what tells it from others of its kind, in parentheses.
  func of(_ one: BilingualText) -> BilingualText {
    BilingualText(zh: zh + "（" + one.zh + "）", en: en + " (" + one.en + ")")
  }

  /// What is expected of a name where nothing could be named.
  static let nothingThere = BilingualText(
    zh: "留空：没有可写的名称", en: "nothing: there is none")

  static let shareFrom0To1 = BilingualText(zh: "0 到 1 的比例", en: "a share from 0 to 1")
  static let sumOf1 = BilingualText(zh: "合计为 1", en: "a sum of 1")
  static let isEndBeforeBeginning = BilingualText(
    zh: "结束早于开始", en: "this ends before it begins")

  /// Any day from one on.
  static func day(from first: CalendarDate) -> BilingualText {
    BilingualText(zh: "\(first) 或之后的日子", en: "a day from \(first) on")
  }

  /// What is found where something of several is needed.
  static let noneGiven = BilingualText(zh: "一个也没有", en: "none")

  /// A word that is none of those that its key takes.
  static func noChoice(_ key: String) -> BilingualText {
    BilingualText(
      zh: "“\(key)”的值不在可选范围之内", en: "'\(key)' is none of the known choices")
  }

  /// A key that an object of this name does not have.
  static func noKey(_ key: String, in object: BilingualText) -> BilingualText {
    BilingualText(
      zh: "“\(object.zh)”没有键“\(key)”", en: "\(object.en) has no key '\(key)'")
  }

  /// A key that an object of this name needs.
  static func lack(of key: String, in object: BilingualText) -> BilingualText {
    BilingualText(
      zh: "“\(object.zh)”缺少键“\(key)”", en: "\(object.en) lacks the key '\(key)'")
  }

  /// Words of the file in a row: `a, b`.
  static func words(_ words: [String]) -> BilingualText {
    words.map(BilingualText.same).joined()
  }
}

extension Field {
  /// The key with what would be right at it: `"periods": a whole number from 1 to 1200`.
  var asWritten: BilingualText {
    let expectation = shape.expectation
    return BilingualText(
      zh: "\"\(key)\": \(expectation.zh)", en: "\"\(key)\": \(expectation.en)")
  }
}
