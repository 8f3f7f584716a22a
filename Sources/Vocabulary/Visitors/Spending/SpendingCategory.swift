import SourceText

/// What visitors spend money on, by names that are known everywhere and any of the planner's own.
enum SpendingCategory {
  /// The category of spending that the scenario does not divide.
  static let undivided = "other"
  /// What pupils or their schools pay for study travel itself.
  static let studyFees = "studyFees"

  /// What people call a category; its name where it is the planner's own.
  static func label(_ id: String) -> BilingualText {
    switch id {
    case "food": BilingualText(zh: "餐饮", en: "food")
    case "lodging": BilingualText(zh: "住宿", en: "lodging")
    case "shopping": BilingualText(zh: "购物", en: "shopping")
    case "tickets": BilingualText(zh: "门票与体验", en: "tickets")
    case "transport": BilingualText(zh: "交通", en: "transport")
    case "entertainment": BilingualText(zh: "娱乐", en: "entertainment")
    case studyFees: BilingualText(zh: "研学收费", en: "fees of study travel")
    case undivided: BilingualText(zh: "其他", en: "other")
    default: BilingualText(zh: id, en: id)
    }
  }
}
