import Formulas
import SourceText

/// The states of the weather on each day, as those who mind them ask for them.
struct DailyWeather {
  /// What a day may be. The raw value is the name that a planner writes, and the last part of the
  /// indicator's.
  enum State: String, CaseIterable {
    case wet, plumWet, plumSeason, hot, cold, closed

    /// The indicator that is 1 on such a day and 0 on others.
    var id: String { "weather." + rawValue }

    /// What such a day is called.
    var label: BilingualText {
      switch self {
      case .wet: BilingualText(zh: "雨日", en: "wet day")
      case .plumWet: BilingualText(zh: "梅雨期雨日", en: "wet day of the plum rain")
      case .plumSeason: BilingualText(zh: "梅雨期", en: "plum rain")
      case .hot: BilingualText(zh: "高温日", en: "hot day")
      case .cold: BilingualText(zh: "低温冰冻日", en: "cold day")
      case .closed: BilingualText(zh: "台风封闭日", en: "day closed by a typhoon")
      }
    }
  }

  /// The states that the scenario's weather has.
  let states: [State]

  /// No weather at all.
  static let none = DailyWeather(
    hasRain: false, hasPlumRain: false, hasTyphoons: false, hasHeat: false, hasCold: false)

  init(hasRain: Bool, hasPlumRain: Bool, hasTyphoons: Bool, hasHeat: Bool, hasCold: Bool) {
    states = State.allCases.filter { state in
      switch state {
      case .wet: hasRain || hasTyphoons
      case .plumWet, .plumSeason: hasPlumRain
      case .hot: hasHeat
      case .cold: hasCold
      case .closed: hasTyphoons
      }
    }
  }

  /// The state of a day by the name that a planner writes: 1 on such a day, else 0.
  ///
  /// - Parameter origin: where the name stands.
  /// - Errors: nil, with a diagnostic, when the scenario's weather has no such state.
  func state(_ name: String, _ reader: ObjectReader, at origin: SourceRange) -> Formula? {
    if let state = states.first(where: { $0.rawValue == name }) { return .reference(state.id) }
    let isKnown = State(rawValue: name) != nil
    reader.context.report(
      Diagnostic(
        .unknownName,
        isKnown
          ? BilingualText(
            zh: "此情景的天气没有说明哪些日子属于“\(name)”",
            en: "the weather of this scenario does not say which days are '\(name)'")
          : BilingualText(
            zh: "“\(name)”不是一天的天气", en: "'\(name)' is no weather of a day"),
        at: origin, path: reader.path.description,
        expected: states.isEmpty
          ? BilingualText(
            zh: "\"weather\" 中的一种天气；此情景没有写",
            en: "a state of \"weather\"; the scenario has none")
          : .oneOf(states.map(\.rawValue)),
        suggestion: State(rawValue: name).map(\.advice)
          ?? didYouMean(name, among: State.allCases.map(\.rawValue))))
    return nil
  }

  /// The part that is left on a day of what weather takes away: the product, over the states that a
  /// map names, of one less the part that is lost on such a day.
  ///
  /// - Parameter field: a map from states to the parts that are lost, such as
  ///   `{ "wet": "35%", "closed": 1 }`.
  /// - Returns: a value of each day; nil where the map is left out or empty.
  func keptShare(_ field: Field, _ reader: ObjectReader) -> Formula? {
    // Written as a sum, each is one multiply-add a day.
    let factors = losses(field, reader).map { .constant(1) + (-$0.loss) * $0.state }
    return factors.isEmpty ? nil : .product(factors)
  }

  /// The states that a map names, each with the part that is lost on such a day.
  func losses(_ field: Field, _ reader: ObjectReader) -> [(
    name: String, loss: Formula, state: Formula
  )] {
    let given = reader.elasticities(field) { State(rawValue: $0)?.label }
    return given.compactMap { name, loss, origin in
      reader.requireShare(named: field.key + "." + name, at: origin)
      return state(name, reader, at: origin).map { (name, loss, $0) }
    }
  }
}

extension DailyWeather.State {
  /// The key of `weather` that makes it.
  private var declaration: String {
    switch self {
    case .wet: "\"wet\""
    case .plumWet, .plumSeason: "\"plumRain\""
    case .hot: "\"hot\""
    case .cold: "\"cold\""
    case .closed: "\"typhoons\""
    }
  }

  /// To say which days have it.
  fileprivate var advice: BilingualText {
    BilingualText(
      zh: "在 \"weather\" 中写 \(declaration)", en: "declare \(declaration) in \"weather\"")
  }
}

extension ObjectReader {
  /// Reports a part of a whole that is known not to be one.
  fileprivate func requireShare(named key: String, at origin: SourceRange) {
    guard case .constant(let number, _)? = value(named: name(key))?.formula.node,
      !(0...1).contains(number)
    else { return }
    context.report(
      Diagnostic(
        .invalidValue,
        number < 0
          ? BilingualText(zh: "减少的比例小于 0", en: "the part that is lost is below 0")
          : BilingualText(zh: "减少的比例大于 1", en: "the part that is lost is more than 1"),
        at: origin, path: path.description, expected: .shareFrom0To1))
  }
}
