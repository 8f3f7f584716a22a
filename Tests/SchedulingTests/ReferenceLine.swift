import Scheduling

/// A line of working time of one trial, day by day: slow and obvious.
struct ReferenceLine {
  let firstDay: Int
  /// What is worked of each day, with and without weather.
  let shares: [Double]
  let planned: [Double]

  init(
    _ line: WorkLine, inputs: [Double], states: [UInt8], stateDay: [Int: Int], firstState: Int
  ) {
    firstDay = line.firstDay
    planned = line.workedShares
    shares = line.workedShares.enumerated().map { place, share in
      var left = share
      let known = line.losses.isEmpty ? nil : stateDay[line.firstDay + place]
      for loss in line.losses {
        guard let known else { continue }
        let isHit = states[known - firstState] & (1 << UInt8(loss.state)) != 0
        if isHit { left *= 1 - number(loss.share, inputs) }
      }
      return left
    }
  }

  /// Working time that has elapsed at a moment.
  func elapsed(_ moment: Double) -> Double {
    var sum = 0.0
    for (place, share) in shares.enumerated() {
      let part = moment - Double(firstDay + place)
      if part <= 0 { break }
      sum += share * min(1, part)
    }
    return sum
  }

  /// The earliest moment with so much working time.
  func reached(_ worked: Double) -> Double {
    var sum = 0.0
    if worked <= 1e-9 { return Double(firstDay) }
    for (place, share) in shares.enumerated() {
      let day = Double(firstDay + place)
      if abs(sum + share - worked) <= 1e-9 { return day + 1 }
      if sum + share > worked { return day + (worked - sum) / share }
      sum += share
    }
    return .nan
  }

  /// The latest moment with no more working time.
  func left(_ worked: Double) -> Double {
    var sum = shares.reduce(0, +)
    for (place, share) in shares.enumerated().reversed() {
      let day = Double(firstDay + place)
      if abs(sum - worked) <= 1e-9 { return day + 1 }
      if sum - share < worked - 1e-9 { return day + (worked - (sum - share)) / share }
      sum -= share
    }
    return Double(firstDay)
  }

  /// Whether a day is one of at least 28 in a row without work, between days that have some.
  func isInLongBreak(_ day: Int) -> Bool {
    let place = day - firstDay
    guard planned.indices.contains(place), planned[place] == 0,
      let before = planned[..<place].lastIndex(where: { $0 > 0 }),
      let after = planned[place...].firstIndex(where: { $0 > 0 })
    else { return false }
    return after - before - 1 >= 28
  }

  /// What weather takes between two moments.
  func lost(from: Double, to: Double) -> Double {
    shares.indices.reduce(0) { sum, place in
      sum + (planned[place] - shares[place]) * part(of: place, from: from, to: to)
    }
  }

  private func part(of place: Int, from: Double, to: Double) -> Double {
    let day = Double(firstDay + place)
    return max(0, min(to, day + 1) - max(from, day))
  }
}

func number(_ amount: Network.Amount, _ inputs: [Double]) -> Double {
  switch amount {
  case .fixed(let number): return number
  case .input(let place): return inputs[place]
  }
}

/// The day whose weather a day has: of all known days of the same name the nearest one.
func referenceStateDay(_ day: Int, _ known: Range<Int>) -> Int? {
  if known.contains(day) { return day }
  let name = dayName(day)
  return known.filter { other in
    let otherName = dayName(other)
    let isLeap = dayName(other - otherName.dayOfYear + 59).month == 2
    let isName = otherName.month == name.month && otherName.day == name.day
    return isName
      || (name.month == 2 && name.day == 29 && otherName.month == 2 && otherName.day == 28
        && !isLeap)
  }.min { abs($0 - day) < abs($1 - day) }
}

/// Month and day of a day since 1970-01-01, counted year by year; the day of the year from 0 on.
func dayName(_ number: Int) -> (month: Int, day: Int, dayOfYear: Int) {
  var (year, rest) = (1970, number)
  let isLeap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  while rest >= (isLeap(year) ? 366 : 365) {
    rest -= isLeap(year) ? 366 : 365
    year += 1
  }
  let dayOfYear = rest
  for (month, length) in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    .enumerated()
  {
    if rest < length { return (month + 1, rest + 1, dayOfYear) }
    rest -= length
  }
  return (12, 31, dayOfYear)
}
