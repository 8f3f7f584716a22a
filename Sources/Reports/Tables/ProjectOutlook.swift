import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary

/// A project in a few figures, from what a run keeps of all trials.
public struct ProjectOutlook: Sendable {
  public let label: BilingualText
  public let plannedFinish, p50Finish, p80Finish: CalendarDate
  public let deadline: CalendarDate?
  /// How likely the deadline is kept.
  public let onTime: ExceedanceProbability?
  /// Of a project that is likelier late than one in five: the three activities that are most often
  /// critical, the most critical first. None of the others.
  public let mostCritical: [(label: BilingualText, share: Double)]
  /// The date and the cost at 80 % each, and how likely both are kept; nil where one of them is
  /// certain, or the trials are not kept.
  public let joint: Joint?

  public struct Joint: Sendable {
    public let finish, cost, together: Double
  }

  /// Late enough to say why.
  private static let lateProbability = 0.8
  private static let shownActivities = 3

  /// Each project of a scenario.
  public static func all(_ figures: ScheduleFigures) -> [ProjectOutlook] {
    figures.model.scenario.projects.compactMap { project in
      ProjectOutlook(project, figures.works.filter { $0.project.id == project.id }, figures)
    }
  }

  private init?(_ project: Project, _ works: [ScheduleWork], _ figures: ScheduleFigures) {
    guard let planned = figures.number(project.name + ".plannedFinish"),
      let finishes = figures.quantiles(project.name + ".finish", [0.5, 0.8]),
      let own = works.first(where: { $0.activity == nil })
    else { return nil }
    label = project.label
    plannedFinish = CalendarDate(containing: planned)
    p50Finish = CalendarDate(containing: finishes[0])
    p80Finish = CalendarDate(containing: finishes[1])
    deadline = project.deadline
    onTime = figures.onTime(own)
    mostCritical =
      onTime.map { $0.probability < Self.lateProbability } ?? false
      ? Self.mostCritical(works, figures) : []
    joint = Self.joint(project, figures)
  }

  private static func mostCritical(_ works: [ScheduleWork], _ figures: ScheduleFigures)
    -> [(label: BilingualText, share: Double)]
  {
    // A milestone or a hammock holds up nothing by itself.
    let shares = works.enumerated().filter { $0.element.kind == .activity }
      .compactMap { place, work in
        figures.criticality(work).map { (place: place, label: work.label, share: $0) }
      }
    return shares.filter { $0.share > 0 }
      .sorted { ($1.share, $0.place) < ($0.share, $1.place) }
      .prefix(shownActivities).map { ($0.label, $0.share) }
  }

  private static func joint(_ project: Project, _ figures: ScheduleFigures) -> Joint? {
    let result = figures.result
    guard result.quantiles == .exact,
      let finish = result.column(project.name + ".finish", period: figures.horizon),
      let cost = result.column(project.name + ".totalCost", period: figures.horizon),
      finish.shape == .varying, cost.shape == .varying
    else { return nil }
    let finishes = result.withTrials(of: finish, Array.init)
    let costs = result.withTrials(of: cost, Array.init)
    let (date, amount) = (quantiles(of: finishes, at: [0.8])[0], quantiles(of: costs, at: [0.8])[0])
    let share = JointConfidence(finishes: finishes, costs: costs)
      .shares(finishBy: [date], costBy: [amount])[0][0]
    return Joint(finish: date, cost: amount, together: share.probability)
  }
}
