extension Unicode.Scalar {
  /// How many columns of a terminal the character takes: 0, 1 or 2.
  ///
  /// Characters whose width depends on the surroundings (class *ambiguous*, such as “ and ±)
  /// count as one column, which is right outside of terminals set up for East Asian legacy fonts.
  ///
  /// - Source: Unicode Standard Annex #11, *East Asian Width*, revision 43 (Unicode 16).
  public var displayWidth: Int {
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide || properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// Whether the character is of class *wide* or *full-width*, emoji apart.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F,  // Hangul Jamo
      0x2E80...0x303E, 0x3041...0x4DBF,  // radicals, kana, compatibility, extension A
      0x4DC0...0xA4CF,  // hexagrams, unified ideographs, Yi
      0xA960...0xA97C, 0xAC00...0xD7A3,  // Hangul
      0xF900...0xFAFF,  // compatibility ideographs
      0xFE10...0xFE19, 0xFE30...0xFE6B,  // vertical and small forms
      0xFF01...0xFF60, 0xFFE0...0xFFE6,  // full-width forms
      0x16FE0...0x1B2FB, 0x1F200...0x1F265,  // Tangut, Khitan, kana; enclosed ideographs
      0x20000...0x2FFFD, 0x30000...0x3FFFD:  // extensions B and later
      true
    default: false
    }
  }
}

extension String {
  /// How many columns of a terminal the text takes; a tab counts nothing.
  public var displayWidth: Int {
    unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// The text with characters made visible that would move the cursor, change colours, or turn
  /// the direction of writing: what a file holds must not act on the terminal that shows it.
  var visible: String {
    var text = ""
    for scalar in unicodeScalars { text.unicodeScalars.append(scalar.visible) }
    return text
  }
}

extension Unicode.Scalar {
  /// The character itself, or one that shows it when it would act instead of being seen.
  var visible: Unicode.Scalar {
    switch value {
    case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
    default: self
    }
  }
}
