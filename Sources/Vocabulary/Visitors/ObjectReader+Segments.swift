import Formulas
import SourceText

extension ObjectReader {
  /// The values of a map from names that are known; the others are reported.
  func uses(_ field: Field, of names: [String]) -> [(name: String, value: Formula)] {
    elasticities(field, of: declaredSegment).compactMap { name, value, origin in
      if names.contains(name) { return (name, value) }
      context.report(
        Diagnostic(
          .unknownName,
          BilingualText(
            zh: "“\(name)”不是游客群体", en: "'\(name)' is no segment of the visitors"),
          at: origin, path: path.appending(key: field.key).appending(key: name).description,
          expected: names.isEmpty
            ? BilingualText(zh: "一个游客群体；现在没有", en: "a segment; there is none")
            : .oneOf(names),
          suggestion: didYouMean(name, among: names)))
      return nil
    }
  }

  private func declaredSegment(_ id: String) -> BilingualText? {
    context.declared.label(of: "visitors." + id)
      ?? (id == Capacity.studyTravel ? StudyTravel.descriptor.title : nil)
  }
}
