import Formulas
import SourceText

extension Payer {
  /// A firm that lands with a probability, at a date: it is there in the periods in whose middle
  /// it is.
  static func landed(
    _ reader: ObjectReader, _ fields: PayerFields, _ inner: inout [Indicator]
  ) -> Way {
    for field in [stages, rampedMonths] where reader.has(field) {
      reader.reportInvalid(
        field,
        .init(
          zh: "写了“landing”的企业不经过招商各阶段",
          en: "a firm with 'landing' moves through no pipeline"),
        suggestion: .init(
          zh: "把 \"landing\" 换成 \"startStage\"，或删去此项",
          en: "give \"startStage\" in place of \"landing\", or remove this"))
    }
    let landing = fields.landing ?? .constant(0, .date)
    let hasLanded = Formula.call(.lessOrEqual, landing, midPeriod)
    var present = hasLanded
    if let chance = fields.probability {
      present =
        .event(stream: reader.name("arrives"), probability: chance, drawn: .once) * hasLanded
    }
    if let stay = fields.stay {
      present = present * .call(.less, midPeriod, landing + stay * daysPerMonth)
    }
    if let exit = fields.exit { present = present * remains(reader, exit, hasLanded, &inner) }
    let ramp = fields.ramp.map { months in
      Formula.call(
        .clamp,
        (midPeriod - landing) / .call(.maximum, months * daysPerMonth, .constant(1, .day)),
        .constant(0), .constant(1))
    }
    return Way(present: present, ramp: ramp)
  }

  /// 1 until the firm leaves, by a hazard that may change from period to period.
  ///
  /// The survival function falls by the hazard of each period in which the firm is there; it has
  /// left when the function lies below the firm's own uniform number. So one number a trial
  /// decides, whatever the hazards do.
  ///
  /// - Source: inversion of the survival function, Devroye, *Non-Uniform Random Variate
  ///   Generation* (1986), section VI.2.
  private static func remains(
    _ reader: ObjectReader, _ yearly: Formula, _ hasLanded: Formula, _ inner: inout [Indicator]
  ) -> Formula {
    let id = reader.name("survival")
    let hazard = yearly.hazard(inPeriodsOf: reader.context.horizon.frequency)
    inner.append(
      reader.indicator(
        "survival", "留存概率", "probability to be still there", .level, .share,
        .call(.previous, .reference(id), .constant(1)) * (.constant(1) - hazard * hasLanded),
        .inner))
    let leaves = Formula.call(
      .lessOrEqual, .reference(id), .probability(stream: reader.name("leavesBy"), drawn: .once))
    return .constant(1) - leaves
  }
}

extension Formula {
  /// The probability that something happens in a period which happens within a year with this
  /// probability: as likely in each.
  func hazard(inPeriodsOf frequency: Frequency) -> Formula {
    let stays = Formula.call(.clamp, .constant(1) - self, .constant(0), .constant(1))
    let periods = Double(frequency.periodsPerYear)
    return .constant(1) - (periods == 1 ? stays : .call(.power, stays, .constant(1 / periods)))
  }
}
