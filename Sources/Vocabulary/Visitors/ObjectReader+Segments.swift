import Formulas
import SourceText

extension ObjectReader {
  /// The values of a map from names that are known; the others are reported.
  func uses(_ field: Field, of names: [String]) -> [(name: String, value: Formula)] {
    elasticities(field).compactMap { name, value, origin in
      if names.contains(name) { return (name, value) }
      context.report(
        Diagnostic(
          .unknownName, "'\(name)' is no segment of the visitors", at: origin,
          path: path.appending(key: field.key).appending(key: name).description,
          expected: names.isEmpty ? "a segment; there is none" : "one of: "
            + names.joined(separator: ", "),
          suggestion: didYouMean(name, among: names)))
      return nil
    }
  }
}
