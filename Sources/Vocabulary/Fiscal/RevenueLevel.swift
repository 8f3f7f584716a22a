import SourceText

/// Whose part of the revenue is meant.
///
/// Statistics of a county book the whole local part as its general public budget revenue; how
/// province, county and town divide it is a rule of theirs, so these three have results only
/// where the data or the scenario give their shares.
public enum RevenueLevel: String, CaseIterable, Sendable {
  /// All of it: total fiscal revenue (财政总收入).
  case total
  /// What stays below the centre: general public budget revenue (一般公共预算收入).
  case local
  /// What is passed up to the centre (上划中央收入).
  case central
  /// What of the local part the province takes.
  case province
  /// What of it the county or district takes.
  case county
  /// What of it the town keeps.
  case town

  /// Those that every scenario has.
  static let standard: [RevenueLevel] = [.total, .local, .central]
  /// Those that divide the local part among them.
  static let divided: [RevenueLevel] = [.province, .county, .town]

  public var label: BilingualText {
    switch self {
    case .total: BilingualText(zh: "财政总收入", en: "Total fiscal revenue")
    case .local: BilingualText(zh: "一般公共预算收入", en: "General public budget revenue")
    case .central: BilingualText(zh: "上划中央收入", en: "Revenue passed upward")
    case .province: BilingualText(zh: "省级分成收入", en: "Revenue of the province")
    case .county: BilingualText(zh: "区县级分成收入", en: "Revenue of the county")
    case .town: BilingualText(zh: "镇级分成收入", en: "Revenue of the town")
    }
  }

  /// The same of one kind of revenue, to follow its name.
  var ofKind: BilingualText {
    switch self {
    case .total: BilingualText(zh: "", en: "")
    case .local: BilingualText(zh: "地方部分", en: ", local part")
    case .central: BilingualText(zh: "上划部分", en: ", passed upward")
    case .province: BilingualText(zh: "省级部分", en: ", part of the province")
    case .county: BilingualText(zh: "区县级部分", en: ", part of the county")
    case .town: BilingualText(zh: "镇级部分", en: ", part of the town")
    }
  }

  /// What its share of a kind of revenue is called.
  var ofShare: BilingualText {
    switch self {
    case .total: BilingualText(zh: "全部", en: "all of it")
    case .local: BilingualText(zh: "地方分成比例", en: "the part that stays local")
    case .central: BilingualText(zh: "中央分成比例", en: "the part that is passed upward")
    case .province: BilingualText(zh: "省级分成比例", en: "the part of the province")
    case .county: BilingualText(zh: "区县级分成比例", en: "the part of the county")
    case .town: BilingualText(zh: "镇级分成比例", en: "the part of the town")
    }
  }

  /// The name of its share of a kind, and of the column of shares in a file.
  var shareName: String { rawValue + "Share" }
}
