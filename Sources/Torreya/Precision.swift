import ColumnPlan
import Formulas
import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

extension CompiledScenario {
  /// When a run has trials enough for all wishes.
  ///
  /// - Parameter limit: the most trials.
  /// - Throws: which wish does not fit the scenario.
  public func stopping(at wishes: [PrecisionWish], limit: Int) throws(PrecisionError) -> Stopping {
    var judges: [@Sendable (SimulationResult) -> Double] = []
    for wish in wishes { judges.append(try judge(of: wish)) }
    let all = judges
    return Stopping(trialLimit: limit) { result in all.map { $0(result) }.max() ?? 0 }
  }

  /// What is wrong with the precision that the scenario itself wishes.
  var precisionDiagnostics: [Diagnostic] {
    let choice = scenario.simulation
    return zip(choice.precision, choice.precisionPlaces).compactMap { wish, place in
      do throws(PrecisionError) {
        _ = try judge(of: wish)
        return nil
      } catch {
        return Diagnostic(
          .invalidValue, error.message, at: place.range, path: place.path,
          found: .same("\"\(wish.text)\""))
      }
    }
  }

  private func judge(of wish: PrecisionWish) throws(PrecisionError)
    -> @Sendable (SimulationResult) -> Double
  {
    guard let id = wish.indicator else {
      let goals = judgedGoals(model, plan).together
      guard !goals.isEmpty else {
        throw PrecisionError(
          .init(
            zh: "“\(wish.text)”针对目标的概率，而情景没有目标：请指明指标，如 fiscal.total.recurring@2024=1%",
            en:
              "'\(wish.text)' is about the probabilities of targets, and the scenario has none: "
              + "name an indicator, such as fiscal.total.recurring@2024=1%"))
      }
      let size = wish.size.value
      return { result in
        goals.map { cautiousError(of: tally(of: $0, in: result).met) / size }.max() ?? 0
      }
    }
    let (column, unit) = try column(of: id, wish)
    let isSpan = unit.hasSameDimension(as: .date) && wish.size.unit.hasSameDimension(as: .day)
    guard
      wish.isRelative
        ? !unit.hasSameDimension(as: .date)
        : isSpan || unit.hasSameDimension(as: wish.size.unit)
    else {
      let isDate = unit.hasSameDimension(as: .date)
      throw PrecisionError(
        .init(
          zh: "“\(wish.text)”：“\(id)”的单位是\(unit.symbolOrWord.zh)，其标准误要用同类单位"
            + (isDate ? "，即天" : "，或用均值的百分比"),
          en:
            "'\(wish.text)': '\(id)' is in \(unit.symbol); its standard error is in a unit like it"
            + (isDate ? ", in days" : ", or a percentage of the mean")))
    }
    let (size, isRelative) = (wish.size.value, wish.isRelative)
    return { result in
      let (mean, error) = meanAndError(of: column, in: result)
      if error == 0 { return 0 }
      let excess = error / (isRelative ? size * abs(mean) : size)
      return excess.isNaN ? .infinity : excess
    }
  }

  private func column(of id: String, _ wish: PrecisionWish) throws(PrecisionError) -> (
    column: Column, unit: UnitOfMeasure
  ) {
    let reported = model.model.indicators.map(\.indicator).filter { $0.visibility != .inner }
    guard let indicator = reported.first(where: { $0.id == id }) else {
      let near = nearest(to: id, among: reported.map(\.id))
      throw PrecisionError(
        .init(
          zh: "“\(wish.text)”：情景的结果里没有指标“\(id)”" + (near.map { "（是否要写“\($0)”？）" } ?? ""),
          en: "'\(wish.text)': the scenario reports no indicator '\(id)'"
            + (near.map { " (did you mean '\($0)'?)" } ?? "")))
    }
    let period = wish.period.map { Period.label(written: $0) } ?? model.model.horizon.label
    let columns = plan.columns.filter { $0.label == id }
    guard let column = columns.first(where: { $0.period == period }) else {
      let isSpan = model.model.horizon.span(label: period) != nil
      throw PrecisionError(
        .init(
          zh: "“\(wish.text)”：“\(id)”在 \(period) 没有值；"
            + (isSpan ? "精度只能针对单个时段，如 " : "有 "),
          en: "'\(wish.text)': '\(id)' has no value for \(period); "
            + (isSpan ? "a precision is wished of one period: " : "it has "))
          + columns.map { .same($0.period) }.joined())
    }
    return (column, indicator.unit)
  }
}
