/// How bytes make characters: what is needed before anything may be decoded.
///
/// - Source: The Unicode Standard 16.0, table 3-7 (well-formed byte sequences) and section 3.9
///   (one replacement character for each maximal subpart of an ill-formed sequence).
enum UTF8Scan {
  /// U+FEFF in UTF-8.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The offset of the first byte that belongs to no well-formed character, or nil.
  ///
  /// - Complexity: O(bytes); stretches of ASCII are passed eight bytes at a time.
  static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset < raw.count {
        if offset + 8 <= raw.count,
          raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          offset += 8
          continue
        }
        if raw[offset] < 0x80 {
          offset += 1
          continue
        }
        let (length, isWellFormed) = sequence(in: raw, at: offset)
        guard isWellFormed else { return offset }
        offset += length
      }
      return nil
    }
  }

  /// The number of bytes that decode to one scalar at `offset`: a character, or a maximal piece
  /// of a broken one.
  static func scalarLength(in bytes: [UInt8], at offset: Int) -> Int {
    if bytes[offset] < 0x80 { return 1 }
    return bytes.withUnsafeBytes { sequence(in: $0, at: offset).length }
  }

  /// The scalar at `offset` and its length; U+FFFD for bytes that make none.
  static func scalar(in bytes: [UInt8], at offset: Int) -> (value: Unicode.Scalar, length: Int) {
    let (length, isWellFormed) = bytes.withUnsafeBytes { sequence(in: $0, at: offset) }
    guard isWellFormed else { return ("\u{FFFD}", length) }
    if length == 1 { return (Unicode.Scalar(bytes[offset]), 1) }
    var value = UInt32(bytes[offset]) & (0x7F >> UInt32(length))
    for next in bytes[(offset + 1)..<(offset + length)] {
      value = value << 6 | UInt32(next & 0x3F)
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// Measures the sequence at `offset`; of a broken one, its maximal subpart.
  private static func sequence(
    in raw: UnsafeRawBufferPointer, at offset: Int
  ) -> (length: Int, isWellFormed: Bool) {
    let first = raw[offset]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return (1, true)
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return (1, false)
    }
    for index in 1..<length {
      let allowed = index == 1 ? second : 0x80...0xBF
      guard offset + index < raw.count, allowed.contains(raw[offset + index]) else {
        return (index, false)
      }
    }
    return (length, true)
  }
}
