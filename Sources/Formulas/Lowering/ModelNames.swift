/// Where the parts of a model are, by their names.
struct ModelNames {
  /// The places of the indicators.
  let indicators: [String: Int]
  /// Calendars by the names that formulas use.
  let calendars: [String: WorkCalendar]
  /// For each stream that a correlation joins the correlation, and the place in it.
  let correlations: [String: (group: Int, position: Int)]
  /// The draws of those streams, also where a change has left one to the others alone.
  let draws: [String: Draw]

  init(_ model: Model) {
    var indicators = [String: Int](minimumCapacity: model.indicators.count)
    for (place, resolved) in model.indicators.enumerated() {
      indicators[resolved.indicator.id] = place
    }
    self.indicators = indicators
    calendars = Dictionary(
      uniqueKeysWithValues: model.calendars.map { ("calendars." + $0.id, $0) })
    var correlations: [String: (group: Int, position: Int)] = [:]
    for (group, correlation) in model.correlations.enumerated() {
      for (position, stream) in correlation.streams.enumerated() {
        correlations[stream] = (group, position)
      }
    }
    self.correlations = correlations
    var draws: [String: Draw] = [:]
    for correlation in model.correlations { draws.merge(correlation.certain) { $1 } }
    if !correlations.isEmpty {
      for resolved in model.indicators {
        resolved.indicator.formula.forEachDraw { draw in
          if correlations[draw.stream] != nil { draws[draw.stream] = draw }
        }
      }
    }
    self.draws = draws
  }
}
