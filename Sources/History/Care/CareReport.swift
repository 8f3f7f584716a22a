import Formulas
import SourceText

/// What was done to a series before it is forecast, and what was seen in it.
public struct CareReport: Sendable {
  /// One thing that was done or seen.
  public struct Step: Hashable, Sendable {
    /// What was done or seen.
    public enum Kind: String, CaseIterable, Sendable {
      /// Totals since January became what each period brought.
      case flows
      /// A total since January fell.
      case fallingTotal
      /// An amount of several periods was shared out.
      case split
      /// An amount of several periods is kept as it is, and the periods are missing.
      case joint
      /// A value was revised later.
      case revision
      /// Values of an older definition were brought to the newer one.
      case link
      /// Nothing links two definitions.
      case levelShift
      /// A one-off was taken out.
      case oneOff
      /// Periods without a value.
      case missing
      /// Empty periods before the first and after the last value were left out.
      case trim
      /// A value below zero in a series that is otherwise above it.
      case negative
      /// A value stands out, and stays.
      case outlier
      /// A value stood out, and was removed.
      case outlierRemoved
    }

    /// What was done or seen.
    public let kind: Kind
    /// The periods that it touches, in order.
    public let periods: [Period]
    /// The value before, where one value was changed or seen.
    public let before: Double?
    /// The value after, or what was expected of one that stands out.
    public let after: Double?
    /// The sentence that tells it.
    public let text: BilingualText
  }

  /// A value that stands out from its season and its neighbours.
  public struct Outlier: Hashable, Sendable {
    /// When it was.
    public let period: Period
    /// What was observed.
    public let value: Double
    /// What its season and its neighbours let expect.
    public let expected: Double
    /// How many robust standard deviations it lies off.
    public let distance: Double

    /// What it adds to the series.
    public var effect: Double { value - expected }
  }

  /// Everything in the order in which it was done.
  public internal(set) var steps: [Step] = []
  /// Values that stand out, the farthest first.
  public internal(set) var outliers: [Outlier] = []

  /// Whether nothing was done and nothing seen.
  public var isEmpty: Bool { steps.isEmpty }

  /// One line for each step.
  public func lines(in language: Language) -> [String] {
    steps.map { $0.text[language] }
  }

  /// Adds a step.
  mutating func add(
    _ kind: Step.Kind, _ periods: [Period], before: Double? = nil, after: Double? = nil,
    zh: String, en: String
  ) {
    steps.append(
      Step(
        kind: kind, periods: periods, before: before, after: after,
        text: BilingualText(zh: zh, en: en)))
  }
}

/// A number as messages show it: with as many digits as tell it apart, seven at most.
func shown(_ value: Double) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  if value == value.rounded() { return "\(Int(value))" }
  var scale = 1.0
  while abs(value) * scale < 1e6, scale < 1e9 { scale *= 10 }
  let text = "\((value * scale).rounded() / scale)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// Periods as messages list them: the first and the last of those in a row, a few at most.
func shown(_ periods: [Period]) -> String {
  var runs: [(first: Period, last: Period)] = []
  for period in periods {
    if let last = runs.last?.last, last.advanced(by: 1) == period {
      runs[runs.count - 1].last = period
    } else {
      runs.append((period, period))
    }
  }
  let texts = runs.prefix(4).map {
    $0.first == $0.last ? $0.first.label : "\($0.first.label)…\($0.last.label)"
  }
  return texts.joined(separator: ", ") + (runs.count > 4 ? ", …" : "")
}
