extension WorkLine {
  /// The days that it has, since 1970-01-01.
  var days: Range<Int> { firstDay..<firstDay + workedShares.count }

  /// Working time before each day without weather, and after the last one.
  var elapsedBefore: [Double] {
    var sum = 0.0
    return [0] + workedShares.map { share in
      sum += share
      return sum
    }
  }

  /// The breaks between days that are worked that last so long that a crew leaves for other work:
  /// closed seasons, and what else takes four weeks.
  var longBreaks: [(from: Double, to: Double)] {
    var breaks: [(from: Double, to: Double)] = []
    var end: Int?
    for (day, share) in workedShares.enumerated() where share > 0 {
      if let end, day - end >= Self.shortestLongBreak {
        breaks.append((Double(firstDay + end), Double(firstDay + day)))
      }
      end = day + 1
    }
    return breaks
  }

  /// The moment at which so much more has been worked than at another, or so much less for a number
  /// below zero, without weather; nil where the line has not so much or does not reach so far. What
  /// would lie before the line lies so many days before it.
  ///
  /// - Parameter elapsed: `elapsedBefore`.
  func moment(_ worked: Double, after moment: Double, _ elapsed: [Double]) -> Double? {
    guard worked != 0 else { return moment }
    let place = moment - Double(firstDay)
    guard place >= 0, place < Double(workedShares.count) else { return nil }
    let today = Int(place)
    let wanted = elapsed[today] + (place - Double(today)) * workedShares[today] + worked
    guard wanted > 0 else { return Double(firstDay) + wanted }
    // The first day by whose end so much is worked, by halving.
    var (low, high) = worked > 0 ? (today, workedShares.count) : (0, today)
    while low < high {
      let middle = (low + high) / 2
      if elapsed[middle + 1] >= wanted - 1e-9 { high = middle } else { low = middle + 1 }
    }
    guard low < workedShares.count else { return nil }
    return Double(firstDay + low) + min(1, (wanted - elapsed[low]) / workedShares[low])
  }

  /// For each number of working days of a counted line, from none: the moment at which they have
  /// just been worked.
  var momentsReached: [Double] {
    [Double(firstDay)]
      + workedShares.indices.filter { workedShares[$0] == 1 }.map { Double(firstDay + $0 + 1) }
  }

  /// For each number of working days of a counted line, from none: the last moment at which no more
  /// have been worked.
  var momentsLeft: [Double] {
    workedShares.indices.filter { workedShares[$0] == 1 }.map { Double(firstDay + $0) }
      + [Double(firstDay + workedShares.count)]
  }
}

/// The place of the day whose weather each day has: its own, or where that is not known that of
/// another year.
public struct StateDays: Sendable {
  public let known: Range<Int>

  /// - Parameter known: the days whose weather is known, since 1970-01-01.
  public init(known: Range<Int>) { self.known = known }

  /// The place in `known` of a day that is known, or of the same day of the year in the nearest
  /// year that is; -1 where there is none.
  public func place(of day: Int) -> Int {
    if known.contains(day) { return day - known.lowerBound }
    guard !known.isEmpty else { return -1 }
    let date = GregorianDay(day)
    let years = GregorianDay(known.lowerBound).year...GregorianDay(known.upperBound - 1).year
    let isKnown = { (year: Int) in known.contains(date.inYear(year)) }
    let isEarlier = day < known.lowerBound
    let nearest = isEarlier ? years.first(where: isKnown) : years.last(where: isKnown)
    return nearest.map { date.inYear($0) - known.lowerBound } ?? -1
  }
}
