import SourceText

/// Whose part of the revenue is meant.
public enum RevenueLevel: String, CaseIterable, Sendable {
  /// All of it: total fiscal revenue (财政总收入).
  case total
  /// What stays below the centre: general public budget revenue (一般公共预算收入).
  case local
  /// What is passed up to the centre (上划中央收入).
  case central

  public var label: BilingualText {
    switch self {
    case .total: BilingualText(zh: "财政总收入", en: "Total fiscal revenue")
    case .local: BilingualText(zh: "一般公共预算收入", en: "General public budget revenue")
    case .central: BilingualText(zh: "上划中央收入", en: "Revenue passed upward")
    }
  }

  /// The same of one kind of revenue, to follow its name.
  var ofKind: BilingualText {
    switch self {
    case .total: BilingualText(zh: "", en: "")
    case .local: BilingualText(zh: "地方部分", en: ", local part")
    case .central: BilingualText(zh: "上划部分", en: ", passed upward")
    }
  }
}
