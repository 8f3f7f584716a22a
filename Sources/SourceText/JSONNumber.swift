/// The number that a JSON number's text denotes, rounded once to the nearest `Double`.
///
/// - Returns: nil for what JSON does not call a number, such as `nan`, `0x10` or `+1`. Too large
///   a number gives an infinity, too small a one gives zero: the reader knows what was asked for
///   and tells it.
/// - Accuracy: correctly rounded.
public func parseDouble(_ text: String) -> Double? {
  isJSONNumber(text) ? Double(text) : nil
}

/// Whether a text is a number by the grammar of RFC 8259, section 6.
public func isJSONNumber(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return numberEnd(in: bytes, from: 0) == bytes.count
}

/// Where the longest number that begins at `start` ends; nil when none begins there.
func numberEnd(in bytes: [UInt8], from start: Int) -> Int? {
  var offset = start
  if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
  guard let integerEnd = digitsEnd(in: bytes, from: offset) else { return nil }
  // A leading zero stands alone.
  offset = bytes[offset] == UInt8(ascii: "0") ? offset + 1 : integerEnd
  if offset < bytes.count, bytes[offset] == UInt8(ascii: "."),
    let end = digitsEnd(in: bytes, from: offset + 1)
  {
    offset = end
  }
  guard offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") else { return offset }
  var digits = offset + 1
  if digits < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[digits]) {
    digits += 1
  }
  return digitsEnd(in: bytes, from: digits) ?? offset
}

/// Where the digits that begin at `start` end; nil when there is not one.
private func digitsEnd(in bytes: [UInt8], from start: Int) -> Int? {
  var end = start
  while end < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[end] { end += 1 }
  return end > start ? end : nil
}
