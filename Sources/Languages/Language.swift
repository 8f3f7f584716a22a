/// The two languages that Torreya speaks to people.
public enum Language: String, CaseIterable, Sendable {
  case zh, en
}

/// A text in both languages.
public struct BilingualText: Hashable, Sendable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public subscript(language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

extension BilingualText {
  /// What is not language and reads the same in both: an id, a quoted text of a file, a list of
  /// keys, a unit.
  public static func same(_ text: String) -> Self { Self(zh: text, en: text) }

  /// A word of a file between the quotation marks of each language.
  public static func quoted(_ text: String) -> Self { Self(zh: "“\(text)”", en: "'\(text)'") }

  /// Two texts, one behind the other.
  public static func + (first: Self, second: Self) -> Self {
    Self(zh: first.zh + second.zh, en: first.en + second.en)
  }
}

extension Sequence<BilingualText> {
  /// The texts one behind another, with the separator of each language between them.
  public func joined(_ separator: BilingualText = .listComma) -> BilingualText {
    BilingualText(
      zh: map(\.zh).joined(separator: separator.zh),
      en: map(\.en).joined(separator: separator.en))
  }
}

extension BilingualText {
  /// What stands between the items of a list.
  public static let listComma = BilingualText(zh: "、", en: ", ")

  /// That one of some words is wanted, such as keys and ids.
  public static func oneOf(_ words: some Sequence<String>) -> BilingualText {
    let list = words.map(BilingualText.same).joined()
    return BilingualText(zh: "以下之一：\(list.zh)", en: "one of: \(list.en)")
  }
}

extension DefaultStringInterpolation {
  /// The compiler warns of a text in two languages within another: one of them is to be chosen.
  @available(*, deprecated, message: "choose the language: text.zh or text.en")
  public mutating func appendInterpolation(_ text: BilingualText) {
    appendLiteral(text.en)
  }
}
