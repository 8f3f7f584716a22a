import Formulas
import SourceText

/// A piece of work with a duration, after other pieces.
///
/// Inside the network times are moments: what ends with a day ends as the next one begins. The
/// schedule shows days: the one on which work starts, and the one on which it finishes.
public struct Activity: Component {
  static let duration = Field(
    "duration", .value(.day), zh: "工期（工作日）", en: "its length in working days")
  static let after = Field(
    "after", .list(.text), .optional, zh: "紧前作业", en: "the activities that come before it")
  static let notBefore = Field(
    "notBefore", .value(.date), .optional, zh: "最早开工日",
    en: "the earliest day on which it can begin")
  static let weather = Field(
    "weather", .map(.value(.share)), .optional, zh: "各类天气当日损失的工时比例",
    en: "for each state of the weather (wet, plumWet, hot, cold, closed) the part of a working day "
      + "that is lost")
  static let retry = Field(
    "retry", .object(Retry.descriptor), .optional, zh: "重来",
    en: "a chance that it fails once and has to be done again")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "节点日", en: "the last day on which it is in time")

  public static let descriptor = ObjectDescriptor(
    "activity", zh: "作业", en: "a piece of work with a duration",
    fields: [.id, .label, duration, after, notBefore, weather, retry, deadline])

  public let id: String
  public let label: BilingualText
  public let predecessors: [String]
  public let deadline: CalendarDate?
  /// The prefix of its indicators, `works.<project>.<activity>`.
  public let name: String
  private let duration: Formula
  /// The duration that a deterministic plan uses.
  private let plannedDuration: Formula
  private let earliestStart: Formula?
  /// The same as the planner wrote it, and the works whose dates it names.
  private let writtenStart: Formula?
  let waitsFor: Set<String>
  /// The earliest start that a deterministic plan uses.
  private let plannedEarliestStart: Formula?
  private let retryDelay: Formula?
  /// What the weather leaves of a working day; nil for work that does not mind it.
  private let kept: Formula?
  private let calendar: Formula
  private let origin: SourceRange

  init(_ reader: ObjectReader, siblings: [String], calendar: String, weather: DailyWeather) {
    id = reader.id()
    label = reader.labelOrID
    name = reader.idPath
    origin = reader.node.range
    deadline = reader.date(Self.deadline)
    predecessors = reader.names(
      Self.after, among: siblings.filter { $0 != reader.idPath.lastSegment })
    duration = reader.requiredValue(Self.duration)
    plannedDuration = .constant(reader.likely(Self.duration), .day)
    earliestStart = reader.value(Self.notBefore)
    let written = reader.value(named: reader.name(Self.notBefore.key))?.formula
    let works = written?.namedWorks ?? []
    let likely = Formula.constant(reader.likely(Self.notBefore), .date)
    plannedEarliestStart = written.map { works.isEmpty ? likely : $0.asPlanned }
    (writtenStart, waitsFor) = (written, works)
    retryDelay = reader.object(Self.retry).map { Retry($0).delay }
    kept = weather.keptShare(Self.weather, reader)
    self.calendar = .reference("calendars." + calendar)
  }

  /// Whether the weather can lengthen it.
  var mindsWeather: Bool { kept != nil }

  /// The working days that it takes without weather.
  private var work: Formula { retryDelay.map { duration + $0 } ?? duration }

  /// Its indicators in a network that ends at `projectEnd`.
  func indicators(network: Network, projectEnd: Formula) -> [Indicator] {
    daysOfWork(network) + [
      moment("begins", .latest(begins(network, "ends", earliestStart))),
      moment("ends", .call(.dateOfWorkingDay, endDay(network), calendar)),
      moment("plannedBegins", .latest(begins(network, "plannedEnds", plannedEarliestStart))),
      moment("plannedEnds", plannedEnd),
      day("start", "开工", "start", .firstDay(of: .reference(name + ".begins"))),
      day("finish", "完成", "finish", .lastDay(before: .reference(name + ".ends"))),
      day(
        "plannedFinish", "计划完成", "planned finish",
        .lastDay(before: .reference(name + ".plannedEnds"))),
      indicator(
        "float", "总时差", "total float", .level, .day,
        latestEnd(network, projectEnd) - .reference(name + ".ends"), .kept),
      // Less than half a day of float is none: times are known to the day.
      indicator(
        "critical", "关键", "on the critical path", .share, .share,
        .call(.less, .reference(name + ".float"), .constant(0.5, .day)), .kept),
    ]
  }

  /// The moments that it has to wait for.
  private func begins(_ network: Network, _ key: String, _ earliest: Formula?) -> [Formula] {
    let ends = predecessors.compactMap(network.named).map {
      Formula.reference($0.name + "." + key)
    }
    let moments = ends + (earliest.map { [$0] } ?? [])
    return moments.isEmpty ? [.reference("works.start")] : moments
  }

  private var plannedEnd: Formula {
    let begin = Formula.call(.workingDay, .reference(name + ".plannedBegins"), calendar)
    return .call(.dateOfWorkingDay, begin + plannedDuration, calendar)
  }

  /// The working day at whose end it is done, once the whole horizon is known.
  private func endDay(_ network: Network) -> Formula {
    guard network.isMoved(self) else {
      return .call(.workingDay, .reference(name + ".begins"), calendar) + work
    }
    // Weather only ever moves it back.
    return .call(.maxOverPeriods, .call(.lastOfDays, .reference(name + ".endDay")))
  }

  // MARK: Day by day

  /// How far the weather has moved it up to a day, on the line of the calendar's working days; none
  /// for what no weather moves.
  private func daysOfWork(_ network: Network) -> [Indicator] {
    guard network.isMoved(self) else { return [] }
    let begin = Formula.reference(name + ".beginDay")
    var made = [number("beginDay", .latest(beginDays(network)))]
    var needed = work
    if let kept {
      let day = WorkedDay(calendar: calendar)
      let before = Formula.call(.previous, .reference(name + ".neededDays"), work)
      let lost = day.lost(kept) * day.isWithin(begin, begin + before)
      made.append(number("neededDays", before + lost))
      needed = .reference(name + ".neededDays")
    }
    made.append(number("endDay", begin + needed))
    return made + datesSoFar(network)
  }

  /// Its dates if no more weather comes than up to a day.
  private func datesSoFar(_ network: Network) -> [Indicator] {
    let daily = name + ".daily."
    let ends = predecessors.compactMap(network.named).map { before -> Formula in
      .reference(before.name + (network.isMoved(before) ? ".daily.ends" : ".ends"))
    }
    let all = ends + (earliestSoFar(network).map { [$0] } ?? [])
    return [
      moment("daily.begins", all.isEmpty ? .reference("works.start") : .latest(all)),
      moment(
        "daily.ends", .call(.dateOfWorkingDay, .reference(name + ".endDay"), calendar)),
      moment("daily.start", .firstDay(of: .reference(daily + "begins"))),
      moment("daily.finish", .lastDay(before: .reference(daily + "ends"))),
    ]
  }

  /// The earliest start, with the dates of other works as known on a day.
  private func earliestSoFar(_ network: Network) -> Formula? {
    let moved = waitsFor.intersection(network.movedElsewhere)
    return moved.isEmpty ? earliestStart : writtenStart?.asKnownOnADay(of: moved)
  }

  /// The working days at whose end what it has to wait for is done, as known on a day.
  private func beginDays(_ network: Network) -> [Formula] {
    let ends = predecessors.compactMap(network.named).map { $0.endDaySoFar(network) }
    let earliest = earliestSoFar(network).map { [Formula.call(.workingDay, $0, calendar)] }
    let moments = ends + (earliest ?? [])
    return moments.isEmpty ? [.call(.workingDay, .reference("works.start"), calendar)] : moments
  }

  /// The working day at whose end it is done, if no more weather comes: a value of each day where
  /// the weather moves it.
  func endDaySoFar(_ network: Network) -> Formula {
    network.isMoved(self)
      ? .reference(name + ".endDay") : .call(.workingDay, .reference(name + ".ends"), calendar)
  }

  /// When it begins, if no more weather comes than up to the end of a period.
  func beginsSoFar(_ network: Network) -> Formula {
    network.isMoved(self)
      ? .call(.lastOfDays, .reference(name + ".daily.begins")) : .reference(name + ".begins")
  }

  /// The latest moment at which it may end without moving the end of the project.
  private func latestEnd(_ network: Network, _ projectEnd: Formula) -> Formula {
    let limits = network.successors(of: self).map { next in
      // As late as the follower could begin: its own float after its start.
      Formula.reference(next.name + ".begins") + .reference(next.name + ".float")
    }
    switch limits.count {
    case 0: return projectEnd
    case 1: return limits[0]
    default: return Formula(.call(.minimum, limits))
    }
  }

  // MARK: Indicators

  private func indicator(
    _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ unit: UnitOfMeasure,
    _ formula: Formula, _ visibility: Indicator.Visibility
  ) -> Indicator {
    Indicator(
      name + "." + key, label: BilingualText(zh: label.zh + zh, en: label.en + ": " + en),
      kind: kind, unit: unit, formula, visibility: visibility, origin: origin)
  }

  private func day(_ key: String, _ zh: String, _ en: String, _ formula: Formula) -> Indicator {
    indicator(key, zh, en, .date, .date, formula, .kept)
  }

  private func number(_ key: String, _ formula: Formula) -> Indicator {
    indicator(key, key, key, .level, .day, formula, .inner)
  }

  private func moment(_ key: String, _ formula: Formula) -> Indicator {
    indicator(key, key, key, .date, .date, formula, .inner)
  }
}

extension Formula {
  /// The latest of several dates.
  static func latest(_ dates: [Formula]) -> Formula {
    dates.count == 1 ? dates[0] : Formula(.call(.maximum, dates))
  }

  /// The day in which a moment lies.
  static func firstDay(of moment: Formula) -> Formula { .call(.floor, moment) }

  /// The last day that has begun before a moment.
  static func lastDay(before moment: Formula) -> Formula {
    .call(.ceiling, moment) - .constant(1, .day)
  }
}
