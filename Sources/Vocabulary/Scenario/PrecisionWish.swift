import Formulas
import SourceText

/// A standard error that is small enough, as a planner wishes it.
///
/// `0.5%`: of the probability of every target, in percentage points. `id@period=5万元`: of the
/// mean of an indicator, in a unit like its own; `id=1%`: relative to that mean. Without a period
/// it is the whole horizon.
public struct PrecisionWish: Hashable, Sendable {
  /// As it was written.
  public let text: String
  /// Nil for the probabilities of all targets.
  public let indicator: String?
  /// Nil for the whole horizon.
  public let period: String?
  public let size: Quantity
  /// A share of the mean rather than an amount.
  public let isRelative: Bool

  /// - Throws: what is wrong with the text.
  public init(_ text: String) throws(PrecisionError) {
    self.text = text
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts.count == 2
      ? parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false) : []
    indicator = names.first?.trimmingBlanks
    period = names.count > 1 ? names[1].trimmingBlanks : nil
    do throws(UnitError) {
      size = try Quantity(parsing: String(parts[parts.count - 1]))
    } catch {
      throw PrecisionError(.noPrecision(text, error.message))
    }
    isRelative = indicator != nil && text.contains("%")
    guard size.value > 0 else {
      throw PrecisionError(
        .noPrecision(text, .init(zh: "标准误须大于 0", en: "a standard error is above 0")))
    }
    guard indicator != nil || size.unit.hasSameDimension(as: .one) else {
      throw PrecisionError(.noPrecisionOfProbability(text))
    }
  }
}

/// Why a precision cannot be wished.
public struct PrecisionError: Error, Hashable, Sendable {
  public let message: BilingualText

  public init(_ message: BilingualText) { self.message = message }
}

extension BilingualText {
  fileprivate static func noPrecision(_ text: String, _ reason: BilingualText) -> BilingualText {
    BilingualText(
      zh: "“\(text)”不是精度：\(reason.zh)", en: "'\(text)' is no precision: \(reason.en)")
  }

  fileprivate static func noPrecisionOfProbability(_ text: String) -> BilingualText {
    BilingualText(
      zh: "“\(text)”不是概率的精度：请写成 0.5% 这样，或指明指标，"
        + "例如 fiscal.total.recurring@2024=\(text)",
      en: "'\(text)' is no precision of a probability: write one such as 0.5%, or name an "
        + "indicator, such as fiscal.total.recurring@2024=\(text)")
  }
}
