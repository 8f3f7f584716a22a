import SourceText

/// The same text in UTF-8, so that places are lines and columns whatever it was written in, and
/// the encoding that expat is to take it for; nil where its declaration says it.
func inUTF8(_ file: SourceFile) -> Result<(SourceFile, String?), Diagnostics> {
  if let order = utf16Order(file.bytes) { return fromUTF16(file, order) }
  guard isUTF8(file), let mistake = encodingMistake(in: file) else {
    return .success((file, nil))
  }
  return .failure(Diagnostics([mistake]))
}

private enum ByteOrder { case little, big }

/// By the mark at the beginning, or by the zero byte beside the first `<`.
private func utf16Order(_ bytes: [UInt8]) -> ByteOrder? {
  guard bytes.count >= 2 else { return nil }
  switch (bytes[0], bytes[1]) {
  case (0xFF, 0xFE), (0x3C, 0): return .little
  case (0xFE, 0xFF), (0, 0x3C): return .big
  default: return nil
  }
}

private func fromUTF16(
  _ file: SourceFile, _ order: ByteOrder
) -> Result<(SourceFile, String?), Diagnostics> {
  let bytes = file.bytes
  var units: [UInt16] = []
  units.reserveCapacity(bytes.count / 2)
  for place in stride(from: 0, to: bytes.count - 1, by: 2) {
    let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
    units.append(order == .little ? second << 8 | first : first << 8 | second)
  }
  if units.first == 0xFEFF { units.removeFirst() }
  guard let text = String(validating: units, as: UTF16.self), bytes.count % 2 == 0 else {
    return .failure(
      Diagnostics([
        Diagnostic(
          .invalidUTF8, .init(zh: "文件开头像 UTF-16，其实不是", en: "the file begins as UTF-16 and is not"),
          at: SourceRange(file: file, offsets: 0..<0),
          expected: .init(zh: "UTF-8 或 UTF-16", en: "UTF-8 or UTF-16"),
          suggestion: .exportAgain)
      ]))
  }
  return .success((SourceFile(name: file.name, text: text), "UTF-8"))
}

/// Whether the declaration says UTF-8, or nothing, which means the same.
private func isUTF8(_ file: SourceFile) -> Bool {
  guard let declared = declaredEncoding(file) else { return true }
  return ["utf-8", "utf8"].contains(declared.lowercased())
}

/// What `<?xml … encoding="…"?>` says.
func declaredEncoding(_ file: SourceFile) -> String? {
  let head = String(decoding: file.bytes[file.contentStart...].prefix(200), as: UTF8.self)
  guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>")?.lowerBound,
    let key = head[..<end].firstRange(of: "encoding")?.upperBound
  else { return nil }
  let parts = head[key..<end].split(
    maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: { $0 == "\"" || $0 == "'" })
  return parts.count > 1 ? String(parts[1]) : nil
}
