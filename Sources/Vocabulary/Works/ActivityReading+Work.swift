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
  var work: Formula { retry == nil ? duration : .reference(name + ".work") }

  /// The time that doing a part of it again takes: of the work as a whole, also where some of it had
  /// been done on the status date.
  func againWork(_ share: Formula) -> Formula { share * whole }

  /// Indicators that its dates are made of.
  var ownIndicators: [Indicator] {
    var made: [Indicator] = []
    if let probability, status?.started == nil {
      let event = Formula.event(stream: name + ".occurs", probability: probability, drawn: .once)
      made.append(
        reader.indicator("occurs", "发生", "takes place", .share, .share, event, .inner))
    }
    if let retry {
      made += [
        retry.failures,
        reader.indicator(
          "work", "工期（含重来）", "time with failures", .level, .day, duration + retry.delay, .inner),
      ]
    }
    return made + (rework?.rounds ?? [])
  }
}
