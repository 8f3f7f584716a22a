/// How many base units one unit is: an exact ratio, so that 0.1亿元 is 10000000 yuan to the last
/// bit and 10000亩 come back as 10000亩.
struct UnitScale: Hashable, Sendable {
  /// Positive, and without a factor of ten in common with `powerOfTen`.
  let numerator: Int
  let denominator: Int
  let powerOfTen: Int

  static let one = UnitScale(1)

  init(_ numerator: Int, over denominator: Int = 1, powerOfTen: Int = 0) {
    precondition(numerator > 0 && denominator > 0, "a unit has a size")
    let divisor = greatestCommonDivisor(numerator, denominator)
    var (above, below, power) = (numerator / divisor, denominator / divisor, powerOfTen)
    while above.isMultiple(of: 10) { (above, power) = (above / 10, power + 1) }
    while below.isMultiple(of: 10) { (below, power) = (below / 10, power - 1) }
    (self.numerator, self.denominator, self.powerOfTen) = (above, below, power)
  }

  /// What a number in this unit is multiplied by and then divided by to be in base units.
  private var multiplierAndDivisor: (Double, Double) {
    (
      Double(numerator) * powerOfTenValue(max(powerOfTen, 0)),
      Double(denominator) * powerOfTenValue(max(-powerOfTen, 0))
    )
  }

  /// The ratio as one number, rounded once more than the two conversions are.
  var value: Double {
    let (multiplier, divisor) = multiplierAndDivisor
    return multiplier / divisor
  }

  func baseValue(of number: Double) -> Double {
    let (multiplier, divisor) = multiplierAndDivisor
    return number * multiplier / divisor
  }

  func value(ofBase number: Double) -> Double {
    let (multiplier, divisor) = multiplierAndDivisor
    return number * divisor / multiplier
  }

  /// See `UnitOfMeasure.decimalValue(ofBase:)`.
  func decimalValue(ofBase number: Double) -> Double {
    guard numerator == 1, denominator == 1, powerOfTen != 0, number.isFinite else {
      return value(ofBase: number)
    }
    // "-12.5", "1e-07": digits, and behind an e a power of ten.
    let parts = number.description.split(separator: "e")
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - powerOfTen
    guard let moved = Double("\(parts[0])e\(exponent)") else {
      preconditionFailure("digits with an exponent are a number")
    }
    return moved
  }

  /// The product; nil when it is beyond the range of exact ratios.
  func multiplied(by other: UnitScale) -> UnitScale? {
    // Common factors go first, so that only a truly large ratio overflows.
    let across = greatestCommonDivisor(numerator, other.denominator)
    let down = greatestCommonDivisor(other.numerator, denominator)
    let (above, aboveOverflows) =
      (numerator / across).multipliedReportingOverflow(by: other.numerator / down)
    let (below, belowOverflows) =
      (denominator / down).multipliedReportingOverflow(by: other.denominator / across)
    let power = powerOfTen + other.powerOfTen
    guard !aboveOverflows, !belowOverflows, abs(power) <= Self.largestPowerOfTen else {
      return nil
    }
    return UnitScale(above, over: below, powerOfTen: power)
  }

  var reciprocal: UnitScale {
    UnitScale(denominator, over: numerator, powerOfTen: -powerOfTen)
  }

  /// Far beyond any unit, and small enough that a number in any unit stays finite.
  static let largestPowerOfTen = 60
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  var (first, second) = (first, second)
  while second != 0 { (first, second) = (second, first % second) }
  return first
}

/// Ten to a power; exact up to 22.
private func powerOfTenValue(_ exponent: Int) -> Double {
  var value = 1.0
  for _ in 0..<exponent { value *= 10 }
  return value
}
