extension Model {
  /// The model with another number where an indicator is one, such as a lever.
  ///
  /// - Parameter value: in base units.
  /// - Precondition: there is an indicator of that id, and its formula is a number.
  public func setting(_ id: String, to value: Double) -> Model {
    var indicators = indicators
    guard let place = indicators.firstIndex(where: { $0.indicator.id == id }),
      case .constant(_, let unit) = indicators[place].indicator.formula.node
    else { preconditionFailure("'\(id)' is a number of the model") }
    var indicator = indicators[place].indicator
    indicator.formula = .constant(value, unit)
    indicators[place] = ResolvedIndicator(indicator: indicator, timing: indicators[place].timing)
    return Model(
      horizon: horizon, indicators: indicators, correlations: correlations, calendars: calendars,
      schedules: schedules)
  }
}
