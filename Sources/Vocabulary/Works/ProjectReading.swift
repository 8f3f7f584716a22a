import Formulas
import SourceText

/// A project as it is read: what its schedule is made of.
struct ProjectReading {
  let id: String
  let activities: [ActivityReading]
  /// Where the work takes one of several ways.
  let branches: [OptionalBranch]
  let reader: ObjectReader
  /// What it costs as a whole; nil where only its activities have costs.
  let cost: Formula?
  /// How the costs of its activities grow.
  let drift: PriceDrift?
  /// The last day on which it is in time.
  let deadline: CalendarDate?

  /// Whether it costs something, as a whole or in its activities.
  var hasCost: Bool { cost != nil || activities.contains { $0.bearsCost } }
  /// Whether its activities say what they cost.
  var hasActivityCosts: Bool { activities.contains { $0.cost != nil } }

  /// The prefix of its indicators.
  var name: String { "works." + id }

  /// - Parameter activities: the readers of its activities.
  init(_ reader: ObjectReader, activities readers: [ObjectReader], works: WorksReading) {
    self.reader = reader
    id = reader.id()
    let calendar = reader.text(Project.calendar).flatMap {
      works.calendar($0, reader, Project.calendar)
    }
    let project = ProjectContext(
      works: works, id: id, calendar: calendar ?? ActivityLine.everyDay,
      activities: readers.map { $0.id() })
    let read = readers.map { ActivityReading($0, in: project) }
    branches = reader.list(OptionalBranch.branches, prefix: reader.name("branches")).map {
      OptionalBranch($0, activities: read)
    }
    let ways = branches.reduce(into: [String: OptionalBranch.Way]()) { ways, branch in
      ways.merge(branch.ways) { first, _ in first }
    }
    activities = read.map { $0.on(ways[$0.id]) }
    cost = reader.value(Project.cost)
    deadline = reader.date(Project.deadline)
    drift = reader.object(PriceDrift.field).map(PriceDrift.init) ?? works.drift
    if readers.isEmpty, reader.has(Project.activities) {
      reader.reportInvalid(
        Project.activities,
        BilingualText(
          zh: "工程项目至少要有一项作业", en: "a project has at least one activity"))
    } else if readers.isEmpty {
      reader.context.report(
        Diagnostic(
          .missingKey, .lack(of: Project.activities.key, in: Project.descriptor.noun),
          at: reader.node.range, path: reader.path.description,
          expected: Project.activities.asWritten,
          suggestion: BilingualText(
            zh: "可先写 \"template\": \"smallPublicWorks\"",
            en: "begin with \"template\": \"smallPublicWorks\"")))
    }
  }
}
