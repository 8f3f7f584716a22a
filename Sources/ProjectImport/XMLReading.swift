import CExpat
import SourceText

/// Reads an XML file.
///
/// A document type is refused: with it would come entities, which can make a small file huge or
/// read other files, and no program writes one into a project.
///
/// - Parameter pruned: elements that are counted and not kept.
/// - Returns: the document, or the mistake that ends it.
func readXML(_ given: SourceFile, pruned: Set<String>) -> Result<XMLDocument, Diagnostics> {
  switch inUTF8(given) {
  case .failure(let mistake): return .failure(mistake)
  case .success(let (file, encoding)):
    let builder = XMLBuilder(file: file, pruned: pruned)
    guard let parser = XML_ParserCreate(encoding) else {
      preconditionFailure("expat needs a few kilobytes of memory")
    }
    defer { XML_ParserFree(parser) }
    builder.parser = parser
    let mistake = builder.parse()
    return mistake.map { .failure(Diagnostics([$0])) } ?? .success(builder.document)
  }
}

/// Takes what expat finds into a document.
private final class XMLBuilder {
  static let depthLimit = 100
  private static let pieceSize = 1 << 20

  let document: XMLDocument
  var parser: XML_Parser?
  private let pruned: Set<String>
  private var open: [Int] = []
  private var text: [UInt8] = []
  /// How deep we are in an element that is not kept.
  private var prunedDepth = 0
  private var mistake: Diagnostic?

  init(file: SourceFile, pruned: Set<String>) {
    document = XMLDocument(file: file)
    self.pruned = pruned
  }

  /// - Returns: what is wrong with the file; nil when it is well-formed.
  func parse() -> Diagnostic? {
    let bytes = document.file.bytes
    guard bytes.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
      return Diagnostic(
        .emptyFile, .init(zh: "文件里没有内容", en: "the file is empty"), at: range(0..<0),
        expected: .init(zh: "另存为 XML 的计划", en: "a project that was saved as XML"))
    }
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(parser, began, ended)
    XML_SetCharacterDataHandler(parser, read)
    XML_SetStartDoctypeDeclHandler(parser, declared)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.pieceSize)
      let status = bytes[start..<end].withUnsafeBytes { piece in
        XML_Parse(
          parser, piece.bindMemory(to: CChar.self).baseAddress, Int32(end - start),
          end == bytes.count ? 1 : 0)
      }
      if status != XML_STATUS_OK { return mistake ?? ownMistake() }
      start = end
    }
    return nil
  }

  /// The place at which expat is.
  private var offset: Int {
    min(document.file.bytes.count, max(0, Int(XML_GetCurrentByteIndex(parser))))
  }

  private var offsets: Range<Int> {
    offset..<min(document.file.bytes.count, offset + Int(XML_GetCurrentByteCount(parser)))
  }

  private func range(_ offsets: Range<Int>) -> SourceRange {
    SourceRange(file: document.file, offsets: offsets)
  }

  private func stop(_ diagnostic: Diagnostic) {
    if mistake == nil { mistake = diagnostic }
    XML_StopParser(parser, 0)
  }

  // MARK: What expat tells

  func begin(_ name: UnsafePointer<CChar>) {
    if prunedDepth > 0 {
      prunedDepth += 1
      return
    }
    let full = String(cString: name)
    let local = full.lastIndex(of: ":").map { String(full[full.index(after: $0)...]) } ?? full
    if pruned.contains(local), !open.isEmpty {
      prunedDepth = 1
      count(local)
      return
    }
    guard open.count < Self.depthLimit else {
      return stop(
        Diagnostic(
          .nestingTooDeep,
          .init(
            zh: "元素的嵌套超过 \(Self.depthLimit) 层",
            en: "elements stand in more than \(Self.depthLimit) others"),
          at: range(offsets)))
    }
    let index = document.nodes.count
    document.nodes.append(
      XMLDocument.Node(name: local, parent: open.last ?? -1, offsets: offsets))
    if let parent = open.last {
      document.nodes[parent].children.append(index)
      if local == "UID", document.nodes[parent].uid == nil { document.nodes[parent].uid = index }
    }
    open.append(index)
    text.removeAll(keepingCapacity: true)
  }

  private func count(_ name: String) {
    if document.pruned[name] == nil {
      let owner = open.last.map { XMLElement(document: document, index: $0).path } ?? ""
      document.pruned[name] = XMLDocument.Pruned(
        first: range(offsets), path: owner + "/" + name, count: 0)
    }
    document.pruned[name]?.count += 1
  }

  func end() {
    if prunedDepth > 0 {
      prunedDepth -= 1
      return
    }
    guard let index = open.popLast() else { return }
    if document.nodes[index].children.isEmpty {
      document.nodes[index].text = trimmed(text)
      let start = document.nodes[index].offsets.lowerBound
      document.nodes[index].offsets = start..<max(start, offsets.upperBound)
    }
    text.removeAll(keepingCapacity: true)
  }

  func take(_ characters: UnsafeBufferPointer<CChar>) {
    guard prunedDepth == 0 else { return }
    text.append(contentsOf: characters.lazy.map { UInt8(bitPattern: $0) })
  }

  func refuseDocumentType() {
    stop(
      Diagnostic(
        .syntax, .init(zh: "文件声明了文档类型（DOCTYPE）", en: "the file declares a document type (DOCTYPE)"),
        at: range(offsets),
        expected: .init(
          zh: "计划软件写出的 XML，不含文档类型", en: "XML as a planning program writes it, without one"),
        suggestion: .init(
          zh: "其中的实体可能读取其他文件，所以拒绝：请删去",
          en: "its entities could read other files, so it is refused: remove it")))
  }

  // MARK: What is not XML

  private func ownMistake() -> Diagnostic {
    let code = XML_GetErrorCode(parser)
    let place = range(offset..<min(document.file.bytes.count, offset + 1))
    let atEnd = [
      XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR,
      XML_ERROR_UNCLOSED_CDATA_SECTION,
    ]
    switch code {
    case _ where atEnd.contains(code): return truncated(place)
    case XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING:
      return Diagnostic(
        .invalidUTF8,
        .init(zh: "文件声明的编码不能读取", en: "the file declares an encoding that is not read"), at: place,
        expected: .init(zh: "UTF-8 或 UTF-16", en: "UTF-8 or UTF-16"),
        found: declaredEncoding(document.file).map(BilingualText.same),
        suggestion: .init(
          zh: "另存为 UTF-8；或用 iconv -f GB18030 -t UTF-8 转换，并在第一行写 encoding=\"UTF-8\"",
          en: "save it as UTF-8, or convert it: iconv -f GB18030 -t UTF-8, and write "
            + "encoding=\"UTF-8\" in its first line"))
    default:
      let words = XML_ErrorString(code).map { String(cString: $0) } ?? "unknown"
      let name = open.last.map { document.nodes[$0].name }
      return Diagnostic(
        .syntax,
        .init(
          zh: "文件不是合格的 XML" + (reason(code).map { "：\($0)" } ?? ""),
          en: "the file is no well-formed XML: \(words)"),
        at: place,
        expected: name.map {
          .init(zh: "<\($0)> 的结束，或可以写在其中的内容", en: "the end of <\($0)>, or what may stand in it")
        },
        suggestion: .exportAgain)
    }
  }

  private func truncated(_ place: SourceRange) -> Diagnostic {
    let name = open.last.map { document.nodes[$0].name }
    return Diagnostic(
      .truncated, .init(zh: "文件没有结束就到头了", en: "the file ends in the middle"), at: place,
      expected: name.map { .same("</\($0)>") }
        ?? .init(zh: "元素 <Project>", en: "the element <Project>"),
      suggestion: .exportAgain)
  }
}

private func trimmed(_ bytes: [UInt8]) -> String {
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}

// MARK: The way from C

private func builder(_ pointer: UnsafeMutableRawPointer?) -> XMLBuilder {
  guard let pointer else { preconditionFailure("expat gives back what it was given") }
  return Unmanaged<XMLBuilder>.fromOpaque(pointer).takeUnretainedValue()
}

private let began: XML_StartElementHandler = { data, name, _ in
  if let name { builder(data).begin(name) }
}
private let ended: XML_EndElementHandler = { data, _ in builder(data).end() }
private let read: XML_CharacterDataHandler = { data, characters, count in
  builder(data).take(UnsafeBufferPointer(start: characters, count: Int(count)))
}
private let declared: XML_StartDoctypeDeclHandler = { data, _, _, _, _ in
  builder(data).refuseDocumentType()
}

/// What is wrong with a file that is no XML, in Chinese; nil for what is rare.
private func reason(_ code: XML_Error) -> String? {
  switch code {
  case XML_ERROR_INVALID_TOKEN: "此处的字符不合规则"
  case XML_ERROR_TAG_MISMATCH: "标签首尾不一致"
  case XML_ERROR_DUPLICATE_ATTRIBUTE: "同一属性写了两次"
  case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "根元素之后还有内容"
  case XML_ERROR_UNDEFINED_ENTITY: "没有声明的实体"
  case XML_ERROR_BAD_CHAR_REF: "字符编号有误"
  case XML_ERROR_UNBOUND_PREFIX: "没有声明的前缀"
  case XML_ERROR_MISPLACED_XML_PI: "XML 声明不在文件开头"
  default: nil
  }
}
