import Formulas
import Scheduling
import SourceText

/// An activity as it is read: what its schedule is made of.
struct ActivityReading {
  let activity: Activity
  /// The id of its project.
  let project: String
  let line: ActivityLine
  /// The working time that it takes: what is left of it where it has begun.
  let duration: Formula
  /// The same as a whole, whatever has been done of it.
  let whole: Formula
  let links: [ActivityLink]
  let notBefore: Formula?
  /// The same as the planner wrote it, which may name the dates of works.
  let writtenStart: Formula?
  let probability: Formula?
  let retry: Retry?
  let rework: Rework?
  let hammock: Hammock?
  let status: ActivityStatus?
  let cost: ActivityCost?
  let payments: [ActivityPayment]
  /// What it occupies while it goes on.
  let demands: [Network.Demand]
  /// The money that it needs at its start, by the places of the budgets.
  let needs: [(budget: Int, amount: Formula)]
  /// The risks that touch it.
  let risks: [Risk]
  let reader: ObjectReader
  /// The way of the work that it belongs to; nil where it belongs to all.
  private(set) var way: OptionalBranch.Way?

  init(_ reader: ObjectReader, in project: ProjectContext) {
    self.reader = reader
    activity = Activity(reader)
    self.project = project.id
    line = ActivityLine(reader, in: project)
    links = reader.links(project.works.activities, project: project.id)
    notBefore = reader.value(Activity.notBefore)
    writtenStart = notBefore.flatMap { _ in
      reader.value(named: reader.name(Activity.notBefore.key))?.formula
    }
    probability = reader.value(Activity.probability)
    reader.requireShare(Activity.probability)
    retry = reader.object(Activity.retry).map(Retry.init)
    rework = reader.object(Activity.rework).map { Rework($0, siblings: project.activities) }
    hammock = reader.object(Activity.hammock).map {
      Hammock($0, project.works.activities, project.id)
    }
    let declared = reader.object(Activity.status).map {
      ActivityStatus($0, on: project.works.statusDate)
    }
    let progress = reader.context.progress
    status = progress.activities[activity.name].map {
      ActivityStatus(declared, $0, on: progress.day)
    } ?? declared
    cost = reader.object(ActivityCost.field).map(ActivityCost.init)
    payments = ActivityPayment.payments(reader)
    demands = ResourceDemand.demands(reader, project.works.resources)
    needs = BudgetDemand.needs(reader, project.works.budgets)
    let fullID = project.id + "." + activity.id
    risks = project.works.risks.filter { $0.touched.contains(fullID) }
    let given = reader.value(Activity.duration)
    whole = given ?? .constant(0, .day)
    duration = RemainingWork.formula(
      of: status?.remaining ?? whole, after: status?.worked(on: line) ?? 0, reader.context)
    reportCombinations(hasDuration: given != nil)
  }

  /// The activity on one of the ways that the work can take.
  func on(_ way: OptionalBranch.Way?) -> ActivityReading {
    var activity = self
    activity.way = way
    return activity
  }

  var id: String { activity.id }
  var label: BilingualText { activity.label }
  /// The prefix of its indicators.
  var name: String { activity.name }

  /// Whether it is work in the open, and none of an office: the weather or the season stops it.
  var isOnSite: Bool { reader.has(Activity.weather) || reader.has(Activity.months) }

  /// Where it stands, for what goes wrong with it as a whole.
  var origin: SourceRange { reader.node.range }

  /// The name by which other projects know it.
  var fullID: String { project + "." + id }

  /// Whether it can cost something: by itself, or through a risk.
  var bearsCost: Bool { cost != nil || risks.contains { $0.costAdd != nil } }

  /// What does not go together.
  private func reportCombinations(hasDuration: Bool) {
    if hammock != nil {
      let others = [
        Activity.duration, ActivityLink.after, Activity.notBefore, Activity.probability,
        Activity.weather, Activity.months, Activity.retry, Activity.rework, Activity.status,
      ]
      for field in others where reader.has(field) {
        reader.reportInvalid(
          field,
          BilingualText(
            zh: "跨越作业随其他作业起止", en: "a hammock begins and ends with other activities"),
          suggestion: BilingualText(
            zh: "删去“\(field.key)”或“hammock”", en: "remove '\(field.key)' or 'hammock'"))
      }
    } else if !hasDuration, status?.finished == nil {
      reader.context.report(
        Diagnostic(
          .missingKey, .lack(of: Activity.duration.key, in: Activity.descriptor.noun),
          at: reader.node.range, path: reader.path.description,
          expected: Activity.duration.asWritten, suggestion: Activity.duration.summary))
    }
    let least = reader.knownNumbers(Activity.duration).min() ?? 0
    if least < 0 {
      reader.reportInvalid(
        Activity.duration,
        BilingualText(zh: "工期不得为负", en: "work cannot take less than no time"))
    }
  }
}
