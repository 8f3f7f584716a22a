import SourceText

extension ObjectReader {
  /// The object at a key that is one of several kinds, with the name of its kind.
  ///
  /// - Parameter inner: the id path of what is in it; this object's when left out.
  /// - Errors: nil, with a diagnostic, when it is none of them.
  func chosen(_ field: Field, idPath inner: String? = nil) -> (key: String, reader: ObjectReader)? {
    guard case .oneOf(let descriptors) = field.shape, let (node, path) = member(field) else {
      return nil
    }
    let names = descriptors.map(\.name)
    guard case .object(let members) = node.value, members.count == 1,
      let descriptor = descriptors.first(where: { $0.name == members[0].key })
    else {
      let found: String? =
        if case .object(let members) = node.value { members.first?.key } else { nil }
      context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "这不符合“\(field.key)”的写法", en: "this is not a \(field.key)"),
          at: node.range, path: path.description, expected: .oneOf(names.sorted()),
          found: .same(node.excerpt),
          suggestion: found.flatMap { didYouMean($0, among: names) }))
      return nil
    }
    let key = members[0].key
    return ObjectReader(
      members[0].value, as: descriptor, path: path.appending(key: key),
      idPath: inner ?? idPath,
      context: context, inside: self
    ).map { (key, $0) }
  }
}
