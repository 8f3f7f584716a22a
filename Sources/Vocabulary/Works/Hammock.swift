import Formulas
import SourceText

/// What spans from the first start of some activities to the last finish of others, such as the
/// office on the site.
struct Hammock: Component {
  static let from = Field(
    "from", .list(.text), zh: "自哪些作业开始起", en: "it begins with the first of these")
  static let to = Field(
    "to", .list(.text), zh: "至哪些作业完成止", en: "it ends with the last of these")

  static let descriptor = ObjectDescriptor(
    "hammock", zh: "跨越作业", en: "what spans from some activities to others",
    fields: [from, to])

  /// Each with its project.
  let from, to: [String]

  init(_ reader: ObjectReader, _ names: ActivityNames, _ project: String) {
    func resolved(_ field: Field) -> [String] {
      let texts = reader.placedTexts(field)
      if texts.isEmpty, reader.has(field) {
        reader.reportInvalid(
          field,
          BilingualText(
            zh: "跨越作业要依附于其他作业", en: "a hammock hangs from activities"),
          expected: BilingualText(zh: "至少一项", en: "at least one"))
      }
      return texts.compactMap { text, node, path in
        names.resolve(text, of: project, besides: nil, at: (node.range, path), reader.context)
      }
    }
    from = resolved(Self.from)
    to = resolved(Self.to)
  }
}
