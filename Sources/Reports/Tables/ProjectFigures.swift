import Formulas
import Simulation
import SourceText
import Vocabulary

/// The trials of a project, or of all projects together: when it finishes, what it costs, how much
/// is done and paid by the end of each period.
struct ProjectFigures {
  let id: String
  let label: BilingualText
  /// The label of the whole horizon.
  let horizon: String
  /// The finish and the cost in each trial; one number where it is the same in all, nil where it is
  /// not known.
  let finishes, costs: [Double]?
  let plannedFinish, plannedCost: Double?
  /// The share of the work that is done at the end of each period.
  let complete: [(period: String, trials: [Double])]
  /// What is paid up to the end of each period.
  let paid: [(period: String, trials: [Double])]

  /// Each project of a scenario, and where there are several, all together.
  static func all(_ figures: ScheduleFigures) -> [ProjectFigures] {
    let projects = figures.model.scenario.projects.map { ProjectFigures($0, figures) }
    return projects.count > 1 ? projects + [ProjectFigures(together: projects, figures)] : projects
  }

  private init(_ project: Project, _ figures: ScheduleFigures) {
    id = project.id
    label = project.label
    horizon = figures.horizon
    finishes = figures.trials(project.name + ".finish")
    costs = figures.trials(project.name + ".totalCost")
    plannedFinish = figures.number(project.name + ".plannedFinish")
    // A cost that is always the same is its own plan.
    plannedCost =
      figures.number(project.name + ".plannedCost")
      ?? (costs?.count == 1 ? costs?.first : nil)
    complete = figures.periods(project.name + ".complete")
    paid = figures.cumulated(project.name + ".paid")
  }

  private init(together projects: [ProjectFigures], _ figures: ScheduleFigures) {
    id = "all"
    label = BilingualText(zh: "全部项目", en: "All projects")
    horizon = figures.horizon
    let finishes = projects.compactMap(\.finishes)
    self.finishes =
      finishes.count == projects.count
      ? finishes.dropFirst().reduce(finishes[0]) { combined($0, $1, max) } : nil
    let costs = projects.compactMap(\.costs)
    self.costs = costs.isEmpty ? nil : costs.dropFirst().reduce(costs[0]) { combined($0, $1, +) }
    plannedFinish = projects.compactMap(\.plannedFinish).max()
    let planned = projects.compactMap(\.plannedCost)
    plannedCost = !planned.isEmpty && planned.count == costs.count ? planned.reduce(0, +) : nil
    complete = []
    paid = figures.cumulated("works.total.paid")
  }
}

extension ScheduleFigures {
  /// The values of an indicator in all trials where the run has kept them, else in those of the
  /// sample; one number where it is the same in all.
  fileprivate func trials(_ id: String) -> [Double]? {
    if let column = result.column(id, period: horizon),
      result.quantiles == .exact || result.number(of: column) != nil
    {
      return result.withTrials(of: column, Array.init)
    }
    return sample?.values(id, period: horizon)
  }

  /// The sample's values at each period.
  fileprivate func periods(_ id: String) -> [(period: String, trials: [Double])] {
    guard let sample else { return [] }
    return model.model.horizon.periods.compactMap { period in
      sample.values(id, period: period.label).map { (period.label, $0) }
    }
  }

  /// Their sums from the first period on.
  fileprivate func cumulated(_ id: String) -> [(period: String, trials: [Double])] {
    var sum: [Double] = [0]
    return periods(id).map { period, trials in
      sum = combined(sum, trials, +)
      return (period, sum)
    }
  }
}
