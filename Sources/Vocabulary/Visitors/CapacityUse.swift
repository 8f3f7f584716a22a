import Formulas
import SourceText

/// How much of a capacity is taken on a day, and for which part of those who want it there is room.
///
/// What was booked, the pupils of study travel, and the guests of the nights before who stay on
/// have their places. What is then free is divided: each segment gets the same part of what it
/// wants.
struct CapacityUse {
  /// How much there is.
  let amount: Formula
  let unit: UnitOfMeasure
  let isByNight: Bool
  /// By segment what a visit takes.
  let users: [(name: String, use: Formula)]

  func indicators(_ reader: ObjectReader) -> [Indicator] {
    let wanted = taken(\.isRationed) { "visitors.\($0).daily.demand" }
    let served = taken(\.isRationed) { "visitors.\($0).daily.arrivals" }
    let pupils = isByNight ? StudyResult.dailyGuests : .dailyArrivals
    let booked = taken(\.isBooked) { "visitors.\($0).\(pupils.rawValue)" }
    let stayed = isByNight ? taken(\.isRationed, Segment.staying) : nothing
    let free = Formula.call(.maximum, amount - (booked + stayed), nothing)
    // Where nobody wants anything there is room for all.
    let ration = Formula.call(.minimum, free / atLeastTiny(wanted), .constant(1))
    let used = Formula.reference(reader.name("daily.used"))
    // Full but for what rounding leaves.
    let isFull = Formula.call(.greaterOrEqual, used, amount * .constant(1 - 1e-9))
    return [
      reader.indicator(
        "daily.ration", "当日可接待比例", "part served on the day", .level, .share, ration, .inner),
      reader.indicator(
        "daily.used", "当日占用", "used on the day", .level, unit, booked + stayed + served, .inner),
      reader.indicator(
        "occupancy", "利用率", "occupancy", .share, .share,
        .call(.sumOverDays, used) / atLeastTiny(.call(.sumOverDays, amount))),
      reader.indicator(
        "daysAtCapacity", "满负荷天数", "days at capacity", .flow, .day,
        .call(.sumOverDays, isFull) * .constant(1, .day)),
    ]
  }

  private var nothing: Formula { .constant(0, unit) }

  /// What some users take, by the visits of each.
  private func taken(_ isIncluded: (String) -> Bool, _ visits: (String) -> String) -> Formula {
    let each = Formula.constant(1, unit / .visit)
    let parts = users.filter { isIncluded($0.name) }.map { user in
      .reference(visits(user.name)) * user.use * each
    }
    return .total(parts, unit)
  }

  private func atLeastTiny(_ divisor: Formula) -> Formula {
    .call(.maximum, divisor, .constant(1e-300, unit))
  }
}

extension String {
  /// Whether users of this name have booked before, so that they come first.
  fileprivate var isBooked: Bool { self == Capacity.studyTravel }
  fileprivate var isRationed: Bool { !isBooked }
}
