import SourceText

/// A word of a formula.
struct FormulaToken {
  enum Kind {
    /// In base units.
    case number(Double, UnitOfMeasure)
    /// An indicator, a function, or a built-in name.
    case name(String)
    /// A name in which `*` stands for a segment.
    case pattern(String)
    /// An infix or prefix operator, the words `and`, `or`, `not` included.
    case mark(String)
    case open, close, comma, end
  }

  let kind: Kind
  /// In scalars of the text.
  let range: Range<Int>
}

extension FormulaToken {
  /// How a message names it.
  var description: BilingualText {
    switch kind {
    case .number(let value, let unit): .quoted("\(Quantity(value, unit))")
    case .name(let text), .pattern(let text), .mark(let text): .quoted(text)
    case .open: .quoted("(")
    case .close: .quoted(")")
    case .comma: .quoted(",")
    case .end: BilingualText(zh: "公式末尾", en: "the end of the formula")
    }
  }
}
