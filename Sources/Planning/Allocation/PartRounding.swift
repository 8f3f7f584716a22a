/// Rounds parts to whole units so that they still add up to the total: each is rounded down, and
/// what is missing goes, a unit each, to the parts that lost most.
///
/// - Parameter parts: adding up to the total.
/// - Parameter unit: what a part is a whole number of, such as 10000 yuan.
/// - Returns: for each part the number of units, within its bounds.
/// - Throws: when the total is no whole number of units, no whole number of them lies between the
///   bounds of a part, or no whole parts are within the bounds.
/// - Source: the method of largest remainders (Hare–Niemeyer); Balinski & Young, *Fair
///   Representation* (1982). Of equal remainders the first part comes first.
public func roundedParts(
  _ parts: [Double], to total: Double, unit: Double, _ bounds: [PartBounds]
) throws(AllocationError) -> [Int] {
  guard let whole = wholeUnits(total / unit) else { throw .unitsOfTotal }
  let scaled = parts.map { $0 / unit }
  let least = bounds.map { nearlyWhole($0.least / unit, .up) }
  let most = bounds.map { nearlyWhole($0.most / unit, .down) }
  if let member = least.indices.first(where: { least[$0] > most[$0] }) {
    throw .nothingBetweenBounds(member: member)
  }
  var units = parts.indices.map { index in
    min(max(nearlyWhole(scaled[index], .down), least[index]), most[index])
  }
  guard units.allSatisfy({ abs($0) < 9e15 }) else { throw .unitsOfTotal }
  var rest = Double(whole) - units.reduce(0, +)
  while rest != 0 {
    let step: Double = rest > 0 ? 1 : -1
    // Whoever is farthest below its part takes one; whoever is farthest above gives one.
    let candidates = units.indices.filter {
      (least[$0]...most[$0]).contains(units[$0] + step)
    }
    let place = candidates.max {
      let (left, right) = (step * (scaled[$0] - units[$0]), step * (scaled[$1] - units[$1]))
      return left == right ? $0 > $1 : left < right
    }
    guard let place else {
      throw .bounds(least: least.reduce(0, +) * unit, most: most.reduce(0, +) * unit)
    }
    units[place] += step
    rest -= step
  }
  return units.map { Int($0) }
}

/// Whether whole numbers of that size are told apart.
public func isCountable(_ number: Double) -> Bool { abs(number.rounded()) < 9e15 }

/// A number that is whole but for rounding; nil for another one, or one beyond exact counting.
public func wholeUnits(_ number: Double) -> Int? {
  let nearest = number.rounded()
  guard isCountable(number), abs(number - nearest) <= 1e-9 * max(abs(number), 1) else { return nil }
  return Int(nearest)
}

/// Rounded in a direction, unless it is whole but for rounding already.
private func nearlyWhole(_ number: Double, _ rule: FloatingPointRoundingRule) -> Double {
  guard number.isFinite else { return number }
  return wholeUnits(number).map(Double.init) ?? number.rounded(rule)
}
