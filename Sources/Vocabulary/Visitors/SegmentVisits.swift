import Formulas
import SourceText

/// The visits of a segment by day and by period: who wants to come, who does, and what becomes of
/// the others.
///
/// On every day and in every trial demand = arrivals + spilled + lost. Those who come on a later
/// day are among the spilled of the day on which there was no room, and among the demand of the
/// later one, where they may find no room again.
struct SegmentVisits {
  private(set) var indicators: [Indicator] = []
  private let reader: ObjectReader

  /// - Parameter isByDay: whether the periods are sums over days.
  init(_ reader: ObjectReader, _ demand: DailyDemand, _ rationing: Rationing?, isByDay: Bool) {
    self.reader = reader
    if let rationing {
      addLimited(demand, rationing)
    } else {
      addDaily("demand", "当日需求", "demand of the day", demand.ofDay)
      addDaily("arrivals", "当日人次", "arrivals of the day", daily("demand"))
      addDaily("spilled", "当日分流", "spilled on the day", .constant(0, .visit))
      addDaily("lost", "当日流失", "lost on the day", .constant(0, .visit))
    }
    func period(_ key: String) -> Formula {
      isByDay ? .call(.sumOverDays, daily(key)) : demand.ofPeriod
    }
    add("arrivals", "人次", "arrivals", period("arrivals"), isReported: true)
    let isLimited = rationing != nil
    add(
      "demand", "需求", "demand", isLimited ? period("demand") : .reference(reader.name("arrivals")),
      isReported: isLimited)
    add(
      "spilled", "分流", "spilled over to neighbours and other days",
      isLimited ? period("spilled") : .constant(0, .visit), isReported: isLimited)
    add(
      "lost", "流失", "lost for lack of room",
      isLimited ? period("lost") : .constant(0, .visit), isReported: isLimited)
  }

  private mutating func addLimited(_ demand: DailyDemand, _ rationing: Rationing) {
    addDaily("fresh", "当日新增需求", "who want to come on the day at first", demand.ofDay)
    let turnedAway = daily("turnedAway")
    let returning = rationing.later.map { delay, part -> Formula in
      addDaily(
        "shifted\(delay)", "改到\(delay)天后", "who come \(delay) days later", turnedAway * part)
      return .call(
        .lagged, daily("shifted\(delay)"), .constant(Double(delay)), .constant(0, .visit))
    }
    addDaily(
      "demand", "当日需求", "demand of the day", .total([daily("fresh")] + returning, .visit))
    addDaily("arrivals", "当日人次", "arrivals of the day", daily("demand") * rationing.ration)
    addDaily(
      "turnedAway", "当日未能接待", "who find no room on the day", daily("demand") - daily("arrivals"))
    addDaily(
      "spilled", "当日分流", "spilled on the day",
      rationing.spilled.map { turnedAway * $0 } ?? .constant(0, .visit))
    addDaily("lost", "当日流失", "lost on the day", turnedAway - daily("spilled"))
  }

  private func daily(_ key: String) -> Formula { .reference(reader.name("daily." + key)) }

  private mutating func addDaily(_ key: String, _ zh: String, _ en: String, _ formula: Formula) {
    indicators.append(
      reader.indicator("daily." + key, zh, en, .count, .visit, formula, .inner))
  }

  private mutating func add(
    _ key: String, _ zh: String, _ en: String, _ formula: Formula, isReported: Bool
  ) {
    indicators.append(
      reader.indicator(
        key, zh, en, .count, .visit, formula, isReported ? .reported : .inner))
  }
}
