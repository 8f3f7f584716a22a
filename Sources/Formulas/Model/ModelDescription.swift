extension Model: CustomStringConvertible {
  /// The model as text, for `torreya explain --stage model`: its horizon, then one indicator a
  /// line in evaluation order with timing, kind and unit, then the correlations.
  public var description: String {
    let periods = horizon.count == 1 ? "1 period" : "\(horizon.count) periods"
    var lines = ["horizon \(horizon.label) \(horizon.frequency.rawValue), \(periods)"]
    lines += calendars.map { "calendar \($0.id)" }
    lines += schedules.map { "schedule \($0.name): \($0.activityNames.joined(separator: ", "))" }
    lines += indicators.map(\.description)
    lines += correlations.map { "correlated \($0.streams.joined(separator: ", "))" }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ResolvedIndicator: CustomStringConvertible {
  /// Such as `fiscal.total  each flow, 万元 = fiscal.vat + fiscal.stamp`.
  public var description: String {
    "\(indicator.id)  \(timing.rawValue) \(indicator.kind.rawValue), \(indicator.unit)"
      + " = \(indicator.formula)"
  }
}
