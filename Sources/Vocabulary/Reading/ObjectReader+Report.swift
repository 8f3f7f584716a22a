import Formulas

extension Field {
  static let report = Field(
    "report", .choice(Indicator.ReportedPeriods.allCases.map(\.rawValue) + [nothing]), .optional,
    zh: "结果中列出哪些时期",
    en: "which of its values appear in the results, when not as in `simulation`")

  /// The choice by which an indicator serves other formulas only.
  fileprivate static let nothing = "nothing"
}

extension ObjectReader {
  /// Whether the object is to appear in the results.
  var visibility: Indicator.Visibility {
    choice(.report) == Field.nothing ? .inner : .reported
  }

  /// Which of its values are to appear, where the object has a choice of its own.
  var reportedPeriods: Indicator.ReportedPeriods? {
    choice(.report).flatMap(Indicator.ReportedPeriods.init(rawValue:))
  }

  /// Indicators that a component made, to appear as the object chooses.
  func reported(_ indicators: [Indicator]) -> [Indicator] {
    indicators.map { indicator in
      var indicator = indicator
      if visibility == .inner { indicator.visibility = .inner }
      indicator.reportedPeriods = reportedPeriods
      return indicator
    }
  }
}
