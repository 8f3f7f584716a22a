import Formulas
import SourceText

/// What comes out of study travel: of each product and of all of them.
///
/// Of the groups of a day, in every trial:
/// `booked + rebooked = groups + cancelled + refused`; and of all days up to one:
/// `booked = groups + lost + waiting`.
public enum StudyResult: String, CaseIterable, Sendable {
  /// Groups that travel.
  case groups
  /// Pupils who travel, as visits.
  case arrivals
  case dailyArrivals = "daily.arrivals"
  /// Visits times nights.
  case nights
  /// Pupils who stay the night.
  case dailyGuests = "daily.guests"
  /// Groups booked for a day of the period the first time.
  case booked
  /// Groups that come on this day in place of an earlier one.
  case rebooked
  /// Groups that do not travel on their day, by weather, for other causes or without accreditation.
  case cancelled
  /// Groups turned away because the day is full.
  case refused
  /// Groups that come on no other day.
  case lost
  /// Groups whose other day is still to come.
  case waiting
  /// What the pupils pay for the product.
  case revenue
  /// What the product costs.
  case cost
  /// What goes back because study travel earns no profit.
  case returned
  /// What is left of the revenue.
  case surplus
  /// What is spent in town, returned money left out.
  case spending

  /// How it is measured.
  public var unit: UnitOfMeasure {
    switch self {
    case .arrivals, .dailyArrivals, .dailyGuests: .visit
    case .nights: .visit * .day
    case .groups, .booked, .rebooked, .cancelled, .refused, .lost, .waiting: .group
    case .revenue, .cost, .returned, .surplus, .spending: .tenThousandYuan
    }
  }

  /// How it aggregates over periods.
  public var kind: Indicator.Kind {
    switch self {
    case .waiting, .dailyGuests: .level
    case .arrivals, .dailyArrivals, .groups, .booked, .rebooked, .cancelled, .refused, .lost:
      .count
    case .nights, .revenue, .cost, .returned, .surplus, .spending: .flow
    }
  }

  /// Whether it is of each day, for other parts of the model.
  var isDaily: Bool { self == .dailyArrivals || self == .dailyGuests }

  /// What tables of visitors tell of results, in their order.
  static func readings(_ results: Set<StudyResult>) -> [VisitorsLayout.Group.Reading] {
    VisitorsLayout.Group.Reading.allCases.filter { reading in
      StudyResult(rawValue: reading.rawValue).map(results.contains) ?? false
    }
  }

  private var suffix: BilingualText {
    switch self {
    case .groups: BilingualText(zh: "团数", en: "groups")
    case .arrivals: BilingualText(zh: "人次", en: "arrivals")
    case .dailyArrivals: BilingualText(zh: "每日人次", en: "arrivals of a day")
    case .dailyGuests: BilingualText(zh: "每夜住宿人数", en: "guests of the night")
    case .nights: BilingualText(zh: "过夜人天数", en: "nights")
    case .booked: BilingualText(zh: "预订团数", en: "groups booked")
    case .rebooked: BilingualText(zh: "改期成行团数", en: "groups that come on another day")
    case .cancelled: BilingualText(zh: "取消团数", en: "groups cancelled")
    case .refused: BilingualText(zh: "因满员未接待团数", en: "groups refused on full days")
    case .lost: BilingualText(zh: "流失团数", en: "groups lost")
    case .waiting: BilingualText(zh: "待改期团数", en: "groups whose other day is to come")
    case .revenue: BilingualText(zh: "收费", en: "revenue")
    case .cost: BilingualText(zh: "成本", en: "cost")
    case .returned: BilingualText(zh: "退还学校（非营利）", en: "returned, not for profit")
    case .surplus: BilingualText(zh: "结余", en: "surplus")
    case .spending: BilingualText(zh: "消费", en: "spending")
    }
  }

  func label(of owner: BilingualText) -> BilingualText {
    BilingualText(zh: owner.zh + suffix.zh, en: owner.en + ": " + suffix.en)
  }
}

extension UnitOfMeasure {
  static let group = UnitOfMeasure(UnitDimension(.group))
  static let school = UnitOfMeasure(UnitDimension(.school))
  static let schoolClass = UnitOfMeasure(UnitDimension(.schoolClass))
}
