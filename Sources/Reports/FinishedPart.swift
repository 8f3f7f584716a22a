import SourceText

/// How much of what was asked for was finished when a command was told to stop.
public struct FinishedPart: Hashable, Sendable {
  public let done: Int
  /// Nil where it was open how much there would be.
  public let count: Int?
  /// What is counted, for a sentence after a number: measure words in Chinese, a plural in English.
  public let unit: BilingualText

  public init(_ done: Int, of count: Int?, _ unit: BilingualText) {
    (self.done, self.count, self.unit) = (done, count, unit)
  }

  /// Such as "12 of 601 points".
  public var text: BilingualText {
    BilingualText(
      zh: "\(done)" + (count.map { "/\($0) " } ?? " ") + unit.zh,
      en: "\(done) " + (count.map { "of \($0) " } ?? "") + unit.en)
  }
}
