import ColumnPlan

/// A plan that has the columns of a model and makes none of them: to see which there are.
public func outline(of model: Model, recording: Recording = .reported) -> Plan {
  var builder = PlanBuilder(
    periods: model.horizon.count, daysOfPeriods: model.horizon.periods.map(\.days))
  let nothing = builder.constant(0)
  for resolved in model.indicators where recording.keeps(resolved.indicator) {
    let id = resolved.indicator.id
    if recording.counts(resolved), !recording.judges(resolved.indicator) { continue }
    switch KeptPeriods(of: resolved, model.horizon, withPeriods: recording == .everything) {
    case .whole(let label):
      builder.record(nothing, label: id, periodLabels: [label], in: .once)
    case .days(let labels): builder.record(nothing, label: id, periodLabels: labels, in: .day)
    case .periods(let labels, let years):
      let spans = resolved.indicator.spans.map { $0.labels(model.horizon.count) }
      for labels in [labels, years].compactMap(\.self) + spans {
        builder.record(nothing, label: id, periodLabels: labels, in: .each)
      }
    }
  }
  return builder.finish()
}

/// For which periods the values of an indicator are kept.
private enum KeptPeriods {
  /// One value, under this label.
  case whole(String)
  /// For each day its label; nil where none is kept.
  case days([String?])
  /// For each period its label, if periods are kept, and the label of the year that it ends.
  case periods([String?]?, years: [String?]?)

  /// - Parameter withPeriods: also the periods of an indicator that reports years only.
  init(of resolved: ResolvedIndicator, _ horizon: Horizon, withPeriods: Bool) {
    switch resolved.timing {
    case .once, .after: self = .whole(horizon.label)
    case .day where !resolved.indicator.dayLabels.isEmpty:
      self = .days(resolved.indicator.dayLabels)
    case .each, .day:
      // The calendar years that lie wholly in the horizon, at their last period.
      let hasYears = horizon.frequency != .yearly && !horizon.years.isEmpty
      var years = [String?](repeating: nil, count: horizon.count)
      for year in horizon.years { years[year.periods.upperBound - 1] = String(year.year) }
      let showsPeriods =
        withPeriods || !hasYears || resolved.indicator.reportedPeriods != .years
      self = .periods(
        showsPeriods ? (0..<horizon.count).map { horizon[$0].label } : nil,
        years: hasYears ? years : nil)
    }
  }
}

extension Lowering {
  /// Keeps an indicator's value: in each period and in each whole year, or once.
  ///
  /// - Parameter withPeriods: also the periods of an indicator that reports years only.
  mutating func record(
    _ value: PlanBuilder.Value, of resolved: ResolvedIndicator, withPeriods: Bool
  ) {
    let indicator = resolved.indicator
    switch KeptPeriods(of: resolved, model.horizon, withPeriods: withPeriods) {
    case .whole(let label):
      builder.record(
        value, label: indicator.id, periodLabels: [label],
        in: resolved.timing == .once ? .once : .after)
    case .days(let labels):
      builder.record(value, label: indicator.id, periodLabels: labels, in: .day)
    case .periods(let labels, let years):
      let value = resolved.timing == .day ? periodValue(value, indicator.aggregation) : value
      if let labels {
        builder.record(value, label: indicator.id, periodLabels: labels, in: .each)
      }
      if let years {
        builder.record(
          total(
            value, indicator.aggregation, startsAnew: model.horizon.yearStarts,
            periods: model.horizon.frequency.periodsPerYear),
          label: indicator.id, periodLabels: years, in: .each)
      }
      for span in indicator.spans {
        builder.record(
          total(
            value, indicator.aggregation,
            startsAnew: (0..<model.horizon.count).map { $0 == 0 || $0 == span.periods.lowerBound },
            periods: span.periods.count),
          label: indicator.id, periodLabels: span.labels(model.horizon.count), in: .each)
      }
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

  /// The value of a year, or of a span, at its last period.
  ///
  /// - Parameter startsAnew: for each period whether one begins there.
  /// - Parameter periods: how many each has.
  private mutating func total(
    _ value: PlanBuilder.Value, _ aggregation: Indicator.Aggregation, startsAnew: [Bool],
    periods: Int
  ) -> PlanBuilder.Value {
    switch aggregation {
    case .last: return value
    case .sum: return builder.accumulate(.accumulateSum, value, startsAnew: startsAnew)
    case .minimum: return builder.accumulate(.accumulateMinimum, value, startsAnew: startsAnew)
    case .maximum: return builder.accumulate(.accumulateMaximum, value, startsAnew: startsAnew)
    case .mean:
      let sum = builder.accumulate(.accumulateSum, value, startsAnew: startsAnew)
      return builder.apply(.divide, sum, builder.constant(Double(periods)))
    }
  }
}

extension Model {
  /// The same model, of which results also show the value that an indicator has in a span; as it is
  /// where the indicator has no value in each period.
  public func showing(_ span: PeriodSpan, of id: String) -> Model {
    Model(
      horizon: horizon,
      indicators: indicators.map { resolved in
        guard resolved.indicator.id == id, resolved.timing.showsPeriods,
          !resolved.indicator.spans.contains(span)
        else { return resolved }
        var indicator = resolved.indicator
        indicator.spans.append(span)
        return ResolvedIndicator(indicator: indicator, timing: resolved.timing)
      }, correlations: correlations, calendars: calendars, schedules: schedules)
  }
}

extension PeriodSpan {
  /// Its label at its last period, of so many.
  fileprivate func labels(_ count: Int) -> [String?] {
    (0..<count).map { $0 == periods.upperBound ? label : nil }
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
