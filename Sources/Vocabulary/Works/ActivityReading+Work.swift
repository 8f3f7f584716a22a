import Formulas

extension ActivityReading {
  /// Whether it takes place, by its own chance and by the way that the work takes; nil where it
  /// always does.
  var occurs: Formula? {
    guard status?.started == nil else { return nil }
    let own = probability.map { _ in Formula.reference(name + ".occurs") }
    let all = [own, way?.taken].compactMap { $0 }
    return all.isEmpty ? nil : .product(all)
  }

  /// Whether the plan without risk has it.
  var isPlanned: Bool {
    if status?.started != nil { return true }
    let isLikely = probability == nil || reader.likely(Activity.probability) >= 0.5
    return isLikely && (way?.isPlanned ?? true)
  }

  /// The time that it takes with what can go wrong.
  var work: Formula { isSimple ? duration : .reference(name + ".work") }

  private var isSimple: Bool { retry == nil && !risks.contains { $0.movesDuration } }

  /// What happens to a time by the risks that touch it.
  private func atRisk(_ time: Formula) -> Formula {
    var time = time
    for risk in risks {
      if let times = risk.durationTimes { time = time * risk.factor(times) }
    }
    let added = risks.compactMap { risk in risk.durationAdd.map { risk.occurs * $0 } }
    return added.isEmpty ? time : .total([time] + added, .day)
  }

  /// The time that doing a part of it again takes: of the work as a whole, also where some of it
  /// had been done on the status date.
  func againWork(_ share: Formula) -> Formula { share * whole }

  /// Indicators that its dates are made of.
  var ownIndicators: [Indicator] {
    var made: [Indicator] = []
    if let probability, status?.started == nil {
      let event = Formula.event(stream: name + ".occurs", probability: probability, drawn: .once)
      made.append(
        reader.indicator("occurs", "发生", "takes place", .share, .share, event, .inner))
    }
    if let retry { made.append(retry.failures) }
    if !isSimple {
      let time = atRisk(duration)
      made.append(
        reader.indicator(
          "work", "工期（含风险与重来）", "time with risks and failures", .level, .day,
          retry.map { time + $0.delay } ?? time, .inner))
    }
    return made + (rework?.rounds ?? [])
  }
}
