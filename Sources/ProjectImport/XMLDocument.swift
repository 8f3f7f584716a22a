import SourceText

/// The elements of an XML file that are of use, in the order of the file.
///
/// Parents are numbers, not references, so that no depth of nesting is dangerous.
final class XMLDocument {
  struct Node {
    let name: String
    let parent: Int
    var children: [Int] = []
    /// The first child that is a UID, so that the path of a list of thousands is found at once.
    var uid: Int?
    /// The characters between the tags, without blanks at both ends.
    var text = ""
    /// The opening tag; of an element without children the whole of it.
    var offsets: Range<Int>
  }

  /// What is left out while reading, because there may be hundreds of thousands of them.
  struct Pruned {
    let first: SourceRange
    let path: String
    var count: Int
  }

  let file: SourceFile
  var nodes: [Node] = []
  var pruned: [String: Pruned] = [:]

  init(file: SourceFile) { self.file = file }

  var root: XMLElement? { nodes.isEmpty ? nil : XMLElement(document: self, index: 0) }
}

/// One element of a document.
struct XMLElement {
  let document: XMLDocument
  let index: Int

  private var node: XMLDocument.Node { document.nodes[index] }
  var name: String { node.name }
  var text: String { node.text }
  var range: SourceRange { SourceRange(file: document.file, offsets: node.offsets) }
  var parent: XMLElement? {
    node.parent < 0 ? nil : XMLElement(document: document, index: node.parent)
  }
  var children: [XMLElement] {
    node.children.map { XMLElement(document: document, index: $0) }
  }

  /// The first child of a name.
  func child(_ name: String) -> XMLElement? {
    for child in node.children where document.nodes[child].name == name {
      return XMLElement(document: document, index: child)
    }
    return nil
  }

  /// All children of a name.
  func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// All children of a name in a list; none when there is no list.
  func children(_ name: String, in list: String) -> [XMLElement] {
    child(list)?.children(name) ?? []
  }

  /// The text of a child; nil when there is none or it is empty.
  func text(_ name: String) -> String? {
    guard let text = child(name)?.text, !text.isEmpty else { return nil }
    return text
  }

  /// How XPath calls it, by its UID where it has one: `/Project/Tasks/Task[UID=4]/Deadline`.
  var path: String { (parent?.path ?? "") + "/" + name + place }

  private var place: String {
    if let uid = node.uid.map({ document.nodes[$0].text }), !uid.isEmpty { return "[UID=\(uid)]" }
    guard let siblings = parent?.children(name), siblings.count > 1,
      let place = siblings.firstIndex(where: { $0.index == index })
    else { return "" }
    return "[\(place + 1)]"
  }
}
