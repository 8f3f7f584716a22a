import Formulas
import SourceText

/// How many of a segment want to come, before any capacity limits them.
struct DailyDemand {
  /// Whether a day differs from others of its month in what the planner says.
  let isByDay: Bool
  let indicators: [Indicator]
  /// The visits of a period, where nothing is by day.
  let ofPeriod: Formula
  /// The visits of a day: a whole number with overdispersion, else what is expected.
  let ofDay: Formula

  /// - Parameter gain: what campaigns add, as a part of the visits.
  init(
    _ reader: ObjectReader, weather: DailyWeather, calendar: DayCalendar?,
    gain: Formula?
  ) {
    var indicators: [Indicator] = []
    let rate = Formula.reference(reader.name("yearlyRate"))
    indicators.append(
      reader.indicator(
        "yearlyRate", "折合全年人次", "visits at a year's rate", .rate, .visit,
        Self.yearlyRate(reader, &indicators), .inner))
    let profile = reader.profile(Segment.profile)
    let factors = DayFactors(reader, calendar)
    let shares = DayShares(profile: profile, factors, reader)
    let events = reader.list(Segment.events, prefix: reader.name("events")).map(SegmentEvent.init)
    let kept = weather.keptShare(Segment.weather, reader)
    isByDay =
      gain != nil || kept != nil
      || (DayFactors.fields + [Segment.events, Segment.overdispersion]).contains(where: reader.has)
    indicators.append(
      reader.indicator(
        "daily.share", "当日占全年比例", "part of the year's visits", .share, .share,
        Formula(.daySeries(SegmentEvent.shares(shares.values, with: events), .share)), .inner))
    let part = Formula.reference(reader.name("daily.share"))
    var visits = SegmentEvent.visits(part * rate, with: events)
    if let kept { visits = visits * kept }
    if let gain { visits = visits * (.constant(1) + gain) }
    indicators.append(
      reader.indicator(
        "daily.expected", "当日预期人次", "visits expected on the day", .count, .visit, visits, .inner))
    self.indicators = indicators
    ofDay = Self.counted(.reference(reader.name("daily.expected")), reader)
    // Drivers may differ by day.
    ofPeriod =
      .call(.meanOverDays, rate)
      * Formula(.series(reader.context.horizon.shares(of: profile), .share))
  }

  /// The visits of a year that went on like the period.
  private static func yearlyRate(_ reader: ObjectReader, _ indicators: inout [Indicator])
    -> Formula
  {
    var rate = reader.requiredValue(Segment.annual, fitted: .everyYear)
    if let growth = reader.value(Segment.growth) {
      if let number = reader.constant(Segment.growth), number <= -1 {
        reader.reportInvalid(
          Segment.growth,
          BilingualText(
            zh: "人次的降幅不能达到 100 %", en: "visits cannot shrink by all of themselves"),
          expected: BilingualText(zh: "大于 -100 %", en: "more than -100 %"))
      }
      rate = rate * reader.grown(Segment.growth, by: growth, &indicators)
    }
    return rate * reader.movement(follows: Segment.follows, volatility: Segment.volatility)
  }

  /// A whole number about the visits that are expected, where the planner asks for it.
  ///
  /// A Poisson count whose mean is multiplied by a gamma number of mean 1 and shape k = 1/v² is
  /// negative binomial: with the mean m its variance is m + v² m².
  ///
  /// - Source: Greenwood and Yule (1920), *Journal of the Royal Statistical Society* 83, 255–279.
  private static func counted(_ expected: Formula, _ reader: ObjectReader) -> Formula {
    guard let variation = reader.quantity(Segment.overdispersion) else { return expected }
    guard variation == 0 || (0.001...10).contains(variation) else {
      reader.reportInvalid(
        Segment.overdispersion,
        BilingualText(zh: "人次的波动不会是这样", en: "no counts vary like this"),
        expected: BilingualText(
          zh: "0，或 0.1 % 到 1000 % 的变异系数",
          en: "0, or a coefficient of variation from 0.1 % to 1000 %"))
      return expected
    }
    reader.addKnown(Segment.overdispersion, variation)
    func count(_ mean: Formula) -> Formula {
      .call(
        .poissonQuantile, .probability(stream: reader.name("daily.count"), drawn: .everyDay), mean)
    }
    if variation == 0 { return count(expected) }
    return count(
      expected
        * .unitGamma(
          stream: reader.name("daily.swing"), shape: 1 / (variation * variation), drawn: .everyDay))
  }
}
