import Torreya

@testable import Vocabulary

/// A scenario around one object, made from the descriptors: on the way to the object stand only
/// the keys that must be there.
struct DraftScenario {
  let source: SourceFile
  private let place: Range<Int>

  /// - Errors: nil when no scenario has such an object.
  ///
  /// - Parameter text: what stands for the object; one that is told by its key, such as `ar1`,
  ///   stands with it.
  init?(of name: String, text: String) {
    guard let path = Self.path(to: name, from: ScenarioFile.descriptor) else { return nil }
    let mark = "@"
    let whole = Self.text(along: path[...], below: ScenarioFile.descriptor, around: mark)
    let parts = whole.split(separator: mark, omittingEmptySubsequences: false)
    let start = parts[0].utf8.count
    place = start..<(start + text.utf8.count)
    source = SourceFile(
      name: "draft.json", text: parts[0] + text + (parts.count > 1 ? String(parts[1]) : ""))
  }

  /// What reading it reports.
  var diagnostics: [Diagnostic] {
    let (document, mistakes) = read(source, files: NoFiles())
    guard let document, mistakes.isEmpty else { return mistakes }
    return mistakes + check(document, files: NoFiles()).diagnostics
  }

  /// What is said of the object itself.
  func diagnosticsInside() -> [Diagnostic] {
    diagnostics.filter { $0.range.map { place.contains($0.offsets.lowerBound) } ?? true }
  }

  // MARK: The way to an object

  private static func path(to name: String, from descriptor: ObjectDescriptor) -> [Field]? {
    if descriptor.name == name { return [] }
    for field in descriptor.fields {
      for inner in field.shape.objectsBelow {
        if let rest = path(to: name, from: inner) { return [field] + rest }
      }
    }
    return nil
  }

  private static func text(
    along path: ArraySlice<Field>, below descriptor: ObjectDescriptor, around mark: String
  ) -> String {
    guard let field = path.first else { return mark }
    let inner = path.dropFirst().isEmpty ? nil : path.dropFirst()
    let next = field.shape.objectsBelow.first { candidate in
      inner.map { rest in candidate.fields.contains { $0.key == rest.first?.key } } ?? true
    }
    var below = next.map { text(along: path.dropFirst(), below: $0, around: mark) } ?? mark
    // On the way through one of several kinds stands its key.
    if case .oneOf = field.shape, inner != nil, let next {
      below = "{ \"\(next.name)\": \(below) }"
    }
    let members = object(descriptor, without: field.key) + ["\"\(field.key)\": "
      + field.shape.wrapped(below)]
    return "{ " + members.joined(separator: ", ") + " }"
  }

  /// The members that an object must have, besides one key.
  static func object(_ descriptor: ObjectDescriptor, without key: String) -> [String] {
    let beside = companions[descriptor.name + "." + key] ?? [:]
    let members = descriptor.fields.filter { field in
      field.presence == .required && field.key != key && beside[field.key] == nil
    }.map { ($0.key, $0.shape.rightValue) }
    return (members + beside.sorted { $0.key < $1.key }).map { "\"\($0.0)\": \($0.1)" }
  }

  /// Keys that are read only beside others.
  private static let companions = [
    "tax.rate": ["base": "\"1元\""],
    "tax.collection": ["base": "\"1元\"", "rate": "1"],
    "visitors.capacity": ["segments": #"[{ "id": "dayTrips", "annual": 1 }]"#],
    "segment.spending": ["lengthOfStay": "1"],
    "scenario.crops": ["weather": #"{ "plumRain": { "onset": "06-08", "end": "07-08" } }"#],
    "project.cost": ["activities": #"[{ "id": "a", "duration": 1 }]"#],
  ]
}

extension FieldShape {
  /// The objects that may stand here.
  fileprivate var objectsBelow: [ObjectDescriptor] {
    switch self {
    case .object(let descriptor): [descriptor]
    case .oneOf(let descriptors): descriptors
    case .list(let element), .map(let element): element.objectsBelow
    case .either(let shapes): shapes.flatMap(\.objectsBelow)
    case .value, .valueInDeclaredUnit: [Fit.descriptor]
    default: []
    }
  }

  /// The value of a field of this shape that holds an object.
  fileprivate func wrapped(_ object: String) -> String {
    switch self {
    case .list(let element): "[\(element.wrapped(object))]"
    case .map(let element): "{ \"a\": \(element.wrapped(object)) }"
    case .either(let shapes):
      shapes.first { !$0.objectsBelow.isEmpty }?.wrapped(object) ?? object
    case .value, .valueInDeclaredUnit: "{ \"\(Fit.key)\": \(object) }"
    default: object
    }
  }

  /// A value that can stand there.
  fileprivate var rightValue: String {
    switch self {
    case .text, .id, .label, .file: "\"a\""
    case .boolean: "true"
    case .integer(let range): "\(range.lowerBound)"
    case .choice(let choices): "\"\(choices[0])\""
    case .period: "\"2024\""
    case .date: "\"2024-06-01\""
    case .dayOfYear, .calendarDay, .lunarDay: "\"06-01\""
    case .unit: "\"share\""
    case .formula: "\"1\""
    case .value(let unit), .quantity(let unit):
      unit.hasSameDimension(as: .date) ? "\"2024-06-01\"" : "0"
    case .valueInDeclaredUnit: "0"
    case .profile: "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"
    case .list: "[]"
    case .map, .anything: "{}"
    case .object(let descriptor):
      "{ " + DraftScenario.object(descriptor, without: "").joined(separator: ", ") + " }"
    case .oneOf: "{}"
    case .either(let shapes): shapes[0].rightValue
    }
  }
}
