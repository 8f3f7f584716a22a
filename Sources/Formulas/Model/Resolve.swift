import SourceText

/// Makes a model of definitions: looks up every name, replaces patterns by what they match,
/// checks every unit, and finds an order and a timing.
///
/// - Returns: the model, and all that is wrong with any part of it, in the order of declaration
///   within each kind of check. The model is nil when something is an error.
/// - Complexity: O(size of all formulas), and O(indicators) more for each pattern.
public func resolve(_ definitions: Definitions) -> (model: Model?, diagnostics: [Diagnostic]) {
  let names = NameTable(definitions)
  var diagnostics = idDiagnostics(definitions)
  let resolved = resolveNames(definitions, names, &diagnostics)

  let language = UnitInference.language(of: definitions)
  for indicator in resolved.indicators {
    diagnostics += UnitInference.diagnostics(of: indicator, in: resolved, names, language)
  }

  // Behind the indicators come the schedules.
  let count = resolved.indicators.count
  let needs =
    resolved.indicators.map { dependencies(of: $0.formula, names) }
    + resolved.schedules.map { dependencies(of: $0, names) }
  let ordering = DependencyOrder(
    needs, from: startingPlaces(resolved.indicators) + (count..<needs.count))
  let order = ordering.order.filter { $0 < count }
  diagnostics += ordering.cycles.map { cycleDiagnostic($0, of: resolved) }

  let timing = TimingInference(resolved, names, order: order)
  for indicator in resolved.indicators {
    diagnostics += TimingCheck.diagnostics(of: indicator, timing)
  }
  for schedule in resolved.schedules {
    diagnostics += scheduleDiagnostics(of: schedule, timing) { id in
      names.index(of: id).map { resolved.indicators[$0].formula }
    }
  }
  let correlations = resolvedCorrelations(
    resolved.correlations, among: resolved.indicators, after: resolved.former)
  diagnostics += correlations.diagnostics

  guard diagnostics.allSatisfy({ $0.severity != .error }) else { return (nil, diagnostics) }
  let ordered = order.map { index in
    guard let known = timing.timings[index] else {
      preconditionFailure("a timing is open only after a mistake was told")
    }
    return ResolvedIndicator(indicator: resolved.indicators[index], timing: known.resolved)
  }
  let model = Model(
    horizon: resolved.horizon, indicators: ordered, correlations: correlations.resolved,
    calendars: resolved.calendars, schedules: resolved.schedules)
  return (model, diagnostics)
}

/// What is wrong with the ids themselves.
private func idDiagnostics(_ definitions: Definitions) -> [Diagnostic] {
  var diagnostics: [Diagnostic] = []
  var declared: [String: SourceRange?] = [:]
  declared.reserveCapacity(definitions.indicators.count)
  func declare(_ id: String, _ what: BilingualText, at origin: SourceRange?) {
    guard let first = declared.updateValue(origin, forKey: id) else { return }
    declared[id] = first
    diagnostics.append(
      Diagnostic(
        .duplicateID,
        .init(
          zh: "\(what.zh)“\(id)”声明了两次", en: "\(what.en) '\(id)' is declared twice"),
        at: origin,
        found: first.map {
          .init(
            zh: "第一个在 \($0.file.name):\($0.start)",
            en: "the first one is at \($0.file.name):\($0.start)")
        },
        suggestion: .init(zh: "给其中一个换个标识", en: "give one of them another id")))
  }
  for indicator in definitions.indicators {
    declare(indicator.id, .init(zh: "指标", en: "the indicator"), at: indicator.origin)
    if isReserved(indicator.id) {
      diagnostics.append(
        Diagnostic(
          .invalidValue,
          .init(
            zh: "标识“\(indicator.id)”是保留字", en: "the id '\(indicator.id)' is reserved"),
          at: indicator.origin,
          expected: .init(
            zh: "不是 and、or、not，也不以 period.、day. 或 calendars. 开头的标识",
            en: "an id that is neither and, or, not nor begins with period., day. or "
              + "calendars.")))
    }
  }
  for calendar in definitions.calendars {
    declare(
      NameTable.calendarPrefix + calendar.id, .init(zh: "日历", en: "the calendar"),
      at: calendar.origin)
  }
  return diagnostics
}

private func isReserved(_ id: String) -> Bool {
  id == "and" || id == "or" || id == "not"
    || [NameTable.periodPrefix, NameTable.dayPrefix, NameTable.calendarPrefix].contains {
      id.utf8.starts(with: $0.utf8)
    }
}

/// The definitions with formulas that have no patterns left.
private func resolveNames(
  _ definitions: Definitions, _ names: NameTable, _ diagnostics: inout [Diagnostic]
) -> Definitions {
  var resolved = definitions
  resolved.indicators = definitions.indicators.enumerated().map { owner, indicator in
    var resolution = NameResolution(names, definitions, owner: owner)
    let formula = resolution.resolved(indicator.formula)
    diagnostics += resolution.diagnostics
    return indicator.with(formula)
  }
  return resolved
}

/// Where the walk through the indicators begins: member by member, then in the order of
/// declaration.
private func startingPlaces(_ indicators: [Indicator]) -> [Int] {
  let ofMembers = indicators.indices.filter { indicators[$0].memberOrder != nil }
  guard !ofMembers.isEmpty else { return Array(indicators.indices) }
  return ofMembers.sorted {
    (indicators[$0].memberOrder!, $0) < (indicators[$1].memberOrder!, $1)
  } + indicators.indices
}

/// The indicators that a formula needs of the same period.
private func dependencies(of formula: Formula, _ names: NameTable) -> [Dependency] {
  var dependencies: [Dependency] = []
  formula.forEachReferenceOfSamePeriod { name, origin in
    guard let index = names.index(of: name) else { return }
    dependencies.append(Dependency(index: index, origin: origin))
  }
  formula.forEachScheduledValue { value in
    guard let index = names.index(ofSchedule: value.schedule) else {
      preconditionFailure("a component asks of schedules that it has made")
    }
    dependencies.append(Dependency(index: names.ids.count + index, origin: nil))
  }
  return dependencies
}

/// The indicators that a schedule needs.
private func dependencies(of schedule: Schedule, _ names: NameTable) -> [Dependency] {
  schedule.inputs.flatMap { dependencies(of: $0, names) }
}

extension Indicator {
  /// The same indicator with another formula.
  fileprivate func with(_ formula: Formula) -> Indicator {
    var indicator = self
    indicator.formula = formula
    return indicator
  }
}
