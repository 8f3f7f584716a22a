import Formulas
import SourceText

/// The days of the horizon as groups see them: how the year's groups spread over them, and on which
/// day those come who cannot come on theirs.
struct TravelDays {
  /// For each window the share of its calendar year's groups that each day of the horizon has.
  let shares: [[Double]]
  /// Whether a group can travel on each day of the horizon.
  let isTravelDay: [Bool]
  private let windows: [TravelWindow]
  private let horizon: Horizon
  /// The days after the first of the earliest year on which groups can travel, in order.
  private let travelDays: [CalendarDate]
  private let lastKnownDay: CalendarDate

  init(_ rules: TravelRules, _ horizon: Horizon) {
    self.horizon = horizon
    windows = rules.windows
    let days = TravelWindow.days(of: horizon.touchedYears)
    lastKnownDay = days[days.count - 1]
    let weights = windows.map { window in
      days.map { window.span(containing: $0) == nil ? 0 : rules.weight($0) }
    }
    travelDays = days.indices.filter { place in weights.contains { $0[place] > 0 } }
      .map { days[$0] }
    let start = horizon.firstDay.dayNumber - days[0].dayNumber
    let inHorizon = start..<(start + horizon.dayCount)
    isTravelDay = inHorizon.map { place in weights.contains { $0[place] > 0 } }
    var sums: [Int: [Double]] = [:]
    for (place, day) in days.enumerated() {
      for window in weights.indices {
        sums[day.year, default: Array(repeating: 0, count: weights.count)][window]
          += weights[window][place]
      }
    }
    let windows = self.windows
    shares = weights.indices.map { window in
      inHorizon.map { place in
        let weight = weights[window][place]
        guard weight > 0, let ofYear = sums[days[place].year] else { return 0 }
        if let share = windows[window].share { return share * weight / ofYear[window] }
        return weight / ofYear.reduce(0, +)
      }
    }
  }

  /// Whether there is a day of the horizon's years on which a group can travel.
  var isEmpty: Bool { travelDays.isEmpty }

  // MARK: Other days

  /// Where those go who cannot travel on their day, as numbers of each day of the horizon.
  struct OtherDays {
    /// 1 where a later day of the same span of the window can be had, else 0.
    let isThere: [Double]
    /// 1 where those of the day before wait for the same day as those of this one, else 0.
    let isShared: [Double]
  }

  /// The first travel day that is at least so many days later, within the same span of a window.
  func otherDays(after delay: Int) -> OtherDays {
    let days = horizon.days
    let targets = days.map { firstTravelDay(from: $0.adding(days: delay)) }
    let isThere = zip(days, targets).map { day, target -> Double in
      guard let span = windows.lazy.compactMap({ $0.span(containing: day) }).first else {
        return 0
      }
      // Beyond the years that are known, an open window goes on.
      guard let target else { return span.upperBound > lastKnownDay ? 1 : 0 }
      return span.contains(target) ? 1 : 0
    }
    let isShared = targets.indices.map { $0 > 0 && targets[$0] == targets[$0 - 1] ? 1.0 : 0 }
    return OtherDays(isThere: isThere, isShared: isShared)
  }

  private func firstTravelDay(from day: CalendarDate) -> CalendarDate? {
    var (low, high) = (0, travelDays.count)
    while low < high {
      let middle = (low + high) / 2
      if travelDays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < travelDays.count ? travelDays[low] : nil
  }

  // MARK: Spreading

  /// Whole things spread evenly over the travel days of a span; over all its days where none is
  /// one. The parts sum to the whole, less what lies outside of the horizon.
  func spread(_ count: Int, over span: ClosedRange<CalendarDate>) -> [Double] {
    var days = (span.lowerBound.dayNumber...span.upperBound.dayNumber).map(
      CalendarDate.init(dayNumber:))
    let suitable = days.filter { firstTravelDay(from: $0) == $0 }
    if !suitable.isEmpty { days = suitable }
    var parts = [Double](repeating: 0, count: horizon.dayCount)
    for (place, day) in days.enumerated() {
      guard let index = horizon.dayIndex(of: day) else { continue }
      parts[index] = Double(count * (place + 1) / days.count - count * place / days.count)
    }
    return parts
  }
}
