import ColumnPlan

/// The number of working days before each moment, counted from the calendar's first day.
///
/// - Unit: in, days since 1970-01-01, fractions are parts of a day; out, working days.
/// - Errors: NaN outside the calendar, which the simulation reports.
func fillWorkingDays(
  _ numbers: UnsafeMutablePointer<Double>, _ dates: UnsafePointer<Double>, _ count: Int,
  _ calendar: CalendarTable
) {
  calendar.workingDaysBefore.withUnsafeBufferPointer { before in
    let first = Double(calendar.firstDay)
    let end = Double(before.count - 1)
    for lane in 0..<count {
      let position = dates[lane] - first
      guard position >= 0, position <= end else {
        numbers[lane] = .nan
        continue
      }
      let day = min(Int(position), before.count - 2)
      numbers[lane] =
        before[day] + (position - Double(day)) * (before[day + 1] - before[day])
    }
  }
}

/// How near to a whole working day a number counts as one.
private let wholeDayTolerance = 1e-9

/// The earliest moment by which so many working days have passed: the inverse of
/// `fillWorkingDays`.
///
/// - Unit: in, working days; out, days since 1970-01-01.
/// - Errors: NaN outside the calendar, which the simulation reports.
/// - Complexity: O(log days) a lane.
func fillDatesOfWorkingDays(
  _ dates: UnsafeMutablePointer<Double>, _ numbers: UnsafePointer<Double>, _ count: Int,
  _ calendar: CalendarTable
) {
  calendar.workingDaysBefore.withUnsafeBufferPointer { before in
    for lane in 0..<count {
      // A sum of durations may miss a whole number of days by rounding.
      let nearest = numbers[lane].rounded()
      let wanted = abs(numbers[lane] - nearest) <= wholeDayTolerance ? nearest : numbers[lane]
      guard wanted >= before[0], wanted <= before[before.count - 1] else {
        dates[lane] = .nan
        continue
      }
      // The first day boundary at which the wanted number is reached.
      var low = 0
      var high = before.count - 1
      while low < high {
        let middle = (low + high) / 2
        if before[middle] < wanted { low = middle + 1 } else { high = middle }
      }
      let missing = before[low] - wanted
      dates[lane] = Double(calendar.firstDay + low) - missing
    }
  }
}
