import Foundation

@testable import Formulas

/// Evaluates resolved formulas without chance in the most obvious way: by asking for the value of
/// a formula in a period, again and again. Nothing of it is fast, and nothing is shared with the
/// plan.
struct ReferenceEvaluator {
  private let model: Model
  private let indicators: [String: Indicator]

  init(_ model: Model) {
    self.model = model
    indicators = Dictionary(
      uniqueKeysWithValues: model.indicators.map { ($0.indicator.id, $0.indicator) })
  }

  /// The value of an indicator in a period; in base units.
  func value(of id: String, in period: Int) -> Double {
    guard let indicator = indicators[id] else {
      guard let builtIn = BuiltInSeries(rawValue: id) else { return .nan }
      return builtIn.value(at: period, of: model.horizon)
    }
    if period < 0 {
      let history = indicator.history
      return history.count + period >= 0 ? history[history.count + period] : .nan
    }
    return value(of: indicator.formula, in: period)
  }

  private func value(of formula: Formula, in period: Int) -> Double {
    switch formula.node {
    case .constant(let value, _): return value
    case .series(let values, _): return values[period]
    case .reference(let id): return value(of: id, in: period)
    case .draw, .members: return .nan
    case .call(let function, let arguments):
      return overTime(function, arguments, period)
        ?? inPeriod(function, arguments, arguments.map { value(of: $0, in: period) })
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
