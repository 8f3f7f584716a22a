/// What is known of an indicator's values: what some of its periods come to together.
public struct KnownPeriods: Hashable, Sendable {
  /// The places of the periods in the horizon, rising; one where the value itself is known.
  public let periods: [Int]
  /// In base units.
  public let total: Double

  /// - Precondition: there is a period, and they rise.
  public init(_ periods: [Int], total: Double) {
    precondition(!periods.isEmpty && zip(periods, periods.dropFirst()).allSatisfy(<), "rising")
    self.periods = periods
    self.total = total
  }
}

extension Model {
  /// The id under which a model goes on to say what it would itself say of an indicator that is
  /// known: for comparing both.
  public static func expectedID(of id: String) -> String { "track.expected." + id }

  private static func carriedID(of id: String) -> String { "track.carried." + id }

  /// The model with known values in place of what it says itself.
  ///
  /// Whatever looks at the indicator, such as the total of a year or `previous` in the next period,
  /// gets the known value. Where only the sum of several periods is known, the last of them is what
  /// the others leave of it. What the model says itself stays under `expectedID`.
  ///
  /// - Parameter known: by the id of an indicator with a value in each period; no period twice.
  /// - Parameter expecting: ids that get an `expectedID` although nothing of them is fixed.
  /// - Parameter showing: ids of which every period is kept where they are recorded, also where
  ///   the planner asked for years only.
  public func fixing(
    _ known: [String: [KnownPeriods]], expecting: Set<String> = [], showing: Set<String> = []
  ) -> Model {
    let rewritten = indicators.flatMap { resolved -> [ResolvedIndicator] in
      var resolved = resolved
      let id = resolved.indicator.id
      if showing.contains(id) { resolved = resolved.showingEveryPeriod }
      guard known[id] != nil || expecting.contains(id) else { return [resolved] }
      precondition(resolved.timing == .each, "a value in each period")
      return fixed(resolved, known[id] ?? [])
    }
    return Model(
      horizon: horizon, indicators: rewritten, correlations: correlations, calendars: calendars,
      schedules: schedules)
  }

  /// Whether some formula looks at one period of the indicator, or of what needs it, from
  /// elsewhere in time: a sum over several periods cannot be known then.
  public func isLookedAtFromElsewhere(_ id: String) -> Bool {
    var tainted: Set<String> = [id]
    var found = false
    for resolved in indicators {
      let formula = resolved.indicator.formula
      if formula.looks(atPeriodOf: tainted) { found = true }
      if formula.referencedNames.contains(where: tainted.contains) {
        tainted.insert(resolved.indicator.id)
      }
    }
    return found
  }

  private func fixed(_ resolved: ResolvedIndicator, _ known: [KnownPeriods])
    -> [ResolvedIndicator]
  {
    let indicator = resolved.indicator
    let (inner, carried) = (Self.expectedID(of: indicator.id), Self.carriedID(of: indicator.id))
    let expected = indicator.standIn(inner, indicator.formula)
    let sums = known.filter { $0.periods.count > 1 }
    var actual = [Double](repeating: 0, count: horizon.count)
    var (isKnown, isClosing, starts, isInside) = (actual, actual, actual, actual)
    for part in known {
      let last = part.periods[part.periods.count - 1]
      actual[last] = part.total
      guard part.periods.count > 1 else {
        isKnown[last] = 1
        continue
      }
      isClosing[last] = 1
      starts[part.periods[0]] = 1
      for period in part.periods { isInside[period] = 1 }
    }
    func series(_ numbers: [Double]) -> Formula { Formula(.series(numbers, .one)) }
    var formula = Formula.reference(inner)
    let before = Formula.call(.previous, .reference(carried), .constant(0))
    if !sums.isEmpty {
      formula = .call(.conditional, series(isClosing), series(actual) - before, formula)
    }
    if sums.count < known.count {
      formula = .call(.conditional, series(isKnown), series(actual), formula)
    }
    var pinned = indicator
    pinned.formula = formula
    var result = [
      ResolvedIndicator(indicator: expected, timing: .each),
      ResolvedIndicator(indicator: pinned, timing: .each),
    ]
    guard !sums.isEmpty else { return result }
    // What the periods of a sum have come to so far; other periods in between leave it as it is.
    let own = Formula.call(
      .conditional, series(isInside), .reference(indicator.id), .constant(0))
    let running = own + .call(.conditional, series(starts), .constant(0), before)
    result.append(
      ResolvedIndicator(indicator: indicator.standIn(carried, running), timing: .each))
    return result
  }
}

extension ResolvedIndicator {
  fileprivate var showingEveryPeriod: ResolvedIndicator {
    var indicator = indicator
    indicator.reportedPeriods = .everyPeriod
    return ResolvedIndicator(indicator: indicator, timing: timing)
  }
}

extension Indicator {
  /// An inner indicator of the same kind with another formula.
  fileprivate func standIn(_ id: String, _ formula: Formula) -> Indicator {
    Indicator(
      id, label: label, kind: kind, unit: unit, formula, aggregation: aggregation,
      visibility: .inner, reportedPeriods: .everyPeriod, history: history, origin: origin)
  }
}

extension Formula {
  /// Whether it has an `at` over something that names one of these.
  fileprivate func looks(atPeriodOf names: Set<String>) -> Bool {
    guard case .call(let function, let arguments) = node else { return false }
    if function == .at, arguments[0].referencedNames.contains(where: names.contains) {
      return true
    }
    return arguments.contains { $0.looks(atPeriodOf: names) }
  }
}
