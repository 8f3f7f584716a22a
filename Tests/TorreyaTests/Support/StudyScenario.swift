import SeededNumbers
import Torreya

/// A scenario with one product of study travel, and what a patient person makes of its calendar:
/// the days are found one by one, by another way than the engine's.
struct StudyScenario {
  /// The keys of the product besides its id, size and windows.
  var product: [String: Any]
  /// Spans as day numbers from the first day of the horizon, each with what it is called.
  var windows: [(id: String, days: ClosedRange<Int>)]
  var weekdays: [Double] = [1, 1, 1, 1, 1, 0, 0]
  var others: [String: Any] = [:]
  var accreditation: [String: Any]?

  static let first = CalendarDate(iso: "2024-04-01")!
  /// April, May and June 2024.
  static let dayCount = 91
  static let months = ["2024-04", "2024-05", "2024-06"]

  /// Days off and make-up workdays of the notice for 2024 (国办发明电〔2023〕7号) in these months.
  private static let holidays = [
    "2024-04-04", "2024-04-05", "2024-04-06", "2024-05-01", "2024-05-02", "2024-05-03",
    "2024-05-04", "2024-05-05", "2024-06-08", "2024-06-09", "2024-06-10",
  ]
  private static let makeUpWorkdays = ["2024-04-07", "2024-04-28", "2024-05-11"]

  static func date(_ day: Int) -> CalendarDate { first.adding(days: day) }

  func weight(_ day: Int) -> Double {
    let date = Self.date(day)
    let isApart = Self.holidays.contains("\(date)") || Self.makeUpWorkdays.contains("\(date)")
    return isApart || window(of: day) == nil ? 0 : weekdays[date.weekday - 1]
  }

  func window(of day: Int) -> Int? { windows.firstIndex { $0.days.contains(day) } }

  /// The part of the year's groups that a day has; all windows lie in the horizon.
  func share(_ day: Int) -> Double {
    weight(day) / (0..<Self.dayCount).reduce(0) { $0 + weight($1) }
  }

  /// The day on which those come who cannot on this one.
  func otherDay(after delay: Int, _ day: Int) -> Int? {
    var other = day + delay
    while other < Self.dayCount + 400 {
      if window(of: other) != window(of: day) { return nil }
      if weight(other) > 0 { return other }
      other += 1
    }
    return nil
  }

  static func days(ofMonth month: Int) -> Range<Int> { [0..<30, 30..<61, 61..<91][month] }

  var text: ScenarioText {
    var product = product
    product["id"] = "trips"
    if product["groupSize"] == nil { product["groupSize"] = 100 }
    product["weekdays"] = weekdays
    product["windows"] = windows.map { window in
      [
        "id": window.id, "from": "\(Self.date(window.days.lowerBound))",
        "to": "\(Self.date(window.days.upperBound))",
      ]
    }
    var study: [String: Any] = ["products": [product]]
    study["accreditation"] = accreditation
    var members: [String: Any] = [
      "torreya": 1, "id": "study", "horizon": ["first": "2024-04", "periods": 3],
      "visitors": ["studyTravel": study],
    ]
    members.merge(others) { _, new in new }
    return ScenarioText(name: "study.json", members: members)
  }
}
