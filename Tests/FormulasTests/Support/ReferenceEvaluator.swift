import Foundation

@testable import Formulas

/// Evaluates resolved formulas without chance in the most obvious way: by asking for the value of
/// a formula in a period or on a day, from the end backwards. It remembers what it has answered, or
/// a year of days would ask for ever; nothing is shared with the plan.
final class ReferenceEvaluator {
  private let model: Model
  private let indicators: [String: Indicator]
  private let timings: [String: ResolvedIndicator.Timing]

  private var answers: [Question: Double] = [:]

  private struct Question: Hashable {
    let id: String
    let period: Int
    let day: Int?
  }

  init(_ model: Model) {
    self.model = model
    indicators = Dictionary(
      uniqueKeysWithValues: model.indicators.map { ($0.indicator.id, $0.indicator) })
    timings = Dictionary(
      uniqueKeysWithValues: model.indicators.map { ($0.indicator.id, $0.timing) })
  }

  /// The value of an indicator in a period, or on a day; in base units.
  ///
  /// - Parameter day: counted through the horizon; nil for a value of the whole period.
  func value(of id: String, in period: Int, day: Int? = nil) -> Double {
    guard let indicator = indicators[id] else {
      if let day, let builtIn = BuiltInDaySeries(rawValue: id) {
        return builtIn.value(at: day, of: model.horizon)
      }
      guard let builtIn = BuiltInSeries(rawValue: id) else { return .nan }
      return builtIn.value(at: period, of: model.horizon)
    }
    if period < 0 {
      let history = indicator.history
      return history.count + period >= 0 ? history[history.count + period] : .nan
    }
    let question = Question(id: id, period: period, day: day)
    if let answer = answers[question] { return answer }
    let answer = value(of: indicator.formula, in: period, day)
    answers[question] = answer
    return answer
  }

  /// Whether a formula has a value on each day.
  private func isOfDays(_ formula: Formula) -> Bool {
    switch formula.node {
    case .daySeries: true
    case .reference(let id): id.hasPrefix("day.") || timings[id] == .day
    case .call(let function, let arguments):
      !function.rawValue.hasSuffix("OverDays") && function != .lastOfDays
        && arguments.contains(where: isOfDays)
    default: false
    }
  }

  private func value(of formula: Formula, in period: Int, _ day: Int? = nil) -> Double {
    switch formula.node {
    case .constant(let value, _): return value
    case .series(let values, _): return values[period]
    case .daySeries(let values, _): return day.map { values[$0] } ?? .nan
    case .reference(let id): return value(of: id, in: period, day: day)
    case .draw, .members, .scheduled: return .nan
    case .call(let function, let arguments):
      if let day, isOfDays(arguments[0]), let past = pastDay(function, arguments, period, day) {
        return past
      }
      return overDays(function, arguments[0], period) ?? overTime(function, arguments, period)
        ?? inPeriod(function, arguments, arguments.map { value(of: $0, in: period, day) })
    }
  }

  /// What `previous` and `lagged` find on an earlier day.
  private func pastDay(
    _ function: FormulaFunction, _ arguments: [Formula], _ period: Int, _ day: Int
  ) -> Double? {
    guard function == .previous || function == .lagged else { return nil }
    let back = function == .previous ? 1 : Int(value(of: arguments[1], in: 0))
    let before = day - back
    if before < 0 { return value(of: arguments.last!, in: period, day) }
    let date = model.horizon.day(at: before)
    return value(of: arguments[0], in: model.horizon.index(containing: date)!, before)
  }

  private func overDays(
    _ function: FormulaFunction, _ argument: Formula, _ period: Int
  ) -> Double? {
    guard function.rawValue.hasSuffix("OverDays") || function == .lastOfDays else { return nil }
    let days = model.horizon.days(ofPeriod: period).map { value(of: argument, in: period, $0) }
    switch function {
    case .sumOverDays: return days.reduce(0, +)
    case .meanOverDays: return days.reduce(0, +) / Double(days.count)
    case .minOverDays: return days.min()
    case .maxOverDays: return days.max()
    case .lastOfDays: return days.last
    default: return nil
    }
  }

  private func overTime(
    _ function: FormulaFunction, _ arguments: [Formula], _ period: Int
  ) -> Double? {
    let all = 0..<model.horizon.count
    func values(_ periods: Range<Int>) -> [Double] {
      periods.map { value(of: arguments[0], in: $0) }
    }
    switch function {
    case .previous:
      if period == 0, arguments.count == 2 { return value(of: arguments[1], in: 0) }
      return value(of: arguments[0], in: period - 1)
    case .lagged:
      let before = period - Int(value(of: arguments[1], in: 0))
      if before < 0, arguments.count == 3 { return value(of: arguments[2], in: period) }
      return value(of: arguments[0], in: before)
    case .growth where arguments.count == 1:
      let before = period - model.horizon.frequency.periodsPerYear
      return value(of: arguments[0], in: period) / value(of: arguments[0], in: before) - 1
    case .yearToDate:
      let year = model.horizon[period].year
      let first = all.first { model.horizon[$0].year == year }!
      return values(first..<period + 1).reduce(0, +)
    case .sumOverPeriods: return values(all).reduce(0, +)
    case .minOverPeriods: return values(all).min()
    case .maxOverPeriods: return values(all).max()
    case .meanOverPeriods: return values(all).reduce(0, +) / Double(all.count)
    case .at:
      let date = CalendarDate(containing: value(of: arguments[1], in: 0))
      return value(of: arguments[0], in: model.horizon.index(containing: date)!)
    case .workingDay, .dateOfWorkingDay:
      guard case .reference(let name) = arguments[1].node else { return .nan }
      let calendar = model.calendars.first { "calendars.\($0.id)" == name }!
      let x = value(of: arguments[0], in: period)
      return function == .workingDay
        ? calendar.workingDayNumber(of: x) : calendar.date(ofWorkingDay: x)
    default: return nil
    }
  }

  private func inPeriod(
    _ function: FormulaFunction, _ arguments: [Formula], _ x: [Double]
  ) -> Double {
    func truth(_ condition: Bool) -> Double { condition ? 1 : 0 }
    switch function {
    case .add: return x[0] + x[1]
    case .subtract: return x[0] - x[1]
    case .multiply: return x[0] * x[1]
    case .divide: return x[0] / x[1]
    case .power: return pow(x[0], x[1])
    case .negate: return -x[0]
    case .less: return truth(x[0] < x[1])
    case .lessOrEqual: return truth(x[0] <= x[1])
    case .greater: return truth(x[0] > x[1])
    case .greaterOrEqual: return truth(x[0] >= x[1])
    case .equal: return truth(x[0] == x[1])
    case .notEqual: return truth(x[0] != x[1])
    case .and: return truth(x[0] != 0 && x[1] != 0)
    case .or: return truth(x[0] != 0 || x[1] != 0)
    case .not: return truth(x[0] == 0)
    case .conditional: return x[0] != 0 ? x[1] : x[2]
    case .minimum: return x.min()!
    case .maximum: return x.max()!
    case .clamp: return min(max(x[0], x[1]), x[2])
    case .absolute: return abs(x[0])
    case .exp: return Foundation.exp(x[0])
    case .log: return Foundation.log(x[0])
    case .squareRoot: return x[0].squareRoot()
    case .floor: return x[0].rounded(.down)
    case .ceiling: return x[0].rounded(.up)
    case .round: return x[0].rounded(.toNearestOrEven)
    case .sum: return x.reduce(0, +)
    case .mean: return x.reduce(0, +) / Double(x.count)
    case .sumOfLargest: return x.dropFirst().sorted(by: >).prefix(Int(x[0])).reduce(0, +)
    case .growth: return x[0] / x[1] - 1
    case .date: return Formula(.call(.date, arguments)).constantValue ?? .nan
    case .overlap: return max(0, min(x[1], x[3]) - max(x[0], x[2]))
    case .normalQuantile: return slowNormalQuantile(x[0])
    case .poissonQuantile: return slowPoissonQuantile(x[0], mean: x[1])
    case .binomialQuantile: return slowBinomialQuantile(x[0], attempts: x[1], probability: x[2])
    default: return .nan
    }
  }

  private func slowNormalQuantile(_ p: Double) -> Double {
    var (lower, upper) = (-10.0, 10.0)
    for _ in 0..<200 {
      let middle = (lower + upper) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < p { lower = middle } else { upper = middle }
    }
    return abs(upper) < 1e-12 ? 0 : upper
  }

  private func slowPoissonQuantile(_ p: Double, mean: Double) -> Double {
    var (count, term) = (0.0, Foundation.exp(-mean))
    var total = term
    while total < p {
      count += 1
      term *= mean / count
      total += term
    }
    return count
  }

  private func slowBinomialQuantile(
    _ p: Double, attempts: Double, probability: Double
  ) -> Double {
    var (count, term) = (0.0, pow(1 - probability, attempts))
    var total = term
    while total < p, count < attempts {
      count += 1
      term *= (attempts - count + 1) / count * probability / (1 - probability)
      total += term
    }
    return count
  }
}
