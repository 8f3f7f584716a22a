/// Punctuation that a Chinese input method writes where JSON wants the ASCII character.
///
/// It looks nearly the same, and is the commonest reason why a file that looks right is refused.
enum FullWidth {
  /// The ASCII character that was meant by one beyond ASCII; nil when none was.
  static func ascii(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "；": UInt8(ascii: ",")
    case "＂": UInt8(ascii: "\"")
    // The block of full-width forms repeats ASCII, `!` to `~`, in its order.
    case "\u{FF01}"..."\u{FF5E}": UInt8(scalar.value - 0xFEE0)
    case "、": UInt8(ascii: ",")
    case "“", "”", "„", "‟", "「", "」", "『", "』": UInt8(ascii: "\"")
    case "‘", "’": UInt8(ascii: "'")
    case "【", "〔": UInt8(ascii: "[")
    case "】", "〕": UInt8(ascii: "]")
    case "−", "–", "—": UInt8(ascii: "-")
    default: nil
    }
  }

  /// Whether the character is blank to the eye, but no blank space to JSON.
  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{A0}", "\u{85}", "\u{FEFF}", "\u{3000}", "\u{2000}"..."\u{200F}",
      "\u{2028}"..."\u{202F}", "\u{205F}"..."\u{2064}":
      true
    default: false
    }
  }

  /// Whether the character closes a quotation, or looks like it.
  static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x7F && ascii(scalar) == UInt8(ascii: "\"")
  }
}

/// `U+` and at least four hexadecimal digits.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
