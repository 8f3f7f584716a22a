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

  /// Refuses a formula that mixes values of each period with values known after the last, or
  /// values of each day with values known at the end of the days.
  private mutating func checkMixture() {
    let parts = inference.parts(of: owner.formula)
    guard parts.isContradiction else { return }
    func mention(_ timing: TimingParts) -> TimingMention? {
      inference.mention(of: timing, in: owner.formula)
    }
    // Of what differs in time, periods are told of first.
    let inTime = mention(.each) ?? mention(.day) ?? mention(.afterDays)
    if let each = inTime, let after = mention(.after) {
      let times =
        parts.contains(.day) && !parts.contains(.each)
        ? BilingualText(zh: "每天", en: "on each day")
        : BilingualText(zh: "每个时段", en: "in each period")
      report(
        .init(
          zh: "\(each.text.zh)\(times.zh)都有值，而\(after.text.zh)要到最后才知道",
          en: "\(each.text.en) has a value \(times.en), but \(after.text.en) is known only "
            + "after the last"),
        at: each.origin,
        suggestion: .init(
          zh: "先把各时段的值合成一个数，如 sumOverPeriods(…)",
          en: "take one figure of all periods first, such as sumOverPeriods(…)"))
    } else if let day = mention(.day), let end = mention(.afterDays) {
      report(
        .init(
          zh: "\(day.text.zh)每天都有值，而\(end.text.zh)要到本时段的各天过完才知道",
          en: "\(day.text.en) has a value on each day, but \(end.text.en) is known only when the "
            + "days of the period are over"),
        at: day.origin,
        suggestion: .init(
          zh: "先把各天的值合成一个数，如 sumOverDays(…)；或用 previous(…) 取\(end.text.zh)上一时段的值",
          en: "take one figure of the days first, such as sumOverDays(…), or what "
            + "\(end.text.en) was in the period before, with previous(…)"))
    }
  }

  private mutating func check(_ formula: Formula) {
    guard case .call(let function, let arguments) = formula.node,
      function.descriptor.arity.contains(arguments.count)
    else { return }
    switch function.reach(arguments: arguments.count) {
    case .samePeriod: break
    case .overPeriods:
      refuseAfter(arguments[0], in: function)
      refuseDays(arguments[0], in: function)
    case .overDays: refuseAfter(arguments[0], in: function)
    case .earlierPeriods:
      refuseAfter(arguments[0], in: function)
      if function != .previous, function != .lagged { refuseDays(arguments[0], in: function) }
      if function != .lagged || checkLag(arguments[1], formula) {
        checkBeginning(function, arguments, formula)
      }
    case .onePeriod:
      refuseAfter(arguments[0], in: function)
      refuseDays(arguments[0], in: function)
      checkAt(arguments[0], arguments[1], formula)
    }
    for argument in arguments { check(argument) }
  }

  /// Refuses an argument with a value on each day, where a function looks at periods.
  private mutating func refuseDays(_ argument: Formula, in function: FormulaFunction) {
    let parts = inference.parts(of: argument)
    guard parts.contains(.day), !parts.isContradiction,
      let day = inference.mention(of: .day, in: argument)
    else { return }
    let spelling = function.descriptor.spelling
    report(
      .init(
        zh: "\(day.text.zh)每天都有值，而“\(spelling)”看的是时段",
        en: "\(day.text.en) has a value on each day, and '\(spelling)' looks at periods"),
      at: day.origin, expected: .valueOfEachPeriod,
      suggestion: .init(
        zh: "先把各天的值合成一个数：\(spelling)(sumOverDays(…))",
        en: "take one figure of the days first: \(spelling)(sumOverDays(…))"))
  }

  /// Refuses an argument that has no value in the periods that a function looks at.
  private mutating func refuseAfter(_ argument: Formula, in function: FormulaFunction) {
    let parts = inference.parts(of: argument)
    // A mixture is told of by itself.
    guard parts == .after, let after = inference.mention(of: .after, in: argument) else { return }
    let spelling = function.descriptor.spelling
    report(
      .init(
        zh: "\(after.text.zh)要到最后一个时段之后才知道，“\(spelling)”在时段里取不到它的值",
        en: "\(after.text.en) is known only after the last period, so "
          + "'\(spelling)' finds no value of it within a period"),
      at: after.origin, expected: .valueOfEachPeriod)
  }

  /// Checks that the first periods have something to look back at.
  private mutating func checkBeginning(
    _ function: FormulaFunction, _ arguments: [Formula], _ formula: Formula
  ) {
    let hasInitial = arguments.count > (function == .lagged ? 2 : 1)
    guard !hasInitial, function != .yearToDate else { return }
    let needed: Int =
      switch function {
      case .growth: inference.definitions.horizon.frequency.periodsPerYear
      case .lagged: Int(arguments[1].constantValue ?? 1)
      default: 1
      }
    let argument = arguments[0]
    if case .reference(let id) = argument.node, let index = inference.names.index(of: id),
      inference.definitions.indicators[index].history.count >= needed
    {
      return
    }
    let text = shortened(argument.description)
    let (what, remedy): (BilingualText, String) =
      switch function {
      case .growth: (.init(zh: "第一年", en: "the first year"), "growth(\(text), base)")
      case .lagged where needed > 1:
        (
          .init(zh: "前 \(needed) 个时段", en: "the first \(needed) periods"),
          "lagged(\(text), \(needed), 0)"
        )
      case .lagged: (.firstPeriod, "lagged(\(text), 1, 0)")
      default: (.firstPeriod, "previous(\(text), 0)")
      }
    let values = needed == 1 ? "a history value" : "\(needed) history values"
    diagnostics.append(
      Diagnostic(
        .argumentCount,
        .init(
          zh: "“\(formula)”在\(what.zh)没有更早的值可取",
          en: "'\(formula)' has nothing to look back at in \(what.en)"),
        at: formula.origin ?? owner.origin,
        expected: .init(
          zh: "所看指标的 \(needed) 个历史值", en: "\(values) of the indicator it looks at"),
        suggestion: .init(
          zh: "填写历史值，或写成 \(remedy)", en: "declare them, or write \(remedy)")))
  }

  /// Whether a number of periods is written out; what is wrong with it has been reported.
  private mutating func checkLag(_ count: Formula, _ formula: Formula) -> Bool {
    if let number = count.constantValue, let whole = Int(exactly: number),
      (1...Self.largestLag).contains(whole)
    {
      return true
    }
    report(
      .init(
        zh: "“lagged”的时段数不是 1 到 \(Self.largestLag) 的整数",
        en: "the number of periods of 'lagged' is no whole number from 1 to \(Self.largestLag)"),
      at: count.origin ?? formula.origin,
      expected: .init(
        zh: "直接写出的数，如 3", en: "a number that is written out, such as 3"),
      found: unplacedText(of: count))
    return false
  }

  /// A century of months, beyond which a number of periods is taken for a mistake.
  private static let largestLag = 1200

  private mutating func checkAt(_ argument: Formula, _ date: Formula, _ formula: Formula) {
    if inference.looksBack(argument) {
      let text = shortened(argument.description)
      report(
        .init(
          zh: "“\(text)”取决于之前的时段或本时段的各天，第一个时段开始之前“at”取不到它的值",
          en: "'\(text)' depends on the periods before or on the days of its "
            + "own, so 'at' cannot take its value before the first period has begun"),
        at: argument.origin,
        expected: .init(
          zh: "不用 previous、yearToDate、growth 和各天的值，它所依赖的指标也不用",
          en: "a value without previous, yearToDate, growth and values of days, also in what "
            + "it needs"))
    }
    let horizon = inference.definitions.horizon
    guard let day = date.constantValue else {
      // A date call with wrong numbers is told of by itself.
      if case .call(.date, _) = date.node { return }
      report(
        .init(zh: "“at”的日期没有直接写出", en: "the date of 'at' is not written out"),
        at: date.origin,
        expected: .init(
          zh: "固定的日期，如 date(\(horizon.first.year), 3, 1)",
          en: "a fixed date, such as date(\(horizon.first.year), 3, 1)"),
        found: unplacedText(of: date))
      return
    }
    guard day.isFinite, abs(day) < 1e9,
      horizon.index(containing: CalendarDate(containing: day)) != nil
    else {
      diagnostics.append(
        Diagnostic(
          .periodOutsideHorizon,
          .init(
            zh: "“\(date)”不在预测期 \(horizon.label) 之内",
            en: "'\(date)' lies outside the horizon \(horizon.label)"),
          at: date.origin ?? formula.origin ?? owner.origin,
          expected: .init(
            zh: "\(horizon.firstDay) 至 \(horizon.lastDay) 的日期",
            en: "a date from \(horizon.firstDay) to \(horizon.lastDay)")))
      return
    }
  }

  private mutating func report(
    _ message: BilingualText, at origin: SourceRange?, expected: BilingualText? = nil,
    found: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .timing, message, at: origin ?? owner.formula.origin ?? owner.origin, expected: expected,
        found: found, suggestion: suggestion))
  }
}

extension BilingualText {
  fileprivate static let firstPeriod = BilingualText(zh: "第一个时段", en: "the first period")
  fileprivate static let valueOfEachPeriod = BilingualText(
    zh: "每个时段都有的值", en: "a value of each period")
}
