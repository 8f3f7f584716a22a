import Formulas
import SourceText

/// A construction project: a network of activities with one finish.
///
/// - Source: Kelley and Walker, *Critical-Path Planning and Scheduling* (1959).
public struct Project: Component {
  static let calendar = Field(
    "calendar", .text, zh: "工作日历", en: "the id of the calendar by which it works")
  static let activities = Field(
    "activities", .list(.object(Activity.descriptor)), zh: "作业",
    en: "the activities; each after the ones it names")
  static let cost = Field(
    "cost", .value(.yuan), .optional, zh: "造价", en: "what it costs")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "计划完工日", en: "the last day on which it is in time")

  public static let descriptor = ObjectDescriptor(
    "project", zh: "工程项目", en: "a construction project",
    fields: [.id, .label, calendar, activities, cost, deadline])

  public let id: String
  public let label: BilingualText
  public let activities: [Activity]
  public let deadline: CalendarDate?
  private(set) var indicators: [Indicator] = []
  private(set) var network: Network
  private let calendar: Formula

  /// The prefix of its indicators.
  public var name: String { "works." + id }

  init(_ reader: ObjectReader, weather: DailyWeather) {
    id = reader.id()
    label = reader.labelOrID
    deadline = reader.date(Self.deadline)
    let calendar = reader.text(Self.calendar) ?? ""
    let readers = reader.list(Self.activities)
    let ids = readers.map { $0.id() }
    activities = readers.map {
      Activity($0, siblings: ids, calendar: calendar, weather: weather)
    }
    network = Network(activities)
    self.calendar = .reference("calendars." + calendar)
  }

  /// The names of what weather can move in it, itself included.
  ///
  /// - Parameter elsewhere: the same of all works, as far as they are known.
  func moved(_ elsewhere: Set<String>) -> [String] {
    let network = Network(activities, movedElsewhere: elsewhere)
    return network.movedNames + (network.endIsMoved ? [name] : [])
  }

  /// The project with its indicators, once it is known which works the weather can move.
  func completed(_ reader: ObjectReader, moved: Set<String>) -> Project {
    var project = self
    project.network = Network(activities, movedElsewhere: moved)
    project.indicators = project.indicators(reader)
    return project
  }

  private func indicators(_ reader: ObjectReader) -> [Indicator] {
    guard !activities.isEmpty else {
      reader.reportInvalid(Self.activities, "a project has at least one activity")
      return []
    }
    if let circle = network.circle {
      reader.reportInvalid(
        Self.activities, "the activities wait for one another: "
          + circle.joined(separator: " after "),
        expected: "an order in which each comes after the ones it names")
      reader.context.markIncomplete()
      return []
    }
    let id = reader.idPath
    func latest(_ key: String) -> Formula {
      .latest(network.ends.map { .reference($0.name + "." + key) })
    }
    var made = activities.flatMap {
      $0.indicators(network: network, projectEnd: .reference(id + ".ends"))
    }
    made += [
      reader.indicator("ends", "结束", "end", .date, .date, latest("ends"), .inner),
      reader.indicator("finish", "完工", "finish", .date, .date, latest("finish")),
      reader.indicator(
        "plannedFinish", "计划完工", "planned finish", .date, .date, latest("plannedFinish"),
        .kept),
    ]
    made += finished(reader)
    if let cost = reader.value(Self.cost) {
      made.append(reader.indicator("totalCost", "造价", "cost", .level, .tenThousandYuan, cost))
    }
    return made
  }

  /// Whether it is finished: at the end of each period, and as each day begins.
  private func finished(_ reader: ObjectReader) -> [Indicator] {
    func finished(
      _ key: String, _ formula: Formula, _ visibility: Indicator.Visibility
    ) -> Indicator {
      reader.indicator(key, "已完工", "finished", .level, .share, formula, visibility)
    }
    guard isMoved else {
      let end = Formula.reference(reader.name("ends"))
      return [
        finished("finished", .call(.lessOrEqual, end, .reference("period.end")), .reported),
        finished("daily.finished", .call(.lessOrEqual, end, .reference("day.start")), .inner),
      ]
    }
    let day = WorkedDay(calendar: calendar)
    let end = Formula.reference(reader.name("endDay"))
    func moment(_ key: String, _ formula: Formula) -> Indicator {
      reader.indicator(key, "（按当日所知）", key, .date, .date, formula, .inner)
    }
    return [
      reader.indicator(
        "endDay", "完工工作日序数", "working day of the end", .level, .day,
        .latest(network.ends.map { $0.endDaySoFar(network) }), .inner),
      moment("daily.ends", .call(.dateOfWorkingDay, end, calendar)),
      moment("daily.finish", .lastDay(before: .reference(reader.name("daily.ends")))),
      finished(
        "finished", day.isReached(.call(.lastOfDays, end), at: .reference("period.end")),
        .reported),
      finished("daily.finished", day.isReached(end, at: .reference("day.start")), .inner),
    ]
  }

  /// Whether weather can move its end, which is then known after the horizon only.
  var isMoved: Bool { network.endIsMoved }

  /// When it ends, if no more weather comes than up to the end of a period.
  var endsSoFar: Formula {
    isMoved
      ? .call(.lastOfDays, .reference(name + ".daily.ends")) : .reference(name + ".ends")
  }
}
