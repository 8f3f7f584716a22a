import Formulas
import SourceText

/// Which indicators hold what of the visitors: what tables of them are made from.
public struct VisitorsLayout: Sendable {
  /// Visitors with results of their own: a segment, study travel, all together.
  public struct Group: Sendable {
    /// What an indicator of a group tells.
    public enum Reading: String, CaseIterable, Sendable {
      case demand, arrivals, nights, spilled, lost, spending
      case groups, cancelled, rebooked, refused, booked
    }

    /// What sort of visitors it is.
    public enum Sort: String, CaseIterable, Sendable {
      /// A segment of the scenario.
      case segment
      /// All products of study travel.
      case studyTravel
      /// A product of study travel.
      case product
      /// All visitors.
      case total
    }

    /// Below `visitors.`, such as `dayTrips`, `studyTravel`, `studyTravel.schoolTrips` or `total`.
    public let id: String
    public let label: BilingualText
    /// What the results tell of it.
    public let readings: [Reading]

    public init(id: String, label: BilingualText, readings: [Reading]) {
      self.id = id
      self.label = label
      self.readings = readings
    }

    public var sort: Sort {
      if id == VisitorsLayout.totalID { return .total }
      let study = Visitors.studyTravel.key
      if id == study { return .studyTravel }
      return id.hasPrefix(study + ".") ? .product : .segment
    }
    /// The indicator of a reading, by period.
    public func indicator(_ reading: Reading) -> String { "visitors.\(id).\(reading.rawValue)" }
    /// The indicator of the arrivals of each day, where there is one.
    public var dailyArrivals: String { "visitors.\(id).daily.arrivals" }
    /// The kept indicator of the arrivals in the days off around each holiday.
    public var holidayArrivals: String { "visitors.\(id).holidayArrivals" }
  }

  /// What limits the visitors of a day.
  public struct Limit: Sendable {
    /// Below `visitors.capacity.`.
    public let id: String
    public let label: BilingualText
    public let unit: UnitOfMeasure

    public var occupancy: String { "visitors.capacity.\(id).occupancy" }
    public var daysAtCapacity: String { "visitors.capacity.\(id).daysAtCapacity" }
    /// Whether all of it is used on a day, 1 or 0.
    var dailyFull: String { "visitors.capacity.\(id).daily.full" }
  }

  /// Days off around a holiday that lie wholly in the horizon.
  public struct Holiday: Sendable {
    /// Such as `springFestival`.
    public let id: String
    public let label: BilingualText
    public let firstDay: CalendarDate
    public let lastDay: CalendarDate
    /// How results name it: `springFestival.2024`, by the year of its last day.
    public let period: String
    /// Whether a notice tells its days or a rule.
    public let origin: HolidayEntry.Origin

    /// The number of days off.
    public var days: Int { lastDay.dayNumber - firstDay.dayNumber + 1 }
  }

  /// The segments in the order of the scenario, then study travel.
  public internal(set) var groups: [Group]
  /// The products of study travel, which together are its group.
  public let products: [Group]
  /// All visitors together.
  public let total: Group
  /// In the order of the scenario.
  public let capacities: [Limit]
  /// In order; empty where the scenario declares no calendar.
  public let holidays: [Holiday]
  /// Of the groups, the ids of those whose arrivals are told holiday by holiday; the total is too
  /// where there is any.
  public let holidayGroups: [String]
  /// The kinds of the days of the horizon, on each of which the arrivals of all are kept
  /// (`total.dailyArrivals`, under labels such as `2024-05-01`); nil where the scenario does not
  /// ask for it.
  public let calendar: DayCalendar?

  /// The kept indicator of whether a day reaches any capacity, 1 or 0, on the same days; there
  /// where the scenario has capacities.
  public static let dayAtCapacity = "visitors.\(totalID).daily.atCapacity"
  /// What people call a category of spending, the last part of an indicator such as
  /// `visitors.total.spending.food`.
  public static func label(ofSpendingOn category: String) -> BilingualText {
    SpendingCategory.label(category)
  }

  /// The id of all visitors together.
  static let totalID = "total"
}
