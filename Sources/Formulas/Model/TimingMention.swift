import SourceText

/// A part of a formula that decides its timing, as messages tell of it.
struct TimingMention {
  /// What it is called where it is not shown as a formula.
  private let name: BilingualText?
  private let formula: Formula

  fileprivate init(_ formula: Formula, named name: BilingualText? = nil) {
    (self.name, self.formula) = (name, formula)
  }

  var origin: SourceRange? { formula.origin }
  /// Its name, or its formula in quotes.
  var text: BilingualText { name ?? .quoted(shortened(formula.description)) }
}

extension TimingInference {
  /// The first part of a formula that gives it one of some timings; nil where none does.
  func mention(of wanted: TimingParts, in formula: Formula) -> TimingMention? {
    guard !parts(of: formula).isDisjoint(with: wanted) else { return nil }
    switch formula.node {
    case .constant, .members, .scheduled: return nil
    case .series:
      return TimingMention(formula, named: .init(zh: "一列各时段的数", en: "a series"))
    case .daySeries:
      return TimingMention(formula, named: .init(zh: "一列各天的数", en: "a series of days"))
    case .draw(let draw):
      return TimingMention(
        formula, named: .init(zh: "随机值“\(draw.stream)”", en: "the draw '\(draw.stream)'"))
    case .reference(let name): return TimingMention(formula, named: .quoted(name))
    case .call(let function, let arguments):
      return mention(of: wanted, in: function, arguments, formula)
    }
  }

  private func mention(
    of wanted: TimingParts, in function: FormulaFunction, _ arguments: [Formula],
    _ formula: Formula
  ) -> TimingMention? {
    func first(_ arguments: some Sequence<Formula>) -> TimingMention? {
      arguments.lazy.compactMap { mention(of: wanted, in: $0) }.first
    }
    switch function.reach(arguments: arguments.count) {
    case .overPeriods, .onePeriod: return TimingMention(formula)
    case .overDays:
      let parts = parts(of: arguments[0])
      let isOwn = parts.contains(.day) || (function == .sumOverDays && !parts.contains(.after))
      return isOwn ? TimingMention(formula) : first(arguments.prefix(1))
    case .earlierPeriods:
      let looked = parts(of: arguments[0]).contains(.day) ? TimingParts.day : .each
      if wanted.contains(looked) { return TimingMention(formula) }
      return first(arguments.dropFirst()) ?? first(arguments.prefix(1))
    case .samePeriod: return first(arguments)
    }
  }
}
