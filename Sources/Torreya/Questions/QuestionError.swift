import SourceText

/// Why something that was asked of a scenario cannot be answered.
public struct QuestionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A line for each thing that is wrong.
  public var message: BilingualText { lines.joined(.same("\n")) }
  /// What is wrong, one by one.
  public let lines: [BilingualText]

  public init(_ message: BilingualText) { lines = [message] }

  fileprivate init(_ lines: [BilingualText]) { self.lines = lines }

  public var description: String { message.en }
}

/// What is wrong with the parts of a question, gathered so that all of it is told at once.
public struct QuestionMistakes {
  private var messages: [BilingualText] = []

  public init() {}

  /// What a part of the question means; nothing where it is wrong.
  public mutating func gather<Part>(_ part: () throws(QuestionError) -> [Part]) -> [Part] {
    do throws(QuestionError) {
      return try part()
    } catch {
      messages += error.lines
      return []
    }
  }

  /// Notes something that is wrong.
  mutating func add(_ message: BilingualText) { messages.append(message) }

  /// What each of some elements means; without those that are wrong.
  public mutating func each<Element, Part>(
    _ elements: some Sequence<Element>, _ part: (Element) throws(QuestionError) -> Part
  ) -> [Part] {
    elements.flatMap { element in
      gather { () throws(QuestionError) in [try part(element)] }
    }
  }

  /// - Throws: everything that is wrong.
  public func check() throws(QuestionError) {
    guard messages.isEmpty else { throw QuestionError(messages) }
  }
}
