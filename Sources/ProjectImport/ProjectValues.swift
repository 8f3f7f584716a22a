import Formulas

/// A moment of the file: a day and the minutes since its midnight.
struct ProjectMoment: Comparable {
  let day: CalendarDate
  let minute: Double

  static func < (left: ProjectMoment, right: ProjectMoment) -> Bool {
    (left.day, left.minute) < (right.day, right.minute)
  }
}

/// The moment that `2024-03-01T08:00:00` names; a zone behind it is not minded, since the file
/// means the time on the wall. nil for anything else, such as `NA`.
func projectMoment(_ text: String) -> ProjectMoment? {
  guard let day = CalendarDate(iso: String(text.prefix(10))) else { return nil }
  let rest = text.dropFirst(10)
  if rest.isEmpty { return ProjectMoment(day: day, minute: 0) }
  guard rest.first == "T", let minute = minuteOfDay(rest.dropFirst()) else { return nil }
  return ProjectMoment(day: day, minute: minute)
}

/// The minutes since midnight of `08:00:00`.
func minuteOfDay(_ text: some StringProtocol) -> Double? {
  let parts = text.prefix(8).split(separator: ":", omittingEmptySubsequences: false)
  guard (2...3).contains(parts.count), let hour = naturalNumber(parts[0]), hour <= 24,
    let minute = naturalNumber(parts[1]), minute < 60
  else { return nil }
  let second = parts.count == 3 ? naturalNumber(parts[2]) : 0
  guard let second, second < 60 else { return nil }
  return Double(hour * 60 + minute) + Double(second) / 60
}

private func naturalNumber(_ text: some StringProtocol) -> Int? {
  guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
  else { return nil }
  return Int(text)
}

/// The minutes of an `xsd:duration` such as `PT40H0M0S` or `P1DT4H`; nil for one with months or
/// years, whose length is not known, and for what is none.
func minutes(ofDuration text: String) -> Double? {
  var rest = Substring(text)
  let isNegative = rest.hasPrefix("-")
  if isNegative { rest.removeFirst() }
  guard rest.hasPrefix("P"), rest.count > 1 else { return nil }
  rest.removeFirst()
  var total = 0.0
  var isTime = false
  while let first = rest.first {
    if first == "T" {
      guard !isTime else { return nil }
      isTime = true
      rest.removeFirst()
      continue
    }
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number.isFinite,
      let unit = rest.dropFirst(digits.count).first,
      let length = minutes(ofUnit: unit, isTime)
    else { return nil }
    total += number * length
    rest = rest.dropFirst(digits.count + 1)
  }
  return total < 1e9 ? (isNegative ? -total : total) : nil
}

private func minutes(ofUnit unit: Character, _ isTime: Bool) -> Double? {
  switch (unit, isTime) {
  case ("D", false): 1440
  case ("W", false): 7 * 1440
  case ("H", true): 60
  case ("M", true): 1
  case ("S", true): 1.0 / 60
  default: nil
  }
}

/// The units of a `DurationFormat` or `LagFormat`.
struct DurationUnits {
  /// Around the clock, weekends included.
  let isElapsed: Bool
  let isPercent: Bool
  /// Marked with a question mark, as a guess.
  let isEstimate: Bool

  /// - Parameter code: as the schema numbers them: m 3, h 5, d 7, w 9, mo 11, % 19; one more is
  ///   elapsed, 32 more an estimate.
  init(code: Int) {
    isEstimate = (35...53).contains(code)
    let plain = isEstimate ? code - 32 : code
    isElapsed = [4, 6, 8, 10, 12, 20].contains(plain)
    isPercent = plain == 19 || plain == 20
  }
}

extension XMLElement {
  /// A whole number in a child.
  func integer(_ name: String) -> Int? {
    text(name).flatMap { Int($0) }
  }

  /// A number in a child; nil for what is none or not finite.
  func number(_ name: String) -> Double? {
    text(name).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Whether a child says yes.
  func flag(_ name: String) -> Bool { ["1", "true"].contains(text(name)) }

  /// Whether a child says no; one that is missing does not.
  func isDenied(_ name: String) -> Bool { ["0", "false"].contains(text(name)) }

  /// A moment in a child.
  func moment(_ name: String) -> ProjectMoment? { text(name).flatMap(projectMoment) }
}
