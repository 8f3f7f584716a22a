import Formulas
import SourceText

/// What the weather of some weeks takes of a harvest: rain at pollination, fruit dropped in the
/// plum rain, frost on buds.
///
/// Of the days of the window that have the state, each beyond the usual number takes a part of the
/// harvest. Torreya nuts ripen in the year after their pollination, so that the window may lie in
/// an earlier year; what the record says of that year is `daysBefore`.
struct WeatherLoss: Component {
  static let weather = Field(
    "weather", .choice(DailyWeather.State.allCases.map(\.rawValue)), .defaults(to: "wet"),
    zh: "哪种天气", en: "the state of the weather that does harm")
  static let from = Field("from", .text, zh: "窗口首日（月-日）", en: "the first day of the window, MM-DD")
  static let to = Field("to", .text, zh: "窗口末日（月-日）", en: "its last day, MM-DD")
  static let usualDays = Field(
    "usualDays", .value(.day), .defaults(to: "\"0天\""), zh: "常年天数，不减产",
    en: "the days that are usual and do no harm",
    called: BilingualText(zh: "常年天数", en: "usual days"))
  static let lossPerDay = Field(
    "lossPerDay", .value(.share / .day), zh: "每多一天减产比例",
    en: "the part of the harvest that each further day takes",
    called: BilingualText(zh: "每多一天减产比例", en: "part lost by each further day"))
  static let yearsBefore = Field(
    "yearsBefore", .integer(0...1), .defaults(to: "0"), zh: "窗口在采收前几年",
    en: "1 when the window lies in the year before that of the harvest")
  static let daysBefore = Field(
    "daysBefore", .value(.day), .optional, zh: "上年窗口内实有天数（首年采收用）",
    en: "with `yearsBefore`: the days that the record has for the year before the first",
    called: BilingualText(zh: "上年窗口内实有天数", en: "days of last year"))

  static let descriptor = ObjectDescriptor(
    "weatherLoss", zh: "天气减产", en: "what the weather of some weeks takes of a harvest",
    fields: [.id, .label, weather, from, to, usualDays, lossPerDay, yearsBefore, daysBefore],
    example: """
      { "id": "pollination", "weather": "wet", "from": "04-10", "to": "05-05", \
      "usualDays": "11天", "lossPerDay": "3%/天", "yearsBefore": 1, "daysBefore": "9天" }
      """)

  /// What is left of the harvest of the year.
  let kept: Formula
  /// The same by what is known when a period begins, so that its days may read it.
  let keptBefore: Formula
  let indicators: [Indicator]

  /// - Parameter harvest: the day from which the crop is brought in.
  init(
    _ reader: ObjectReader, _ years: CropYears, _ weather: DailyWeather, harvest: DayOfYear?
  ) {
    _ = reader.id()
    let isBefore = reader.integer(Self.yearsBefore) == 1
    let window = Self.window(reader)
    if let window {
      Self.check(window, years.horizon, harvest: isBefore ? nil : harvest, reader)
    }
    let days = reader.name("days")
    var made = [Self.days(reader, days, window, weather, years.horizon)]
    let before = reader.value(Self.daysBefore)
    var counted = Formula.reference(days)
    var countedBefore =
      Formula.call(.previous, counted, .constant(0, .day)) * (.constant(1) - years.begins)
    if isBefore {
      if before == nil {
        reader.context.report(
          Diagnostic(
            .missingKey, .noYearBefore, at: reader.node.range, path: reader.path.description,
            expected: .daysOfYearBefore))
      }
      let id = reader.name("daysOfYearBefore")
      made.append(
        reader.indicator(
          "daysOfYearBefore", "上年窗口内天数", "days in the window of the year before", .level, .day,
          years.lastOfYearBefore(id, of: days, initial: before ?? .constant(0, .day)), .inner))
      counted = .reference(id)
      countedBefore = counted
    } else if before != nil {
      reader.reportInvalid(
        Self.daysBefore, .simulatedWindow,
        expected: .init(
          zh: "\"\(Self.yearsBefore.key)\": 1，或此处不写",
          en: "\"\(Self.yearsBefore.key)\": 1, or nothing here"))
    }
    let usual = reader.value(Self.usualDays, default: 0)
    let lossPerDay = reader.requiredValue(Self.lossPerDay)
    func left(_ days: Formula) -> Formula {
      let excess = Formula.call(.maximum, days - usual, .constant(0, .day))
      return .call(
        .clamp, .constant(1) - lossPerDay * excess, .constant(0), .constant(1))
    }
    kept = left(counted)
    keptBefore = left(countedBefore)
    if reader.knownNumbers(Self.lossPerDay).contains(where: { !(0...1).contains($0) }) {
      reader.reportInvalid(
        Self.lossPerDay,
        .init(zh: "一天减产的只能是收成的一部分", en: "a day takes a part of the harvest"),
        expected: .init(zh: "每天 0 到 100%", en: "from 0 to 100 % a day"))
    }
    indicators = made
  }

  /// The days of the window so far in each year.
  private static func days(
    _ reader: ObjectReader, _ id: String, _ window: (first: DayOfYear, last: DayOfYear)?,
    _ weather: DailyWeather, _ horizon: Horizon
  ) -> Indicator {
    let name = reader.choice(Self.weather) ?? DailyWeather.State.wet.rawValue
    let origin = reader.member(Self.weather)?.node.range ?? reader.node.range
    let state = weather.state(name, reader, at: origin) ?? .constant(0)
    let inWindow = horizon.days.map { day -> Double in
      guard let window else { return 0 }
      let first = window.first.date(in: day.year)
      return (first...window.last.date(in: day.year)).contains(day) ? 1 : 0
    }
    let period = Formula.call(.sumOverDays, state * Formula(.daySeries(inWindow, .one)))
    let owner = reader.labelOrID
    return Indicator(
      id,
      label: BilingualText(
        zh: owner.zh + "：窗口内不利天气天数", en: owner.en + ": days of harmful weather in the window"),
      kind: .level, unit: .day, .call(.yearToDate, period * .constant(1, .day)),
      reportedPeriods: .years, origin: reader.node.range)
  }

  // MARK: The window

  private static func window(_ reader: ObjectReader) -> (first: DayOfYear, last: DayOfYear)? {
    let days = [from, to].map { reader.knownDayOfYear($0, such: "04-10") }
    guard let first = days[0], let last = days[1] else { return nil }
    if last.days(after: first) >= 0 { return (first, last) }
    reader.reportInvalid(
      to, .init(zh: "窗口末日早于首日", en: "the window ends before it begins"),
      expected: .init(zh: "\(first) 至 12-31 的一天", en: "a day from \(first) to 12-31"))
    return nil
  }

  private static func check(
    _ window: (first: DayOfYear, last: DayOfYear), _ horizon: Horizon, harvest: DayOfYear?,
    _ reader: ObjectReader
  ) {
    if let harvest, window.last.days(after: harvest) >= 0 {
      reader.reportInvalid(
        to,
        .init(zh: "窗口结束时已经开采", en: "the window ends when the harvest has begun"),
        expected: .init(
          zh: "早于 \(harvest) 的一天，或 \"yearsBefore\": 1",
          en: "a day before \(harvest), or \"yearsBefore\": 1"))
    }
    let begin = window.first.date(in: horizon.first.year)
    if begin < horizon.firstDay {
      reader.reportInvalid(
        from,
        .init(
          zh: "预测期开始时窗口已经开始，此前的天气不得而知",
          en: "the horizon begins when the window has, so that its weather is not known"),
        expected: .init(
          zh: "不晚于 \(begin) 开始的预测期", en: "a horizon that begins by \(begin)"))
    }
  }
}

extension BilingualText {
  fileprivate static let noYearBefore = BilingualText(
    zh: "没有写明上年窗口内的天气",
    en: "nothing says what the window of the year before was like")
  fileprivate static let daysOfYearBefore = BilingualText(
    zh: "\"\(WeatherLoss.daysBefore.key)\"，确定的数或分布均可，例如 \"9天\"",
    en: "\"\(WeatherLoss.daysBefore.key)\", known or uncertain, such as \"9天\"")
  fileprivate static let simulatedWindow = BilingualText(
    zh: "窗口就在采收当年，由模拟得出",
    en: "the window lies in the year of the harvest, which is simulated")
}
