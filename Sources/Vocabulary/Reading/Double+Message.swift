extension Double {
  /// The number as a message shows it: without the digits that rounding has left, and `28` rather
  /// than `28.0`.
  var inMessage: String {
    let rounded = (self * 1e9).rounded() / 1e9
    let shown = rounded.isFinite ? rounded : self
    return Int(exactly: shown).map(String.init) ?? String(shown)
  }
}
