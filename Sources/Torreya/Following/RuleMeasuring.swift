import ColumnPlan
import Formulas
import Planning
import Simulation
import Vocabulary

/// Why the rule for the lights was not measured for a target.
public enum UnmeasuredReason: Hashable, Sendable {
  /// Every year of the model meets it, or none does: there is nothing to be wrong about.
  case alwaysMet, neverMet
  /// Nothing that has a value in each period is followed: there is nothing to know.
  case nothingFollowed
}

/// Measures the rule for the lights on the years that a scenario makes up itself.
struct RuleMeasuring: Sendable {
  enum Answer: Sendable {
    case measured([WarningRates])
    case not(UnmeasuredReason)
  }

  let model: ScenarioModel
  let years: SimulationResult
  /// The ids of which something came.
  let observed: [String]
  let rule: WarningRule
  let falseAlarm: Double

  /// The most trials that the rule is measured on.
  private static let mostYears = 8192

  private var count: Int { min(years.trials, Self.mostYears) }

  private func values(of column: Column) -> [Double] {
    Array(KnownResult(columns: [column], value: 0).trials(in: years).prefix(count))
  }

  /// An indicator in each period of the horizon; fewer where some are not kept.
  private func periods(of id: String) -> [[Double]] {
    model.model.horizon.periods.compactMap { period in
      years.column(id, period: period.label).map { values(of: $0) }
    }
  }

  func answer(_ judged: JudgedTarget, _ goal: Goal) -> Answer {
    let horizon = model.model.horizon
    let outcomes = values(of: goal.column)
    let isMet = outcomes.map { goal.isMet(by: $0) }
    guard isMet.contains(false) else { return .not(.alwaysMet) }
    guard isMet.contains(true) else { return .not(.neverMet) }
    let hasPeriods = model.model.indicators.contains {
      $0.timing == .each && $0.indicator.id == judged.columnLabel
    }
    let ids = observed.isEmpty ? (hasPeriods ? [judged.columnLabel] : []) : observed
    let columns = ids.map { periods(of: $0) }
    guard !ids.isEmpty, columns.allSatisfy({ $0.count == horizon.count }) else {
      return .not(.nothingFollowed)
    }
    let own = ids.firstIndex(of: judged.target.indicator).map { columns[$0] }
    let soFar = (0..<horizon.count).map { period in
      let known = columns.flatMap { $0.prefix(period + 1) }
      return own.flatMap { decided(judged, goal, $0, through: period, known, isMet) }
        ?? YearsSoFar(known: known, leads: outcomes.map { goal.lead(of: $0) })
    }
    return .measured(
      warningRates(rule, soFar, isMet: isMet, wished: falseAlarm, years.replication))
  }

  /// What the periods of the indicator that is judged decide; nil where that is nothing.
  private func decided(
    _ judged: JudgedTarget, _ goal: Goal, _ own: [[Double]], through period: Int,
    _ known: [[Double]], _ isMet: [Bool]
  ) -> YearsSoFar? {
    guard let span = judged.periods(in: model.model.horizon) else { return nil }
    if period >= span.upperBound { return YearsSoFar(decided: isMet) }
    guard judged.target.time == .everyPeriod else { return nil }
    let rest = own[(period + 1)...]
    return YearsSoFar(
      known: known,
      leads: isMet.indices.map { year in
        rest.reduce(.infinity) { min($0, goal.lead(of: $1[year])) }
      },
      verdicts: isMet.indices.map { year in
        own[...period].contains { !goal.isMet(by: $0[year]) } ? false : nil
      })
  }
}

extension Goal {
  /// By how much a value meets it; negative where it misses.
  fileprivate func lead(of value: Double) -> Double {
    side == .atLeast ? value - bound : bound - value
  }
}

extension JudgedTarget {
  /// The periods that it is judged by, by their places in the horizon; nil where the horizon does
  /// not have them.
  func periods(in horizon: Horizon) -> ClosedRange<Int>? {
    guard case .period(let period) = target.time else { return 0...(horizon.count - 1) }
    if let place = horizon.index(of: period) { return place...place }
    guard let year = horizon.years.first(where: { $0.year == period.year }) else { return nil }
    return year.periods.lowerBound...(year.periods.upperBound - 1)
  }

  /// The last day on which it may be met: the bound of a date, or the end of its periods.
  func lastDay(in horizon: Horizon) -> CalendarDate? {
    unit.hasSameDimension(as: .date)
      ? CalendarDate(containing: bound)
      : periods(in: horizon).map { horizon[$0.upperBound].lastDay }
  }
}
