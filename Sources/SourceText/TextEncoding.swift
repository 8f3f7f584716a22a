/// Tells the first byte that is not UTF-8, and what the file probably is instead.
///
/// - Returns: nil when the whole file is well-formed UTF-8.
public func encodingMistake(in file: SourceFile) -> Diagnostic? {
  let bytes = file.bytes
  if let document = OfficeDocument(bytes) { return document.mistake(in: file) }
  if isProbablyUTF16(bytes) {
    return Diagnostic(
      .invalidUTF8, .notUTF8, at: SourceRange(file: file, offsets: 0..<0),
      expected: .same("UTF-8"),
      found: .init(
        zh: "UTF-16（记事本称为“Unicode”）", en: "UTF-16, which Notepad calls 'Unicode'"),
      suggestion: .init(
        zh: "在原来的软件里打开，另存为 UTF-8",
        en: "open it where it was made and save it as UTF-8"))
  }
  guard let offset = UTF8Scan.firstInvalidOffset(in: bytes) else { return nil }
  let length = UTF8Scan.scalarLength(in: bytes, at: offset)
  let shown = bytes[offset...].prefix(2).map(hexadecimal).joined(separator: " ")
  return Diagnostic(
    .invalidUTF8, .notUTF8,
    at: SourceRange(file: file, offsets: offset..<(offset + length)),
    expected: .same("UTF-8"), found: .init(zh: "字节 \(shown)", en: "the bytes \(shown)"),
    suggestion: .init(
      zh: "可能是 GB18030/GBK 编码：Excel、WPS 和记事本常这样保存中文；请在其中打开，另存为 UTF-8",
      en: "it may be GB18030/GBK, as Excel, WPS or Notepad save Chinese text: "
        + "open it there and save it as UTF-8"))
}

extension BilingualText {
  fileprivate static let notUTF8 = BilingualText(
    zh: "文件的编码不是 UTF-8", en: "the file is not UTF-8")
}

/// A file that an office program opens, which has no text in it that can be read as it is.
private enum OfficeDocument {
  /// A ZIP archive, such as .xlsx.
  case archive
  /// A compound document, as Excel 97, WPS and Project write it.
  case compound

  /// By the mark at the beginning, or nil for anything else.
  ///
  /// - Source: PKWARE, APPNOTE 6.3.10, section 4.3.7; Microsoft, [MS-CFB], section 2.2.
  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .archive
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .compound
    } else {
      return nil
    }
  }

  func mistake(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      .invalidUTF8, .init(zh: "这不是文本文件", en: "this is not a text file"),
      at: SourceRange(file: file, offsets: 0..<0),
      expected: .init(zh: "UTF-8 编码的文本", en: "text in UTF-8"), found: name,
      suggestion: .init(
        zh: "在原来的软件里打开：表格另存为“CSV UTF-8（逗号分隔）”，项目计划另存为 XML",
        en: "open it where it was made; save a table as 'CSV UTF-8 (comma delimited)', "
          + "a project plan as XML"))
  }

  private var name: BilingualText {
    switch self {
    case .archive:
      BilingualText(
        zh: "ZIP 压缩的文件，如 .xlsx 工作簿", en: "a ZIP archive, such as an .xlsx workbook")
    case .compound:
      BilingualText(
        zh: "Office 97 文档，如 .xls、.et 工作簿或 .mpp 项目",
        en: "an Office 97 document, such as an .xls or .et workbook or an .mpp project")
    }
  }
}

/// A byte order mark of UTF-16, or the zero bytes that ASCII has in it.
private func isProbablyUTF16(_ bytes: [UInt8]) -> Bool {
  guard bytes.count >= 2 else { return false }
  switch (bytes[0], bytes[1]) {
  case (0xFF, 0xFE), (0xFE, 0xFF): return true
  case (0, 1...0x7F), (1...0x7F, 0): return true
  default: return false
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.count == 1 ? "0" : "") + digits
}
