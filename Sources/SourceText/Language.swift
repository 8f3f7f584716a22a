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
