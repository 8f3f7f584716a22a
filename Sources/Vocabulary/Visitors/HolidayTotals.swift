import Formulas

/// The visits in the days off around each holiday, as one number for each.
struct HolidayTotals {
  /// Those that lie wholly in the horizon: a part of one would be taken for the whole.
  let holidays: [VisitorsLayout.Holiday]
  /// Of each day of the horizon whether it goes on with the holiday of the day before: 1 or 0.
  private let goesOn: [Double]
  /// The name of the holiday of which a day is the last.
  private let labels: [String?]

  init(_ horizon: Horizon, _ calendar: DayCalendar) {
    var taken: Set<String> = []
    holidays = calendar.holidaysOfHorizon.filter {
      horizon.dayIndex(of: $0.firstDay) != nil && horizon.dayIndex(of: $0.lastDay) != nil
    }.map { block in
      // Two occasions without a name of their own may fall into one year.
      let year = "\(block.id).\(block.lastDay.year)"
      let period = taken.insert(year).inserted ? year : "\(block.id).\(block.lastDay)"
      return VisitorsLayout.Holiday(
        id: block.id, label: block.label, firstDay: block.firstDay, lastDay: block.lastDay,
        period: period)
    }
    var goesOn = [Double](repeating: 0, count: horizon.dayCount)
    var labels = [String?](repeating: nil, count: horizon.dayCount)
    for holiday in holidays {
      guard let first = horizon.dayIndex(of: holiday.firstDay),
        let last = horizon.dayIndex(of: holiday.lastDay)
      else { continue }
      for day in (first + 1)..<max(first + 1, last + 1) { goesOn[day] = 1 }
      labels[last] = holiday.period
    }
    self.goesOn = goesOn
    self.labels = labels
  }

  /// The kept indicator of a group, from its arrivals of a day: a running total, which begins anew
  /// but within a holiday, and is kept on the last day of each.
  func indicator(of group: VisitorsLayout.Group, arrivals: Formula) -> Indicator {
    let total = Formula.reference(group.holidayArrivals)
    return kept(
      group,
      arrivals + .call(.previous, total, .constant(0, .visit)) * Formula(.daySeries(goesOn, .one)))
  }

  /// The kept indicator of all, from those of the groups.
  func indicator(of all: VisitorsLayout.Group, sumOf groups: [VisitorsLayout.Group]) -> Indicator {
    let parts = groups.map { Formula.reference($0.holidayArrivals) }
    return kept(all, .total(parts, .visit))
  }

  private func kept(_ group: VisitorsLayout.Group, _ formula: Formula) -> Indicator {
    var indicator = Indicator(
      group.holidayArrivals, label: group.label, kind: .count, unit: .visit, formula,
      visibility: .kept)
    indicator.dayLabels = labels
    return indicator
  }
}
