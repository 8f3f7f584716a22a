import ColumnPlan

extension Lowering {
  /// Turns a function call into opcodes.
  mutating func call(_ function: FormulaFunction, _ arguments: [Formula], at moment: Moment)
    -> PlanBuilder.Value
  {
    switch function {
    case .add, .subtract, .multiply, .divide, .power, .negate, .minimum, .maximum, .clamp,
      .absolute, .exp, .log, .squareRoot, .floor, .ceiling, .round, .sum, .mean:
      arithmetic(function, arguments.map { emit($0, at: moment) })
    case .sumOfLargest:
      sumOfLargest(arguments, at: moment)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or, .not,
      .conditional:
      choice(function, arguments.map { emit($0, at: moment) })
    case .previous, .lagged, .yearToDate, .growth, .sumOverPeriods, .minOverPeriods,
      .maxOverPeriods, .meanOverPeriods, .at:
      overTime(function, arguments, at: moment)
    case .sumOverDays, .meanOverDays, .minOverDays, .maxOverDays, .lastOfDays:
      overDays(function, emit(arguments[0], at: moment), at: moment)
    case .date, .overlap, .workingDay, .dateOfWorkingDay:
      calendarCall(function, arguments, at: moment)
    case .normalQuantile, .poissonQuantile, .binomialQuantile:
      quantile(function, arguments.map { emit($0, at: moment) })
    }
  }

  private mutating func arithmetic(_ function: FormulaFunction, _ values: [PlanBuilder.Value])
    -> PlanBuilder.Value
  {
    switch function {
    case .add: return builder.apply(.add, values)
    case .subtract: return builder.apply(.subtract, values)
    case .multiply: return builder.apply(.multiply, values)
    case .divide: return builder.apply(.divide, values)
    case .power: return builder.apply(.power, values)
    case .negate: return builder.apply(.negate, values)
    case .absolute: return builder.apply(.absolute, values)
    case .exp: return builder.apply(.exponential, values)
    case .log: return builder.apply(.logarithm, values)
    case .squareRoot: return builder.apply(.squareRoot, values)
    case .floor: return builder.apply(.floor, values)
    case .ceiling: return builder.apply(.ceiling, values)
    case .round: return builder.apply(.round, values)
    case .clamp:
      return builder.apply(.minimum, builder.apply(.maximum, values[0], values[1]), values[2])
    case .minimum: return chain(.minimum, values)
    case .maximum: return chain(.maximum, values)
    case .sum: return chain(.add, values)
    case .mean:
      let count = builder.constant(Double(values.count))
      return builder.apply(.divide, chain(.add, values), count)
    default: preconditionFailure("\(function) is no arithmetic")
    }
  }

  private mutating func chain(_ opcode: Opcode, _ values: [PlanBuilder.Value])
    -> PlanBuilder.Value
  {
    values.dropFirst().reduce(values[0]) { builder.apply(opcode, $0, $1) }
  }

  private mutating func choice(_ function: FormulaFunction, _ values: [PlanBuilder.Value])
    -> PlanBuilder.Value
  {
    switch function {
    case .less: return builder.apply(.less, values)
    case .lessOrEqual: return builder.apply(.lessOrEqual, values)
    case .greater: return builder.apply(.less, values[1], values[0])
    case .greaterOrEqual: return builder.apply(.lessOrEqual, values[1], values[0])
    case .equal: return builder.apply(.equal, values)
    case .notEqual: return builder.apply(.not, builder.apply(.equal, values))
    case .and: return builder.apply(.and, values)
    case .or: return builder.apply(.or, values)
    case .not: return builder.apply(.not, values)
    case .conditional: return builder.apply(.select, values)
    default: preconditionFailure("\(function) is no choice")
    }
  }

  private mutating func quantile(_ function: FormulaFunction, _ values: [PlanBuilder.Value])
    -> PlanBuilder.Value
  {
    switch function {
    case .normalQuantile: builder.apply(.normalQuantile, values)
    case .poissonQuantile: builder.apply(.poissonQuantile, values)
    case .binomialQuantile: builder.apply(.binomialQuantile, values)
    default: preconditionFailure("\(function) is no quantile function")
    }
  }

  // MARK: Time

  private mutating func overTime(
    _ function: FormulaFunction, _ arguments: [Formula], at moment: Moment
  ) -> PlanBuilder.Value {
    switch function {
    case .previous:
      return lookedBack(at: arguments[0], 1, arguments.dropFirst().first, moment)
    case .lagged:
      guard let depth = arguments[1].constantValue.flatMap(Int.init(exactly:)), depth > 0 else {
        preconditionFailure("resolution checks that the number of periods is written out")
      }
      return lookedBack(at: arguments[0], depth, arguments.dropFirst(2).first, moment)
    case .growth: return growth(arguments, at: moment)
    case .yearToDate:
      let value = emit(arguments[0], at: moment)
      return builder.accumulate(.accumulateSum, value, startsAnew: model.horizon.yearStarts)
    case .sumOverPeriods: return overHorizon(.accumulateSum, arguments[0])
    case .minOverPeriods: return overHorizon(.accumulateMinimum, arguments[0])
    case .maxOverPeriods: return overHorizon(.accumulateMaximum, arguments[0])
    case .meanOverPeriods:
      let sum = overHorizon(.accumulateSum, arguments[0])
      return builder.apply(.divide, sum, builder.constant(Double(model.horizon.count)))
    case .at:
      return emit(arguments[0], at: .fixed(periodIndex(ofDate: arguments[1])))
    default: preconditionFailure("\(function) does not look over time")
    }
  }

  /// The value so many periods before; before the first period the initial one or the history.
  private mutating func lookedBack(
    at argument: Formula, _ depth: Int, _ initial: Formula?, _ moment: Moment
  ) -> PlanBuilder.Value {
    guard let initial else {
      return recall(
        argument, depth: depth, initial: builder.constant(0),
        history: history(of: argument, count: depth))
    }
    let start = emit(initial, at: moment)
    // Nothing of the horizon is that long ago.
    let horizon = model.horizon
    if depth >= (isOfDays(argument) ? horizon.dayCount : horizon.count) { return start }
    if start.body == .once {
      return recall(argument, depth: depth, initial: start, history: nil)
    }
    // What differs by period cannot be there before the first: each takes its own.
    func early(_ count: Int) -> [Double] { (0..<count).map { $0 < depth ? 1 : 0 } }
    let past = recall(argument, depth: depth, initial: builder.constant(0), history: nil)
    let isEarly =
      past.body == .day
      ? builder.dayTable(early(model.horizon.dayCount)) : builder.table(early(model.horizon.count))
    return builder.apply(.select, isEarly, start, past)
  }

  /// The relative change on the same period of the preceding year, or on a given base.
  private mutating func growth(_ arguments: [Formula], at moment: Moment) -> PlanBuilder.Value {
    let value = emit(arguments[0], at: moment)
    let base: PlanBuilder.Value
    if arguments.count == 2 {
      base = emit(arguments[1], at: moment)
    } else {
      let depth = model.horizon.frequency.periodsPerYear
      base = recall(
        arguments[0], depth: depth, initial: builder.constant(.nan),
        history: history(of: arguments[0], count: depth))
    }
    return builder.apply(
      .subtract, builder.apply(.divide, value, base), builder.constant(1))
  }

  private mutating func overHorizon(_ opcode: Opcode, _ argument: Formula) -> PlanBuilder.Value {
    let value = emit(argument, at: .running)
    let running = builder.accumulate(opcode, value, startsAnew: horizonStart)
    return builder.last(of: running)
  }

  // MARK: Days

  /// One value for each period of what may have one for each of its days.
  mutating func overDays(
    _ function: FormulaFunction, _ value: PlanBuilder.Value, at moment: Moment
  ) -> PlanBuilder.Value {
    guard value.body == .day else {
      // The same on all days.
      return function == .sumOverDays
        ? builder.apply(.multiply, value, dayCounts(at: moment)) : value
    }
    switch function {
    case .minOverDays: return builder.accumulateDays(.accumulateMinimum, value)
    case .maxOverDays: return builder.accumulateDays(.accumulateMaximum, value)
    case .lastOfDays: return builder.atEndOfDays(value)
    case .meanOverDays:
      let sum = builder.accumulateDays(.accumulateSum, value)
      return builder.apply(.divide, sum, dayCounts(at: moment))
    default: return builder.accumulateDays(.accumulateSum, value)
    }
  }

  /// The number of days of each period.
  mutating func dayCounts(at moment: Moment) -> PlanBuilder.Value {
    let days = model.horizon.periods.map { Double($0.days) }
    return switch moment {
    case .running: builder.table(days)
    case .fixed(let period): builder.constant(days[period])
    }
  }

  private func periodIndex(ofDate argument: Formula) -> Int {
    guard let day = argument.constantValue,
      let index = model.horizon.index(containing: CalendarDate(dayNumber: Int(day)))
    else { preconditionFailure("resolution checks that the date is constant and in the horizon") }
    return index
  }

  // MARK: Calendars

  private mutating func calendarCall(
    _ function: FormulaFunction, _ arguments: [Formula], at moment: Moment
  ) -> PlanBuilder.Value {
    switch function {
    case .date:
      guard let day = Formula(.call(function, arguments)).constantValue else {
        preconditionFailure("resolution checks that a date is made of constants")
      }
      return builder.constant(day)
    case .overlap:
      let values = arguments.map { emit($0, at: moment) }
      let end = builder.apply(.minimum, values[1], values[3])
      let start = builder.apply(.maximum, values[0], values[2])
      let shared = builder.apply(.subtract, end, start)
      return builder.apply(.maximum, shared, builder.constant(0))
    case .workingDay, .dateOfWorkingDay:
      let value = emit(arguments[0], at: moment)
      let opcode: Opcode = function == .workingDay ? .workingDay : .dateOfWorkingDay
      let calendar = calendar(arguments[1])
      return builder.apply(opcode, [value], parameter: calendar)
    default: preconditionFailure("\(function) does not look at the calendar")
    }
  }
}
