import Formulas
import SourceText

/// A scenario that was read and checked: what the planner declared, as components.
public struct Scenario: Sendable {
  public let id: String
  public let label: BilingualText
  public let source: SourceFile
  public let horizon: Horizon
  /// The day on which the scenario's knowledge ends.
  public let asOf: CalendarDate?
  public let simulation: SimulationChoice
  public let definitions: Definitions
  public let targets: [Target]
  /// With which confidence floor, base and stretch are met.
  public let confidences: TargetConfidences
  public let allocations: [DeclaredAllocation]
  public let levers: [Lever]
  public let variants: [Variant]
  /// Which indicators hold the revenue; nil when the scenario has none.
  public let fiscal: FiscalLayout?
  /// Which indicators hold the visitors; nil when the scenario has none.
  public let visitors: VisitorsLayout?
  /// The projects whose dates the schedule shows.
  public let projects: [Project]
  /// What may go wrong with them.
  public let workRisks: [Risk]
  /// The kinds of the days; nil where the scenario declares no calendar.
  public let days: DayCalendar?
  public let assumptions: [Assumption]
  /// The files that were read besides the scenario itself, in the order of reading.
  public let inputs: [SourceFile]
  /// The document that was checked, includes in place: what a variant is laid over.
  let document: JSONNode
  /// What a variant takes over as far as it changes nothing.
  let reading: ScenarioReading
  /// Whether a part that others may name could not be read.
  let isIncomplete: Bool
  /// Targets of which the time or the bound could not be read.
  let unreadTargets: [Target]
}
