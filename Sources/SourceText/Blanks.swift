extension StringProtocol {
  /// The text without the blanks around it: spaces of any width, tabs and line breaks.
  public var trimmingBlanks: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
