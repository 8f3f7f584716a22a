import ColumnPlan

extension Lowering {
  /// Keeps an indicator's value: in each period and in each whole year, or once.
  ///
  /// - Parameter withPeriods: also the periods of an indicator that reports years only.
  mutating func record(
    _ value: PlanBuilder.Value, of resolved: ResolvedIndicator, withPeriods: Bool
  ) {
    let horizon = model.horizon
    switch resolved.timing {
    case .once, .after:
      builder.record(
        value, label: resolved.indicator.id, periodLabels: [horizon.label],
        in: resolved.timing == .once ? .once : .after)
    case .day where !resolved.indicator.dayLabels.isEmpty:
      builder.record(
        value, label: resolved.indicator.id, periodLabels: resolved.indicator.dayLabels, in: .day)
    case .each, .day:
      let value =
        resolved.timing == .day ? periodValue(value, resolved.indicator.aggregation) : value
      let hasYears = horizon.frequency != .yearly && !horizon.years.isEmpty
      if withPeriods || !hasYears || resolved.indicator.reportedPeriods != .years {
        builder.record(
          value, label: resolved.indicator.id,
          periodLabels: (0..<horizon.count).map { horizon[$0].label }, in: .each)
      }
      recordYears(value, of: resolved.indicator)
    }
  }

  /// The value of each period of what may have one for each of its days.
  private mutating func periodValue(
    _ value: PlanBuilder.Value, _ aggregation: Indicator.Aggregation
  ) -> PlanBuilder.Value {
    let function: FormulaFunction =
      switch aggregation {
      case .last: .lastOfDays
      case .sum: .sumOverDays
      case .minimum: .minOverDays
      case .maximum: .maxOverDays
      case .mean: .meanOverDays
      }
    return overDays(function, value, at: .running)
  }

  /// Keeps the values of the calendar years that lie wholly in the horizon, at their last period.
  private mutating func recordYears(_ value: PlanBuilder.Value, of indicator: Indicator) {
    let horizon = model.horizon
    guard horizon.frequency != .yearly, !horizon.years.isEmpty else { return }
    var labels = [String?](repeating: nil, count: horizon.count)
    for year in horizon.years { labels[year.periods.upperBound - 1] = String(year.year) }
    builder.record(
      yearValue(value, indicator.aggregation), label: indicator.id, periodLabels: labels,
      in: .each)
  }

  private mutating func yearValue(
    _ value: PlanBuilder.Value, _ aggregation: Indicator.Aggregation
  ) -> PlanBuilder.Value {
    let yearStarts = model.horizon.yearStarts
    switch aggregation {
    case .last: return value
    case .sum: return builder.accumulate(.accumulateSum, value, startsAnew: yearStarts)
    case .minimum: return builder.accumulate(.accumulateMinimum, value, startsAnew: yearStarts)
    case .maximum: return builder.accumulate(.accumulateMaximum, value, startsAnew: yearStarts)
    case .mean:
      let sum = builder.accumulate(.accumulateSum, value, startsAnew: yearStarts)
      let count = builder.constant(Double(model.horizon.frequency.periodsPerYear))
      return builder.apply(.divide, sum, count)
    }
  }
}

extension Formula {
  /// Calls `body` on every draw in the formula.
  func forEachDraw(_ body: (Draw) -> Void) {
    switch node {
    case .draw(let draw): body(draw)
    case .call(_, let arguments): for argument in arguments { argument.forEachDraw(body) }
    case .constant, .reference, .members, .series, .daySeries, .scheduled: break
    }
  }
}
