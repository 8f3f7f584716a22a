import Formulas

/// Events that come at a rate by month and close the town for some days each, such as typhoons.
struct SeasonalEvents: Component {
  static let ratePerMonth = Field(
    "ratePerMonth", .value(.one), zh: "各期平均次数",
    en: "the mean number of events in a period")
  static let closureDays = Field(
    "closureDays", .value(.day), zh: "每次封闭天数", en: "the days that one event closes")

  static let descriptor = ObjectDescriptor(
    "events", zh: "事件", en: "events that close the town for days",
    fields: [ratePerMonth, closureDays])

  /// How many events of one period are told apart: with a rate of one event a period, more come
  /// once in ten thousand periods.
  static let eventsMaximum = 6

  let indicators: [Indicator]
  /// The periods whose rate is not known to be zero.
  let possiblePeriods: [Int]

  init(_ reader: ObjectReader) {
    let id = reader.idPath
    let rate = reader.requiredValue(Self.ratePerMonth, drawn: .once)
    possiblePeriods = reader.periodsAboveZero(Self.ratePerMonth)
    let count = Formula.call(
      .minimum,
      .call(
        .poissonQuantile, .probability(stream: reader.name("count"), drawn: .everyPeriod), rate),
      .constant(Double(Self.eventsMaximum)))
    let days = (1...Self.eventsMaximum).map { number -> Formula in
      let happens = Formula.call(
        .greaterOrEqual, .reference(id + ".count"), .constant(Double(number), .occasion))
      return happens * reader.repeated(Self.closureDays, number)
    }
    let closed = Formula.call(
      .minimum, Formula(.call(.sum, days)), .reference("period.days"))
    indicators = [
      reader.indicator(
        "count", "次数", "events", .count, .occasion, count * .constant(1, .occasion)),
      reader.indicator("closedDays", "封闭天数", "closed days", .flow, .day, closed),
    ]
  }
}
