import SourceText

/// How long the periods of a horizon are.
public enum Frequency: String, CaseIterable, Sendable {
  case yearly, quarterly, monthly

  /// The number of periods in a calendar year.
  public var periodsPerYear: Int {
    switch self {
    case .yearly: 1
    case .quarterly: 4
    case .monthly: 12
    }
  }

  /// How often its periods come, in words.
  public var label: BilingualText {
    switch self {
    case .yearly: BilingualText(zh: "年度", en: rawValue)
    case .quarterly: BilingualText(zh: "季度", en: rawValue)
    case .monthly: BilingualText(zh: "月度", en: rawValue)
    }
  }

  /// The number of months in a period.
  public var monthsPerPeriod: Int { 12 / periodsPerYear }
}
