import Formulas
import SourceText

extension ObjectReader {
  /// A value that lies between 0 and 1, such as a probability or a part of a whole; what is known
  /// not to is reported.
  func probability(_ field: Field, drawn cadence: Draw.Cadence = .once) -> Formula? {
    guard let formula = value(field, drawn: cadence) else { return nil }
    requireShare(field)
    return formula
  }

  /// The share of a year's amount that belongs to each period: by the months of a profile, or
  /// evenly.
  func season(_ field: Field) -> Formula? {
    guard let profile = profile(field) else { return nil }
    return Formula(.series(context.horizon.shares(of: profile), .share))
  }

  /// An amount of a year as it is in each period: its share of the year, grown by the calendar
  /// years since the first, and moved by drivers and a shock of its own.
  ///
  /// - Parameter inner: what has to be named on the way.
  func amountOfPeriod(
    _ annual: Formula, growth: Field, season share: Formula?, follows: Field, volatility: Field,
    _ inner: inout [Indicator]
  ) -> Formula {
    let periods = Double(context.horizon.frequency.periodsPerYear)
    var amount = annual * (share ?? .constant(1 / periods))
    if has(growth) { amount = amount * grown(growth, by: requiredValue(growth), &inner) }
    return has(follows) || has(volatility)
      ? amount * movement(follows: follows, volatility: volatility) : amount
  }

  /// The factor by which something has grown since the first calendar year of the horizon.
  ///
  /// - Parameter growth: what the field says, which has been read.
  func grown(_ field: Field, by growth: Formula, _ inner: inout [Indicator]) -> Formula {
    let horizon = context.horizon
    if let number = constant(field) {
      return Formula(
        .series(
          horizon.periods.map { period in
            (horizon.first.year..<period.year).reduce(1) { power, _ in power * (1 + number) }
          }, .one))
    }
    // The first year is the one that others have grown from.
    let begins = [0] + horizon.yearStarts.dropFirst().map { $0 ? 1.0 : 0 }
    let id = name("level")
    inner.append(
      indicator(
        "level", "增长倍数", "growth since the first year", .level, .one,
        .call(.previous, .reference(id), .constant(1))
          * (.constant(1) + Formula(.series(begins, .one)) * growth), .inner))
    return .reference(id)
  }
}
