/// The scalars of a text with the forms that Chinese input methods give brought to their ASCII
/// equals: `（３．２　ｋｍ）` becomes `(3.2 km)`.
///
/// Each scalar becomes exactly one scalar, so that positions stay the same.
public func normalizedScalars(_ text: some StringProtocol) -> [Unicode.Scalar] {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "\u{FF01}"..."\u{FF5E}":
      // The full-width forms stand in the order of ASCII.
      Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case "\u{3000}", "\u{00A0}", "\t", "\n", "\r": " "
    case "×", "∗": "*"
    case "÷", "∕": "/"
    case "−", "–": "-"
    case "⋅", "∙", "•", "・": "·"
    default: scalar
    }
  }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
  /// A letter of any script, Chinese characters included.
  var isLetter: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "\u{4E00}"..."\u{9FFF}": true
    default: !isASCII && properties.isAlphabetic
    }
  }
  /// What a name may consist of after its first letter.
  var continuesName: Bool { isLetter || isASCIIDigit || self == "_" }
}

/// The text of some scalars.
func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  text.append(contentsOf: scalars)
  return String(text)
}
