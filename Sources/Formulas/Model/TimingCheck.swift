import SourceText

/// Tells what is wrong with the timing of one indicator's formula, once all timings are known.
struct TimingCheck {
  private let inference: TimingInference
  private let owner: Indicator
  private var diagnostics: [Diagnostic] = []

  /// What is wrong with an indicator, whose formula has its names resolved.
  static func diagnostics(of owner: Indicator, _ inference: TimingInference) -> [Diagnostic] {
    var check = TimingCheck(inference: inference, owner: owner)
    check.checkMixture()
    check.check(owner.formula)
    return check.diagnostics
  }

  private init(inference: TimingInference, owner: Indicator) {
    self.inference = inference
    self.owner = owner
  }

  /// Refuses a formula that mixes values of each period with values known after the last.
  private mutating func checkMixture() {
    let parts = inference.parts(of: owner.formula)
    guard let each = parts.each, let after = parts.after else { return }
    report(
      "\(each.text) has a value in each period, but \(after.text) is known only after the last",
      at: each.origin,
      suggestion: "take one figure of all periods first, such as sumOverPeriods(…)")
  }

  private mutating func check(_ formula: Formula) {
    guard case .call(let function, let arguments) = formula.node,
      function.descriptor.arity.contains(arguments.count)
    else { return }
    switch function.reach(arguments: arguments.count) {
    case .samePeriod: break
    case .overPeriods: refuseAfter(arguments[0], in: function)
    case .earlierPeriods:
      refuseAfter(arguments[0], in: function)
      checkBeginning(function, arguments, formula)
    case .onePeriod:
      refuseAfter(arguments[0], in: function)
      checkAt(arguments[0], arguments[1], formula)
    }
    for argument in arguments { check(argument) }
  }

  /// Refuses an argument that has no value in the periods that a function looks at.
  private mutating func refuseAfter(_ argument: Formula, in function: FormulaFunction) {
    let parts = inference.parts(of: argument)
    // A mixture is told of by itself.
    guard let after = parts.after, parts.each == nil else { return }
    report(
      "\(after.text) is known only after the last period, so "
        + "'\(function.descriptor.spelling)' finds no value of it within a period",
      at: after.origin, expected: "a value of each period")
  }

  /// Checks that the first periods have something to look back at.
  private mutating func checkBeginning(
    _ function: FormulaFunction, _ arguments: [Formula], _ formula: Formula
  ) {
    guard arguments.count == 1, function != .yearToDate else { return }
    let needed = function == .growth ? inference.definitions.horizon.frequency.periodsPerYear : 1
    let argument = arguments[0]
    if case .reference(let id) = argument.node, let index = inference.names.index(of: id),
      inference.definitions.indicators[index].history.count >= needed
    {
      return
    }
    let text = shortened(argument.description)
    let (what, remedy) =
      function == .growth
      ? ("the first year", "growth(\(text), base)") : ("the first period", "previous(\(text), 0)")
    let values = needed == 1 ? "a history value" : "\(needed) history values"
    diagnostics.append(
      Diagnostic(
        .argumentCount, "'\(formula)' has nothing to look back at in \(what)",
        at: formula.origin ?? owner.origin, expected: "\(values) of the indicator it looks at",
        suggestion: "declare them, or write \(remedy)"))
  }

  private mutating func checkAt(_ argument: Formula, _ date: Formula, _ formula: Formula) {
    if inference.looksBack(argument) {
      report(
        "'\(shortened(argument.description))' depends on the periods before, so 'at' cannot take "
          + "its value before the first period has begun",
        at: argument.origin,
        expected: "a value without previous, yearToDate and growth, also in what it needs")
    }
    let horizon = inference.definitions.horizon
    guard let day = date.constantValue else {
      // A date call with wrong numbers is told of by itself.
      if case .call(.date, _) = date.node { return }
      report(
        "the date of 'at' is not written out", at: date.origin,
        expected: "a fixed date, such as date(\(horizon.first.year), 3, 1)",
        found: unplacedText(of: date))
      return
    }
    guard day.isFinite, abs(day) < 1e9,
      horizon.index(containing: CalendarDate(containing: day)) != nil
    else {
      diagnostics.append(
        Diagnostic(
          .periodOutsideHorizon, "'\(date)' lies outside the horizon \(horizon.label)",
          at: date.origin ?? formula.origin ?? owner.origin,
          expected: "a date from \(horizon.firstDay) to \(horizon.lastDay)"))
      return
    }
  }

  private mutating func report(
    _ message: String, at origin: SourceRange?, expected: String? = nil, found: String? = nil,
    suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .timing, message, at: origin ?? owner.formula.origin ?? owner.origin, expected: expected,
        found: found, suggestion: suggestion))
  }
}
